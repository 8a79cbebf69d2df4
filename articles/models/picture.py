from typing import NamedTuple

from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from articles.enums import Licence
from articles.querysets import RENDITIONS, PictureQuerySet


class PictureFile(NamedTuple):
    """One of the files that readers get; sizes in pixels."""

    url: str
    width: int
    height: int


class Picture(AbstractImage):
    """A photo or drawing; `uploaded_by_user` brought it.

    Its file has passed `authors.images.clean_image`: no form stores another.
    """

    credit = models.CharField(
        _("crédit"),
        max_length=120,
        blank=True,
        help_text=_("Qui a fait cette image ? Par exemple : Armelle Q."),
    )
    licence = models.CharField(
        _("licence"), max_length=20, choices=Licence.choices, default=Licence.BY_SA_4
    )

    # Wagtail sets an attribute `decorative` of its own on each image.
    is_decorative = models.BooleanField(
        _("image décorative"),
        default=False,
        help_text=_("Elle n’apprend rien de plus que le texte : sans description."),
    )

    admin_form_fields = (
        *("title", "file", "description", "is_decorative", "credit", "licence"),
        *Image.admin_form_fields[3:],
    )
    objects = PictureQuerySet.as_manager()

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(licence__in=Licence.values),
                name="picture_licence_known",
            ),
            models.CheckConstraint(
                condition=models.Q(is_decorative=False) | models.Q(description=""),
                name="picture_decorative_or_described",
                violation_error_message=_(
                    "Une image décorative n’a pas de description."
                ),
            ),
        ]

    @property
    def default_alt_text(self) -> str:
        return self.description

    @property
    def is_explained(self) -> bool:
        """Whether who does not see it misses nothing."""
        return self.is_decorative or bool(self.description)

    def get_upload_to(self, filename):
        # A random name: an address tells nothing, and nobody can guess a draft's.
        return f"photos/{get_random_string(20).lower()}.webp"

    def files(self) -> list["PictureFile"]:
        """Return the responsive files, narrowest first.

        No picture is blown up: the widest file of a small one is its original,
        which is WebP without metadata like the others.
        """
        specs = [spec for spec, width in RENDITIONS.items() if width < self.width]
        made = self.get_renditions(*specs).values() if specs else []
        files = [PictureFile(r.url, r.width, r.height) for r in made]
        if self.width <= max(RENDITIONS.values()):
            files.append(PictureFile(self.file.url, self.width, self.height))
        return sorted(files, key=lambda file: file.width)


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(
        Picture, on_delete=models.CASCADE, related_name="renditions"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="rendition_unique",
            )
        ]
