"""The picture that stands for a page where it is shared."""

import re
from html import unescape
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from articles.colours import rgb
from articles.enums import Consent
from articles.services import review
from sites.models import NeighbourhoodPage
from sites.poster import HEIGHT, MAX_BYTES, WIDTH, Poster, draw
from sites.services.sharing import article_poster
from tests.builders import (
    again,
    cosign,
    drain,
    image_bytes,
    local,
    make_article,
    make_author,
    make_draft,
    make_picture,
    make_signature,
    read,
    take_up,
    text_of,
)


def told(place, path) -> dict[str, str]:
    """Return what a page says of itself to those who share it."""
    page = text_of(read(place, path))
    found = re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def shared(article, place) -> str:
    """Return the path of an article's picture, as its page names it."""
    return path_of(told(place, local(article))["og:image"])


def body_of(response) -> bytes:
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    return b"".join(response.streaming_content)


def poster_of(article, site) -> Poster:
    place = NeighbourhoodPage.objects.get(pk=site.root_page_id)
    return article_poster(again(article), site, place)


@pytest.fixture
def article(entraide, armelle, bran):
    made = make_article(
        entraide, by=armelle, title="Le banc", cover=make_picture(by=armelle)
    )
    cosign(made, bran)
    return made


def test_an_article_has_a_picture_of_its_own(article, bellevue):
    found = told(bellevue, local(article))

    image = Image.open(BytesIO(body_of(read(bellevue, path_of(found["og:image"])))))
    assert image.format == "JPEG"
    assert image.size == (WIDTH, HEIGHT) == (1200, 630)
    assert found["og:image"].startswith("http://bellevue.localhost")
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:type"] == "image/jpeg"
    assert found["twitter:card"] == "summary_large_image"
    assert found["og:image:alt"] == (
        "« Le banc », Armelle Quéméneur, Bran Le Gall. Photo : Un banc face à la rade"
    )


def test_it_has_the_hues_of_its_site(article, bellevue):
    picture = body_of(read(bellevue, shared(article, bellevue)))

    hue = NeighbourhoodPage.objects.get(pk=bellevue.root_page_id).hue
    corner = Image.open(BytesIO(picture)).convert("RGB").getpixel((4, 4))
    band = rgb(0.365, 0.078, hue)
    assert max(abs(a - b) for a, b in zip(corner, band, strict=True)) <= 4


def test_it_is_made_once_and_kept(article, bellevue):
    path = shared(article, bellevue)

    first = body_of(read(bellevue, path))
    folder = f"partage/{article.pk}"
    [name] = default_storage.listdir(folder)[1]
    kept = default_storage.get_modified_time(f"{folder}/{name}")
    second = body_of(read(bellevue, path))

    assert first == second
    assert default_storage.get_modified_time(f"{folder}/{name}") == kept
    # Its name in the media is no part of any address: it cannot be guessed.
    assert name.removesuffix(".jpg") not in text_of(read(bellevue, local(article)))
    assert path.split("-")[1].removesuffix(".jpg") not in name
    assert read(bellevue, f"/media/{folder}/{name}").status_code == 404


def test_it_is_asked_for_again_and_not_sent_again(article, bellevue):
    path = shared(article, bellevue)
    answer = drain(read(bellevue, path))

    again_asked = read(bellevue, path, HTTP_IF_NONE_MATCH=answer["ETag"])

    assert answer["Cache-Control"] == "public, no-cache"
    assert not answer.cookies
    assert again_asked.status_code == 304


def test_a_name_withdrawn_or_a_new_cover_has_another_address(
    article, bellevue, bran, committed
):
    former = shared(article, bellevue)
    body_of(read(bellevue, former))

    signature = article.signatures.get(author=bran)
    signature.state, signature.ended_at = Consent.WITHDRAWN, signature.accepted_at
    signature.save()
    present = poster_of(article, bellevue)
    answer = read(bellevue, former)

    assert present.names == ("Armelle Quéméneur",)
    assert answer.status_code == 302
    assert answer["Location"] == f"/partage/{article.pk}-{present.version}.jpg"
    body_of(read(bellevue, answer["Location"]))
    # The file with his name is gone as well.
    assert len(default_storage.listdir(f"partage/{article.pk}")[1]) == 1


def test_only_accepted_names_stand_on_it(article, bellevue):
    for number, state in enumerate(set(Consent.values) - {Consent.ACCEPTED}):
        make_signature(article, make_author(f"Secrète {number}"), state)

    poster = poster_of(article, bellevue)

    assert poster.names == ("Armelle Quéméneur", "Bran Le Gall")
    assert "Secrète" not in repr(poster)
    assert "Secrète" not in repr(told(bellevue, local(article)))


