"""Readers' hosts, the workshop's host, and all the others."""

import re
from urllib.parse import unquote_to_bytes

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from wagtail.models import Site

from articles.services.documents import attach
from brestnet import urls_public
from tests.builders import (
    WORKSHOP,
    At,
    at,
    drain,
    local,
    make_article,
    make_picture,
    read,
    text_of,
    upload,
    workshop_of,
)
from tests.office import pdf_bytes


@pytest.fixture
def article(entraide, armelle):
    cover = make_picture(by=armelle)
    made = make_article(
        entraide, by=armelle, title="Le banc", tags=["vélo"], cover=cover
    )
    attach(made, upload(pdf_bytes()), by=armelle.user, title="Le plan")
    return made


def in_each_format(*place):
    return [[*place], [*place, "rss"], [*place, "json"]]


def addresses(article):
    """Every public address, by the name it has in the table."""
    now = timezone.localtime()
    arguments = {
        "authors": [[]],
        "author": [["armelle-quemeneur"]],
        "author_feed": in_each_format("armelle-quemeneur"),
        "tag": [["velo"]],
        "tag_feed": in_each_format("velo"),
        "month": [[now.year, now.month]],
        "feed": in_each_format(),
        "section_feed": in_each_format("entraide"),
        "theme_of": [["bellevue"]],
        "markdown": [local(article).strip("/").split("/")],
        "corrections": [local(article).strip("/").split("/")],
        "document": [[*local(article).strip("/").split("/"), article.documents[0].key]],
        "pdf": [local(article).strip("/").split("/")],
        "media": [[article.cover.file.name]],
        "share_picture": [["site", "0" * 12], [article.pk, "0" * 12]],
        "sitemap": [["pages"], ["1"]],
        "wagtail_serve": [[""], ["entraide/"], [local(article)[1:]], ["charte/"]],
    }
    for pattern in urls_public.urlpatterns:
        assert isinstance(pattern, URLPattern)
    for name in dict.fromkeys(pattern.name for pattern in urls_public.urlpatterns):
        for given in arguments.get(name, [[]]):
            yield reverse(name, urls_public.__name__, args=given)


def test_no_readers_page_sets_a_cookie_or_depends_on_one(article, reseau):
    client = workshop_of(reseau).client
    faults = []

    for host in ("localhost", "bellevue.localhost", "lambezellec.localhost"):
        for path in [*addresses(article), "/nulle-part/", "/recherche/?q=banc"]:
            response = at(client, host).get(path)
            drain(response)
            vary = response.get("Vary", "").lower()
            if response.cookies or "cookie" in vary or response.status_code >= 500:
                faults.append((host, path, vary, dict(response.cookies)))

    assert faults == []


def test_every_reader_gets_the_same_bytes(article, reseau, bellevue):
    signed_in = workshop_of(reseau).client
    paths = ["/", "/entraide/", local(article), "/mots/", "/recherche/", "/nulle-part/"]

    hers = [at(signed_in, bellevue).get(path).content for path in paths]

    assert hers == [read(bellevue, path).content for path in paths]
    assert b"csrfmiddlewaretoken" not in b"".join(hers)
    assert re.findall(rb'method="post"', b"".join(hers)) == []


@pytest.mark.parametrize("host", ["localhost", "bellevue.localhost"])
@pytest.mark.parametrize(
    "path", ["/", "/nulle-part/", "/recherche/", "/flux/", "/theme.css"]
)
def test_readers_hosts_send_strict_headers(host, path, db):
    response = read(host, path)

    assert response["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/", "/ecrire/", "/compte/login/", "/nulle-part/"])
