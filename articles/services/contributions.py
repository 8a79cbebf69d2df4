"""All that a person wrote and brought, in one file that she can keep."""

import json
import shutil
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from wagtail.models import Site

from articles import markdown
from articles.enums import Consent
from articles.models import ArticlePage, Picture, Signature
from authors.addresses import page_url
from authors.models import User

# Beyond these the index says where to find what was left out.
MOST_TEXTS = 2_000
MOST_BYTES = 500_000_000
AT_ONCE = 20


def pack(user: User) -> IO[bytes]:
    """Return a zip: Markdown with metadata, original pictures, a JSON index.

    Only what is hers: the texts that she began or signed, and the pictures that
    she brought. Written to a file on disk, a few texts and one picture in memory
    at a time.
    """
    file = TemporaryFile()  # noqa: SIM115 (the answer closes it, once it is sent)
    with ZipFile(file, "w") as archive:
        index = {"texts": _texts(archive, user), "pictures": _pictures(archive, user)}
        told = json.dumps(index, ensure_ascii=False, indent=2)
        archive.writestr("index.json", told, ZIP_DEFLATED)
    file.seek(0)
    return file


def _texts(archive: ZipFile, user: User) -> list[dict[str, Any]]:
    mine = Signature.objects.of_person(user).filter(state=Consent.ACCEPTED)
    texts = ArticlePage.objects.written_by(user) | ArticlePage.objects.filter(
        pk__in=mine.values("article")
    )
    texts = texts.distinct().order_by("pk").prefetch_workflow_states()
    roles: dict[int, list[str]] = {}
    for signature in mine:
        role = str(signature.get_role_display())
        roles.setdefault(signature.article_id, []).append(role)
    told = []
    for article in texts[:MOST_TEXTS].iterator(chunk_size=AT_ONCE):
        name = f"textes/{article.pk}-{article.slug[:80]}.md"
        archive.writestr(name, markdown.write(article, _site(article)), ZIP_DEFLATED)
        told.append(
            {
                "title": article.title,
                "file": name,
                "state": str(article.stage.label),
                "roles": roles.get(article.pk, []),
                "url": page_url(article) if article.live else None,
                "licence": article.licence_terms.label,
                "pictures": sorted(markdown.pictures_of(article)),
            }
        )
    return told


def _site(article: ArticlePage) -> Site:
    return article.get_site() or Site.objects.get(is_default_site=True)


def _pictures(archive: ZipFile, user: User) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    size = 0
    pictures = Picture.objects.filter(uploaded_by_user=user).order_by("pk")
    for picture in pictures.iterator(chunk_size=AT_ONCE):
        ending = picture.file.name.rpartition(".")[2][:5].lower()
        entry = {
            "id": picture.pk,
            "file": f"images/{picture.pk}.{ending}",
            "title": picture.title,
            "description": picture.description,
            "credit": picture.credit,
            "licence": str(picture.get_licence_display()),
        }
        size += picture.file_size or picture.file.size
        if size > MOST_BYTES:
            entry |= {"file": None, "url": picture.file.url}
        else:
            # Pictures are compressed already.
            info = ZipInfo(entry["file"])
            info.compress_type = ZIP_STORED
            with picture.file.open("rb") as source, archive.open(info, "w") as target:
                shutil.copyfileobj(source, target, 1 << 16)
        told.append(entry)
    return told
