"""What the administrator decides: a TOML file that --dry-run writes to be edited."""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from articles.enums import Licence
from authors.names import fold
from sites.spip.source import Source
from sites.spip.typo import short_text

IGNORE = "ignore"
# Groups that sites use as flags, not as words.
_TECHNICAL = ("_", "technique", "hidden", "cache")
_COLLECTIVE = (
    *("collectif", "association", "comite", "maison", "centre", "redaction"),
    *("conseil", "mairie", "ecole", "club", "amicale"),
)


class BadMapping(Exception):
    """What is wrong in the file, in one sentence."""


@dataclass
class Mapping:
    """The decisions; each has a default, so an empty file is one too."""

    name: str = ""
    aliases: list[str] = field(default_factory=list)
    breaks: bool | None = None
    licence: str = ""
    periods: list[dict[str, Any]] = field(default_factory=list)
    licence_keywords: dict[str, str] = field(default_factory=dict)
    sections: dict[int, dict[str, Any]] = field(default_factory=dict)
    groups: dict[int, dict[str, Any]] = field(default_factory=dict)
    keywords: dict[int, dict[str, Any]] = field(default_factory=dict)
    authors: dict[int, dict[str, Any]] = field(default_factory=dict)

    def licence_for(self, day: date | None, words: Iterable[str]) -> str:
        """Return the licence of an article; nothing where nobody said one."""
        for word in words:
            if word in self.licence_keywords:
                return self.licence_keywords[word]
        for period in self.periods:
            begins, ends = period.get("from", date.min), period.get("until", date.max)
            if day and begins <= day <= ends:
                return str(period["licence"])
        return self.licence

    def group_use(self, key: int, title: str) -> str:
        told = self.groups.get(key, {}).get("as")
        if told:
            return str(told)
        return IGNORE if fold(title).startswith(_TECHNICAL) else "tags"


def read(path: Path | None) -> Mapping:
    """Return the decisions of a file. Raises BadMapping with one sentence."""
    if path is None:
        return Mapping()
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadMapping(
            f"Le fichier de correspondance {path} n’existe pas\u00a0: "
            "écrivez-le d’abord avec --dry-run."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping(
            f"Le fichier {path} n’est pas du TOML juste\u00a0: {error}."
        ) from error
    licence = told.get("licence", {})
    mapping = Mapping(
        name=str(told.get("name", "")),
        aliases=[str(a).lower() for a in told.get("aliases", [])],
        breaks=told.get("line_breaks"),
        licence=str(licence.get("default", "")),
        periods=list(licence.get("period", [])),
        licence_keywords=dict(licence.get("keywords", {})),
        sections=_numbered(path, told, "rubriques"),
        groups=_numbered(path, told, "groupes"),
        keywords=_numbered(path, told, "mots"),
        authors=_numbered(path, told, "auteurs"),
    )
    given = [mapping.licence, *mapping.licence_keywords.values()]
    given += [str(p.get("licence", "?")) for p in mapping.periods]
    for one in given:
        if one and one not in Licence.values:
            raise BadMapping(
                f"Dans {path}, la licence «\u00a0{one}\u00a0» est inconnue\u00a0: "
                f"{', '.join(Licence.values)}."
            )
    return mapping


def _numbered(path: Path, told: dict[str, Any], name: str) -> dict[int, dict[str, Any]]:
    try:
        return {int(key): dict(value) for key, value in told.get(name, {}).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise BadMapping(
            f"Dans {path}, chaque partie «\u00a0{name}\u00a0» se nomme d’un numéro\u00a0: "
            f"[{name}.12]."
        ) from error


def write(source: Source, mapping: Mapping, *, name: str, site: str) -> str:
    """Return the file to edit: what would be done, one decision a line."""
    lines = [
        "# Ce que l’import fera. Corrigez, puis : import_spip … --map CE-FICHIER",
        f"name = {_s(mapping.name or name)}",
        "# Les anciens noms de machine, qui continueront de répondre.",
        f"aliases = [{', '.join(_s(a) for a in mapping.aliases)}]",
        "# Avant SPIP 3, un simple retour à la ligne ne se voyait pas : false.",
        f"line_breaks = {'true' if shows_breaks(source, mapping) else 'false'}",
        "",
        "[licence]",
        f"# Une de : {', '.join(Licence.values)}. Vide : aucune n’est supposée.",
        f"default = {_s(mapping.licence)}",
        "# keywords = { 'CC by-sa' = 'by-sa-4.0' }",
        "# [[licence.period]]",
        "# from = 2004-01-01",
        "# until = 2012-12-31",
        "# licence = 'by-nc-sa-2.0-fr'",
    ]
    for row in source.rows("rubriques"):
        key = row["id_rubrique"]
        told = {"title": short_text(row["titre"]), "site": site, "section": ""}
        told |= mapping.sections.get(key, {})
        lines += ["", f"[rubriques.{key}]", *_pairs(told)]
    for row in source.rows("groupes_mots"):
        key = row["id_groupe"]
        title = short_text(row["titre"])
        told = {"title": title, "as": mapping.group_use(key, title)}
        lines += ["", f"[groupes.{key}]", "# as : tags, form ou ignore", *_pairs(told)]
    for key, told in mapping.keywords.items():
        lines += ["", f"[mots.{key}]", *_pairs(told)]
    for row in source.rows("auteurs", "statut != '5poubelle'"):
        key = row["id_auteur"]
        title = short_text(row["nom"], numbered=False)
        person = {"name": title, "organisation": is_collective(title)}
        person = {**person, **mapping.authors.get(key, {})}
        lines += ["", f"[auteurs.{key}]", *_pairs(person)]
    return "\n".join(lines) + "\n"


def is_collective(name: str) -> bool:
    return fold(name).startswith(_COLLECTIVE)


def shows_breaks(source: Source, mapping: Mapping) -> bool:
    """Whether single line ends show: since SPIP 3.0, whose tables are numbered so."""
    if mapping.breaks is not None:
        return mapping.breaks
    version = source.setting("version_installee").partition(".")[0]
    return not version.isdigit() or int(version) >= 17000


def _pairs(told: dict[str, Any]) -> list[str]:
    return [
        f"{k} = {str(v).lower() if isinstance(v, bool) else _s(str(v))}"
        for k, v in told.items()
    ]


def _s(text: str) -> str:
    # A JSON string is a TOML basic string, but for DEL.
    return json.dumps(text.replace("\x7f", ""), ensure_ascii=False)
