"""Plain functions that make what a test is about. They hold no surprises."""

import re
from dataclasses import replace
from io import BytesIO
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image
from wagtail.models import Page, Site

from articles.enums import Consent, Licence, Role
from articles.models import ArticlePage, Picture, SectionPage, Signature
from articles.services import helping, placements, review, writing
from articles.services.pictures import bring_picture
from articles.text import to_text
from authors.enums import AuthorKind, HelpKind
from authors.models import Author, Membership, User
from authors.services import create_author, say_who_helps
from sites.services.provisioning import NEIGHBOURHOODS

PASSWORD = "la-rade-au-matin"
WORKSHOP = settings.WORKSHOP_HOST

_bellevue, _lambezellec = (
    next(n for n in NEIGHBOURHOODS if n.slug == slug)
    for slug in ("bellevue", "lambezellec")
)
PLACES = (
    replace(
        _bellevue,
        tagline="Là-haut",
        sections=(("entraide", "Entraide", ""), ("memoire", "Mémoire", "")),
    ),
    replace(
        _lambezellec,
        tagline="Autour du clocher",
        sections=(("jardins", "Jardins", ""),),
    ),
)


# Asking


class At:
    """A client that asks one host."""

    def __init__(self, client: Client, host: str):
        self.client = client
        self.host = host

    def get(self, path: str, data=None, **extra):
        return self.client.get(path, data, HTTP_HOST=self.host, **extra)

    def post(self, path: str, data=None, **extra):
        return self.client.post(path, data, HTTP_HOST=self.host, **extra)

    def request(self, method: str, path: str, data=None, **extra):
        send = getattr(self.client, method.lower())
        return send(path, data, HTTP_HOST=self.host, **extra)


def at(client: Client, place: Site | str) -> At:
    """Return the client, asking a site or a host by its name."""
    return At(client, place if isinstance(place, str) else place.hostname)


def workshop_of(user: User | Author | None) -> At:
    """Return the workshop as `user` sees it, signed in; None for a visitor."""
    client = Client()
    if user is not None:
        client.force_login(user.user if isinstance(user, Author) else user)
    return At(client, WORKSHOP)


def read(place: Site | str, path: str = "/", data=None, **extra):
    """Return a reader's answer: of a browser without any cookie."""
    return at(Client(), place).get(path, data, **extra)


def drain(response):
    """Read a file to its end, as a browser does, which closes it."""
    if response.streaming:
        list(response.streaming_content)
    return response


def text_of(response) -> str:
    return response.content.decode()


def code_in(mail) -> str:
    """Return the code that a message brings: alone on its line."""
    return re.search(r"^[A-Z0-9]{2,}(?:-[A-Z0-9]+)?$", mail.body, re.MULTILINE)[0]


# People


def make_user(email: str, *, password: str = PASSWORD, **extra) -> User:
    user = User.objects.create_user(email, password, **extra)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def make_author(name: str, *, account: bool = True) -> Author:
    user = make_user(f"{slugify(name)}@example.org") if account else None
    return create_author(name, user=user)


def make_organisation(name: str, *members: Author, since="2020-01-01") -> Author:
    organisation = create_author(name, kind=AuthorKind.ORGANISATION)
    for member in members:
        make_mandate(member, organisation, since=since)
    return organisation


def make_mandate(member: Author, organisation: Author, *, since, until=None):
    return Membership.objects.create(
        user=member.user, organisation=organisation, since=since, until=until
    )


def make_editor(site: Site, email: str) -> User:
    editor = make_user(email)
    editor.groups.add(Group.objects.get(name=f"Éditeurs – {site.site_name}"))
    return editor


# Pictures


def image_bytes(size=(60, 40), kind="JPEG", colour=(30, 90, 140), **options) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


