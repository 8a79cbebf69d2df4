"""Sections and words: where the articles of a SPIP site go."""

from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Site

from articles.models import Keyword, SectionPage
from sites.legacy import ImportedObject, Outcome
from sites.spip.mapping import IGNORE
from sites.spip.markup import to_html
from sites.spip.resolver import Nothing
from sites.spip.run import Run, digest
from sites.spip.source import Row
from sites.spip.typo import short_text, words

# Addresses of the readers' table: no section may hide behind them.
TAKEN = frozenset(
    {"auteurs", "mots", "archives", "flux", "recherche", "suivre", "partage", "media"}
)
_SHORT = 600


def site_of(run: Run, key: int) -> Site | None:
    """Return the site that a rubrique goes to: its own choice, or its parent's."""
    seen: set[int] = set()
    while key and key not in seen:
        seen.add(key)
        told = run.mapping.sections.get(key, {}).get("site", "")
        if told == IGNORE:
            return None
        if told:
            return run.sites[told]
        row = run.source.row("rubriques", key)
        key = row["id_parent"] if row else 0
    return run.site


def import_sections(run: Run) -> None:
    """Make a section for each rubrique that readers saw, or that holds a text."""
    for row in run.each("rubriques", "rubriques"):
        key, title = row["id_rubrique"], short_text(row["titre"], row["lang"] or "fr")
        site = site_of(run, key)
        holds = run.source.count("articles", "id_rubrique = ?", key)
        if site is None or run.mapping.sections.get(key, {}).get("section") == IGNORE:
            run.set_aside("rubrique", key, title, "écartée par la correspondance", was_removed=row["statut"] == "publie")  # fmt: skip
        elif row["statut"] != "publie" and not holds:
            run.set_aside("rubrique", key, title, "vide, et jamais publiée")
        elif run.dry:
            run.report.count("rubrique", Outcome.IMPORTED.value)
        else:
            _section(run, row, site, title)


@transaction.atomic
def _section(run: Run, row: Row, site: Site, title: str) -> None:
    key = row["id_rubrique"]
    about = row["descriptif"] or row["texte"]
    introduction = words(to_html(about, Nothing()).html)
    if len(introduction) > _SHORT:
        run.report.notice("rubrique", key, title, "présentation coupée à 600 signes")
        introduction = introduction[: _SHORT - 1].rsplit(" ", 1)[0] + "…"
    now = digest(row["titre"], row["descriptif"], row["texte"], site.pk)
    known = run.found("rubrique", key)
    if (
        known
        and known.page
        and (known.digest == now or known.mark != _mark(known.page))
    ):
        run.report.count("rubrique", "unchanged")
        return
    if known and known.page:
        page = known.page.specific
        page.title, page.introduction = (title or f"Rubrique {key}")[:255], introduction
        page.save_revision().publish()
    else:
        page = _place(run, key, site, title or f"Rubrique {key}", introduction)
    kept = run.keep(
        "rubrique", key, Outcome.IMPORTED, digest=now, page=page, mark=_mark(page)
    )
    run.report.count("rubrique", Outcome.IMPORTED.value)
    if row["statut"] == "publie":
        run.answer_at(f"rubrique/{key}", kept)


def _mark(page: Page) -> str:
    section = page.specific
    return digest(section.title, section.introduction)


def _place(run: Run, key: int, site: Site, title: str, introduction: str) -> Page:
    """Return the section of the mapping, or a new one."""
    root = Page.objects.get(pk=site.root_page_id)
    told = run.mapping.sections.get(key, {}).get("section", "")
    there = SectionPage.objects.child_of(root)
    if told and (found := there.filter(slug=told).first()):
        return found
    slug = told or slugify(title)[:80].strip("-") or f"rubrique-{key}"
    if slug in TAKEN:
        slug = f"rubrique-{slug}"
    page = SectionPage(
        title=title[:255],
        introduction=introduction,
        slug=find_available_slug(root, slug),
    )
    root.add_child(instance=page)
    page.save_revision().publish()
    return page


def section_for(run: Run, row: Row, mots: list[int]) -> SectionPage | None:
    """Return where an article goes: its rubrique's section, or the same on the
    site that one of its words names."""
    kept = run.found("rubrique", row["id_rubrique"])
    section = SectionPage.objects.filter(pk=kept.page_id).first() if kept else None
    if kept is not None and section is None:
        return None
    told = [run.mapping.keywords.get(m, {}).get("site") for m in mots]
    site = next((run.sites[t] for t in told if t in run.sites), None)
    if section is None:
        return _elsewhere(site or run.site, "Archives", "archives-importees")
    if site is None or section.get_site() == site:
        return section
    return _elsewhere(site, section.title, section.slug)


def _elsewhere(site: Site, title: str, slug: str) -> SectionPage:
    root = Page.objects.get(pk=site.root_page_id)
    found = SectionPage.objects.child_of(root).filter(slug=slug).first()
    if found is None:
        found = SectionPage(title=title, slug=slug)
        root.add_child(instance=found)
        found.save_revision().publish()
    return found


def import_keywords(run: Run) -> None:
    """Make the words of the groups that are kept as words."""
    groups = {
        row["id_groupe"]: run.mapping.group_use(
            row["id_groupe"], short_text(row["titre"])
        )
        for row in run.source.rows("groupes_mots")
    }
    for row in run.each("mots", "mots-clés"):
        key, title = row["id_mot"], short_text(row["titre"])
        use = groups.get(row["id_groupe"], "tags")
        if not title:
            run.set_aside("mot", key, "", "sans nom")
        elif use != "tags":
            reason = "groupe lu comme une forme" if use == "form" else "groupe écarté"
            run.set_aside("mot", key, title, reason, was_removed=True)
        elif run.dry:
            run.report.count("mot", Outcome.IMPORTED.value)
        else:
            _keyword(run, row, title)


@transaction.atomic
def _keyword(run: Run, row: Row, title: str) -> ImportedObject | None:
    key, now = row["id_mot"], digest(row["titre"])
    known = run.found("mot", key)
    if known and known.keyword and known.digest == now:
        run.report.count("mot", "unchanged")
        return known
    name = title[:100].strip()
    word = Keyword.objects.filter(name__iexact=name).first()
    word = word or Keyword.objects.create(name=name)
    kept = run.keep("mot", key, Outcome.IMPORTED, digest=now, keyword=word)
    run.report.count("mot", Outcome.IMPORTED.value)
    return kept
