"""A text from Word, as markup: mammoth reads it."""

from collections.abc import Callable
from typing import IO, Any

import mammoth

STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Subtitle'] => p:fresh
"""


def read(file: IO[bytes], keep: Callable[[bytes, str], int | None]) -> str:
    """Return the document's text as markup, not cleaned.

    `keep(data, alt)` takes each picture and says its number; None leaves it out.
    """

    def place(image: Any) -> dict[str, str]:
        with image.open() as source:
            number = keep(source.read(), image.alt_text or "")
        return {"src": f"photo:{number}"} if number else {}

    result = mammoth.convert_to_html(
        file,
        style_map=STYLES,
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(place),
        # A file may name others on the disk of who reads it: never fetched.
        external_file_access=False,
    )
    return str(result.value)