def test_the_workshop_sends_strict_headers_and_is_kept_by_nobody(path, db):
    response = workshop_of(None).get(path)

    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_the_admin_has_the_narrowest_policy_it_works_with(reseau):
    policy = workshop_of(reseau).get("/gestion/")["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["script-src"] == "'self'"
    assert directives["default-src"] == "'none'"
    assert directives["frame-ancestors"] == "'self'"


def test_the_workshops_cookies_are_its_own(passant):
    visitor = workshop_of(None)

    response = visitor.post(
        "/compte/login/", {"login": passant.email, "password": "la-rade-au-matin"}
    )

    for cookie in response.cookies.values():
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"
        assert cookie["domain"] == ""
        assert cookie["path"] == "/"
    assert set(response.cookies) == {settings.SESSION_COOKIE_NAME, "csrftoken"}


@pytest.mark.parametrize("path", ["/", "/entraide/"])
def test_no_page_holds_script_or_style_of_its_own(path, article, bellevue):
    page = text_of(read(bellevue, path)) + text_of(read(bellevue, local(article)))

    scripts = re.findall(r"<script[^>]*>", page)
    ours = '<script src="/static/js/share.js" defer>'
    assert set(scripts) <= {'<script type="application/ld+json">', ours}
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []
    assert re.findall(r'(?:src|href)="//', page) == []


def test_a_kept_page_answers_304(article, bellevue):
    first = read(bellevue, local(article))

    second = read(bellevue, local(article), HTTP_IF_NONE_MATCH=first["ETag"])

    assert second.status_code == 304
    assert second.content == b""
    assert first["Cache-Control"] == "public, no-cache"


def test_what_was_kept_with_gzip_is_not_given_without(article, bellevue):
    zipped = read(bellevue, local(article), HTTP_ACCEPT_ENCODING="gzip")
    plain = read(bellevue, local(article))
    zipped_again = read(bellevue, local(article), HTTP_ACCEPT_ENCODING="gzip")

    assert zipped["Content-Encoding"] == "gzip"
    assert not plain.has_header("Content-Encoding")
    assert zipped_again.content == zipped.content
    assert "Accept-Encoding" in plain["Vary"]


def test_authors_live_on_the_portal(bellevue, portal):
    directory = read(bellevue, "/auteurs/")
    page = read(bellevue, "/auteurs/armelle-quemeneur/")

    assert (directory.status_code, page.status_code) == (301, 301)
    assert directory["Location"].split("/", 3)[3] == "auteurs/"
    assert page["Location"].split("/", 3)[3] == "auteurs/armelle-quemeneur/"
    assert portal.hostname in directory["Location"]
    assert "bellevue" not in directory["Location"]


def test_a_site_can_have_a_name_of_its_own(article, bellevue, portal):
    Site.objects.filter(pk=bellevue.pk).update(hostname="bellevue.example.org")
    Site.clear_site_root_paths_cache()

    page = text_of(read("bellevue.example.org"))

    assert "Le banc" in page
    assert "http://bellevue.example.org" in page
    assert read("bellevue.localhost").status_code == 404
    assert "//bellevue.example.org" in text_of(read(portal))


# Other hosts


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "evil.localhost",
        "bellevue.localhost.example.org",
        "bellevue.localhost@example.org",
        "127.0.0.1",
        "[::1]",
        "<script>alert(1)</script>",
        "a\x00b",
        "x" * 3000,
        "bellevue.localhost, example.org",
        ":8000",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/", "/gestion/", "/auteurs/"])
def test_an_unknown_host_gets_a_short_page_that_leads_to_the_portal(
    path, host, article
):
    response = read(host, path)

    page = text_of(response)
    assert response.status_code == 404
    assert f'href="{settings.SCHEME}://{settings.DOMAIN}' in page
    assert "Le banc" not in page
    if host not in ("", ":8000"):
        assert host[:40] not in page
    assert not response.cookies


@pytest.mark.parametrize(
    "host", ["BELLEVUE.localhost", "bellevue.localhost.", "bellevue.localhost:9"]
)
def test_a_host_is_known_in_any_spelling(host, db):
    response = read(host)

    assert response.status_code == 200
    assert host not in text_of(response)


def test_a_forwarded_host_is_not_believed(article, bellevue):
    response = read(
        bellevue,
        local(article),
        HTTP_X_FORWARDED_HOST="example.org",
        HTTP_FORWARDED="host=example.org",
    )

    assert response.status_code == 200
    assert "example.org" not in text_of(response)


def test_a_probe_asks_by_any_host(db):
    assert text_of(read("10.0.0.7", "/healthz")) == "ok\n"


# Odd addresses: never a 500

QUERIES = [
    *("page=0", "page=-1", "page=99999", "page=abc", "page=1&page=2", "page=", "page"),
    *("page=%00", "page=%ff", "page=1.5", "page=1e3", "page=²", "page=٣", "%", "&&="),
    *("q=%00", "q=%ff%fe", "q=" + "x" * 5000, "q=%F0%9F%9A%B2", "q[]=1", "q=%27%22%3C"),
    *("q=%22", "q=*", "q=%28", "q=AND", "q=a%3A*", "q=%5C", "q=a%26b", "q=-", "q=%22a"),
    *("initiale=%C3%A9", "initiale=ab", "initiale=%00", "quartier=x", "quartier=%00"),
]
PATHS = [
    *("//", "/../", "/./", "/..%2f", "/%00/", "/%ff/", "/%2e%2e/", "/entraide//"),
    *(
        "/é/",
        "/%F0%9F%9A%B2/",
        "/" + "x" * 5000 + "/",
        "/" + "a/" * 300,
        "/ /",
        "/%0a/",
    ),
    *(
        "/archives/0/0/",
        "/archives/2026/13/",
        "/archives/99999/1/",
        "/archives/9999/12/",
    ),
    *("/archives/2026/0/", "/archives/" + "9" * 30 + "/1/", "/archives/abc/1/"),
    *("/archives/0001/01/", "/archives/1/1/", "/archives/0001/1/"),
    *("/mots/x/", "/mots/%00/", "/mots//", "/mots/x/flux/", "/auteurs/x/"),
    *("/auteurs/%00/", "/auteurs/x/flux/", "/x/flux/", "/flux/flux/", "/mots/flux/"),
    *("/flux/xml/", "/flux/rss/json/", "/flux/rss/flux/", "/x/flux/json/"),
    *("/sitemap-0.xml", "/sitemap-2.xml", "/sitemap-9999.xml", "/sitemap-99999.xml"),
    *("/partage/site-.jpg", "/partage/9-zz.jpg", "/partage/" + "9" * 30 + "-0.jpg"),
    *("/entraide/%00.md", "/entraide/.md", "/é/é.md", "/entraide/le-banc.md/"),
    *("/sitemap-x.xml", "/media/", "/media/../manage.py", "/media/%2e%2e/manage.py"),
    *(
        "/media/photos/x.webp",
        "/media//etc/passwd",
        "/media/%00.webp",
        "/media/photos/",
    ),
    *("/theme/x.css", "/theme/.css", "/static/../manage.py", "/.env", "/wp-login.php"),
    *("/article123.html", "/spip.php", "/favicon.ico", "/index.php?page=1"),
]


def ask(host, address):
    """Ask for the bytes as they are; return the status, never an exception."""
    path, _mark, query = address.partition("?")
    # As a server hands them on: the bytes, each as one character.
    as_sent = {
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.encode().decode("latin-1"),
    }
    client = Client(raise_request_exception=False)
    response = drain(client.generic("GET", "/", HTTP_HOST=host, **as_sent))
    return response.status_code


@pytest.mark.parametrize("host", ["localhost", "bellevue.localhost"])
def test_no_odd_query_breaks_a_page(host, article):
    broken = []
    pages = [path for path in addresses(article) if not path.startswith("/media")]

    for path in pages:
        for query in ("page=0", "page=-1", "page=99999", "page=abc", "page=%00"):
            status = ask(host, f"{path}?{query}")
            if status not in (200, 301, 302, 404, 410, 422):
                broken.append((path, query, status))
    for path in (
        "/",
        "/recherche/",
        "/auteurs/",
        "/entraide/",
        "/mots/velo/",
        "/flux/",
    ):
        for query in QUERIES:
            status = ask(host, f"{path}?{query}")
            if status not in (200, 301, 404, 422):
                broken.append((path, query, status))

    assert broken == []


@pytest.mark.parametrize("host", ["localhost", "bellevue.localhost", WORKSHOP])
def test_no_odd_path_breaks_a_host(host, article):
    statuses = {path: ask(host, path) for path in PATHS}

    known = (200, 301, 302, 400, 404)
    assert {p: s for p, s in statuses.items() if s not in known} == {}
    # A theme is made for any name; nothing else of these is a page.
    assert [p for p, s in statuses.items() if s == 200] == ["/theme/x.css"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page=1", 200),
        ("page=2", 404),
        ("page=0", 404),
        ("page=-1", 404),
        ("page=99999", 404),
        ("page=abc", 404),
        ("page=01", 200),
        ("page=%32", 404),
    ],
)
@pytest.mark.parametrize("path", ["/", "/entraide/", "/mots/velo/"])
def test_a_page_number_that_is_none_is_not_found(path, query, status, article):
    assert ask("bellevue.localhost", f"{path}?{query}") == status


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]
)
@pytest.mark.parametrize(
    "path", ["/", "/recherche/", "/flux/", "/auteurs/", "/theme.css"]
)
def test_readers_hosts_are_only_read(path, method, db):
    response = At(Client(), "localhost").request(method, path)

    assert response.status_code == 405


def test_an_error_is_in_french_and_tells_nothing(bellevue, db):
    client = Client(raise_request_exception=False)

    def is_down(*_query):
        raise OperationalError("the database is down: 10.0.0.7")

    with connection.execute_wrapper(is_down):
        response = client.get("/", HTTP_HOST=bellevue.hostname)

    assert response.status_code == 500
    assert "Quelque chose a cassé" in text_of(response)
    # Its style has no hashed name to look up, and no page of the network's to ask.
    assert re.findall(r'(?:href|src)="([^"]+)"', text_of(response)) == [
        "/static/css/alone.css",
        "/",
    ]
    assert "database" not in text_of(response)
    assert "10.0.0.7" not in text_of(response)
