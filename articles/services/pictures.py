from typing import IO

from django.db import transaction

from articles.enums import Licence
from articles.models import Picture
from authors.images import clean_image
from authors.models import User


def bring_picture(
    file: IO[bytes],
    *,
    by: User | None,
    title: str,
    description: str,
    credit: str,
    licence: str = Licence.BY_SA_4,
) -> Picture:
    """Keep a picture that somebody brings, and make the files that readers get.

    Effects, in order: clean the file (authors.images); keep it with its
    description, credit and licence; make its responsive files, so that no
    reader waits for them.
    Raises ValidationError for what is not a photo that can be shown; nothing
    is kept then.
    """
    clean = clean_image(file)
    with transaction.atomic():
        picture = Picture.objects.create(
            file=clean,
            title=title[:255],
            description=description,
            credit=credit,
            licence=licence,
            uploaded_by_user=by,
        )
    picture.files()
    return picture
