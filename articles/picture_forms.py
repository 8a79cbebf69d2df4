"""What is asked about a picture: what it shows, who made it, its licence."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.enums import PROPOSED_LICENCES, Licence, Use
from articles.html import picture_ids
from articles.models import Picture
from articles.permissions import can_place_picture
from articles.services.limits import spend
from articles.services.pictures import describe_picture, keep_picture, last_credit
from authors.images import clean_image

ACCEPT = "image/*,.heic,.heif"
WORDS = {
    "description": _("Ce que l’image montre"),
    "example": _(
        "Pour qui ne la voit pas, comme au téléphone. Par exemple : « Deux hommes "
        "réparent un vélo sous un auvent »."
    ),
    "decorative": _("Image décorative : elle n’apprend rien de plus que le texte"),
    "credit": _("Qui a fait cette image ?"),
    "licence": _("Ce que les autres peuvent faire de l’image"),
}


def licences(current: str = "") -> list[tuple[str, str]]:
    """Return the licences to choose from, with the one that is there."""
    known = {licence.value: licence.label for licence in PROPOSED_LICENCES}
    if current and current not in known:
        known[current] = Licence(current).label
    return list(known.items())


class Said(forms.CharField):
    """Words that are asked for; the form knows when they may be missing."""

    def validate(self, value: str) -> None:
        pass


class Chosen(forms.ChoiceField):
    """A choice that has a default."""

    def validate(self, value: str) -> None:
        if value:
            super().validate(value)


class FactsForm(forms.Form):
    """What a picture shows, who made it, what others may do with it."""

    use_required_attribute = False

    description = Said(
        label=WORDS["description"], max_length=255, help_text=WORDS["example"]
    )
    decorative = forms.BooleanField(label=WORDS["decorative"], required=False)
    credit = forms.CharField(label=WORDS["credit"], max_length=120)
    licence = Chosen(
        label=WORDS["licence"], choices=licences, initial=Licence.BY_SA_4.value
    )

    def __init__(self, *args: Any, picture: Picture | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if picture:
            self.fields["licence"].choices = licences(picture.licence)

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the services take."""
        names = ("description", "decorative", "credit", "licence")
        return {name: self.cleaned_data[name] for name in names}

    def clean_licence(self) -> str:
        return self.cleaned_data["licence"] or Licence.BY_SA_4.value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decorative"):
            data["description"] = ""
        elif "description" in data and not data["description"] and self.is_asked:
            field = self.fields["description"]
            self.add_error("description", field.error_messages["required"])
        return data

    is_asked = True


class CaptionForm(FactsForm):
    """The same, and the caption of a picture in a text."""

    caption = forms.CharField(
        label=_("Légende"),
        max_length=300,
        required=False,
        help_text=_("Sous l’image, pour tout le monde : le lieu, la date, les noms."),
    )

    field_order = ["file", "description", "decorative", "caption", "credit"]


class PictureForm(CaptionForm):
    """A picture for the text, all at once."""

    file = forms.FileField(
        label=_("Image"), widget=forms.FileInput(attrs={"accept": ACCEPT})
    )


class SentPictureForm(PictureForm):
    """A picture that the editor sends while the person still writes its words."""

    is_asked = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["credit"].required = False


class CoverFields(forms.Form):
    """The cover, among the other fields of a text: sent, or one of its pictures.

    The form that takes these fields has an `instance` and a `user`.
    """

    instance: Any
    user: Any

    cover_choice = forms.ChoiceField(
        label=_("Choisir parmi les images du texte"),
        required=False,
        widget=forms.RadioSelect,
    )
    cover_file = forms.FileField(
        label=_("Envoyer une photo ou un dessin"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    cover_description = forms.CharField(
        label=WORDS["description"],
        max_length=255,
        required=False,
        help_text=WORDS["example"],
    )
    cover_decorative = forms.BooleanField(label=WORDS["decorative"], required=False)
    cover_credit = forms.CharField(
        label=WORDS["credit"], max_length=120, required=False
    )
    cover_licence = forms.ChoiceField(
        label=WORDS["licence"], choices=licences, required=False
    )
    remove_cover = forms.BooleanField(label=_("Retirer l’image"), required=False)

    def fill_cover(self) -> None:
        """Show what is there; propose the pictures of the text, and the credit."""
        cover = self.instance.cover
        ids = list(dict.fromkeys(picture_ids(self.instance.body)))
        self.inside = Picture.objects.filter(pk__in=ids).to_show().in_bulk()
        pictures = [self.inside[pk] for pk in ids if pk in self.inside]
        self.fields["cover_choice"].choices = [(p.pk, p.title) for p in pictures]
        if cover:
            self.fields["cover_licence"].choices = licences(cover.licence)
        self.initial |= {
            "cover_choice": cover.pk if cover else "",
            "cover_description": cover.description if cover else "",
            "cover_decorative": cover.is_decorative if cover else False,
            "cover_credit": cover.credit if cover else last_credit(self.user),
            "cover_licence": cover.licence if cover else Licence.BY_SA_4.value,
        }

    def clean_cover(self, data: dict[str, Any]) -> None:
        if not data.get("cover_file"):
            return
        if not data["cover_description"] and not data["cover_decorative"]:
            self.add_error("cover_description", _("À remplir pour cette image."))
        if not data["cover_credit"]:
            self.add_error("cover_credit", _("À remplir pour cette image."))
        if self.errors:
            return
        try:
            spend(self.user, Use.PICTURES, size=data["cover_file"].size)
            data["cover_clean"] = clean_image(data["cover_file"])
        except ValidationError as error:
            self.add_error("cover_file", error)

    def cover_to_save(self) -> dict[str, Any]:
        """Keep the cover that was sent, or the words of the one that is there."""
        data = self.cleaned_data
        cover = self.instance.cover
        if data.get("cover_clean"):
            title = data.get("title") or data["cover_description"]
            sent = keep_picture(
                data["cover_clean"], by=self.user, title=title, **self._facts()
            )
            return {"cover": sent}
        if data.get("remove_cover"):
            return {"cover": None}
        chosen = data.get("cover_choice") or ""
        if chosen.isdecimal() and int(chosen) != getattr(cover, "pk", None):
            return {"cover": self.inside[int(chosen)]}
        was_told = any(name in self.data for name in ("cover_credit", "cover_licence"))
        if cover and was_told and can_place_picture(self.user, cover):
            self._describe(cover)
        return {}

    def _describe(self, cover: Picture) -> None:
        facts = self._facts()
        if facts["credit"] and (facts["description"] or facts["decorative"]):
            describe_picture(cover, by=self.user, **facts)

    def _facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        decorative = data["cover_decorative"]
        return {
            "description": "" if decorative else data["cover_description"],
            "decorative": decorative,
            "credit": data["cover_credit"],
            "licence": data["cover_licence"] or Licence.BY_SA_4.value,
        }
