"""Making the network: once, and again without undoing what people did."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Page, Site, Workflow

from articles.models import ArticlePage, SectionPage
from sites.models import NeighbourhoodPage, NetworkPage
from sites.services.provisioning import NEIGHBOURHOODS, provision
from tests.builders import PLACES, make_draft, read, text_of

CONTRACT = [
    *("bellevue", "centre", "europe", "lambezellec", "quatre-moulins"),
    *("recouvrance", "saint-marc", "saint-pierre"),
]


def everything():
    return {
        "pages": list(Page.objects.order_by("path").values()),
        "sites": list(Site.objects.order_by("pk").values()),
        "groups": list(Group.objects.order_by("pk").values()),
        "rights": list(GroupPagePermission.objects.order_by("pk").values()),
        "workflows": list(Workflow.objects.order_by("pk").values()),
        "faces": list(NeighbourhoodPage.objects.order_by("pk").values()),
    }


def test_the_eight_sites_are_those_of_the_contract(db):
    provision()

    hosts = Site.objects.filter(is_default_site=False).order_by("hostname")
    assert [n.slug for n in NEIGHBOURHOODS] == CONTRACT
    assert [s.hostname for s in hosts] == [f"{slug}.localhost" for slug in CONTRACT]
    assert [read(s).status_code for s in hosts] == [200] * 8


def test_done_twice_it_changes_nothing(db):
    before = everything()

    provision(PLACES)

    assert everything() == before


def test_nothing_of_wagtails_welcome_is_left(portal):
    assert not Page.objects.filter(slug="home").exists()
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()
    assert (
        Site.objects.get(is_default_site=True).root_page.specific_class is NetworkPage
    )


def test_what_people_changed_stays(bellevue, portal):
    page = NeighbourhoodPage.objects.get(slug="bellevue")
    page.title, page.tagline, page.hue = "Bellevue, là-haut", "Notre devise", 12
    page.save_revision().publish()
    SectionPage.objects.get(slug="memoire").delete()
    section = SectionPage.objects.get(slug="entraide")
    section.title = "Coups de main"
    section.save_revision().publish()
    Site.objects.filter(pk=portal.pk).update(site_name="Les quartiers")

    provision(PLACES)

    page.refresh_from_db()
    section.refresh_from_db()
    portal.refresh_from_db()
    assert (page.title, page.tagline, page.hue) == (
        "Bellevue, là-haut",
        "Notre devise",
        12,
    )
    assert section.title == "Coups de main"
    assert portal.site_name == "Les quartiers"


def test_articles_stay(entraide, armelle):
    article = make_draft(entraide, by=armelle)

    provision(PLACES)

    assert ArticlePage.objects.get().pk == article.pk


def test_the_hosts_follow_the_domain_and_the_port(db, settings):
    settings.DOMAIN, settings.WORKSHOP_HOST = "brest.test", "atelier.brest.test"
    settings.PUBLIC_PORT = 8123

    provision(PLACES)

    hosts = Site.objects.order_by("hostname").values_list("hostname", "port")
    assert list(hosts) == [
        ("bellevue.brest.test", 8123),
        ("brest.test", 8123),
        ("lambezellec.brest.test", 8123),
    ]
    assert read("bellevue.localhost").status_code == 404
    assert "http://brest.test:8123/auteurs/" in text_of(read("bellevue.brest.test"))


def test_a_name_that_people_gave_a_site_stays(bellevue, settings):
    Site.objects.filter(pk=bellevue.pk).update(hostname="bellevue.example.org")
    settings.DOMAIN, settings.WORKSHOP_HOST = "brest.test", "atelier.brest.test"

    provision(PLACES)

    bellevue.refresh_from_db()
    assert bellevue.hostname == "bellevue.example.org"


def test_each_editors_group_has_its_own_root_alone(bellevue, lambezellec):
    rights = GroupPagePermission.objects.values_list(
        "group__name", "page__slug", "permission__codename"
    )

    assert sorted(rights) == [
        ("Éditeurs – Bellevue", "bellevue", "change_page"),
        ("Éditeurs – Bellevue", "bellevue", "publish_page"),
        ("Éditeurs – Lambézellec", "lambezellec", "change_page"),
        ("Éditeurs – Lambézellec", "lambezellec", "publish_page"),
    ]


@pytest.mark.parametrize("path", ["/charte/", "/mentions-legales/", "/accessibilite/"])
def test_the_portal_has_its_information_pages(path, portal):
    response = read(portal, path)

    assert response.templates[0].name == "sites/info.html"


def test_the_page_tree_holds_what_it_should(db):
    assert NetworkPage.allowed_subpage_models() == [
        m for m in NetworkPage.allowed_subpage_models() if m.__name__ == "InfoPage"
    ]
    assert [m.__name__ for m in NeighbourhoodPage.allowed_subpage_models()] == [
        "SectionPage"
    ]
    assert [m.__name__ for m in SectionPage.allowed_subpage_models()] == ["ArticlePage"]
    assert [m.__name__ for m in ArticlePage.allowed_parent_page_models()] == [
        "SectionPage"
    ]
    assert ArticlePage.allowed_subpage_models() == []
