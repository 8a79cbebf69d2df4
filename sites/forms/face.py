"""What an editor fills in to give a site its face."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.services.pictures import bring_picture
from authors.images import clean_image
from authors.models import User
from sites.enums import Emblem
from sites.models import NeighbourhoodPage
from sites.palette import NAMED_HUES
from sites.services.face import FIELDS

BY_NUMBER = "nombre"


def _hue_choice(label) -> forms.ChoiceField:
    named = [(str(hue), name) for hue, name in NAMED_HUES.items()]
    return forms.ChoiceField(
        label=label,
        choices=[*named, (BY_NUMBER, _("une autre, par son nombre"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une teinte.")},
    )


def _hue_number(label) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=359,
        required=False,
        help_text=_("De 0 à 359, en faisant le tour du cercle des couleurs."),
        error_messages={"invalid": _("Écrivez un nombre de 0 à 359.")},
    )


class FaceForm(forms.ModelForm):
    """The words, two hues by name or by number, the emblem, the cover."""

    hue_choice = _hue_choice(_("Teinte du bandeau, des titres et du fond"))
    hue = _hue_number(_("Nombre de cette teinte"))
    accent_hue_choice = _hue_choice(_("Teinte d’accent"))
    accent_hue = _hue_number(_("Nombre de la teinte d’accent"))
    emblem = forms.ChoiceField(
        label=_("Emblème"),
        choices=[("", _("sans emblème")), *Emblem.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    cover_file = forms.FileField(
        label=_("Une nouvelle image"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    cover_description = forms.CharField(
        label=_("Ce que l’image montre"),
        max_length=255,
        required=False,
        help_text=_("Pour qui ne la voit pas."),
    )
    cover_credit = forms.CharField(
        label=_("Qui a fait cette image ?"), max_length=120, required=False
    )
    remove_cover = forms.BooleanField(label=_("Retirer l’image"), required=False)

    class Meta:
        model = NeighbourhoodPage
        fields = ("tagline", "introduction", "hue", "accent_hue", "emblem")
        widgets = {"introduction": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "tagline": _("Une ligne sous le nom du site, 90 caractères au plus."),
            "introduction": _("Ce qu’il faut savoir du quartier, en peu de phrases."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("hue", "accent_hue"):
            number = getattr(self.instance, name)
            self.initial[f"{name}_choice"] = (
                str(number) if number in NAMED_HUES else BY_NUMBER
            )

    def clean_cover_file(self):
        file = self.cleaned_data["cover_file"]
        if file:
            clean_image(file)
        return file

    def clean(self):
        data = super().clean()
        for name in ("hue", "accent_hue"):
            chosen = data.get(f"{name}_choice")
            if chosen and chosen != BY_NUMBER:
                self.errors.pop(name, None)
                data[name] = int(chosen)
            elif data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Écrivez un nombre de 0 à 359."))
        if data.get("cover_file"):
            for name in ("cover_description", "cover_credit"):
                if not data.get(name):
                    self.add_error(name, _("À remplir pour cette image."))
        return data

    def numbers(self) -> dict[str, int]:
        """Return the two hues as they are tried now, where they are known."""
        if not self.is_bound:
            return {n: getattr(self.instance, n) for n in ("hue", "accent_hue")}
        data = getattr(self, "cleaned_data", {})
        return {n: data[n] for n in ("hue", "accent_hue") if data.get(n) is not None}

    @property
    def emblem_file(self) -> str:
        """The drawing of the emblem that is chosen now, or nothing."""
        chosen = self["emblem"].value()
        return Emblem(chosen).file if chosen in Emblem.values else ""

    def fields_to_save(self, by: User) -> dict:
        """Return what services.face takes; keep the cover that was sent."""
        data = self.cleaned_data
        fields = {name: data[name] for name in FIELDS if name in data}
        if data.get("cover_file"):
            fields["cover"] = bring_picture(
                data["cover_file"],
                by=by,
                title=data["cover_description"],
                description=data["cover_description"],
                credit=data["cover_credit"],
            )
        elif data.get("remove_cover"):
            fields["cover"] = None
        return fields
