"""The gestures on pictures: bring one, say what it shows, let it go."""

from collections.abc import Iterable
from datetime import timedelta
from typing import IO

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import ReferenceIndex, Revision

from articles.enums import Licence
from articles.figures import pictures_in
from articles.models import ArticlePage, ContentVersion, Picture
from articles.permissions import can_place_picture
from authors.images import clean_image
from authors.models import User

# A picture that no text holds waits so long for the one it was sent for.
KEPT_DAYS = 14


def bring_picture(
    file: IO[bytes],
    *,
    by: User | None,
    title: str,
    description: str,
    credit: str,
    licence: str = Licence.BY_SA_4,
    decorative: bool = False,
) -> Picture:
    """Keep a picture that somebody brings, and make the files that readers get.

    Effects, in order: clean the file (authors.images); keep it with its
    description, credit and licence; make its responsive files, so that no
    reader waits for them.
    Raises ValidationError for what is not a photo that can be shown; nothing
    is kept then.
    """
    return keep_picture(
        clean_image(file),
        by=by,
        title=title,
        description=description,
        credit=credit,
        licence=licence,
        decorative=decorative,
    )


def keep_picture(
    clean: ContentFile,
    *,
    by: User | None,
    title: str,
    description: str,
    credit: str,
    licence: str = Licence.BY_SA_4,
    decorative: bool = False,
) -> Picture:
    """Keep a picture that authors.images has cleaned, and make its files."""
    with transaction.atomic():
        picture = Picture.objects.create(
            file=clean,
            title=title[:255],
            description="" if decorative else description,
            is_decorative=decorative,
            credit=credit,
            licence=licence,
            uploaded_by_user=by,
        )
    picture.files()
    return picture


@transaction.atomic
def describe_picture(
    picture: Picture,
    *,
    by: User,
    description: str,
    decorative: bool,
    credit: str,
    licence: str,
) -> None:
    """Say anew what a picture shows, who made it and what others may do with it.

    What it shows and who made it are facts of the picture, not of one text:
    every text that holds it tells them at once, a published one too.
    Raises PermissionDenied for a picture that `by` did not bring.
    """
    picture = Picture.objects.select_for_update().get(pk=picture.pk)
    if not can_place_picture(by, picture):
        raise PermissionDenied
    facts = {
        "description": "" if decorative else description,
        "is_decorative": decorative,
        "credit": credit,
        "licence": licence,
    }
    if all(getattr(picture, name) == value for name, value in facts.items()):
        return
    for name, value in facts.items():
        setattr(picture, name, value)
    picture.title = (description or picture.title)[:255]
    picture.save()
    holders = ReferenceIndex.get_references_to(picture).values_list("object_id")
    holders = [int(pk) for (pk,) in holders if pk.isdecimal()]
    if ArticlePage.objects.live().filter(pk__in=holders).exists():
        ContentVersion.objects.bump()


def last_credit(user: User) -> str:
    """Return the credit to propose: the last one given, or the byline."""
    mine = Picture.objects.filter(uploaded_by_user=user).exclude(credit="")
    last = mine.order_by("-created_at", "-pk").values_list("credit", flat=True).first()
    byline = getattr(user, "author", None)
    return last or (byline.name if byline else "")


# Files go with the last text that holds them


def pictures_of(article: ArticlePage) -> set[int]:
    """Return the ids of the pictures that any version of a text holds."""
    found = {pk for pk, _alt, _caption in pictures_in(article.body)}
    found |= {article.cover_id} if article.cover_id else set()
    return found | _in_versions(article.revisions.all())


def forget_pictures(ids: Iterable[int]) -> int:
    """Delete those of these pictures that nothing holds, and say how many.

    Held: by any page that exists, or by any version of a text that whoever
    brought it wrote, for an earlier version can be restored. A picture without
    a person behind it (an import, a closed account) stays. Rows and the files
    that readers get go together; Wagtail deletes the files after the commit.
    """
    with transaction.atomic():
        pictures = Picture.objects.filter(pk__in=ids, uploaded_by_user__isnull=False)
        candidates = list(pictures.select_for_update())
        held = _held(candidates)
        free = [picture for picture in candidates if picture.pk not in held]
        for picture in free:
            picture.delete()
    return len(free)


def purge_pictures() -> int:
    """Delete the pictures that were sent long ago for no text that remains."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    old = Picture.objects.filter(created_at__lt=before, uploaded_by_user__isnull=False)
    kind = ContentType.objects.get_for_model(Picture)
    named = ReferenceIndex.objects.filter(to_content_type=kind)
    ids = set(old.values_list("pk", flat=True))
    ids -= {int(pk) for pk in named.values_list("to_object_id", flat=True).distinct()}
    ordered = sorted(ids)
    return sum(
        forget_pictures(ordered[start : start + 100])
        for start in range(0, len(ordered), 100)
    )


def _held(pictures: list[Picture]) -> set[int]:
    kind = ContentType.objects.get_for_model(Picture)
    named = ReferenceIndex.objects.filter(
        to_content_type=kind, to_object_id__in=[str(p.pk) for p in pictures]
    ).values_list("to_object_id", flat=True)
    people = {picture.uploaded_by_user_id for picture in pictures}
    texts = ContentType.objects.get_for_model(ArticlePage)
    versions = Revision.objects.filter(content_type=texts, user__in=people)
    return {int(pk) for pk in named} | _in_versions(versions)


def _in_versions(versions) -> set[int]:  # type: ignore[no-untyped-def]  # any queryset of them
    found: set[int] = set()
    rows = versions.order_by().values_list("content__body", "content__cover")
    for body, cover in rows.iterator(chunk_size=200):
        found |= {pk for pk, _alt, _caption in pictures_in(body or "")}
        found |= {int(cover)} if cover else set()
    return found
