"""The demo network: read from sites/demo, idempotent.

Texts are begun, signed, proposed and published as people would; their dates
are set afterwards.
"""

import re
import tomllib
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site, TaskState, WorkflowState

from articles.enums import Form, Language
from articles.html import clean
from articles.models import (
    ArticlePage,
    ContentVersion,
    Picture,
    Placement,
    SectionPage,
    Signature,
    Withdrawal,
)
from articles.services import documents, placements, review, writing
from authors.enums import AuthorKind
from authors.models import Author, AuthorLink, Membership, User
from authors.names import filing_name
from sites.models import InfoPage, NeighbourhoodPage, NetworkPage
from sites.services.demo_drafts import surround
from sites.services.demo_names import invite_and_correct
from sites.services.provisioning import NEIGHBOURHOODS, provision

FOLDER = Path(__file__).resolve().parent.parent / "demo"
# Known to everybody who reads this: for a network on one's own machine only.
PASSWORD = "rade-granit-2026"  # noqa: S105
CITIZEN = "armelle-quemeneur"
ADMINISTRATOR = "reseau@example.org"
COVERS = {
    "bellevue": "tour-balcons",
    "centre": "escaliers",
    "europe": "marche",
    "lambezellec": "lavoir",
    "quatre-moulins": "moulin",
    "recouvrance": "pont-recouvrance",
    "saint-marc": "vallon",
    "saint-pierre": "phare",
}


def email_of(slug: str) -> str:
    return f"{slug}@example.org"


def _files() -> list[Path]:
    return sorted(FOLDER.glob("articles/*/*.html"))


def _text_of(name: str) -> ArticlePage:
    """Return the text of a file, as «bellevue/01-…» names it."""
    key = _key(FOLDER / "articles" / f"{name}.html")
    return ArticlePage.objects.get(translation_key=key)


def _key(file: Path) -> UUID:
    return uuid5(NAMESPACE_URL, f"brestnet-demo/{file.parent.name}/{file.stem}")


def is_loaded() -> bool:
    """Whether the demo was loaded to its last text."""
    return ArticlePage.objects.filter(translation_key=_key(_files()[-1])).exists()


def load() -> int:
    """Make the network and load the demo; return how many articles were new.

    What is there already is left as it is, so a second run adds nothing and
    overwrites nothing that was changed in between.
    """
    toml = tomllib.loads((FOLDER / "sites.toml").read_text())
    _provision(toml["site"])
    pictures = _pictures()
    authors = _authors(tomllib.loads((FOLDER / "authors.toml").read_text()))
    _holders(toml["site"], authors)
    _accounts()
    _words_of_the_network()
    for slug, name in COVERS.items():
        NeighbourhoodPage.objects.filter(slug=slug, cover=None).update(
            cover=pictures.get(name)
        )
    new = 0
    for file in _files():
        new += _article(file, pictures, authors)
    if new:
        _fronts(toml["site"])
        drafts = tomllib.loads((FOLDER / "drafts.toml").read_text())
        surround(drafts, authors, _text_of)
        names = tomllib.loads((FOLDER / "names.toml").read_text())
        invite_and_correct(names, authors, _text_of)
    ContentVersion.objects.bump()
    return new


def _provision(sites: list[dict[str, Any]]) -> None:
    words = {site["slug"]: site for site in sites}
    told = []
    for given in NEIGHBOURHOODS:
        site = words[given.slug]
        sections = tuple(
            (s["slug"], s["name"], s["introduction"]) for s in site["section"]
        )
        told.append(
            replace(
                given,
                tagline=site["tagline"],
                introduction=site["introduction"],
                latitude=site["latitude"],
                longitude=site["longitude"],
                sections=sections,
            )
        )
    provision(tuple(told))


def _pictures() -> dict[str, Picture]:
    """Bring the drawings; their titles are their names."""
    pictures = {}
    for toml in sorted((FOLDER / "pictures").glob("*.toml")):
        for name, told in tomllib.loads(toml.read_text()).items():
            if name.startswith("portrait-"):
                continue
            found = Picture.objects.filter(title=name, uploaded_by_user=None).first()
            if found is None:
                # Drawn for the project, without metadata: kept as they are.
                data = (FOLDER / "pictures" / f"{name}.webp").read_bytes()
                found = Picture.objects.create(
                    file=ContentFile(data, name="dessin.webp"),
                    title=name,
                    description=told["description"],
                    credit="Dessin fait pour le réseau",
                )
                found.files()
            pictures[name] = found
    return pictures


