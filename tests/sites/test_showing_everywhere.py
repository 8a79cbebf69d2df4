"""What is published shows everywhere at once; what is taken down, nowhere."""

from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from articles.models import ContentVersion, Placement, SectionPage
from articles.services import placements, review
from sites.services.sharing import article_poster
from tests.builders import (
    again,
    cosign,
    local,
    make_article,
    make_author,
    make_signature,
    make_waiting,
    make_withdrawn,
    read,
    take_up,
    text_of,
    workshop_of,
    writing_form,
)

TITLE = "Un kiosque repeint"


def surfaces(article, author):
    """Every public place that shows a published article of Bellevue's Entraide."""
    now = timezone.localtime()
    month = f"/archives/{now.year}/{now.month}/"
    site, portal = "bellevue.localhost", "localhost"
    return [
        (site, "/"),
        (site, "/entraide/"),
        (site, "/mots/peinture/"),
        (site, month),
        (site, "/recherche/?q=kiosque"),
        (site, "/flux/"),
        (site, "/flux/rss/"),
        (site, "/flux/json/"),
        (site, "/entraide/flux/"),
        (site, "/mots/peinture/flux/"),
        (portal, "/"),
        (portal, "/mots/peinture/"),
        (portal, month),
        (portal, "/recherche/?q=kiosque"),
        (portal, "/flux/"),
        (portal, f"/auteurs/{author.slug}/"),
        (portal, f"/auteurs/{author.slug}/flux/"),
        (portal, f"/auteurs/{author.slug}/flux/rss/"),
        (portal, f"/auteurs/{author.slug}/flux/json/"),
    ]


def places_that_show(article, author):
    """Return where the title is read, with the address of the article in maps."""
    found = []
    for host, address in surfaces(article, author):
        path, _mark, query = address.partition("?q=")
        response = read(host, path, {"q": query} if query else None)
        if TITLE in text_of(response):
            found.append((host, address))
    map_of_site = text_of(read("bellevue.localhost", "/sitemap-1.xml"))
    if f"<loc>{article.get_absolute_url()}</loc>" in map_of_site:
        found.append("sitemap")
    if author.name in text_of(read("localhost", "/auteurs/")):
        found.append("directory")
    return found


def everywhere(article, author):
    return [*surfaces(article, author), "sitemap", "directory"]


@pytest.fixture
def waiting(entraide, armelle):
    return make_waiting(entraide, by=armelle, title=TITLE, tags=["peinture"])


def test_published_it_shows_everywhere_also_where_pages_were_kept(
    waiting, armelle, maiwenn
):
    before = places_that_show(waiting, armelle)

    workshop_of(maiwenn).post(
        f"/moderation/{waiting.pk}/publication/", {"seen": waiting.latest_revision_id}
    )

    assert before == []
    assert places_that_show(waiting, armelle) == everywhere(waiting, armelle)


def test_withdrawn_it_is_gone_everywhere_also_from_kept_pages(
    waiting, armelle, maiwenn
):
    review.publish(waiting, by=maiwenn)
    before = places_that_show(waiting, armelle)

    workshop_of(maiwenn).post(f"/textes/{waiting.pk}/retrait/", {"reason": "Erreur."})

    assert before == everywhere(waiting, armelle)
    assert places_that_show(waiting, armelle) == []
    assert read("bellevue.localhost", local(waiting)).status_code == 410
    assert read("localhost", f"/auteurs/{armelle.slug}/").status_code == 404


def test_unpublished_from_the_admin_it_is_gone_everywhere(waiting, armelle, maiwenn):
    review.publish(waiting, by=maiwenn)
    before = places_that_show(waiting, armelle)

    again(waiting).unpublish(user=maiwenn)

    assert before == everywhere(waiting, armelle)
    assert places_that_show(waiting, armelle) == []
    assert read("bellevue.localhost", local(waiting)).status_code == 404


def test_restored_it_is_back_everywhere(entraide, armelle, maiwenn):
    article = make_withdrawn(
        entraide,
        by=armelle,
        withdrawn_by=maiwenn,
        reason="Erreur.",
        title=TITLE,
        tags=["peinture"],
    )
    before = places_that_show(article, armelle)

    workshop_of(maiwenn).post(f"/textes/{article.pk}/remise-en-ligne/")

    assert before == []
    assert places_that_show(article, armelle) == everywhere(article, armelle)


def test_a_corrected_title_shows_everywhere(waiting, armelle, maiwenn):
    review.publish(waiting, by=maiwenn)
    article = again(waiting)
    article.title = "Ancien titre"
    places_that_show(article, armelle)

    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/",
        writing_form(article, title=f"{TITLE}, deux fois", tags="peinture"),
    )

    shown = places_that_show(article, armelle)
    assert shown == everywhere(article, armelle)
    assert f"{TITLE}, deux fois" in text_of(read("bellevue.localhost", "/"))


