"""Pictures: what is refused, what is left of a photo, how readers get it."""

import re
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, PngImagePlugin

from articles.models import Picture, PictureRendition
from articles.services import writing
from articles.services.pictures import bring_picture
from authors.images import MAX_BYTES
from tests.builders import (
    again,
    image_bytes,
    local,
    make_article,
    make_draft,
    make_picture,
    picture_in_body,
    read,
    text_of,
    upload,
    workshop_of,
    writing_form,
)

NOT_AN_IMAGE = (
    "Ce fichier n’est pas une image que nous savons lire. "
    "Choisissez une photo JPEG, PNG, WebP, GIF ou HEIC."
)
TOO_MANY = (
    "Cette image a trop de pixels (plus de 60 millions). Choisissez-en une plus petite."
)


def bring(data, by=None):
    return bring_picture(
        upload(data), by=by, title="Un banc", description="Un banc", credit="A."
    )


def stored(picture):
    return Image.open(BytesIO(Path(picture.file.path).read_bytes()))


def with_metadata(kind):
    """A photo that says where it was taken, and with what."""
    exif = Image.Exif()
    exif[0x010F] = "Telephone de Jeanne"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (48.0, 23.0, 24.0)
    options = {"exif": exif.tobytes()}
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", "12 rue de Siam")
        options["pnginfo"] = notes
    if kind in ("JPEG", "WEBP"):
        options["xmp"] = b"<x:xmpmeta>12 rue de Siam</x:xmpmeta>"
    if kind == "JPEG":
        options["comment"] = b"12 rue de Siam"
    from_screen = b"ICC of a screen" + bytes(128)
    return image_bytes((1600, 1200), kind, icc_profile=from_screen, **options)


def traces(settings):
    """Rows and files: what a refusal must not leave."""
    root = Path(settings.MEDIA_ROOT)
    files = (
        [path for path in root.rglob("*") if path.is_file()] if root.exists() else []
    )
    return Picture.objects.count(), PictureRendition.objects.count(), files


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_is_kept(kind, armelle, settings):
    data = with_metadata(kind)

    picture = bring(data, by=armelle.user)

    image = stored(picture)
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"loop", "background", "timestamp", "duration"}
    _rows, _renditions, files = traces(settings)
    assert len(files) >= 2
    for file in files:
        kept = file.read_bytes()
        for chunk in (b"EXIF", b"XMP ", b"ICCP", b"Jeanne", b"Siam"):
            assert chunk not in kept


def test_a_photo_held_sideways_is_turned_upright(db):
    exif = Image.Exif()
    exif[0x0112] = 6

    picture = bring(image_bytes((80, 40), exif=exif.tobytes()))

    assert (picture.width, picture.height) == (40, 80)
    assert stored(picture).size == (40, 80)


def test_a_large_photo_is_bounded(db):
    picture = bring(image_bytes((4000, 1000)))

    assert stored(picture).size == (2560, 640)


def test_a_small_photo_is_not_blown_up(db):
    picture = bring(image_bytes((60, 40)))

    assert stored(picture).size == (60, 40)
    assert [(f.width, f.height) for f in picture.files()] == [(60, 40)]


def test_a_transparent_drawing_stays_transparent(db):
    out = BytesIO()
    Image.new("RGBA", (30, 30), (0, 0, 0, 0)).save(out, "PNG")

    picture = bring(out.getvalue())

    assert stored(picture).convert("RGBA").getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK"])
def test_other_kinds_of_pixels_are_taken(mode, db):
    out = BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new("RGB", (30, 30), (200, 10, 10)).convert(mode).save(out, kind)

    picture = bring(out.getvalue())

    assert stored(picture).format == "WEBP"


def test_the_name_of_the_file_tells_nothing(db):
    picture = bring_picture(
        upload(name="jeanne-12-rue-de-siam.jpg"),
        by=None,
        title="Un banc",
        description="Un banc",
        credit="A.",
    )

    assert re.fullmatch(r"photos/[a-z0-9]{20}\.webp", picture.file.name)


def test_readers_get_responsive_webp_with_dimensions(entraide, bellevue, armelle):
    cover = bring(image_bytes((2000, 1000)), by=armelle.user)
    inside = make_picture(by=armelle)
    article = make_article(
        entraide,
        by=armelle,
        cover=cover,
        body=f"<p>Un.</p>{picture_in_body(inside, caption='Au matin')}",
    )

    page = text_of(read(bellevue, local(article)))

    first, second = re.findall(r"<figure[^>]*>\s*<img ([^>]*)>", page)
    assert re.findall(r" (\d+)w", first) == ["480", "960", "1600"]
    assert 'width="1600" height="800"' in first
    assert 'fetchpriority="high"' in first
    assert 'loading="lazy"' in second
    assert 'width="60" height="40"' in second
    assert f'alt="{inside.description}"' in second
    assert "Au matin <span" in page
    assert "Armelle Q., CC BY-SA 4.0" in page
    assert set(re.findall(r"/media/[^ \"]*\.(\w+)", first + second)) == {"webp"}


