"""Files that come with a text, or that a text comes from."""

from pathlib import Path

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.forms import SectionField

OFFICE = ".odt,.docx,application/vnd.oasis.opendocument.text"


class DocumentForm(forms.Form):
    """A document for readers to download; its content is checked by the service."""

    file = forms.FileField(
        label=_("Document (PDF ou ODT, 10 Mo au plus)"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.odt,application/pdf"}),
        help_text=_(
            "Il est publié tel quel, avec ce que votre logiciel y a noté : souvent "
            "le nom de qui l’a fait. Vérifiez-le dans ses propriétés."
        ),
    )
    title = forms.CharField(
        label=_("Titre"),
        max_length=120,
        required=False,
        help_text=_(
            "Par exemple : « Le plan du jardin ». À défaut, le nom du fichier."
        ),
    )

    def clean(self):
        data = super().clean()
        title = " ".join(data.get("title", "").split())
        if not title and data.get("file"):
            title = Path(data["file"].name).stem.replace("_", " ").strip()[:120]
        data["title"] = title or str(_("Document"))
        return data


class ImportForm(forms.Form):
    """A text written in LibreOffice or Word."""

    file = forms.FileField(
        label=_("Fichier ODT (LibreOffice) ou DOCX (Word)"),
        widget=forms.FileInput(attrs={"accept": OFFICE}),
        help_text=_(
            "Titres, listes, liens, notes et images viennent avec le texte ; les "
            "couleurs et les polices restent dans le fichier."
        ),
    )


class StartFromFileForm(ImportForm):
    """A file, and where the text goes."""

    section = SectionField(label=_("Pour quel quartier, quelle rubrique ?"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = self.fields["section"].grouped()
