"""A SPIP site moves in: everything credited, dated, filed, told, and once only."""

import json

from django.utils import timezone

from articles.models import ArticlePage, Placement
from articles.services import writing
from authors.models import Author, User
from sites.models import ImportedObject
from sites.spip.mapping import Mapping
from sites.spip.people import email_hash
from tests.builders import make_user, read, text_of
from tests.sites.spip.spip_site import (
    article,
    bring,
    everything,
    found,
    make_spip,
    outcome,
    rows,
)


def test_everything_that_is_read_is_counted_once(tiny_site, db):
    report = tiny_site

    assert outcome(report) == {
        "rubrique": (1, 0, 0, 0),
        "mot": (1, 0, 0, 0),
        "auteur": (2, 0, 0, 0),
        "article": (6, 0, 2, 0),
        "forum": (0, 0, 1, 0),
    }
    assert report.visits == 42
    assert [line.key for line in report.lines if line.kind == "article"] == [4, 5]


def test_an_article_comes_with_its_names_words_dates_and_section(tiny_site, bellevue):
    jardin = found(1)
    assert (jardin.title, jardin.earlier_date) == ("Le jardin", "1984-06")
    assert jardin.get_parent().title == "Jardins"
    assert [str(s.author) for s in jardin.signatures.accepted()] == [
        "Annaïg Le Goff",
        "Yann Morvan",
    ]
    assert list(jardin.tags.names()) == ["Vélo"]
    when = timezone.localtime(jardin.first_published_at)
    assert when.isoformat() == "2009-03-22T22:57:57+01:00"
    assert jardin.home.published_at == jardin.first_published_at
    assert Author.objects.get(name="Annaïg Le Goff").biography == "Elle jardine."
    assert User.objects.count() == 0
    person = make_user("annaig@example.org")
    assert [a.name for a in Author.objects.claimable_by(person)] == ["Annaïg Le Goff"]
    assert "Le jardin" in text_of(read(bellevue))
    assert "Le jardin" in text_of(read(bellevue, "/recherche/?q=jardin"))


def test_each_state_becomes_ours(tiny_site, bellevue):
    assert Placement.objects.count() == 2
    stages = {a.spip_id: a.stage for a in ArticlePage.objects.exclude(spip_id=None)}
    assert stages == {
        1: "published",
        2: "published",
        3: "waiting",
        7: "draft",
        8: "draft",
    }
    assert found(2).translation_of == found(1)
    assert found(8).go_live_at.year == 2032
    assert found(8).scheduled_revision is not None
    kept = ImportedObject.objects.get(kind="article", legacy_id=4)
    assert json.loads(kept.kept)["titre"] == "Refusé"


def test_links_lead_to_what_comes_later_too(tiny_site, bellevue):
    url = found(2).get_absolute_url()
    assert found(1).body == (
        f'<p>Voir <a href="{url}">La suite</a> et <a href="{url}">la suite</a>.</p>'
    )


def test_a_second_run_changes_nothing(tiny_site, spip, bellevue):
    before = everything()

    report = bring(spip, bellevue)

    assert everything() == before
    assert outcome(report)["article"] == (0, 6, 2, 0)
    assert outcome(report)["auteur"] == (0, 2, 0, 0)


def test_a_second_run_brings_what_is_new_and_what_changed_there(
    tiny_site, tmp_path, bellevue
):
    told = rows()
    told["articles"][1]["texte"] = "Corrigé."
    told["articles"].append(article(9, "Tout neuf"))

    report = bring(make_spip(tmp_path / "spip.sqlite", told), bellevue)

    assert outcome(report)["article"] == (2, 5, 2, 0)
    assert found(2).body == "<p>Corrigé.</p>"
    assert found(9).live


def test_what_people_changed_here_is_theirs(tiny_site, tmp_path, bellevue, armelle):
    told = rows()
    writing.save_text(found(2), by=armelle.user, fields={"body": "<p>D’ici.</p>"})
    ArticlePage.objects.get(spip_id=7).delete()
    told["articles"][1]["texte"] = "De là-bas."
    told["articles"][6]["texte"] = "De là-bas."

    report = bring(make_spip(tmp_path / "spip.sqlite", told), bellevue)

    assert found(2).body == "<p>D’ici.</p>"
    assert not ArticlePage.objects.filter(spip_id=7).exists()
    assert [
        line.key for line in report.notices if "changé dans SPIP" in line.reason
    ] == [2]


def test_one_person_of_two_sites_is_one_byline_and_their_mail_is_not_kept(
    tiny_site, tmp_path, lambezellec
):
    bring(make_spip(tmp_path / "b.sqlite"), lambezellec, mapping=Mapping(name="autre"))

    assert Author.objects.filter(name="Annaïg Le Goff").count() == 1
    assert Author.objects.filter(name="Yann Morvan").count() == 2
    told = ImportedObject.objects.filter(kind="auteur", legacy_id=1)
    assert {o.email_hash for o in told} == {email_hash("ANNAIG@example.org")}
    assert "annaig@example.org" not in str(list(ImportedObject.objects.values()))
