"""The writer's gestures: begin, save, sign, propose, take back, correct."""

from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision

from articles.enums import Licence, Role, Stage
from articles.errors import OutOfDate, WrongState
from articles.figures import described_in
from articles.html import picture_ids, plain_text
from articles.models import ArticlePage, Picture, SectionPage
from articles.permissions import EDITABLE
from articles.services import corrections
from articles.services.documents import forget_documents
from articles.services.pictures import forget_pictures, pictures_of
from articles.services.signatures import sign
from articles.services.translations import check_translation
from articles.shapes import for_readers
from authors.models import Author, User

# What a text is made of; `section` and `tags` are set apart.
FIELDS = (
    *("title", "surtitle", "subtitle", "chapo", "body", "post_scriptum", "cover"),
    *("cover_caption", "language", "form", "licence", "origin_name", "origin_url"),
    *("place_label", "latitude", "longitude", "translation_of"),
)


@transaction.atomic
def start_draft(
    section: SectionPage, *, by: User, key: UUID, fields: dict[str, Any]
) -> ArticlePage:
    """Begin a text in a section and return it.

    `key` names the form that was sent: sent twice, it is the same text, and
    the first one is returned as it stands.
    """
    # One writer at a time computes the next place in the section.
    parent = SectionPage.objects.select_for_update(of=("self",)).get(pk=section.pk)
    # Page.translation_key is a UUID, unique for a language: it holds the key.
    sent_before = ArticlePage.objects.filter(translation_key=key).first()
    if sent_before and sent_before.owner_id == by.pk:
        return sent_before
    if sent_before:
        # Somebody else's: chance or forgery, it names no text of `by`.
        key = uuid4()
    article = ArticlePage(owner=by, live=False, translation_key=key)
    _fill(article, parent, fields)
    parent.add_child(instance=article)
    article.save_revision(user=by, clean=False)
    return article


@transaction.atomic
def save_text(
    article: ArticlePage,
    *,
    by: User,
    fields: dict[str, Any],
    section: SectionPage | None = None,
    seen: int | None = None,
) -> Revision:
    """Save what was written and return the new revision.

    `seen` is the id of the revision that the writer had before her. Effects,
    in order: check that nobody saved since; move an unpublished text to the
    section chosen; save the words; record them as the version that `by` signed,
    where she has signed; where the text is already published, record what
    differs (a correction) and publish at once. The gestures that never publish
    are in services.saving.
    Raises OutOfDate where somebody saved since, WrongState where the text is
    closed to writing, ValidationError for pictures of somebody else, for a
    translation of what it cannot translate, and where a correction would take
    away what readers need.
    """
    article = open_to_write(article, seen=seen, fields=fields)
    check_fields(article, by=by, fields=fields)
    revision, article = write_down(article, by=by, fields=fields, section=section)
    article.signatures.accepted().filter(
        author__in=Author.objects.for_user(by), role=Role.TEXT
    ).update(revision=revision, accepted_at=timezone.now())
    if article.live:
        lacks = missing(article)
        if lacks:
            raise ValidationError(lacks)
        article.full_clean(exclude=["path", "depth", "slug"])
        corrections.record(revision, by=by)
        revision.publish(user=by, skip_permission_checks=True)
    return revision


def open_to_write(
    article: ArticlePage,
    *,
    seen: int | None = None,
    fields: dict[str, Any] | None = None,
) -> ArticlePage:
    """Return the newest version of a text, its row held until the transaction ends,
    with the row of the text that `fields` says it translates.

    Raises WrongState where the text is closed to writing, OutOfDate where `seen`
    is no longer its newest revision.
    """
    article = _locked(article, beside=(fields or {}).get("translation_of"))
    if article.stage not in EDITABLE:
        raise WrongState(_("Ce texte a été retiré : il ne peut plus être modifié."))
    if seen is not None:
        check_seen(article, seen)
    return article.as_written()


def check_seen(article: ArticlePage, seen: int | None) -> None:
    """Raise OutOfDate where `seen` is not the newest revision of a text."""
    if seen != article.latest_revision_id:
        raise OutOfDate(_("Ce texte a été modifié depuis que vous l’avez ouvert."))


def check_fields(article: ArticlePage, *, by: User, fields: dict[str, Any]) -> None:
    """Raise ValidationError for pictures of somebody else, and for a translation of
    what this text cannot translate."""
    _check_pictures(article, by, fields)
    if original := fields.get("translation_of"):
        language = fields.get("language", article.language)
        check_translation(article, of=original, language=language, by=by)


def write_down(
    article: ArticlePage,
    *,
    by: User,
    fields: dict[str, Any],
    section: SectionPage | None = None,
) -> tuple[Revision, ArticlePage]:
    """Save the words as a new revision; return it, and the text.

    A text that was never published is the words themselves, and moves to the
    section chosen; one that was keeps them in the revision alone.
    """
    never_published = article.first_published_at is None
    if section and never_published and article.get_parent().pk != section.pk:
        target = Page.objects.get(pk=section.pk)
        move = MovePageAction(article, target, pos="last-child", user=by)
        move.execute(skip_permission_checks=True)
        article = _locked(article)
    _fill(article, article.get_parent(), fields)
    if article.stage not in (Stage.DRAFT, Stage.SENT_BACK):
        article.body = for_readers(article.body)
    if never_published:
        article.save(clean=False)
    return article.save_revision(user=by, clean=False), article


