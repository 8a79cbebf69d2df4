"""The import of a SPIP site, from its rows to its addresses.

Each object is one transaction: stopped at any moment, the next run goes on
where it stopped, and what is here already is left as it is.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Site

from articles.models import ArticlePage, ContentVersion, Placement
from sites.legacy import HostAlias, ImportedObject, LegacySource, Outcome
from sites.spip import addresses
from sites.spip.articles import begin_articles, write_articles
from sites.spip.files import import_documents
from sites.spip.mapping import IGNORE, BadMapping, Mapping, shows_breaks
from sites.spip.people import import_authors
from sites.spip.places import import_keywords, import_sections
from sites.spip.report import Report
from sites.spip.run import Progress, Run
from sites.spip.source import Source, SourceError
from sites.spip.typo import short_text


def name_of(source: Source, mapping: Mapping, where: str) -> str:
    """Return the name by which a source is known from one run to the next."""
    base = urlsplit(source.setting("adresse_site"))
    return (mapping.name or base.netloc or Path(where).stem)[:120]


def import_spip(
    source: Source,
    *,
    site: Site,
    mapping: Mapping,
    name: str,
    documents: Path | None,
    dry: bool,
    tell: Progress,
) -> Report:
    """Import a SPIP site and return the report of what became of everything.

    Effects, in order: remember the source and its host names; sections, words,
    authors, documents, articles, each remembered with its number there; their
    old addresses; make kept pages stale. A rehearsal (`dry`) changes nothing.
    Raises SourceError or BadMapping before anything is changed.
    """
    report = Report(name=name, site=site.site_name, dry=dry)
    run = Run(
        source=source, site=site, mapping=mapping, report=report, documents=documents,
        breaks=shows_breaks(source, mapping), tell=tell, sites=_sites(mapping),
    )  # fmt: skip
    if documents is not None and not documents.is_dir():
        raise SourceError(
            f"Le dossier {documents} n’existe pas\u00a0: donnez à --documents le dossier IMG."
        )
    hosts = _hosts(source, mapping)
    if not dry:
        run.legacy = _remember(source, site, name, hosts)
    import_sections(run)
    import_keywords(run)
    import_authors(run)
    import_documents(run)
    begin_articles(run)
    write_articles(run)
    _the_rest(run)
    if not dry:
        _addresses(run)
        ContentVersion.objects.bump()
    report.repairs = source.repairs()
    return report


def _sites(mapping: Mapping) -> dict[str, Site]:
    sites = {s.root_page.slug: s for s in Site.objects.select_related("root_page")}
    told = [*mapping.sections.values(), *mapping.keywords.values()]
    for row in told:
        slug = str(row.get("site", ""))
        if slug and slug != IGNORE and slug not in sites:
            known = ", ".join(sorted(sites))
            raise BadMapping(
                f"La correspondance nomme un site «\u00a0{slug}\u00a0» qui n’existe pas "
                f"(sites connus\u00a0: {known})."
            )
    return sites


def _hosts(source: Source, mapping: Mapping) -> set[str]:
    """Return the old host names that are nobody else's."""
    base = urlsplit(source.setting("adresse_site")).hostname
    own = set(Site.objects.values_list("hostname", flat=True)) | {
        settings.WORKSHOP_HOST
    }
    return {h.lower() for h in [base, *mapping.aliases] if h} - own


@transaction.atomic
def _remember(source: Source, site: Site, name: str, hosts: set[str]) -> LegacySource:
    legacy, _new = LegacySource.objects.get_or_create(
        name=name,
        defaults={"site": site, "address": source.setting("adresse_site")[:300]},
    )
    for host in hosts:
        HostAlias.objects.get_or_create(hostname=host, defaults={"source": legacy})
    return legacy


