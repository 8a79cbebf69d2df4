"""Videos by their address: which are known, and what readers are shown."""

import pytest

from articles import videos
from articles.html import clean
from tests.builders import local, make_article, read, text_of

UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"


@pytest.mark.parametrize(
    ("address", "provider", "url"),
    [
        ("https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=10", "YouTube", None),
        ("https://m.youtube.com/watch?v=aqz-KE-bpKQ", "YouTube", None),
        ("http://youtu.be/aqz-KE-bpKQ?si=x", "YouTube", None),
        ("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ", "YouTube", None),
        ("https://youtube.com/shorts/aqz-KE-bpKQ", "YouTube", None),
        ("https://vimeo.com/76979871", "Vimeo", "https://vimeo.com/76979871"),
        (
            "https://player.vimeo.com/video/76979871?h=8272103f6e",
            "Vimeo",
            "https://vimeo.com/76979871/8272103f6e",
        ),
        (
            "https://dai.ly/x5e9eog",
            "Dailymotion",
            "https://www.dailymotion.com/video/x5e9eog",
        ),
        (
            f"https://framatube.org/videos/watch/{UUID}",
            "framatube.org",
            f"https://framatube.org/w/{UUID}",
        ),
        (
            "https://tube-rennes.apps.education.fr/w/kkGMgK9ZtnKfYAgnEtQxbv",
            "tube-rennes.apps.education.fr",
            "https://tube-rennes.apps.education.fr/w/kkGMgK9ZtnKfYAgnEtQxbv",
        ),
    ],
)
def test_an_address_of_a_video_is_written_in_one_form(address, provider, url):
    expected = url or "https://www.youtube.com/watch?v=aqz-KE-bpKQ"

    assert videos.find(address) == (provider, expected)
    assert videos.find(expected) == (provider, expected)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://www.youtube.com/",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com.example.org/watch?v=aqz-KE-bpKQ",
        "https://youtube.com@example.org/watch?v=aqz-KE-bpKQ",
        "https://www.youtube.com:8443/watch?v=aqz-KE-bpKQ",
        "javascript:https://youtu.be/aqz-KE-bpKQ",
        "//youtu.be/aqz-KE-bpKQ",
        f"https://example.org/w/{UUID}",
        f"https://apps.education.fr.example.org/w/{UUID}",
        "https://framatube.org/w/p/kkGMgK9ZtnKfYAgnEtQxbv",
        "https://[",
        "https://youtu.be:x/aqz-KE-bpKQ",
    ],
)
def test_any_other_address_is_none(address):
    assert videos.find(address) is None


def test_peertube_is_known_where_the_settings_say(settings):
    settings.PEERTUBE_HOSTS = ["video.example.org"]

    assert videos.find(f"https://video.example.org/w/{UUID}")
    assert videos.find(f"https://framatube.org/w/{UUID}") is None


CARD = '<embed embedtype="video" title="" url="https://www.youtube.com/watch?v=aqz-KE-bpKQ"/>'


@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ("<p>https://youtu.be/aqz-KE-bpKQ</p>", CARD),
        (
            '<p><a href="https://youtu.be/aqz-KE-bpKQ">https://youtu.be/aqz-KE-bpKQ</a></p>',
            CARD,
        ),
        ('<iframe src="//www.youtube.com/embed/aqz-KE-bpKQ">x</iframe>', CARD),
        (
            '<ul><li>Un<embed embedtype="video" url="https://youtu.be/aqz-KE-bpKQ">'
            "</li></ul>",
            f"<ul><li>Un</li></ul>{CARD}",
        ),
        ("<p>Voir https://youtu.be/aqz-KE-bpKQ</p>", None),
        ("<ul><li>https://youtu.be/aqz-KE-bpKQ</li></ul>", None),
        (
            '<embed embedtype="video" title="Un" url="https://example.org/film">',
            '<p><a href="https://example.org/film" rel="ugc nofollow noopener">Un</a></p>',
        ),
        ('<embed embedtype="video" title="Un" url="javascript:alert(1)">', ""),
    ],
)
def test_a_video_is_a_card_and_the_rest_a_link(typed, body):
    assert clean(typed) == (typed if body is None else body)


def test_a_title_does_not_break_out_of_its_card():
    body = clean(f"{CARD[:-2]}>".replace('title=""', 'title="&quot;><script>"'))

    assert 'title="&quot;&gt;&lt;script&gt;"' in body
    assert clean(body) == body


def test_readers_get_a_link_that_says_where_it_leads(entraide, armelle):
    card = CARD.replace('title=""', 'title="Le &lt;b&gt; film"')
    page = text_of(
        read("bellevue.localhost", local(make_article(entraide, by=armelle, body=card)))
    )

    assert 'href="https://www.youtube.com/watch?v=aqz-KE-bpKQ"' in page
    assert "Le &lt;b&gt; film" in page
    assert "Regarder la vidéo sur YouTube, un autre site" in page
    assert "<iframe" not in page
    assert "ytimg" not in page


def test_a_host_that_is_known_no_longer_shows_nothing(entraide, armelle, settings):
    card = f'<embed embedtype="video" title="" url="https://framatube.org/w/{UUID}"/>'
    article = make_article(entraide, by=armelle, body=f"<p>Un</p>{card}")
    settings.PEERTUBE_HOSTS = []

    response = read("bellevue.localhost", local(article))

    assert response.status_code == 200
    assert "framatube" not in text_of(response)