def upload(data: bytes | None = None, name="IMG_2041.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, image_bytes() if data is None else data)


def make_picture(
    *,
    by: Author | User | None,
    description="Un banc face à la rade",
    credit="Armelle Q.",
    title="Un banc",
) -> Picture:
    user = by.user if isinstance(by, Author) else by
    return bring_picture(
        upload(), by=user, title=title, description=description, credit=credit
    )


def picture_in_body(picture: Picture, *, alt="", caption="") -> str:
    return (
        f'<embed alt="{alt}" caption="{caption}" embedtype="image"'
        f' format="fullwidth" id="{picture.pk}"/>'
    )


# Texts


def make_draft(section: SectionPage, *, by: Author, title="Le banc", **fields):
    """A text that `by` began, and has not signed."""
    words = {"title": title, "body": "<p>Il y a un banc.</p>", **fields}
    return writing.start_draft(section, by=by.user, key=uuid4(), fields=words)


def make_waiting(section: SectionPage, *, by: Author, title="Le banc", **fields):
    """A text that `by` signed and proposed."""
    article = make_draft(section, by=by, title=title, **fields)
    writing.sign_and_submit(article, by=by.user, author=by, licence=Licence.BY_SA_4)
    return again(article)


def make_sent_back(section: SectionPage, *, by: Author, editor: User, **fields):
    article = make_waiting(section, by=by, **fields)
    review.send_back(article, by=editor, message="Il manque la date.")
    return again(article)


def make_article(
    section: SectionPage, *, by: Author, title="Le banc", published_at=None, **fields
) -> ArticlePage:
    """A published article, signed by `by`."""
    article = make_draft(section, by=by, title=title, **fields)
    writing.sign(article, author=by, revision=article.latest_revision)
    article.latest_revision.publish(skip_permission_checks=True)
    if published_at:
        pages = Page.objects.filter(pk=article.pk)
        pages.update(first_published_at=published_at, last_published_at=published_at)
        article.placements.update(published_at=published_at)
    return again(article)


def make_withdrawn(section, *, by: Author, withdrawn_by: User, reason, **fields):
    article = make_article(section, by=by, **fields)
    review.withdraw(article, by=withdrawn_by, reason=reason)
    return again(article)


def cosign(article: ArticlePage, author: Author, role: str = Role.TEXT) -> Signature:
    return writing.sign(
        article, author=author, revision=article.latest_revision, role=role
    )


def make_signature(article: ArticlePage, author: Author, state: str, role=Role.TEXT):
    """A signature in any state, also those that no gesture leads to yet."""
    now = timezone.now()
    return Signature.objects.create(
        article=article,
        author=author,
        role=role,
        state=state,
        order=9,
        accepted_at=now if state == Consent.ACCEPTED else None,
        ended_at=now if state in (Consent.DECLINED, Consent.WITHDRAWN) else None,
    )


# Helping


def lets_help(author: Author | User, *sites: Site, kinds=("proofreading",)) -> None:
    """`author` says that she helps on these sites."""
    user = author.user if isinstance(author, Author) else author
    say_who_helps(user, kinds=kinds, sites=sites)


def ask_help(article: ArticlePage, *, by: Author, kind=HelpKind.PROOFREADING):
    return helping.ask(
        article, by=by.user, kind=kind, sentence="Je ne sais pas comment finir."
    )


def make_helper(article: ArticlePage, *, by: Author, helper: Author, may_write=False):
    """`helper` offered a hand with a text of `by`, who accepted."""
    offer = helping.offer(ask_help(article, by=by), by=helper.user)
    return helping.accept(offer, by=by.user, may_write=may_write)


def take_up(article: ArticlePage, site: Site, **fields):
    return placements.take_up(article, site=site, by=None, **fields)


def again(article: ArticlePage) -> ArticlePage:
    """Return the article as the database has it now."""
    return ArticlePage.objects.get(pk=article.pk)


def local(article: ArticlePage) -> str:
    """Return an article's path on its home site."""
    return article.get_url_parts()[2]


# Forms


def writing_form(article: ArticlePage, **changes) -> dict:
    """What the writing page sends, unchanged but for `changes`."""
    article = again(article)
    return {
        "title": article.title,
        "chapo": article.chapo,
        "body": to_text(article.body),
        "section": article.get_parent().pk,
        "language": article.language,
        "form": article.form,
        "tags": "",
        "seen": article.latest_revision_id,
        **changes,
    }