def _the_rest(run: Run) -> None:
    """Count what has no place here yet, and say so."""
    for row in run.source.rows("syndic"):
        key, title = row["id_syndic"], short_text(row["nom_site"])
        url = row["url_site"].strip()
        if row["statut"] != "publie" or not url.startswith(("http://", "https://")):
            run.set_aside("site", key, title, "jamais publié, ou sans adresse")
            continue
        known = None if run.dry else run.found("site", key)
        is_known = known is not None and known.url == url
        run.report.count("site", "unchanged" if is_known else Outcome.IMPORTED.value)
        if not run.dry and not is_known:
            with transaction.atomic():
                kept = run.keep("site", key, Outcome.IMPORTED, url=url)
                run.answer_at(f"site/{key}", kept)
    for statut, reason in (
        ("publie", "les réactions publiées attendent qu’un article puisse en montrer"),
        ("prop", "réactions en attente de validation"),
        ("", "réactions privées, retirées ou indésirables\u00a0: jamais reprises"),
    ):
        asked = "statut = ?" if statut else "statut NOT IN ('publie', 'prop', ?)"
        if times := run.source.count("forum", asked, statut):
            run.report.count("forum", "aside", times=times, title=f"{times} réactions", reason=reason)  # fmt: skip
    if times := run.source.count("versions"):
        run.report.count("version", "aside", times=times, title=f"{times} révisions", reason="les révisions ne sont pas reprises\u00a0: chaque texte l’est dans son dernier état")  # fmt: skip
    for row in run.source.rows("breves"):
        title = short_text(row["titre"])
        run.set_aside("breve", row["id_breve"], title, "les brèves de SPIP ne sont pas encore reprises")  # fmt: skip


def _addresses(run: Run) -> None:
    """Let every other old address lead where its object is now."""
    known = ImportedObject.objects.filter(source=run.legacy)
    public = Placement.objects.filter(live=True, home=True)
    for kept in known.filter(kind="auteur", author__isnull=False).iterator():
        if public.filter(article__signatures__author=kept.author_id).exists():
            run.answer_at(f"auteur/{kept.legacy_id}", kept)
    for kept in known.filter(kind="mot", outcome=Outcome.IMPORTED).iterator():
        if not public.filter(article__tagged__tag=kept.keyword_id).exists():
            kept.keyword = None
            kept.url = f"{run.site.root_url}/mots/"
            ImportedObject.objects.filter(pk=kept.pk).update(url=kept.url)
        run.answer_at(f"mot/{kept.legacy_id}", kept)
    parents = {row["id_objet"]: row["url"] for row in run.source.rows("urls", "type = 'rubrique'")}  # fmt: skip
    newest_last = run.source.base.execute(
        "SELECT * FROM urls ORDER BY CAST(perma AS INTEGER) DESC, date DESC"
    )
    total = run.source.count("urls")
    for number, row in enumerate(map(dict, newest_last), start=1):
        run.tell("anciennes adresses", number, total)
        kind = addresses.OBJECTS.get(row["type"])
        found = run.found(kind, row["id_objet"]) if kind else None
        if found is None or not _answers(found):
            continue
        chain, parent, steps = row["url"], row["id_parent"], 0
        while parent in parents and steps < 10:
            chain = f"{parents[parent]}/{chain}"
            above = next(run.source.rows("urls", "type = 'rubrique' AND id_objet = ?", parent), None)  # fmt: skip
            parent, steps = (above["id_parent"] if above else 0), steps + 1
        with transaction.atomic():
            run.answer_at(addresses.title_key(chain), found)
            if chain != row["url"]:
                run.answer_at(addresses.title_key(row["url"]), found)


def _answers(kept: ImportedObject) -> bool:
    """Whether an object's number has an address; its titles have one then too."""
    return kept.addresses.exists()


def published(run: Run) -> int:
    """Return how many articles of a source readers can read."""
    pages = ImportedObject.objects.filter(source=run.legacy, kind="article")
    return ArticlePage.objects.live().filter(pk__in=pages.values("page")).count()
