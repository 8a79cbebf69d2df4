from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from articles.enums import Licence
from articles.querysets import RENDITIONS, PictureQuerySet


class Picture(AbstractImage):
    """A photo or drawing; `uploaded_by_user` brought it.

    Its file has passed `authors.images.clean_image`: no form stores another.
    """

    credit = models.CharField(
        _("crédit"),
        max_length=120,
        blank=True,
        help_text=_("Qui a fait cette image ? Par exemple : Armelle Q."),
    )
    licence = models.CharField(
        _("licence"), max_length=20, choices=Licence.choices, default=Licence.BY_SA_4
    )

    admin_form_fields = (
        *("title", "file", "description", "credit", "licence"),
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
            )
        ]

    @property
    def default_alt_text(self) -> str:
        return self.description

    def get_upload_to(self, filename):
        # A random name: an address tells nothing, and nobody can guess a draft's.
        return f"photos/{get_random_string(20).lower()}.webp"

    def files(self) -> list["PictureRendition"]:
        """Return the responsive files, narrowest first, without doubles.

        A picture narrower than a width is not blown up: its widest file
        stands once.
        """
        by_width = {r.width: r for r in self.get_renditions(*RENDITIONS).values()}
        return [by_width[width] for width in sorted(by_width)]


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
