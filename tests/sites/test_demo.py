"""The demo network. Slow: it is loaded once for this file."""

from unittest import mock

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test.utils import override_settings
from wagtail.models import Site

from articles.enums import Role, Stage
from articles.models import (
    ArticlePage,
    HelpOffer,
    HelpRequest,
    Picture,
    Placement,
    Remark,
    Signature,
    Withdrawal,
)
from authors.models import Author, HelpingHand, User
from sites.services import demo
from sites.services.provisioning import provision
from tests.builders import PLACES, workshop_of

# One worker runs this file, so that the demo is loaded once.
pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Load the demo in a transaction that this file rolls back at its end."""
    media = tmp_path_factory.mktemp("media")
    quick = override_settings(
        MEDIA_ROOT=media,
        PRIVATE_ROOT=tmp_path_factory.mktemp("private"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            **django_settings.STORAGES,
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
            },
        },
    )
    # The browser tests see the files of each picture; these ask the records.
    no_files = mock.patch.object(Picture, "files", return_value=[])
    with django_db_blocker.unblock(), quick, no_files, transaction.atomic():
        provision(PLACES)
        demo.load()
        yield media
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def with_its_pictures(loaded, settings, db):
    settings.MEDIA_ROOT = loaded


def stages():
    found: dict[str, int] = {}
    for article in ArticlePage.objects.all():
        found[str(article.stage)] = found.get(str(article.stage), 0) + 1
    return found


def test_it_has_a_network_full_of_articles_in_every_state():
    found = stages()

    assert set(found) == {str(stage) for stage in Stage}
    assert found["published"] >= 100
    assert [s.root_page.slug for s in Site.objects.all()].count("portail") == 1
    for site in Site.objects.filter(is_default_site=False):
        assert Placement.objects.on_site(site).count() >= 8


def test_it_has_authors_organisations_and_co_signatories():
    signed = Signature.objects.accepted()
    several = [a for a in ArticlePage.objects.live() if a.signatures.count() > 1]

    assert Author.objects.count() >= 40
    assert Author.objects.filter(kind="organisation").count() == 6
    assert len(several) >= 5
    assert signed.exclude(role=Role.TEXT).exists()
    assert Withdrawal.objects.exists()
    assert any(article.corrected_at for article in ArticlePage.objects.live())


def test_every_published_article_is_signed_and_every_picture_described():
    signed = Signature.objects.accepted().values("article")

    assert not ArticlePage.objects.live().exclude(pk__in=signed).exists()
    assert not Picture.objects.filter(description="").exists()
    assert not Picture.objects.filter(credit="").exists()


def test_loaded_again_it_adds_and_changes_nothing():
    article = ArticlePage.objects.live().first()
    ArticlePage.objects.filter(pk=article.pk).update(title="Changé par quelqu’un")
    tables = (ArticlePage, Author, User, Picture, Placement, Signature, Withdrawal)
    tables += (HelpingHand, HelpRequest, HelpOffer, Remark)
    before = [table.objects.count() for table in tables]
    rows = list(ArticlePage.objects.order_by("pk").values())

    new = demo.load()

    assert new == 0
    assert [table.objects.count() for table in tables] == before
    assert list(ArticlePage.objects.order_by("pk").values()) == rows


def test_the_command_writes_to_nobody(capsys):
    call_command("demo")

    assert mail.outbox == []
    assert "0 nouveaux articles" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("email", "path"),
    [
        ("armelle-quemeneur@example.org", "/"),
        ("editeur.bellevue@example.org", "/moderation/"),
        ("reseau@example.org", "/gestion/"),
    ],
)
def test_the_demo_accounts_sign_in(email, path):
    visitor = workshop_of(None)

    visitor.post("/compte/login/", {"login": email, "password": demo.PASSWORD})

    assert visitor.client.session.get("_auth_user_id") == str(
        User.objects.get(email=email).pk
    )
    assert visitor.get(path).status_code == 200


def test_the_queue_of_bellevue_has_work_in_it():
    editor = User.objects.get(email="editeur.bellevue@example.org")

    items = workshop_of(editor).get("/moderation/").context["page_of_list"].items

    assert len(items) >= 1
    assert {article.get_site().root_page.slug for article in items} == {"bellevue"}


def test_somebody_asks_for_a_hand_and_the_citizens_draft_has_remarks():
    citizen = User.objects.get(email="armelle-quemeneur@example.org")
    draft = ArticlePage.objects.get(title="Le courrier des absents")
    desk = workshop_of(citizen)

    asked = desk.get("/coups-de-main/").context["page_of_list"].items
    placed = desk.get(f"/textes/{draft.pk}/remarques/").context

    assert [one.article.title for one in asked] == [
        "Qui garde le sapin de l’école pendant les vacances ?"
    ]
    assert {where: len(found) for where, found in placed["placed"].items()} == {1: 1}
    assert [remark.by_name for remark in placed["lost"]] == ["Josette"]
