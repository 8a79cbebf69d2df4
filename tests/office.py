"""Small files as LibreOffice and Word write them, and what is not one."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"'
)
WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf_bytes() -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def zip_bytes(entries: dict[str, str | bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, data in entries.items():
            kind = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            package.writestr(name, data, compress_type=kind)
    return out.getvalue()


def odt_bytes(text: str, *, automatic="", pictures=None, doctype="", **more) -> bytes:
    """An ODT: `text` is what stands in its office:text."""
    content = (
        f"{HEAD}{doctype}<office:document-content {ODF}>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{text}</office:text></office:body>"
        "</office:document-content>"
    )
    styles = (
        f"{HEAD}<office:document-styles {ODF}><office:styles>"
        '<style:style style:name="Standard" style:family="paragraph"/>'
        '<style:style style:name="Title" style:family="paragraph">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="Quotations" style:family="paragraph"/>'
        '<text:list-style style:name="Numbering_20_1">'
        '<text:list-level-style-number text:level="1"/></text:list-style>'
        "</office:styles></office:document-styles>"
    )
    manifest = (
        f"{HEAD}<manifest:manifest "
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        "</manifest:manifest>"
    )
    files = {f"Pictures/{name}": data for name, data in (pictures or {}).items()}
    return zip_bytes(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": styles,
            "meta.xml": f"{HEAD}<office:document-meta {ODF}/>",
            **files,
            "META-INF/manifest.xml": manifest,
            **more,
        }
    )


def docx_bytes(body: str, *, pictures=None, notes=(), links=(), doctype="") -> bytes:
    """A DOCX: `body` is what stands in its w:body."""
    pictures = pictures or {}
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in [
            *(("Titre", "Title"), ("Titre1", "heading 1"), ("Titre2", "heading 2")),
            ("Citation", "Quote"),
        ]
    )
    relations = [
        *(("styles", "styles", "styles.xml"), ("notes", "footnotes", "footnotes.xml")),
        *((name, "image", f"media/{name}") for name in pictures),
    ]
    named = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in relations
    ) + "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"'
        ' TargetMode="External"/>'
        for key, kind, target in links
    )
    space = "http://schemas.openxmlformats.org/package/2006"
    footnotes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote>'
        for n, note in enumerate(notes, 1)
    )
    return zip_bytes(
        {
            "[Content_Types].xml": f'{HEAD}<Types xmlns="{space}/content-types">'
            '<Default Extension="png" ContentType="image/png"/></Types>',
            "_rels/.rels": f'{HEAD}<Relationships xmlns="{space}/relationships">'
            f'<Relationship Id="r" Type="{OFFICE}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"{HEAD}{doctype}<w:document {WORD}>"
            f"<w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"{HEAD}<w:styles {WORD}>{styles}</w:styles>",
            "word/footnotes.xml": f"{HEAD}<w:footnotes {WORD}>{footnotes}</w:footnotes>",
            "word/_rels/document.xml.rels": f"{HEAD}<Relationships"
            f' xmlns="{space}/relationships">{named}</Relationships>',
            **{f"word/media/{name}": data for name, data in pictures.items()},
        }
    )


def word_paragraph(text: str, style: str = "", mark: str = "") -> str:
    kind = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = f"<w:rPr><w:{mark}/></w:rPr>" if mark else ""
    return f'<w:p>{kind}<w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def word_picture(name: str, alt: str = "", *, by: str = "r:embed") -> str:
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Image"'
        f' descr="{alt}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill>'
        f'<a:blip {by}="{name}"/></pic:blipFill></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