@transaction.atomic
def sign_and_submit(
    article: ArticlePage, *, by: User, author: Author, licence: Licence
) -> None:
    """Sign a text under a byline, with a licence, and propose it to its site.

    Effects, in order: take out what only helped to write (articles.shapes); record
    the licence as a revision; accept the signature, with that revision and the time; start the site's review, or resume it when
    the text had been sent back.
    Raises WrongState where it waits or is published already, ValidationError
    (a sentence for each lack) where something that readers need is missing.
    """
    article = _locked(article)
    if article.stage not in (Stage.DRAFT, Stage.SENT_BACK):
        raise WrongState(_("Ce texte est déjà proposé ou publié."))
    lacks = missing(article)
    if lacks:
        raise ValidationError(lacks)
    article.body = for_readers(article.body)
    article.licence = licence
    article.save(clean=False)
    revision = article.save_revision(user=by, clean=False)
    sign(article, author=author, revision=revision)
    state = article.current_workflow_state
    if state:
        state.resume(user=by)
    else:
        workflow = article.get_workflow()
        if workflow is None:
            raise WrongState(_("Ce site n’a pas encore de relecture."))
        workflow.start(article, by)


class Lack(str):
    """A sentence about what readers need, and where to mend it on the desk."""

    at: str

    def __new__(cls, sentence: str, at: str) -> "Lack":
        lack = super().__new__(cls, sentence)
        lack.at = at
        return lack


def missing(article: ArticlePage) -> list[Lack]:
    """Return what readers need and the text lacks, a sentence for each."""
    lacks = []
    if not article.title.strip() or article.title == _("Sans titre"):
        lacks.append(Lack(_("Donnez un titre à votre texte."), "id_title"))
    if not plain_text(for_readers(article.body)).strip():
        sentence = _("Le texte est vide : écrivez au moins quelques lignes.")
        lacks.append(Lack(sentence, "id_body_label"))
    pictures = Picture.objects.filter(pk__in=_pictures_of(article.body, article.cover))
    described = described_in(article.body) - {article.cover_id}
    for picture in pictures:
        is_cover = picture.pk == article.cover_id
        if not picture.is_explained and picture.pk not in described:
            sentence = _("Décrivez l’image « %s » pour qui ne la voit pas.")
            at = "id_cover_description" if is_cover else "id_body_label"
            lacks.append(Lack(sentence % picture.title, at))
        if not picture.credit:
            sentence = _("Dites qui a fait l’image « %s ».") % picture.title
            at = "id_cover_credit" if is_cover else "id_body_label"
            lacks.append(Lack(sentence, at))
    return lacks


@transaction.atomic
def take_back(article: ArticlePage, *, by: User) -> None:
    """Take a proposed text back: it is a draft again, and the editors' queue
    no longer shows it. Raises WrongState where it was not proposed."""
    article = _locked(article)
    if article.stage not in (Stage.WAITING, Stage.SENT_BACK):
        raise WrongState(_("Ce texte n’est pas en relecture."))
    article.current_workflow_state.cancel(user=by)


@transaction.atomic
def delete_draft(article: ArticlePage, *, by: User) -> None:
    """Delete a text that was never published, with its pictures and documents.

    A picture that another text holds stays. Raises WrongState for others.
    """
    article = _locked(article)
    if article.stage != Stage.DRAFT or article.first_published_at:
        raise WrongState(_("Seul un brouillon peut être supprimé."))
    pictures = pictures_of(article)
    forget_documents(article)
    DeletePageAction(article, user=by).execute(skip_permission_checks=True)
    forget_pictures(pictures)


def _locked(article: ArticlePage, beside: ArticlePage | None = None) -> ArticlePage:
    """Return the article anew, its row held until the transaction ends; and the row
    of another, always in the same order."""
    keys = {article.pk} | ({beside.pk} if beside else set())
    rows = ArticlePage.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return next(row for row in list(rows.order_by("pk")) if row.pk == article.pk)


def _fill(article: ArticlePage, section: Page, fields: dict[str, Any]) -> None:
    for name in FIELDS:
        if name in fields:
            setattr(article, name, fields[name])
    if "tags" in fields and sorted(fields["tags"]) != sorted(article.tags.names()):
        article.tags.set(fields["tags"])
    article.title = article.title.strip() or _("Sans titre")
    article.draft_title = article.title
    if article.first_published_at is None:
        # The address follows the title until the first publication, then never.
        stem = slugify(article.title)[:80].strip("-") or "texte"
        article.slug = find_available_slug(section, stem, ignore_page_id=article.pk)


def _pictures_of(body: str, cover: Picture | None) -> set[int]:
    return set(picture_ids(body)) | ({cover.pk} if cover else set())


def _check_pictures(article: ArticlePage, by: User, fields: dict[str, Any]) -> None:
    """Let a text hold pictures that `by` brought, and those it held already."""
    new = _pictures_of(fields.get("body", ""), fields.get("cover"))
    new -= _pictures_of(article.body, article.cover)
    known = Picture.objects.filter(pk__in=new, uploaded_by_user=by).count()
    if known != len(new):
        raise ValidationError(
            {"body": _("Une image de ce texte n’existe pas, ou n’est pas à vous.")}
        )