def test_a_deleted_article_leaves_every_kept_page(waiting, armelle, maiwenn, reseau):
    review.publish(waiting, by=maiwenn)
    before = places_that_show(waiting, armelle)

    again(waiting).delete(user=reseau)

    assert before == everywhere(waiting, armelle)
    assert places_that_show(waiting, armelle) == []


# Only accepted names


def texts_everywhere(article, author, site):
    """Yield each public surface with all that it says of an article."""
    own = local(article)
    asked = [
        *surfaces(article, author),
        ("bellevue.localhost", own),
        ("bellevue.localhost", f"{own}corrections/"),
        ("bellevue.localhost", f"{own.rstrip('/')}.md"),
        ("bellevue.localhost", "/sitemap-1.xml"),
        ("localhost", "/auteurs/"),
        ("localhost", "/sitemap.xml"),
        ("localhost", "/sitemap-pages.xml"),
    ]
    for host, address in asked:
        path, _mark, query = address.partition("?q=")
        response = read(host, path, {"q": query} if query else None)
        yield f"{host}{address}", text_of(response)
    printed = read("bellevue.localhost", f"{own.rstrip('/')}.pdf")
    pages = PdfReader(BytesIO(b"".join(printed.streaming_content)))
    yield "pdf", "\n".join(page.extract_text() for page in pages.pages)
    place = site.root_page.specific
    yield "share picture", repr(article_poster(again(article), site, place))


def places_that_name(name, article, author, site):
    """Return the surfaces that bear a name, or lead to its page, or find it."""
    slug = name.lower().replace(" ", "-")
    found = [
        place
        for place, text in texts_everywhere(article, author, site)
        if name in text or f"/{slug}/" in text
    ]
    if TITLE in text_of(read(site, "/recherche/", {"q": name})):
        found.append("search by name")
    if read("localhost", f"/auteurs/{slug}/").status_code == 200:
        found.append("author page")
    return found


def test_only_accepted_names_leave_the_server(
    waiting, bellevue, armelle, maiwenn, mailoutbox, committed
):
    accepted = make_author("Goulwena Accord")
    for state in ("invited", "declined", "withdrawn"):
        make_signature(waiting, make_author(f"Gwenola {state.title()}"), state)
    signature = cosign(waiting, accepted)
    with committed():
        review.publish(waiting, by=maiwenn)
    article = again(waiting)
    workshop_of(accepted).post(
        f"/ecrire/{article.pk}/",
        writing_form(article, chapo="Vert.", tags="peinture"),
    )
    planted = [f"Gwenola {state}" for state in ("Invited", "Declined", "Withdrawn")]

    before = places_that_name("Goulwena Accord", article, armelle, bellevue)
    shown = [places_that_name(n, article, armelle, bellevue) for n in planted]
    with committed():
        workshop_of(accepted).post(f"/signatures/{signature.pk}/retrait/")

    mails = " ".join(mail.subject + mail.body for mail in mailoutbox)
    corrections = f"bellevue.localhost{local(article)}corrections/"
    assert shown == [[], [], []]
    assert {corrections, "pdf", "share picture", "search by name", "author page"} < set(
        before
    )
    # Lists of titles alone and the portal's site map name nobody; all else did.
    assert len(before) >= 22
    assert places_that_name("Goulwena Accord", article, armelle, bellevue) == []
    assert not any(name in mails for name in [*planted, "Goulwena Accord"])


# Taken up by another site


def test_taken_up_it_says_where_it_comes_from_and_links_home(
    entraide, lambezellec, armelle
):
    article = make_article(entraide, by=armelle, title=TITLE)
    read(lambezellec)

    take_up(article, lambezellec)

    page = text_of(read(lambezellec))
    assert "Repris de Bellevue" in page
    assert f'href="{article.get_absolute_url()}">{TITLE}</a>' in page
    assert article.get_absolute_url().startswith("http://bellevue.")
    assert read(lambezellec, local(article)).status_code == 404


def test_taken_up_it_stands_in_the_section_of_the_site_that_took_it(
    entraide, jardins, lambezellec, armelle
):
    article = make_article(entraide, by=armelle, title=TITLE)

    take_up(article, lambezellec, section=jardins)

    assert TITLE in text_of(read(lambezellec, "/jardins/"))
    assert TITLE in text_of(read(lambezellec, "/jardins/flux/"))


def test_taken_up_it_counts_once_on_the_portal_and_on_its_authors_page(
    entraide, lambezellec, portal, armelle
):
    article = make_article(entraide, by=armelle, title=TITLE)

    take_up(article, lambezellec)

    profile = read(portal, f"/auteurs/{armelle.slug}/")
    network = read(portal).context["page_of_list"].items
    assert [p.article.pk for p in network] == [article.pk]
    assert [p.article.pk for p in profile.context["page_of_list"].items] == [article.pk]
    assert profile.context["count"] == 1
    assert list(profile.context["places"]) == ["Bellevue"]


