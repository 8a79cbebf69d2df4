"""What becomes of every picture that arrives, a photo as much as a portrait.

It is decoded and encoded again, so that nothing but pixels is kept: no place,
no phone, no hidden file. Pure Pillow; knows no model.
"""

import warnings
from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

# HEIC, as iPhones take photos. It reads a picture's size before its pixels, and
# libheif keeps its own bounds on what it allocates.
register_heif_opener(thumbnails=False)

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
MAX_SIDE = 2560
MAX_FRAMES = 1
# A phone’s MPO is opened as the JPEG that it begins with.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")
# One photo, with others beside it that nobody sees: a second view, a burst.
FIRST_OF_SEVERAL = ("MPO", "HEIF")


def clean_image(file: IO[bytes], *, max_side: int = MAX_SIDE) -> ContentFile:
    """Return the picture as a new WebP file: upright, bounded, without metadata.

    `file` is an uploaded file. The result is at most `max_side` pixels a side
    and has a random name: an address must not tell what the phone called it.
    Raises ValidationError, with one sentence in French, for what is not a
    photo that can be shown: another kind of file, over 20 MB, over 60 million
    pixels (which is also how a decompression bomb shows itself), animated.
    """
    file.seek(0, 2)
    if file.tell() > MAX_BYTES:
        raise ValidationError(
            _("Cette image pèse plus de 20 Mo. Choisissez-en une plus légère."),
            code="too_heavy",
        )
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(file, formats=FORMATS)
            _check_bounds(image)
            image = ImageOps.exif_transpose(image)
            image.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
            has_alpha = "A" in image.getbands() or "transparency" in image.info
            clean = image.convert("RGBA" if has_alpha else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            _(
                "Ce fichier n’est pas une image que nous savons lire. "
                "Choisissez une photo JPEG, PNG, WebP, GIF ou HEIC."
            ),
            code="not_an_image",
        ) from error
    out = BytesIO()
    # A fresh image: whatever came along in `info` (EXIF, XMP, ICC) stays behind.
    bare = Image.new(clean.mode, clean.size)
    bare.paste(clean)
    bare.save(out, "WEBP", quality=84, method=4)
    return ContentFile(out.getvalue(), name=f"{get_random_string(20).lower()}.webp")


def _check_bounds(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()
    several = getattr(image, "n_frames", 1) > MAX_FRAMES
    if several and image.format not in FIRST_OF_SEVERAL:
        raise ValidationError(
            _("Cette image est animée. Choisissez une image fixe."), code="animated"
        )


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _(
            "Cette image a trop de pixels (plus de 60 millions). "
            "Choisissez-en une plus petite."
        ),
        code="too_many_pixels",
    )
