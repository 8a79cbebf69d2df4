"""What became of everything: counted as it goes, told at the end."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.template.loader import render_to_string

from sites.spip.encoding import WORDS

KINDS = {
    "rubrique": "Rubriques",
    "mot": "Mots-clés",
    "auteur": "Auteurs",
    "document": "Documents",
    "logo": "Logos",
    "article": "Articles",
    "breve": "Brèves",
    "site": "Sites référencés",
    "forum": "Réactions",
    "version": "Révisions",
}
DONE = ("imported", "unchanged", "aside", "refused")
# Of each list, what a page and a memory bear.
LONGEST = 5000


@dataclass
class Line:
    """One object that was set aside or refused, or something to look at."""

    kind: str
    key: int
    title: str
    reason: str
    url: str = ""


@dataclass
class Report:
    """Balanced by its making: an object read is counted once, by its outcome."""

    name: str = ""
    site: str = ""
    dry: bool = False
    counts: dict[str, Counter[str]] = field(
        default_factory=lambda: {kind: Counter() for kind in KINDS}
    )
    lines: list[Line] = field(default_factory=list)
    dropped: list[Line] = field(default_factory=list)
    notices: list[Line] = field(default_factory=list)
    candidates: list[Line] = field(default_factory=list)
    repairs: list[dict[str, Any]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    visits: int = 0

    def count(
        self, kind: str, outcome: str, *, key: int = 0, title: str = "",
        reason: str = "", url: str = "", times: int = 1,
    ) -> None:  # fmt: skip
        self.counts[kind][outcome] += times
        if outcome in ("aside", "refused"):
            _keep(self.lines, Line(kind, key, title, reason, url))

    def drop(self, kind: str, key: int, reason: str, passage: str, url: str) -> None:
        _keep(self.dropped, Line(kind, key, passage, reason, url))

    def notice(self, kind: str, key: int, title: str, reason: str) -> None:
        _keep(self.notices, Line(kind, key, title, reason))

    def propose(self, kind: str, key: int, title: str, reason: str) -> None:
        _keep(self.candidates, Line(kind, key, title, reason))

    def table(self) -> list[dict[str, Any]]:
        """Return a row for each kind: what was read is the sum of the rest."""
        return [
            {
                "kind": kind,
                "label": KINDS[kind],
                "read": sum(counts.values()),
                **{done: counts[done] for done in DONE},
            }
            for kind, counts in self.counts.items()
            if counts
        ]

    def as_json(self) -> str:
        told = asdict(self)
        del told["counts"]
        return json.dumps({"table": self.table(), **told}, ensure_ascii=False, indent=1)

    def as_html(self) -> str:
        repairs = [{**r, "what": WORDS.get(r["what"], r["what"])} for r in self.repairs]
        context = {"report": self, "table": self.table(), "repairs": repairs}
        return render_to_string("sites/import_report.html", context)


def _keep(lines: list[Line], line: Line) -> None:
    if len(lines) < LONGEST:
        lines.append(line)
