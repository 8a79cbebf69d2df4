"""Articles: first their places, so that links find them; then their words."""

import json
import re
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, TaskState, WorkflowState

from articles.enums import Consent, Licence, Role
from articles.models import ArticlePage, SectionPage, Signature
from sites.legacy import ImportedObject, Outcome
from sites.spip import addresses
from sites.spip.files import logo_of
from sites.spip.markup import KINDS
from sites.spip.places import section_for, site_of
from sites.spip.resolver import Resolver
from sites.spip.run import Run, digest
from sites.spip.source import Row
from sites.spip.texts import form_of, tags_of, write_article
from sites.spip.typo import short_text

_WRITTEN = (
    *("titre", "surtitre", "soustitre", "descriptif", "chapo", "texte", "ps"),
    *(
        "date",
        "statut",
        "date_redac",
        "lang",
        "nom_site",
        "url_site",
        "id_rubrique",
        "id_trad",
    ),
)
_INTERNAL = re.compile(r"([a-z]*)(\d{1,9})")
_ASIDE = {
    "refuse": "refusé dans SPIP\u00a0: gardé pour les administrateurs",
    "poubelle": "à la poubelle dans SPIP\u00a0: gardé pour les administrateurs",
}
Place = tuple[str, int]


def begin_articles(run: Run) -> None:
    """Give each article its page and its address; its words come later."""
    for row in run.each("articles", "articles, leurs adresses"):
        if run.dry or reason_aside(run, row) or virtual_end(run, row):
            continue
        known = run.found("article", row["id_article"])
        if known is None or known.outcome not in (Outcome.IMPORTED, Outcome.BEGUN):
            _begin(run, row)


@transaction.atomic
def _begin(run: Run, row: Row) -> None:
    key = row["id_article"]
    mots = [link["id"] for link in run.source.linked("mot", "article", key)]
    section = section_for(run, row, mots)
    if section is None:
        return
    title = short_text(row["titre"], row["lang"] or "fr") or f"Article {key}"
    parent = SectionPage.objects.select_for_update(of=("self",)).get(pk=section.pk)
    stem = slugify(title)[:80].strip("-") or f"article-{key}"
    article = ArticlePage(
        title=title[:255], live=False, spip_id=key,
        slug=find_available_slug(parent, stem),
        translation_key=uuid5(NAMESPACE_URL, f"{run.legacy}/article/{key}"),
    )  # fmt: skip
    parent.add_child(instance=article)
    run.keep("article", key, Outcome.BEGUN, page=article, reason="")


def reason_aside(run: Run, row: Row) -> str:
    """Return why an article gets no page, or nothing."""
    if row["statut"] in _ASIDE:
        return _ASIDE[row["statut"]]
    if row["statut"] not in ("publie", "prop", "prepa"):
        return f"statut inconnu\u00a0: {row['statut'][:20]}"
    if site_of(run, row["id_rubrique"]) is None:
        return "sa rubrique est écartée par la correspondance"
    return ""


def virtual_end(run: Run, row: Row) -> Place | str | None:
    """Return what a redirection leads to in the end: an object, or an address.

    None for an article like others, and for a redirection that leads nowhere.
    """
    seen: set[int] = set()
    while True:
        end = _virtual(run, row)
        if not isinstance(end, tuple) or end[0] != "article":
            return end
        seen.add(row["id_article"])
        following = run.source.row("articles", end[1])
        if following is None or end[1] in seen:
            return None
        if _virtual(run, following) is None:
            return end
        row = following


def _virtual(run: Run, row: Row) -> Place | str | None:
    told = row["virtuel"].strip()
    if not told and row["chapo"].startswith("="):
        told = row["chapo"][1:].strip()
    if found := re.fullmatch(r"\[.*?->>?(.*?)\]", told):
        told = found[1].strip()
    if not told or told.startswith("#"):
        return None
    found = _INTERNAL.fullmatch(told)
    if found and found[1] in KINDS:
        return KINDS[found[1]], int(found[2])
    if re.match(r"(?:https?:)?//", told):
        resolver = Resolver(run)
        host = re.match(r"(?:https?:)?//([^/:?#]+)", told)
        if not host or host[1].lower() not in resolver.hosts:
            return told if told.startswith("http") else f"https:{told}"
    for key in addresses.asked_by(told).keys:
        kind, _slash, number = key.partition("/")
        if number.isdigit():
            return kind, int(number)
    return None


