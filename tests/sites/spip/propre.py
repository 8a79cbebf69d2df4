"""What SPIP's own renderer made of 254 texts, told in our elements.

Each rule below is one of the differences argued in docs/importing.md.
"""

import html
import json
import re
from pathlib import Path

from sites.spip.markup import Document, Target

SHARED = Path(__file__).resolve().parents[4] / "shared" / "spip"
HOST = "https://spip.example/"
TITLES = {
    ("article", 3): "Copié-collé de Word (1999)",
    ("article", 6): "Bienvenue",
    ("article", 40): "Assemblée générale de Lambézellec\u00a0: le printemps 2017",
    ("article", 41): "Fête du quartier de Saint-Marc\u00a0: la place 2017",
    ("rubrique", 2): "Vie associative (Brest-centre)",
    ("auteur", 2): "Annaïg Le Goff",
    ("mot", 1): "Accès public à internet",
    ("site", 1): "Site ami n°\u00a00",
}
CREDIT = "© Jeanne Le Goff, CC by-sa"
PHOTO = (
    "Photo n°\u00a01 — Les œuvres exposées seront visibles jusqu’au 1er mars\u00a0;"
    " cœur, œil et bœuf compris."
)
FREE = "Qui a dit que le logiciel libre était réservé aux informaticiens\u00a0?"
BREZHONEG = "Ar brezhoneg a vez komzet ivez er c’harter, dreist-holl d’ar merc’her."
DOCUMENTS = {
    1: Document(HOST + "IMG/jpg/photo-01.jpg", PHOTO, "", CREDIT, "Vue n° 1 du port de Brest", 1),
    5: Document(HOST + "IMG/png/schema-1.png", f"Photo n°\u00a05 — {BREZHONEG}", "", CREDIT, "Vue n° 5 du port de Brest", 5),
    8: Document(HOST + "IMG/svg/plan.svg", f"Photo n°\u00a08 — {FREE}", "Légende en italique, lien"),
    9: Document(HOST + "IMG/pdf/compte-rendu-1.pdf", "", "", CREDIT, name="pdf/compte-rendu-1.pdf"),
    10: Document(HOST + "IMG/csv/donnees.csv", f"Photo n°\u00a010 — {FREE}"),
    12: Document("https://www.example.org/videos/film.mp4", "Vidéo distante"),
}  # fmt: skip


class Small:
    """What the small site holds, at its old addresses."""

    def target(self, kind, number):
        title = TITLES.get((kind, number))
        if title is None:
            return None
        url = (
            "https://ami0.example.org/"
            if kind == "site"
            else f"{HOST}{kind}{number}.html"
        )
        return Target(url, title)

    def address(self, href):
        if re.fullmatch(r"article\d+\.html.*|spip\.php\?article\d+", href):
            return HOST + href
        return None

    def document(self, number):
        return DOCUMENTS.get(number)


def cases():
    return json.loads((SHARED / "propre-cases.json").read_text())


def told_in_our_elements(case) -> str:
    out = case["out"]
    # Links to the site itself are whole addresses; those to what is absent go.
    out = re.sub(
        r"""href=(["'])(article99999|ARTICLE3|breve1)\.html""", r"href=\1", out
    )
    out = re.sub(
        r"""href=(["'])((?:(?:article|rubrique|auteur|mot)\d+\.html|spip\.php|IMG/)[^"']*)""",
        rf"href=\1{HOST}\2", out,
    )  # fmt: skip
    # The dash of a line that begins with «-» is no more bold.
    out = out.replace("<b>–</b>", "–")
    # A note stands where it is called, and takes its number from its place.
    out = _with_notes(case, out)
    # Verses are lines of a stanza, not paragraphs each.
    out = re.sub(
        r'<blockquote class="spip_poesie">(.*?)</blockquote>', _verse, out, flags=re.S
    )
    # What a frame of another site showed is a link to it.
    out = re.sub(r'<iframe src="([^"]+)"></iframe>', r'<p><a href="\1">\1</a></p>', out)
    # A frame keeps its lines.
    out = re.sub(r"<textarea[^>]*>(.*?)</textarea>", r"<pre>\1</pre>", out, flags=re.S)
    out = re.sub(r"\n(</code></pre>)", r"\1", out)
    if "spip_document_" in out:
        out = _figures(out)
    return out


def _with_notes(case, out: str) -> str:
    notes = dict(
        re.findall(r'<div id="(nb\w*)">(.*?)</div>', case.get("notes", ""), re.S)
    )
    numbers: dict[str, int] = {}

    def placed(found):
        name = found[1]
        if name in numbers:
            return f"<sup>[{numbers[name]}]</sup>"
        if name not in notes:
            return ""
        numbers[name] = len(numbers) + 1
        return _note(notes[name])

    out = re.sub(
        r'<span class="spip_note_ref">&nbsp;\[<a href="#(nb\w*)"[^>]*>.*?</a>\]</span>',
        placed,
        out,
    )
    if "nb" in notes:
        # One without a number is called all the same, where it was written.
        out = out.replace(" fin", f"{_note(notes['nb'])} fin")
    return out


def _note(text: str) -> str:
    text = re.sub(r'<span class="spip_note_ref">.*?</span>', "", text, flags=re.S)
    lines = re.findall(r"<p>(.*?)</p>", text, re.S)
    return "<fn>" + "<br>".join(lines) + "</fn>"


def _verse(found) -> str:
    lines = re.findall(r"<div>(.*?)</div>", found[1])
    stanzas = "<br>".join(lines).split("<br>&nbsp;<br>")
    return "<blockquote>" + "".join(f"<p>{s}</p>" for s in stanzas) + "</blockquote>"


def _figures(out: str) -> str:
    def told(found):
        part = found[0]
        number = int(re.search(r"spip_document_(\d+)", part)[1])
        text = [
            html.unescape(re.sub(r"<[^>]+>", "", t)).strip()
            for t in re.findall(
                r"<div class='spip_doc_(?:titre|descriptif|credits)\s*'>(.*?)</div>",
                part,
                re.S,
            )
        ]
        if DOCUMENTS[number].picture:
            alt = re.search(r"<img [^>]*alt='([^']*)'", part)[1]
            title = html.escape(" – ".join(t for t in text if t != CREDIT))
            return f'<img src="photo:{number}" alt="{alt}" title="{title}">'
        url = DOCUMENTS[number].url
        name = text[0] if text and text[0] != CREDIT else url.rsplit("/", 1)[-1]
        rest = "".join(f" – {t}" for t in text if t != name)
        return f'<p><a href="{url}">{name}</a>{rest}</p>'

    return re.sub(r"<div\s+class=['\"]spip_document_\d+ .*?</figure>.*?</div>\s*(?=<p>|$|\Z)", told, out, flags=re.S)  # fmt: skip
