"""SPIP's typography and short texts: titles, names, and French spaces. Pure."""

import re
from html import unescape
from html.parser import HTMLParser

NBSP = "\u00a0"
# Stands for a no-break space that swallows the plain ones around it.
_TIE = "\ue003"
_TILDE = "\ue004"
# What Windows-1252 puts where Unicode has control characters.
CP1252 = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
MULTI = re.compile(r"<multi>((?:(?!<multi>).)*?)</multi>", re.IGNORECASE | re.DOTALL)
_LANGUAGE = re.compile(r"\[([a-z]{2,3}(?:_[a-z_]+)?)\]")
_NUMBER = re.compile(r"^\s*\d+\.\s+")
_MACHINE_PUNCTUATION = re.compile(
    rf"(https?|ftp|mailto){_TIE}(:)|{_TIE}(?=[?!;:][^\s<]{{0,200}}/)"
)


def languages(text: str) -> dict[str, str]:
    """Return the versions inside a `<multi>` block by language, in order."""
    first, *parts = _LANGUAGE.split(text)
    found = {"": first.strip()} if first.strip() else {}
    return found | dict(zip(parts[::2], parts[1::2], strict=True))


def one_language(text: str, language: str) -> str:
    """Return the text with each `<multi>` block in one language, else its first."""

    def chosen(found: re.Match[str]) -> str:
        versions = languages(found[1])
        for wanted in (language, "fr", ""):
            if wanted in versions:
                return versions[wanted]
        return next(iter(versions.values()), "")

    return MULTI.sub(chosen, text)


def typography(text: str, language: str = "fr") -> str:
    """Return a stretch of text (no tags) as SPIP sets it: ’, —, French spaces."""
    text = text.replace("\\~", _TILDE).replace("~", _TIE).translate(CP1252)
    text = text.replace("&#8217;", "’").replace("'", "’").replace("&#039;", "’")
    text = re.sub(r"(?<!-)--(?!-)", "—", text)
    for name, letter in (("laquo", "«"), ("raquo", "»"), ("nbsp", NBSP)):
        text = text.replace(f"&{name};", letter)
    text = text.replace("&#171;", "«").replace("&#187;", "»").replace("&#160;", NBSP)
    if language == "fr":
        text = _french(text)
    return re.sub(f" *{_TIE}+ *", NBSP, text).replace(_TILDE, "~")


def _french(text: str) -> str:
    fine = "\u202f\u00a0"
    text = re.sub(rf"(?<![#0-9a-zA-Z&{fine}])([#0-9a-zA-Z]*);", rf"\1{_TIE};", text)
    # An entity's own semicolon was never a punctuation mark.
    text = re.sub(rf"(&#?\w+){_TIE};", r"\1;", text)
    text = re.sub(rf"(?<![{fine}])(»|(?::| %)(?=\W|$))", rf"{_TIE}\1", text)
    text = re.sub(rf"([^\[<(!?.{fine}])([!?][!?.]*)", rf"\1{_TIE}\2", text)
    text = re.sub(r"«(?![\u202f\u00a0])", f"«{_TIE}", text)
    text = re.sub(r"\b(M(?:M?\.|mes?|r\.?)|[MnN]°) ", rf"\1{_TIE}", text)
    return _MACHINE_PUNCTUATION.sub(r"\1\2", text)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.silent += tag in ("script", "style")
        if tag in ("br", "p", "div", "li"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style") and self.silent > 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def words(markup: str) -> str:
    """Return the words of some HTML on one line, without its tags."""
    reader = _Words()
    reader.feed(markup[:2_000_000])
    reader.close()
    text = "".join(reader.parts).replace("\x00", "")
    return " ".join(re.split(r"[ \t\r\n\f\v]+", text)).strip(" ")


def short_text(text: str, language: str = "fr", *, numbered: bool = True) -> str:
    """Return a title or a name as readers saw it: plain words on one line.

    Its language is chosen, its marks go, its entities become letters; a number
    that only sorted («03. Titre») goes where `numbered`.
    """
    text = one_language(text, language).replace("\x00", "")
    if numbered:
        text = _NUMBER.sub("", text)
    text = re.sub(r"\{\{?\{?|\}\}?\}?", "", text)
    pieces = re.split(r"(<[a-zA-Z/!][^<>]*>)", text)
    pieces[::2] = [typography(piece, language) for piece in pieces[::2]]
    return unescape(words("".join(pieces))).strip()