def write_articles(run: Run) -> None:
    """Write each article's words, sign it, and let it stand where it stood."""
    resolver = Resolver(run)
    for row in run.each("articles", "articles"):
        title = short_text(row["titre"], row["lang"] or "fr")
        run.report.visits += int(row["visites"]) if str(row["visites"]).isdigit() else 0
        if reason := reason_aside(run, row):
            _set_aside(run, row, title, reason)
        elif end := virtual_end(run, row):
            _redirect(run, row, end)
        elif run.dry:
            text = write_article(run, row, resolver)
            _tell_dropped(run, row, text.dropped)
            run.report.count("article", Outcome.IMPORTED.value)
        else:
            _article(run, row, title, resolver)


def _set_aside(run: Run, row: Row, title: str, reason: str) -> None:
    key = row["id_article"]
    gone = row["statut"] in ("poubelle", "publie")
    run.set_aside("article", key, title, reason, was_removed=gone)
    if not run.dry:
        words = {name: row[name] for name in _WRITTEN if row[name]}
        kept = json.dumps(words, ensure_ascii=False)
        ImportedObject.objects.filter(
            source=run.legacy, kind="article", legacy_id=key, page=None
        ).update(kept=kept, visits=_visits(row))


@transaction.atomic
def _redirect(run: Run, row: Row, end: Place | str) -> None:
    key, now = row["id_article"], digest("virtual", end, row["statut"])
    if run.dry:
        run.report.count("article", Outcome.IMPORTED.value)
        return
    known = run.found("article", key)
    if known and known.digest == now:
        run.report.count("article", "unchanged")
        return
    leads = run.found(*end) if isinstance(end, tuple) else None
    url = end if isinstance(end, str) else ""
    if isinstance(end, tuple) and end[0] == "site":
        site = run.source.row("syndic", end[1])
        url = site["url_site"] if site else ""
    kept = run.keep(
        "article", key, Outcome.IMPORTED, digest=now, leads_to=leads, url=url,
        reason="redirection", visits=_visits(row),
    )  # fmt: skip
    run.report.count("article", Outcome.IMPORTED.value)
    if row["texte"].strip():
        run.report.notice("article", key, short_text(row["titre"]), "redirection\u00a0: son texte, que SPIP ne montrait pas, n’est pas repris")  # fmt: skip
    if row["statut"] == "publie":
        run.answer_at(f"article/{key}", kept)


@transaction.atomic
def _article(run: Run, row: Row, title: str, resolver: Resolver) -> None:
    key = row["id_article"]
    known = run.found("article", key)
    if known is None:
        run.set_aside("article", key, title, "sa rubrique n’est plus ici", refused=True)
        return
    mots = [link["id"] for link in run.source.linked("mot", "article", key)]
    signs = [link["id"] for link in run.source.linked("auteur", "article", key)]
    files = [(x["id"], x["vu"], x["rang"]) for x in run.source.linked("document", "article", key)]  # fmt: skip
    licence = _licence(run, row, mots)
    now = digest([row[name] for name in _WRITTEN], sorted(mots), sorted(signs), files, licence)  # fmt: skip
    page = ArticlePage.objects.filter(pk=known.page_id).first()
    if known.outcome == Outcome.IMPORTED:
        if known.digest == now or page is None:
            run.report.count("article", "unchanged")
            return
        if known.mark != str(page.latest_revision_id):
            run.report.count("article", "unchanged")
            run.report.notice("article", key, title, "changé dans SPIP et ici\u00a0: le texte d’ici est gardé")  # fmt: skip
            return
    if page is None:
        run.set_aside("article", key, title, "sa page n’est plus ici", refused=True)
        return
    text = write_article(run, row, resolver)
    _tell_dropped(run, row, text.dropped, page.get_absolute_url())
    for name, value in text.fields.items():
        setattr(page, name, value)
    page.draft_title = page.title
    page.licence = licence or Licence.RESERVED
    if not licence:
        run.report.notice("article", key, title, "aucune licence dite\u00a0: tous droits réservés")  # fmt: skip
    page.form = form_of(run, mots)
    page.cover = logo_of(run, "article", key) or page.cover
    page.translation_of = _original(run, row, page)
    page.tags.set(tags_of(run, mots))
    _stand(run, row, page, signs)
    page.refresh_from_db()
    kept = run.keep(
        "article", key, Outcome.IMPORTED, digest=now, mark=str(page.latest_revision_id),
        page=page, visits=_visits(row), reason="",
    )  # fmt: skip
    run.report.count("article", Outcome.IMPORTED.value)
    run.answer_at(f"article/{key}", kept)
    if page.live and len(run.report.addresses) < 100:
        run.report.addresses.append(page.get_absolute_url())


