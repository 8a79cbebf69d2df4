"""What the links and documents of a text are, once their site is imported."""

import re
from urllib.parse import urlsplit

from authors.addresses import public_url
from sites.legacy import HostAlias, ImportedObject, LegacyAddress, LegacySource
from sites.spip import addresses
from sites.spip.markup import Document, Target, to_html
from sites.spip.run import Run
from sites.spip.source import Row
from sites.spip.typo import short_text, words

_TITLES = {
    "article": ("articles", "titre"),
    "rubrique": ("rubriques", "titre"),
    "auteur": ("auteurs", "nom"),
    "mot": ("mots", "titre"),
    "site": ("syndic", "nom_site"),
    "breve": ("breves", "titre"),
}


class Nothing:
    """A resolver that knows nothing: for short presentations."""

    def target(self, kind: str, number: int) -> Target | None:
        return None

    def address(self, href: str) -> str | None:
        return None

    def document(self, number: int) -> Document | None:
        return None


class Resolver:
    """Finds what a run imported; in a rehearsal, what it would import."""

    def __init__(self, run: Run) -> None:
        self.run = run
        base = urlsplit(run.source.setting("adresse_site"))
        self.hosts = {base.hostname or "", *run.mapping.aliases} - {""}

    def target(self, kind: str, number: int) -> Target | None:
        table, column = _TITLES[kind]
        row = self.run.source.row(table, number)
        if row is None:
            return None
        title = short_text(row[column], numbered=kind != "auteur")
        if kind == "site":
            return Target(row["url_site"].strip(), title)
        if self.run.dry:
            return Target(
                f"https://{self.run.site.hostname}/{kind}{number}.html", title
            )
        kept = self.run.found(kind, number)
        return Target(self._url(kept) if kept else "", title)

    def address(self, href: str) -> str | None:
        if self.run.dry:
            return None
        try:
            url = urlsplit(href)
        except ValueError:
            return None
        if url.scheme not in ("", "http", "https") or href.startswith("#"):
            return None
        if not url.hostname or url.hostname in self.hosts:
            source = self.run.legacy
        else:
            alias = HostAlias.objects.filter(hostname=url.hostname).first()
            source = alias.source if alias else None
        if source is None:
            return None
        asked = addresses.asked_by(href)
        if asked.front or (asked.feed and not asked.keys):
            return public_url("/flux/rss/" if asked.feed else "/", site=source.site)
        for key in asked.keys:
            kept = self._kept(source, key)
            if kept and (found := self._url(kept, feed=asked.feed)):
                return found + (f"#{url.fragment}" if url.fragment else "")
        return None

    def document(self, number: int) -> Document | None:
        row = self.run.source.row("documents", number)
        if row is None:
            return None
        kept = None if self.run.dry else self.run.found("document", number)
        url, picture = "", None
        if row["distant"] == "oui":
            url = row["fichier"]
        elif kept and kept.picture_id:
            picture = kept.picture_id
            url = kept.present_url(self.run.site)
        elif kept and kept.file:
            url = kept.present_url(self.run.site)
        return described(row, url=url, picture=picture)

    def _kept(self, source: LegacySource, key: str) -> ImportedObject | None:
        asked = LegacyAddress.objects.filter(source=source, key=key).select_related(
            "what"
        )
        if found := asked.first():
            return found.what
        # Addresses of articles are noted once they are published.
        numbered = re.fullmatch(r"([a-z]+)/(\d+)", key)
        if not numbered:
            return None
        return ImportedObject.objects.filter(
            source=source, kind=numbered[1], legacy_id=int(numbered[2])
        ).first()

    def _url(self, kept: ImportedObject, *, feed: bool = False) -> str:
        what = kept.leads_to or kept
        if what.page and not feed:
            # Its page may be still to come in this run: its address is known.
            return str(what.page.specific.get_absolute_url())
        return kept.present_url(self.run.site, feed=feed)


def described(row: Row, *, url: str, picture: int | None) -> Document:
    """Return a document with its words in plain text."""
    title = short_text(row["titre"])
    caption = words(to_html(row["descriptif"], Nothing()).html)
    return Document(
        url=url,
        title=title,
        caption=caption,
        credit=short_text(row["credits"], numbered=False),
        alt=short_text(row["alt"], numbered=False) or title,
        picture=picture,
        name=row["fichier"],
    )