def test_the_file_that_a_page_names_is_served(entraide, bellevue, armelle):
    cover = make_picture(by=armelle)
    make_article(entraide, by=armelle, cover=cover)

    response = read(bellevue, cover.files()[0].url)

    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert b"".join(response.streaming_content)[8:12] == b"WEBP"


def heic(size=(60, 40), **options):
    out = BytesIO()
    Image.new("RGB", size, (30, 90, 140)).save(out, "HEIF", **options)
    return out.getvalue()


def test_a_photo_as_iphones_take_them_is_taken(db):
    exif = Image.Exif()
    exif[0x010F] = "Telephone de Jeanne"

    picture = bring(heic(exif=exif.tobytes()))

    image = stored(picture)
    assert (image.format, image.size) == ("WEBP", (60, 40))
    assert dict(image.getexif()) == {}


def test_a_decorative_picture_is_silent(entraide, bellevue, armelle):
    line = bring_picture(
        upload(),
        by=armelle.user,
        title="Un filet",
        description="",
        credit="A.",
        decorative=True,
    )
    article = make_article(
        entraide, by=armelle, body=f"<p>Un.</p>{picture_in_body(line)}", cover=line
    )

    page = text_of(read(bellevue, local(article)))

    assert writing.missing(article) == []
    assert len(re.findall(r'<figure[^>]*>\s*<img [^>]* alt="" ', page)) == 2


def test_a_picture_described_in_the_text_needs_no_other_words(entraide, armelle):
    bare = make_picture(by=armelle, description="")
    said = make_draft(entraide, by=armelle, body=picture_in_body(bare, alt="Un banc"))
    silent = make_draft(entraide, by=armelle, body=f"<p>Un.</p>{picture_in_body(bare)}")
    cover = make_draft(
        entraide, by=armelle, body=picture_in_body(bare, alt="Un banc"), cover=bare
    )

    lacks = "Décrivez l’image «\N{NO-BREAK SPACE}Un banc\N{NO-BREAK SPACE}» pour qui ne la voit pas."
    assert lacks not in writing.missing(said)
    assert writing.missing(silent) == [lacks]
    assert lacks in writing.missing(cover)


# Who may not


def test_nobody_puts_somebody_elses_picture_into_a_text(entraide, armelle, bran):
    his = make_picture(by=bran)
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/",
        writing_form(article, body_html=f"<p>Un.</p>{picture_in_body(his)}"),
    )

    assert response.status_code == 422
    assert again(article).body == "<p>Il y a un banc.</p>"


def test_a_co_author_keeps_the_pictures_that_the_text_holds(entraide, armelle, bran):
    hers = make_picture(by=armelle)
    article = make_draft(entraide, by=armelle, body=picture_in_body(hers))
    article.signatures.create(
        author=bran, state="accepted", accepted_at="2026-01-01T00Z"
    )

    response = workshop_of(bran).post(
        f"/ecrire/{article.pk}/",
        writing_form(article, body_html=f"<p>Deux.</p>{picture_in_body(hers)}"),
    )

    assert response.status_code == 302
    assert again(article).body == f"<p>Deux.</p>{picture_in_body(hers)}"


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999"])
def test_a_picture_that_does_not_exist_is_refused(pk, entraide, armelle):
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/",
        writing_form(
            article, body_html=f'<p>Un.</p><embed embedtype="image" id="{pk}">'
        ),
    )

    if pk == "0":
        assert again(article).body == "<p>Un.</p>"
    else:
        assert response.status_code == 422
        assert again(article).body == "<p>Il y a un banc.</p>"


# Bad input: one sentence, and no trace


def gif(frames):
    out = BytesIO()
    images = [Image.new("RGB", (9, 9), (90 * n, 0, 0)) for n in range(frames)]
    images[0].save(out, "GIF", save_all=True, append_images=images[1:])
    return out.getvalue()


def bomb(width, height):
    """A PNG that says it is immense: a few bytes of it are enough to tell."""
    out = BytesIO()
    Image.new("1", (8, 8)).save(out, "PNG")
    data = bytearray(out.getvalue())
    data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