def _original(run: Run, row: Row, page: ArticlePage) -> ArticlePage | None:
    """Return the article that this one translates, once both have their pages."""
    if not row["id_trad"] or row["id_trad"] == row["id_article"]:
        return None
    kept = run.found("article", row["id_trad"])
    original = ArticlePage.objects.filter(pk=kept.page_id).first() if kept else None
    if original is None or original.pk == page.pk or original.translation_of_id:
        run.report.notice("article", row["id_article"], page.title, "traduction d’un article qui n’est pas ici")  # fmt: skip
        return None
    return original


def _stand(run: Run, row: Row, page: ArticlePage, signs: list[int]) -> None:
    """Sign the article, publish, schedule or propose it, each at its date."""
    when = moment(row["date"]) or moment(row["date_modif"]) or timezone.now()
    if row["statut"] == "publie" and when > timezone.now():
        page.go_live_at = when
    if not page.live:
        page.save(clean=False)
    revision = page.save_revision(clean=False)
    for order, key in enumerate(signs):
        kept = run.found("auteur", key)
        if kept is None or kept.author is None:
            continue
        # Readers saw these names: the people had agreed to them.
        signature, _new = Signature.objects.get_or_create(
            article=page, author=kept.author, role=Role.TEXT,
            defaults={
                "state": Consent.ACCEPTED, "accepted_at": when,
                "order": order, "revision": revision,
            },
        )  # fmt: skip
        Signature.objects.filter(pk=signature.pk).update(invited_at=when)
    if row["statut"] == "publie":
        revision.publish(skip_permission_checks=True)
    elif row["statut"] == "prop" and page.current_workflow_state is None:
        workflow = page.get_workflow()
        if workflow is None:
            run.report.notice("article", row["id_article"], page.title, "ce site n’a pas de relecture\u00a0: brouillon")  # fmt: skip
        else:
            workflow.start(page, None)
    _date(page, when, is_public=row["statut"] == "publie" and when <= timezone.now())


def _date(page: ArticlePage, when: datetime, *, is_public: bool) -> None:
    """Let it have happened at its date: only the records' dates change."""
    pages = Page.objects.filter(pk=page.pk)
    pages.update(latest_revision_created_at=when)
    page.revisions.update(created_at=when)
    states = WorkflowState.objects.for_instance(page)
    states.update(created_at=when)
    TaskState.objects.filter(workflow_state__in=states).update(started_at=when)
    if is_public:
        pages.update(first_published_at=when, last_published_at=when)
        page.placements.filter(home=True).update(published_at=when)


def _licence(run: Run, row: Row, mots: list[int]) -> str:
    found = (run.source.row("mots", key) for key in mots)
    titles = [short_text(word["titre"]) for word in found if word]
    when = moment(row["date"])
    return run.mapping.licence_for(when.date() if when else None, titles)


def _tell_dropped(
    run: Run, row: Row, dropped: list[tuple[str, str]], url: str = ""
) -> None:
    for reason, passage in dropped:
        run.report.drop("article", row["id_article"], reason, passage, url)


def _visits(row: Row) -> int:
    text = str(row["visites"])
    return min(int(text), 2**31 - 1) if text.isdigit() else 0


def moment(text: str) -> datetime | None:
    """Return a date of SPIP, which is the local time of its server; None for none."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d))?", text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(p or 0) for p in found.groups())
    try:
        local = datetime(year, month or 1, day or 1, hour, minute, second)
        return timezone.make_aware(local)
    except ValueError:
        return None
