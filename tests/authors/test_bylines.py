"""Bylines: their names and addresses, organisations and mandates."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from authors.models import Author, Membership
from authors.names import filing_name
from authors.services import create_author, rename_author
from tests.builders import (
    local,
    make_article,
    make_author,
    make_mandate,
    make_organisation,
    read,
    text_of,
    workshop_of,
)

NO_LINKS = {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0"}


def test_a_byline_is_presented_on_its_page(entraide, portal, armelle):
    make_article(entraide, by=armelle)

    response = workshop_of(armelle).post(
        "/compte/profil/",
        {
            "name": armelle.name,
            "biography": "Je marche.\n\nJe note <tout>.",
            "links-TOTAL_FORMS": "1",
            "links-INITIAL_FORMS": "0",
            "links-0-label": "Mon carnet",
            "links-0-url": "https://example.org/carnet",
        },
    )

    page = text_of(read(portal, "/auteurs/armelle-quemeneur/"))
    assert response["Location"] == "/compte/profil/armelle-quemeneur/"
    assert "<p>Je note &lt;tout&gt;.</p>" in page
    assert 'href="https://example.org/carnet" rel="ugc nofollow noopener"' in page


def test_renamed_the_old_address_leads_to_the_new_one(entraide, portal, armelle):
    make_article(entraide, by=armelle)

    workshop_of(armelle).post(
        "/compte/profil/", {"name": "Armelle Kerneis", **NO_LINKS}
    )

    old = read(portal, "/auteurs/armelle-quemeneur/")
    assert old.status_code == 301
    assert old["Location"].endswith("/auteurs/armelle-kerneis/")
    assert read(portal, "/auteurs/armelle-kerneis/").status_code == 200


def test_renamed_twice_every_address_leads_to_the_last(entraide, portal, armelle):
    make_article(entraide, by=armelle)
    rename_author(armelle, "Armelle Kerneis")

    rename_author(armelle, "Armelle Le Roux")

    for former in ("armelle-quemeneur", "armelle-kerneis"):
        response = read(portal, f"/auteurs/{former}/")
        assert response["Location"].endswith("/auteurs/armelle-le-roux/")


def test_a_name_taken_again_is_its_own_address_again(entraide, portal, armelle):
    make_article(entraide, by=armelle)
    rename_author(armelle, "Armelle Kerneis")

    rename_author(armelle, "Armelle Quéméneur")

    assert armelle.slug == "armelle-quemeneur"
    assert read(portal, "/auteurs/armelle-quemeneur/").status_code == 200
    back = read(portal, "/auteurs/armelle-kerneis/")
    assert back["Location"].endswith("/auteurs/armelle-quemeneur/")


def test_renamed_every_kept_page_has_the_new_name(entraide, bellevue, portal, armelle):
    article = make_article(entraide, by=armelle)
    pages = [(bellevue, "/"), (bellevue, local(article)), (portal, "/auteurs/")]
    before = [text_of(read(*page)) for page in pages]

    workshop_of(armelle).post("/compte/profil/", {"name": "Yuna Zoudour", **NO_LINKS})

    after = [text_of(read(*page)) for page in pages]
    found = read(portal, "/recherche/", {"q": "Zoudour"}).context["page_of_list"].items
    assert all("Armelle Quéméneur" in page for page in before)
    assert not any("Armelle Quéméneur" in page for page in after)
    assert all("Yuna Zoudour" in page for page in after)
    assert [p.article.pk for p in found] == [article.pk]


def test_two_people_of_one_name_have_two_addresses(armelle):
    other = create_author("Armelle Quéméneur")
    third = create_author("Armelle Quemeneur")

    assert (other.slug, third.slug) == ("armelle-quemeneur-2", "armelle-quemeneur-3")


def test_an_address_that_somebody_had_is_never_given_to_another(armelle):
    rename_author(armelle, "Armelle Kerneis")

    other = create_author("Armelle Quéméneur")

    assert other.slug == "armelle-quemeneur-2"


@pytest.mark.parametrize("name", ["Mairie", "Flux", "Admin", "Équipe"])
def test_a_name_that_would_mislead_has_another_address(name, db):
    assert create_author(name).slug.endswith("-2")


@pytest.mark.parametrize("name", ["李小龍", "!!!", "Ω"])
def test_a_name_without_latin_letters_has_an_address(name, db):
    assert create_author(name).slug == "signature"


@pytest.mark.parametrize(
    ("name", "is_person", "filed"),
    [
        ("Yuna Le Borgne", True, "le borgne yuna"),
        ("Œdipe Ça", True, "ca oedipe"),
        ("Armelle", True, "armelle"),
        ("Les Lavoirs de Lambé", False, "lavoirs de lambe"),
        ("L’Atelier", False, "atelier"),
    ],
)
def test_names_are_filed_as_a_directory_does(name, is_person, filed):
    assert filing_name(name, is_person=is_person) == filed


# Organisations


def test_an_organisation_has_members_and_no_account(passant):
    lavoirs = make_organisation("Les Lavoirs")

    with pytest.raises(IntegrityError), transaction.atomic():
        Author.objects.filter(pk=lavoirs.pk).update(user=passant)


def test_a_member_presents_the_organisation(entraide, portal, armelle):
    lavoirs = make_organisation("Les Lavoirs", armelle)

    response = workshop_of(armelle).post(
        "/compte/profil/les-lavoirs/",
        {"name": "Les Lavoirs", "biography": "Depuis 1987.", **NO_LINKS},
    )

    lavoirs.refresh_from_db()
    assert response.status_code == 302
    assert lavoirs.biography == "Depuis 1987."


@pytest.mark.parametrize(
    ("first", "last", "acts"),
    [
        (-1, None, True),
        (0, 0, True),
        (0, None, True),
        (-9, 0, True),
        (-9, -1, False),
        (1, None, False),
    ],
)
def test_a_mandate_counts_from_its_first_day_to_its_last(first, last, acts, armelle):
    today = timezone.localdate()
    lavoirs = make_organisation("Les Lavoirs")
    until = None if last is None else today + timedelta(days=last)
    make_mandate(armelle, lavoirs, since=today + timedelta(days=first), until=until)

    bylines = list(Author.objects.for_user(armelle.user))
    page = workshop_of(armelle).get("/compte/profil/les-lavoirs/")

    assert (lavoirs in bylines) is acts
    assert page.status_code == (200 if acts else 404)


def test_one_mandate_at_a_time(armelle):
    lavoirs = make_organisation("Les Lavoirs", armelle)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_mandate(armelle, lavoirs, since=date(2021, 1, 1))


def test_a_mandate_ends_after_it_begins(armelle):
    lavoirs = make_organisation("Les Lavoirs")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_mandate(armelle, lavoirs, since=date(2021, 1, 2), until=date(2021, 1, 1))


def test_a_mandate_is_for_an_organisation(armelle, bran):
    mandate = Membership(user=armelle.user, organisation=bran, since=date(2021, 1, 1))

    with pytest.raises(ValidationError) as refusal:
        mandate.full_clean()

    assert list(refusal.value.message_dict) == ["organisation"]


# Public


def test_somebody_with_nothing_published_has_no_page(portal, armelle):
    assert read(portal, "/auteurs/armelle-quemeneur/").status_code == 404
    assert read(portal, "/auteurs/armelle-quemeneur/flux/").status_code == 404


def test_a_former_address_of_somebody_unpublished_tells_nothing(portal, armelle):
    rename_author(armelle, "Armelle Kerneis")

    assert read(portal, "/auteurs/armelle-quemeneur/").status_code == 404


def test_the_page_lists_all_work_newest_first_with_roles_and_co_signatories(
    entraide, jardins, portal, armelle, bran
):
    now = timezone.now()
    make_article(
        entraide, by=armelle, title="Ancien", published_at=now - timedelta(days=400)
    )
    both = make_article(jardins, by=bran, title="À deux", published_at=now)
    both.signatures.create(
        author=armelle, role="photos", state="accepted", accepted_at=now, order=1
    )

    response = read(portal, "/auteurs/armelle-quemeneur/")

    items = response.context["page_of_list"].items
    page = text_of(response)
    assert [p.article.title for p in items] == ["À deux", "Ancien"]
    assert response.context["count"] == 2
    assert sorted(response.context["places"]) == ["Bellevue", "Lambézellec"]
    assert "<span>photos</span>" in page
    assert 'avec <a class="byline__name"' in page


# Bad input


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "moi@example.org"}, "name"),
        ({"biography": "x" * 2001}, "biography"),
        ({"neighbourhood": "999999"}, "neighbourhood"),
        ({"neighbourhood": "abc"}, "neighbourhood"),
    ],
)
def test_a_profile_that_is_refused_keeps_what_was_typed(changes, field, armelle):
    data = {"name": "Autre nom", "biography": "À garder.", **NO_LINKS, **changes}

    response = workshop_of(armelle).post("/compte/profil/", data)

    armelle.refresh_from_db()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert armelle.name == "Armelle Quéméneur"
    if field != "biography":
        assert "À garder.</textarea>" in text_of(response)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org", "x"])
def test_a_link_leads_to_the_web(url, armelle):
    response = workshop_of(armelle).post(
        "/compte/profil/",
        {
            "name": armelle.name,
            "links-TOTAL_FORMS": "1",
            "links-INITIAL_FORMS": "0",
            "links-0-label": "Lien",
            "links-0-url": url,
        },
    )

    assert response.status_code == 422
    assert armelle.links.count() == 0


@pytest.mark.parametrize("total", ["", "abc", "1000000"])
def test_a_forged_form_of_links_is_refused(total, armelle):
    response = workshop_of(armelle).post(
        "/compte/profil/",
        {"name": "Autre nom", "links-TOTAL_FORMS": total, "links-INITIAL_FORMS": "0"},
    )

    armelle.refresh_from_db()
    assert response.status_code == 422
    assert armelle.name == "Armelle Quéméneur"


def test_the_link_of_somebody_else_is_not_changed(armelle):
    other = make_author("Yuna Zoudour")
    link = other.links.create(label="À elle", url="https://example.org/")

    workshop_of(armelle).post(
        "/compte/profil/",
        {
            "name": armelle.name,
            "links-TOTAL_FORMS": "1",
            "links-INITIAL_FORMS": "1",
            "links-0-id": link.pk,
            "links-0-label": "À moi",
            "links-0-url": "https://example.org/moi",
        },
    )

    link.refresh_from_db()
    assert (link.label, link.author) == ("À elle", other)