@transaction.atomic
def _authors(told: dict[str, dict[str, Any]]) -> dict[str, Author]:
    sites = {s.root_page.slug: s for s in Site.objects.select_related("root_page")}
    authors = {}
    for slug, given in told.items():
        is_person = given["kind"] == AuthorKind.PERSON
        author, is_new = Author.objects.get_or_create(
            slug=slug,
            defaults={
                "kind": given["kind"],
                "name": given["name"],
                "filed_as": filing_name(given["name"], is_person=is_person),
                "biography": given.get("biography", "").strip(),
                "neighbourhood": sites[given["neighbourhood"]],
            },
        )
        authors[slug] = author
        if not is_new:
            continue
        if is_person:
            first, _space, last = author.name.partition(" ")
            author.user = _account(email_of(slug), first, last)
        if portrait := given.get("portrait"):
            data = (FOLDER / "pictures" / f"{portrait}.webp").read_bytes()
            author.portrait = ContentFile(data, name="portrait.webp")
        author.save()
        for link in given.get("links", []):
            AuthorLink.objects.create(author=author, **link)
    for slug, given in told.items():
        for member in given.get("members", []):
            Membership.objects.get_or_create(
                user=authors[member["author"]].user,
                organisation=authors[slug],
                defaults={"since": member["since"]},
            )
    return authors


def _account(email: str, first: str, last: str, password: str | None = None) -> User:
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(
            email, password, first_name=first, last_name=last
        )
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def _holders(sites: list[dict[str, Any]], authors: dict[str, Author]) -> None:
    for site in sites:
        root = NeighbourhoodPage.objects.get(slug=site["slug"])
        for told in site["section"]:
            if holder := told.get("holder"):
                section = SectionPage.objects.child_of(root).filter(slug=told["slug"])
                section.filter(holder=None).update(holder=authors[holder])


@transaction.atomic
def _accounts() -> None:
    """Make one citizen, one editor for each site, one network administrator."""
    citizen = User.objects.get(email=email_of(CITIZEN))
    if not citizen.has_usable_password():
        citizen.set_password(PASSWORD)
        citizen.save()
    for given in NEIGHBOURHOODS:
        email = email_of(f"editeur.{given.slug}")
        editor = _account(email, "Équipe", f"de {given.name}", PASSWORD)
        editor.groups.add(Group.objects.get(name=f"Éditeurs – {given.name}"))
    administrator = _account(ADMINISTRATOR, "Équipe", "du réseau", PASSWORD)
    if not administrator.is_superuser:
        administrator.is_superuser = administrator.is_staff = True
        administrator.save()


def _words_of_the_network() -> None:
    portal = NetworkPage.objects.get()
    if not portal.tagline:
        portal.tagline = "Huit quartiers de Brest s’écrivent"
        portal.introduction = (
            "Ici, les habitants écrivent et signent eux-mêmes ce qui se passe dans "
            "leur rue, leur école, leur jardin. Huit sites, un par quartier, et une "
            "page pour chaque plume."
        )
        portal.save_revision().publish()
    for file in (FOLDER / "pages").glob("*.html"):
        page = InfoPage.objects.get(slug=file.stem)
        if not page.body:
            told, page.body = _read(file)
            page.title, page.summary = told["title"], told["summary"]
            page.save_revision().publish()


def _read(file: Path) -> tuple[dict[str, Any], str]:
    """Return a file's TOML header and its body."""
    _nothing, header, body = file.read_text().split("+++\n", 2)
    return tomllib.loads(header), body.strip()