REFUSED = {
    "empty": (b"", NOT_AN_IMAGE),
    "text": (b"Bonjour", NOT_AN_IMAGE),
    "svg": (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        NOT_AN_IMAGE,
    ),
    "html": (b"<html><script>alert(1)</script>", NOT_AN_IMAGE),
    "pdf": (b"%PDF-1.4", NOT_AN_IMAGE),
    "tiff": (image_bytes(kind="TIFF"), NOT_AN_IMAGE),
    "bmp": (image_bytes(kind="BMP"), NOT_AN_IMAGE),
    "cut short": (image_bytes((400, 400))[:900], NOT_AN_IMAGE),
    "heic header": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", NOT_AN_IMAGE),
    "gif header": (b"GIF89a", NOT_AN_IMAGE),
    "animated": (gif(2), "Cette image est animée. Choisissez une image fixe."),
    "too many pixels": (bomb(8000, 8000), TOO_MANY),
    "bomb": (bomb(60000, 60000), TOO_MANY),
    "too heavy": (
        image_bytes() + bytes(MAX_BYTES),
        "Cette image pèse plus de 20 Mo. Choisissez-en une plus légère.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_gets_one_sentence_and_leaves_no_trace(what, db, settings):
    data, sentence = REFUSED[what]

    with pytest.raises(ValidationError) as refusal:
        bring(data)

    assert refusal.value.messages == [sentence]
    assert traces(settings) == (0, 0, [])


@pytest.mark.parametrize("what", ["text", "svg", "animated", "bomb", "cut short"])
def test_at_the_desk_the_sentence_is_by_the_field(what, entraide, armelle, settings):
    data, sentence = REFUSED[what]
    article = make_draft(entraide, by=armelle)
    words = {"description": "Un banc vert", "credit": "Armelle"}
    desk = workshop_of(armelle)

    plain = desk.post(f"/ecrire/{article.pk}/images/", {"file": upload(data), **words})
    script = desk.post(
        f"/ecrire/{article.pk}/images/",
        {"file": upload(data), **words},
        HTTP_ACCEPT="application/json",
    )
    cover = desk.post(
        f"/ecrire/{article.pk}/",
        writing_form(
            article,
            body="Des mots nouveaux.",
            cover_file=upload(data),
            cover_description="Un banc vert",
            cover_credit="Armelle",
        ),
    )

    assert plain.status_code == 422
    assert plain.context["picture_form"].errors == {"file": [sentence]}
    assert 'value="Un banc vert"' in text_of(plain)
    assert (script.status_code, script.json()) == (
        400,
        {"errors": {"file": [sentence]}},
    )
    assert cover.status_code == 422
    assert cover.context["form"].errors == {"cover_file": [sentence]}
    assert "Des mots nouveaux." in text_of(cover)
    assert again(article).body == "<p>Il y a un banc.</p>"
    assert traces(settings) == (0, 0, [])


def test_a_portrait_passes_the_same_door(armelle, entraide):
    make_article(entraide, by=armelle)

    response = workshop_of(armelle).post(
        "/compte/profil/",
        {
            "name": armelle.name,
            "portrait": upload(REFUSED["svg"][0], "portrait.png"),
            "links-TOTAL_FORMS": "0",
            "links-INITIAL_FORMS": "0",
        },
    )

    armelle.refresh_from_db()
    assert response.status_code == 422
    assert len(response.context["form"].errors["portrait"]) == 1
    assert not armelle.portrait


# Adding a picture at the desk


def test_without_javascript_the_picture_comes_last_in_the_text(entraide, armelle):
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/images/",
        {
            "file": upload(),
            "description": "Un [banc] *vert*",
            "caption": 'Dit "le vieux"',
            "credit": "Armelle",
        },
    )

    picture = Picture.objects.get()
    assert response["Location"] == f"/ecrire/{article.pk}/images/"
    assert again(article).body == (
        '<p>Il y a un banc.</p><embed alt="Un [banc] *vert*" '
        'caption="Dit &quot;le vieux&quot;" embedtype="image" format="fullwidth" '
        f'id="{picture.pk}"/>'
    )
    assert picture.uploaded_by_user == armelle.user
    assert (picture.description, picture.credit) == ("Un [banc] *vert*", "Armelle")


def test_the_editor_gets_the_picture_as_json(entraide, armelle):
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/images/",
        {"file": upload(), "description": "Un banc", "caption": "Mai", "credit": "A."},
        HTTP_ACCEPT="application/json",
    )

    picture = Picture.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "id": picture.pk,
        "url": picture.files()[0].url,
        "description": "Un banc",
        "decorative": False,
        "credit": "A.",
        "licence": "by-sa-4.0",
        "mine": True,
        "caption": "Mai",
    }
    assert again(article).body == "<p>Il y a un banc.</p>"


def test_a_cover_is_brought_and_removed(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)

    desk.post(
        f"/ecrire/{article.pk}/",
        writing_form(
            article,
            cover_file=upload(),
            cover_description="Un banc vert",
            cover_credit="Armelle",
        ),
    )
    brought = again(article).cover
    desk.post(f"/ecrire/{article.pk}/", writing_form(article, remove_cover="on"))

    assert (brought.description, brought.credit) == ("Un banc vert", "Armelle")
    assert again(article).cover is None


@pytest.mark.parametrize("missing", ["description", "credit", "file"])
def test_a_picture_says_what_it_shows_and_who_made_it(missing, entraide, armelle):
    article = make_draft(entraide, by=armelle)
    data = {"file": upload(), "description": "Un banc", "credit": "A."}
    del data[missing]

    response = workshop_of(armelle).post(f"/ecrire/{article.pk}/images/", data)

    assert response.status_code == 422
    assert response.context["picture_form"].errors == {missing: ["Champ requis."]}
    assert Picture.objects.count() == 0
