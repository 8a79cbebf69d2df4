"""A site's face: its words, its two hues, its emblem, its cover."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from articles.models import Picture
from authors.models import User
from sites.models import NeighbourhoodPage

FIELDS = ("tagline", "introduction", "emblem", "hue", "accent_hue", "cover")
# How many former faces one can go back to.
FORMER = 5
LOOKED_AT = 40


@transaction.atomic
def set_face(page: NeighbourhoodPage, *, by: User, fields: dict[str, Any]) -> None:
    """Give a site another face, at once and everywhere.

    Effects, in order: keep the present face as a revision where none holds it;
    check the colours' contrast; record the new face in Wagtail's history and
    log; publish it, which makes kept pages stale (articles.receivers).
    Raises ValidationError for a palette that people would read badly.
    """
    page = NeighbourhoodPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if page.latest_revision_id is None:
        page.save_revision(clean=False, log_action=False)
    for name in FIELDS:
        if name in fields:
            setattr(page, name, fields[name])
    page.save_revision(user=by, log_action=True).publish(
        user=by, skip_permission_checks=True
    )


class FormerFace(NamedTuple):
    """A face that the site had, kept by a revision."""

    pk: int
    at: datetime
    fields: dict[str, Any]

    @property
    def hue(self) -> int:
        return self.fields["hue"]

    @property
    def accent_hue(self) -> int:
        return self.fields["accent_hue"]


def former_faces(page: NeighbourhoodPage) -> list[FormerFace]:
    """Return the newest faces that differ from the present one, newest first."""
    known = [{name: page.serializable_data()[name] for name in FIELDS}]
    faces: list[FormerFace] = []
    for revision in page.revisions.order_by("-created_at", "-pk")[:LOOKED_AT]:
        fields = {name: revision.content.get(name) for name in FIELDS}
        if fields not in known and len(faces) < FORMER:
            known.append(fields)
            faces.append(FormerFace(revision.pk, revision.created_at, fields))
    return faces


def bring_back(page: NeighbourhoodPage, face: FormerFace, *, by: User) -> None:
    """Give a site a former face again; a cover that is gone meanwhile stays gone."""
    cover = Picture.objects.filter(pk=face.fields["cover"]).first()
    set_face(page, by=by, fields=face.fields | {"cover": cover})