def test_withdrawn_at_home_it_leaves_the_sites_that_took_it_up(
    entraide, lambezellec, armelle, maiwenn
):
    article = make_article(entraide, by=armelle, title=TITLE)
    take_up(article, lambezellec)
    before = text_of(read(lambezellec))

    review.withdraw(article, by=maiwenn, reason="Erreur.")

    assert TITLE in before
    assert TITLE not in text_of(read(lambezellec))


def test_its_own_site_lists_it_alone_in_its_map(entraide, lambezellec, armelle):
    article = make_article(entraide, by=armelle)
    take_up(article, lambezellec)

    index = text_of(read(lambezellec, "/sitemap.xml"))

    assert "sitemap-pages.xml" in index
    assert "sitemap-1.xml" not in index
    assert read(lambezellec, "/sitemap-1.xml").status_code == 404


def test_an_article_that_is_not_published_is_not_taken_up(
    entraide, lambezellec, armelle
):
    article = make_waiting(entraide, by=armelle)

    with pytest.raises(placements.WrongState):
        take_up(article, lambezellec)

    assert Placement.objects.count() == 0


def test_an_article_is_taken_up_once(entraide, bellevue, lambezellec, armelle):
    article = make_article(entraide, by=armelle)
    take_up(article, lambezellec)

    with pytest.raises(placements.WrongState):
        take_up(article, lambezellec)
    with pytest.raises(placements.WrongState):
        take_up(article, bellevue)

    assert article.placements.count() == 2


# A section that is moved or renamed carries its articles


def test_a_renamed_section_keeps_its_articles_at_their_new_address(
    entraide, bellevue, armelle
):
    article = make_article(entraide, by=armelle, title=TITLE)
    read(bellevue)
    section = SectionPage.objects.get(pk=entraide.pk)
    section.slug = "coups-de-main"

    section.save_revision().publish()

    address = again(article).get_absolute_url()
    assert "/coups-de-main/" in address
    assert f'href="{address}"' in text_of(read(bellevue))
    assert read(bellevue, local(again(article))).status_code == 200


def test_an_article_moved_to_another_section_is_listed_there(
    entraide, memoire, bellevue, armelle
):
    article = make_article(entraide, by=armelle, title=TITLE)
    read(bellevue, "/entraide/")
    read(bellevue, "/memoire/")

    article.move(memoire, pos="last-child")

    assert TITLE not in text_of(read(bellevue, "/entraide/"))
    assert TITLE in text_of(read(bellevue, "/memoire/"))


def test_an_article_moved_to_another_site_is_at_home_there(
    entraide, jardins, bellevue, lambezellec, armelle
):
    article = make_article(entraide, by=armelle, title=TITLE)
    read(bellevue)

    article.move(jardins, pos="last-child")

    home = article.placements.get(home=True)
    assert (home.site, home.section) == (lambezellec, jardins)
    assert TITLE not in text_of(read(bellevue))
    assert TITLE in text_of(read(lambezellec))


def test_moved_to_a_site_that_had_taken_it_up_it_stands_there_once(
    entraide, jardins, bellevue, lambezellec, armelle
):
    article = make_article(entraide, by=armelle, title=TITLE)
    take_up(article, lambezellec)

    article.move(jardins, pos="last-child")

    shown = article.placements.values_list("site", "home")
    assert list(shown) == [(lambezellec.pk, True)]


# What the database refuses


def test_one_placement_for_an_article_and_a_site(entraide, bellevue, armelle):
    article = make_article(entraide, by=armelle)

    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(
            article=article, site=bellevue, published_at=timezone.now()
        )


def test_one_home_for_an_article(entraide, lambezellec, armelle):
    article = make_article(entraide, by=armelle)

    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(
            article=article, site=lambezellec, home=True, published_at=timezone.now()
        )


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "accepted", "accepted_at": None},
        {"state": "declined", "ended_at": None},
        {"state": "withdrawn", "ended_at": None},
        {"state": "perhaps"},
        {"role": "boss"},
    ],
)
def test_a_signature_that_says_too_little_is_refused(fields, entraide, armelle, bran):
    article = make_article(entraide, by=armelle)
    signature = cosign(article, bran)

    with pytest.raises(IntegrityError), transaction.atomic():
        article.signatures.filter(pk=signature.pk).update(**fields)


def test_one_signature_for_an_author_an_article_and_a_role(entraide, armelle):
    article = make_article(entraide, by=armelle)
    signature = article.signatures.get()
    signature.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        signature.save()

    cosign(article, armelle, role="photos")
    assert article.signatures.count() == 2


@pytest.mark.parametrize(
    "fields",
    [{"form": "roman"}, {"language": "xx"}, {"licence": "mine"}, {"latitude": 91.0}],
)
def test_an_article_says_only_known_words(fields, entraide, armelle):
    article = make_article(entraide, by=armelle)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(article).objects.filter(pk=article.pk).update(**fields)


def test_there_is_one_content_version(portal):
    with pytest.raises(IntegrityError), transaction.atomic():
        ContentVersion.objects.create(pk=2, number=1)