@transaction.atomic
def _article(
    file: Path, pictures: dict[str, Picture], authors: dict[str, Author]
) -> bool:
    slug = file.parent.name
    key = _key(file)
    if ArticlePage.objects.filter(translation_key=key).exists():
        return False
    told, body = _read(file)
    root = NeighbourhoodPage.objects.get(slug=slug)
    section = SectionPage.objects.child_of(root).get(slug=told["section"])
    signatories = [(authors[s["author"]], s["role"]) for s in told["signatures"]]
    article = _begun(told, body, section, signatories[0][0], pictures, key)
    for document in told.get("documents", []):
        data = (FOLDER / "documents" / document["file"]).read_bytes()
        documents.attach(
            article, BytesIO(data), by=article.owner, title=document["title"]
        )
    when = timezone.make_aware(told["published"])
    state = told.get("state", "published")
    editor = User.objects.get(email=email_of(f"editeur.{slug}"))
    if state == "draft":
        _set_dates(article, when, published=False)
        return True
    for author, role in signatories:
        writing.sign(
            article, author=author, revision=article.latest_revision, role=role
        )
    if state in ("waiting", "sent-back"):
        article.get_workflow().start(article, article.owner)
        if state == "sent-back":
            review.send_back(article, by=editor, message=told["message"])
        _set_dates(article, when, published=False)
        return True
    article.latest_revision.publish(user=editor, skip_permission_checks=True)
    article = ArticlePage.objects.get(pk=article.pk)
    for number, other in enumerate(told.get("also_on", [])):
        site = Site.objects.get(root_page__slug=other)
        taken = placements.take_up(article, site=site, by=None)
        taken.published_at = when + timedelta(days=2 + number)
        taken.save()
    if state == "withdrawn":
        review.withdraw(article, by=editor, reason=told["message"])
        Withdrawal.objects.filter(article=article).update(at=when + timedelta(days=3))
    corrected = told.get("corrected")
    _set_dates(article, when, corrected=corrected and timezone.make_aware(corrected))
    return True


def _fronts(sites: list[dict[str, Any]]) -> None:
    """Set the front pages that editors composed, where nobody composed another."""
    for told in sites:
        feed = Placement.objects.filter(site__root_page__slug=told["slug"])
        if feed.at_the_front().exists():
            continue
        for stem in told.get("front", []):
            key = _key(FOLDER / "articles" / told["slug"] / f"{stem}.html")
            placements.pin(feed.get(article__translation_key=key))


def _begun(
    told: dict[str, Any],
    body: str,
    section: SectionPage,
    author: Author,
    pictures: dict[str, Picture],
    key: UUID,
) -> ArticlePage:
    place = told.get("place", {})
    fields = {
        "title": told["title"],
        "surtitle": told.get("surtitle", ""),
        "subtitle": told.get("subtitle", ""),
        "chapo": told.get("chapo", ""),
        "body": clean(_with_pictures(body, pictures)),
        "post_scriptum": told.get("post_scriptum", ""),
        "cover": pictures.get(told.get("cover", "")),
        "form": Form(told["form"]),
        "licence": told["licence"],
        "place_label": place.get("label", ""),
        "latitude": place.get("latitude"),
        "longitude": place.get("longitude"),
        "tags": told["tags"],
        "language": told.get("language", Language.FRENCH),
    }
    if original := told.get("translation_of"):
        file = FOLDER / "articles" / f"{original}.html"
        fields["translation_of"] = ArticlePage.objects.get(translation_key=_key(file))
    owner = author.user
    if owner is None:
        owner = author.memberships.order_by("pk")[0].user
    return writing.start_draft(section, by=owner, key=key, fields=fields)


def _with_pictures(body: str, pictures: dict[str, Picture]) -> str:
    def ours(found: re.Match) -> str:
        picture = pictures[found["name"]]
        tag = re.sub(r'alt="[^"]*"', f'alt="{picture.description}"', found[0])
        return tag.replace(f'picture="{found["name"]}"', f'id="{picture.pk}"')

    return re.sub(r'<embed [^>]*picture="(?P<name>[^"]+)"[^>]*>', ours, body)


def _set_dates(
    article: ArticlePage,
    when: datetime,
    *,
    published: bool = True,
    corrected: datetime | None = None,
) -> None:
    """Let the text have happened at `when`: only the records' dates change."""
    pages = Page.objects.filter(pk=article.pk)
    pages.update(latest_revision_created_at=corrected or when)
    article.revisions.update(created_at=when)
    Signature.objects.filter(article=article).update(
        accepted_at=when - timedelta(days=2), invited_at=when - timedelta(days=2)
    )
    states = WorkflowState.objects.for_instance(article)
    TaskState.objects.filter(workflow_state__in=states).update(started_at=when)
    TaskState.objects.filter(
        workflow_state__in=states, finished_at__isnull=False
    ).update(finished_at=when + timedelta(days=1))
    states.update(created_at=when)
    if published:
        pages.update(first_published_at=when, last_published_at=corrected or when)
        article.placements.filter(home=True).update(published_at=when)
