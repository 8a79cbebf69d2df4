"""What people fill in around a draft: asking for help, sharing it, remarking it."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models.remark import NAME
from articles.services.sharing_drafts import DAYS
from authors.enums import HelpKind
from authors.forms import clean_name

MOST_POSITION = 100_000


def plain(text: str) -> str:
    """Return words as they read: no control character, no change of direction."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c for c in text if c == "\n" or not unicodedata.category(c).startswith("C")
    ).strip()


class PlainField(forms.CharField):
    """Words without marks; a field of nothing but control characters is empty."""

    def to_python(self, value):
        return plain(super().to_python(value))


class HelpForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Ce qu’il vous faudrait"),
        choices=[(kind.value, kind.asked) for kind in HelpKind],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez ce que vous demandez.")},
    )
    sentence = PlainField(
        label=_("En une phrase"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Par exemple : « Je ne sais pas comment finir, et je crains les fautes »."
        ),
        error_messages={"required": _("Dites en une phrase ce qui vous aiderait.")},
    )


class OfferForm(forms.Form):
    words = PlainField(
        label=_("Un mot pour la personne"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class LinkForm(forms.Form):
    days = forms.TypedChoiceField(
        label=_("Pour combien de temps"),
        choices=[
            (days, _("%d jours") % days if days > 1 else _("1 jour")) for days in DAYS
        ],
        coerce=int,
        initial=14,
        widget=forms.RadioSelect,
    )


class RemarkForm(forms.Form):
    text = PlainField(
        label=_("Votre remarque"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Écrivez votre remarque, même très courte.")},
    )
    # Which paragraph; none for the whole text.
    position = forms.IntegerField(
        required=False, min_value=0, max_value=MOST_POSITION, widget=forms.HiddenInput
    )


class ReaderRemarkForm(RemarkForm):
    """Of a reader without an account: a name, and nothing else, is asked."""

    name = PlainField(
        label=_("Votre nom"),
        max_length=NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Dites qui vous êtes : un prénom suffit.")},
    )
    # People do not see it; programs fill it in.
    website = forms.CharField(required=False)
    field_order = ["name", "text"]

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])