def test_two_roles_are_one_name(article, bellevue, armelle):
    cosign(article, armelle, role="photos")

    assert poster_of(article, bellevue).names == ("Armelle Quéméneur", "Bran Le Gall")


def test_what_is_withdrawn_or_never_published_has_none(
    article, entraide, armelle, bellevue, maiwenn
):
    path = shared(article, bellevue)
    body_of(read(bellevue, path))
    draft = make_draft(entraide, by=armelle, title="Pas encore")

    review.withdraw(article, by=maiwenn, reason="À la demande de l’auteur.")

    version = path.split("-")[1]
    assert read(bellevue, path).status_code == 404
    assert read(bellevue, f"/partage/{draft.pk}-{version}").status_code == 404
    assert read(bellevue, f"/partage/999999999999-{version}").status_code == 404


def test_it_is_served_at_its_home_alone(article, bellevue, lambezellec, portal):
    take_up(article, lambezellec)
    path = shared(article, bellevue)

    assert drain(read(bellevue, path)).status_code == 200
    assert read(lambezellec, path).status_code == 404
    assert read(portal, path).status_code == 404


@pytest.mark.parametrize(
    "name", ["1-.jpg", "0-0123456789ab.jpg", "site-0123456789AB.jpg", "1.jpg", ""]
)
def test_other_addresses_lead_nowhere(name, bellevue):
    assert read(bellevue, f"/partage/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/", "/entraide/"])
def test_a_site_and_its_sections_have_the_sites_picture(path, article, bellevue):
    found = told(bellevue, path)

    body_of(read(bellevue, path_of(found["og:image"])))
    assert "/partage/site-" in found["og:image"]
    assert found["og:image:alt"] == "Bellevue. Là-haut"
    assert found["twitter:card"] == "summary_large_image"


def test_the_portal_has_its_own(article, portal):
    found = told(portal, "/")

    body_of(read(portal, path_of(found["og:image"])))
    assert (found["og:site_name"], found["og:title"]) == ("brestnet", "brestnet")


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Le banc", ()),
        (
            "Assemblée : les habitants de la rue de Vendée veulent des bancs " * 3,
            ("A",),
        ),
        ("W" * 255, tuple(f"Yvonne Kerdoncuff {n}" for n in range(12))),
        ("漢字 😀 ﷽", ("X" * 80, "Nguyễn Thị Ấn")),
        (" \u202f", ("",)),
    ],
)
@pytest.mark.parametrize("hue", [0, 148, 359])
def test_whatever_people_write_stands_on_it(title, names, hue):
    noise = BytesIO()
    Image.effect_noise((900, 1300), 120).convert("RGB").save(noise, "WEBP")
    poster = Poster(
        place="Quatre-Moulins",
        under_place="brestnet",
        title=title,
        names=names,
        emblem="img/emblems/quatre-moulins.png",
        hue=hue,
        accent_hue=hue,
        photo="photos/x.webp",
        photo_credit="Armelle " * 20,
    )

    picture = draw(poster, noise)

    assert Image.open(BytesIO(picture)).size == (WIDTH, HEIGHT)
    assert len(picture) <= MAX_BYTES


@pytest.mark.parametrize(
    "photo", [b"", b"RIFF....WEBPVP8 ", image_bytes((9000, 20)), image_bytes()[:200]]
)
def test_a_photo_that_cannot_be_read_is_left_out(photo):
    poster = Poster("Bellevue", "brestnet", "Le banc", (), "", 148, 75, "x", "Armelle")

    assert draw(poster, BytesIO(photo)) == draw(poster)


def test_a_photo_that_is_gone_is_left_out(article, bellevue):
    path = shared(article, bellevue)
    default_storage.delete(article.cover.file.name)

    body_of(read(bellevue, path))


@pytest.mark.parametrize(
    ("oklch", "shown"),
    # White, black and the three primaries of sRGB, by CSS Color 4.
    [
        ((1, 0, 0), (255, 255, 255)),
        ((0, 0, 0), (0, 0, 0)),
        ((0.62796, 0.25768, 29.234), (255, 0, 0)),
        ((0.86644, 0.29483, 142.495), (0, 255, 0)),
        ((0.45201, 0.31321, 264.052), (0, 0, 255)),
    ],
)
def test_hues_are_what_browsers_show(oklch, shown):
    assert rgb(*oklch) == pytest.approx(shown, abs=1)
