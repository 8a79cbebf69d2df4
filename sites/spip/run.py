"""One run of an import: what it reads, where it goes, what it remembers."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Site

from sites.legacy import ImportedObject, LegacyAddress, LegacySource, Outcome
from sites.spip import addresses
from sites.spip.mapping import Mapping
from sites.spip.report import Report
from sites.spip.source import Row, Source

Progress = Callable[[str, int, int], None]


def digest(*told: object) -> str:
    """Return what tells one state of an object from another."""
    written = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass
class Run:
    """What every step of an import needs; `legacy` is None in a rehearsal."""

    source: Source
    site: Site
    mapping: Mapping
    report: Report
    legacy: LegacySource | None = None
    documents: Path | None = None
    breaks: bool = True
    tell: Progress = lambda what, done, total: None
    sites: dict[str, Site] = field(default_factory=dict)

    @property
    def dry(self) -> bool:
        return self.legacy is None

    def each(self, table: str, what: str) -> Iterator[Row]:
        """Yield a table's rows, telling how far it is."""
        total = self.source.count(table)
        for number, row in enumerate(self.source.rows(table), start=1):
            self.tell(what, number, total)
            yield row

    def found(self, kind: str, key: int) -> ImportedObject | None:
        known = ImportedObject.objects.filter(
            source=self.legacy, kind=kind, legacy_id=key
        )
        return known.select_related(
            "page", "author", "keyword", "picture", "file"
        ).first()

    @transaction.atomic
    def keep(self, kind: str, key: int, outcome: str, **told: Any) -> ImportedObject:
        """Remember what an object became."""
        kept, _new = ImportedObject.objects.update_or_create(
            source=self.legacy, kind=kind, legacy_id=key,
            defaults={"outcome": outcome, **told},
        )  # fmt: skip
        return kept

    def set_aside(
        self, kind: str, key: int, title: str, reason: str,
        *, refused: bool = False, was_removed: bool = False, address: str = "",
    ) -> None:  # fmt: skip
        """Count an object that is not imported, and remember why.

        `was_removed`: readers had it; its addresses say that it is gone.
        """
        known = None if self.dry else self.found(kind, key)
        if known and known.outcome == Outcome.IMPORTED:
            self.report.count(kind, "unchanged")
            self.report.notice(kind, key, title, f"{reason}\u00a0: reste ici tel quel")
            return
        outcome = Outcome.REFUSED if refused else Outcome.ASIDE
        self.report.count(kind, outcome.value, key=key, title=title, reason=reason)
        if self.dry:
            return
        with transaction.atomic():
            kept = self.keep(
                kind, key, outcome, reason=reason[:200], was_removed=was_removed
            )
            if was_removed:
                self.answer_at(f"{kind}/{key}", kept)
                if address:
                    self.answer_at(address, kept)

    def answer_at(self, key: str, what: ImportedObject) -> None:
        """Let an old address lead to an object; the first that had it keeps it."""
        LegacyAddress.objects.get_or_create(
            source=self.legacy, key=key[: addresses.LONGEST], defaults={"what": what}
        )
