"""Writing at the desk: the first line, saving, two tabs, what is refused."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from articles.models import ArticlePage, SectionPage
from authors.models import User
from tests.builders import (
    PASSWORD,
    WORKSHOP,
    At,
    again,
    code_in,
    cosign,
    make_article,
    make_draft,
    make_waiting,
    make_withdrawn,
    text_of,
    workshop_of,
    writing_form,
)


def first_line(where, **changes):
    return {
        "key": str(uuid4()),
        "title": "Le banc",
        "body": "Il y a un banc.\n\nEt la rade.",
        "section": where.pk,
        **changes,
    }


def test_a_text_is_begun_with_its_first_line(entraide, armelle):
    response = workshop_of(armelle).post("/ecrire/", first_line(entraide))

    article = ArticlePage.objects.get()
    assert response["Location"] == f"/ecrire/{article.pk}/"
    assert (article.title, article.owner) == ("Le banc", armelle.user)
    assert article.body == "<p>Il y a un banc.</p><p>Et la rade.</p>"
    assert article.stage == "draft"
    assert article.get_parent().pk == entraide.pk


def test_before_an_account_the_text_is_kept_through_sign_up(entraide, db, mailoutbox):
    visitor = At(Client(), WORKSHOP)

    kept = visitor.post("/ecrire/", first_line(entraide))
    asked = visitor.post(
        "/compte/signup/?next=/ecrire/",
        {"email": "yuna@example.org", "password1": PASSWORD, "next": "/ecrire/"},
    )
    code = code_in(mailoutbox[0])
    confirmed = visitor.post(asked["Location"], {"code": code})
    arrived = visitor.get(confirmed["Location"])

    article = ArticlePage.objects.get()
    assert "Votre texte est gardé" in text_of(kept)
    assert confirmed["Location"] == "/ecrire/"
    assert arrived["Location"] == f"/ecrire/{article.pk}/"
    assert article.owner == User.objects.get(email="yuna@example.org")
    assert article.body == "<p>Il y a un banc.</p><p>Et la rade.</p>"


def test_before_signing_in_the_text_is_kept_too(entraide, armelle):
    visitor = At(Client(), WORKSHOP)

    visitor.post("/ecrire/", first_line(entraide))
    visitor.post("/compte/login/", {"login": armelle.user.email, "password": PASSWORD})
    desk = visitor.get("/")
    arrived = visitor.get(desk["Location"])

    article = ArticlePage.objects.get()
    assert desk["Location"] == "/ecrire/"
    assert arrived["Location"] == f"/ecrire/{article.pk}/"
    assert article.owner == armelle.user
    # It is carried along once.
    assert visitor.get("/").status_code == 200


def test_a_visitor_who_comes_back_finds_her_text_in_the_form(entraide):
    visitor = At(Client(), WORKSHOP)
    visitor.post("/ecrire/", first_line(entraide, body="Une <phrase> à moi"))

    response = visitor.get("/ecrire/")

    assert "Une &lt;phrase&gt; à moi</textarea>" in text_of(response)
    assert 'value="Le banc"' in text_of(response)
    assert ArticlePage.objects.count() == 0


def test_saving_keeps_every_field(entraide, memoire, armelle):
    article = make_draft(entraide, by=armelle)

    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/",
        writing_form(
            article,
            title="  Un  titre ",
            chapo="Le chapô",
            body="## Avant\n\nUn *mot*.",
            section=memoire.pk,
            language="br",
            form="portrait",
            tags="vélo, Entraide , vélo,,",
            surtitle="Bellevue",
            subtitle="Un sous-titre",
            post_scriptum="Merci",
            place_label="Place Napoléon-III",
            origin_name="Un bulletin",
            origin_url="https://example.org/1",
        ),
    )

    saved = again(article)
    assert (saved.title, saved.chapo, saved.language, saved.form) == (
        *("Un titre", "Le chapô", "br", "portrait"),
    )
    assert saved.body == "<h2>Avant</h2><p>Un <em>mot</em>.</p>"
    assert saved.get_parent().pk == memoire.pk
    assert sorted(saved.tags.names()) == ["Entraide", "vélo"]
    assert (saved.surtitle, saved.subtitle) == ("Bellevue", "Un sous-titre")
    assert (saved.post_scriptum, saved.place_label) == ("Merci", "Place Napoléon-III")
    assert (saved.origin_name, saved.origin_url) == (
        *("Un bulletin", "https://example.org/1"),
    )
    assert saved.slug == "un-titre"


def test_a_text_that_was_not_touched_keeps_its_markup(entraide, armelle):
    body = "<p>x<sup>2</sup> et H<sub>2</sub>O</p><hr/><p>Fin</p>"
    article = make_draft(entraide, by=armelle, body=body)

    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/", writing_form(article, title="Autre titre")
    )

    assert again(article).title == "Autre titre"
    assert again(article).body == body


def test_what_the_editor_sends_passes_the_door(entraide, armelle):
    article = make_draft(entraide, by=armelle)

    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/",
        writing_form(
            article,
            body_html='<h1 onclick="x()">A</h1><script>x</script><p style="a">B</p>',
        ),
    )

    assert again(article).body == "<h2>A</h2><p>B</p>"


def test_more_markup_than_any_text_has_is_refused_in_a_sentence(entraide, armelle):
    article = make_draft(entraide, by=armelle, body="<p>Avant.</p>")

    for field, sent in (("body_html", "<b>x</b>" * 15_000), ("body", "*a* " * 15_000)):
        response = workshop_of(armelle).post(
            f"/ecrire/{article.pk}/", writing_form(article, **{field: sent})
        )
        assert response.status_code == 422
        assert "trop de mises en forme" in text_of(response)

    assert again(article).body == "<p>Avant.</p>"


def test_a_text_moves_to_another_site_until_it_is_published(entraide, jardins, armelle):
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/", writing_form(article, section=jardins.pk)
    )

    assert response.status_code == 302
    assert again(article).get_parent().pk == jardins.pk


@pytest.mark.parametrize(
    ("after", "path"),
    [
        ("", "/ecrire/{}/"),
        ("apercu", "/ecrire/{}/apercu/"),
        ("x", "/ecrire/{}/"),
        ("signature", "/ecrire/{}/signature/"),
        ("//example.org", "/ecrire/{}/"),
    ],
)
def test_saving_leads_on(after, path, entraide, armelle):
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/", writing_form(article, next=after)
    )

    assert response["Location"] == path.format(article.pk)


def test_the_preview_is_the_page_that_readers_will_get(entraide, bellevue, armelle):
    article = make_draft(entraide, by=armelle, chapo="Le chapô", tags=["vélo"])

    response = workshop_of(armelle).get(f"/ecrire/{article.pk}/apercu/")

    page = text_of(response)
    assert next(t.name for t in response.templates) == "articles/article.html"
    assert "Il y a un banc." in page
    assert "Aperçu" in page
    assert "Bellevue" in page
    assert 'content="noindex"' in page


def test_my_texts_says_where_each_stands(entraide, armelle, maiwenn):
    make_article(entraide, by=armelle, title="Paru")
    make_waiting(entraide, by=armelle, title="En attente")
    make_withdrawn(
        entraide, by=armelle, withdrawn_by=maiwenn, reason="x", title="Retiré"
    )
    make_draft(entraide, by=armelle, title="Brouillon")

    response = workshop_of(armelle).get("/")

    items = response.context["page_of_list"].items
    assert {(a.title, str(a.stage)) for a in items} == {
        ("Paru", "published"),
        ("En attente", "waiting"),
        ("Retiré", "withdrawn"),
        ("Brouillon", "draft"),
    }


def test_my_texts_are_mine_and_those_that_i_sign(entraide, armelle, bran, passant):
    make_draft(entraide, by=bran, title="À lui")
    shared = make_draft(entraide, by=bran, title="À deux")
    cosign(shared, armelle)

    hers = workshop_of(armelle).get("/").context["page_of_list"].items
    theirs = workshop_of(passant).get("/").context["page_of_list"].items

    assert [a.title for a in hers] == ["À deux"]
    assert theirs == []


def test_a_draft_is_deleted(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)

    asked = desk.get(f"/ecrire/{article.pk}/suppression/")
    exists = ArticlePage.objects.filter(pk=article.pk).exists()
    response = desk.post(f"/ecrire/{article.pk}/suppression/")

    assert asked.status_code == 200
    assert exists
    assert response["Location"] == "/"
    assert not ArticlePage.objects.filter(pk=article.pk).exists()


# Who may not: see test_who_may_do_what.py


# Wrong state


def test_two_tabs_overwrite_nothing(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)
    first = writing_form(article, body="Les mots du premier onglet.")
    second = writing_form(article, body="Les mots du second onglet.")
    desk.post(f"/ecrire/{article.pk}/", first)

    response = desk.post(f"/ecrire/{article.pk}/", second)

    page = text_of(response)
    assert response.status_code == 409
    assert "Deux versions, rien de perdu" in page
    assert [c.paragraph.new_pieces for c in response.context["paragraphs"]] == [
        [("same", "Les mots du "), ("added", "second"), ("same", " onglet.")]
    ]
    assert again(article).body == "<p>Les mots du premier onglet.</p>"


def test_after_the_warning_saving_again_keeps_what_was_chosen(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)
    second = writing_form(article, body="Les mots du second onglet.")
    desk.post(f"/ecrire/{article.pk}/", writing_form(article, body="Les premiers."))
    warned = desk.post(f"/ecrire/{article.pk}/", second)
    sent = dict(re.findall(r'name="(mine|seen)" value="(\d+)"', text_of(warned)))

    response = desk.post(
        f"/ecrire/{article.pk}/deux-versions/", {**sent, "whole": "new"}
    )

    bodies = [r.as_object().body for r in article.revisions.order_by("pk")]
    assert response.status_code == 302
    assert again(article).body == "<p>Les mots du second onglet.</p>"
    assert "<p>Les premiers.</p>" in bodies


def test_two_authors_overwrite_nothing(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    cosign(article, bran)
    hers = writing_form(article, body="Les siens.")
    workshop_of(bran).post(
        f"/ecrire/{article.pk}/", writing_form(article, body="À lui.")
    )

    response = workshop_of(armelle).post(f"/ecrire/{article.pk}/", hers)

    assert response.status_code == 409
    assert again(article).body == "<p>À lui.</p>"


def test_sent_twice_it_is_one_text(entraide, armelle):
    form, desk = first_line(entraide), workshop_of(armelle)

    one = desk.post("/ecrire/", form)
    two = desk.post("/ecrire/", {**form, "body": "Il y a un banc. Et encore."})

    article = ArticlePage.objects.get()
    assert one["Location"] == two["Location"] == f"/ecrire/{article.pk}/"


def test_the_key_of_somebody_else_opens_nothing(entraide, armelle, bran):
    form = first_line(entraide)
    workshop_of(armelle).post("/ecrire/", form)
    hers = ArticlePage.objects.get()

    workshop_of(bran).post("/ecrire/", {**form, "body": "À lui."})

    his = ArticlePage.objects.exclude(pk=hers.pk).get()
    assert his.owner == bran.user
    assert again(hers).body == "<p>Il y a un banc.</p><p>Et la rade.</p>"


@pytest.mark.parametrize("make", [make_waiting, make_article])
def test_only_a_draft_is_deleted(make, entraide, armelle):
    article = make(entraide, by=armelle)
    stage = article.stage

    workshop_of(armelle).post(f"/ecrire/{article.pk}/suppression/")

    assert again(article).stage == stage


def test_an_expired_session_changes_nothing_and_says_what_to_do(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    late = At(Client(enforce_csrf_checks=True), WORKSHOP)

    response = late.post(
        f"/ecrire/{article.pk}/", writing_form(article, body="Mes mots.")
    )

    assert response.status_code == 403
    assert "Ce formulaire a expiré" in text_of(response)
    assert again(article).body == "<p>Il y a un banc.</p>"


# Bad input: the sentence by the field, the words kept, nothing changed

LONG = "x" * 3000


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "  "),
        ("title", "x" * 181),
        ("title", "a\x00b"),
        ("chapo", LONG),
        ("chapo", "a\x00b"),
        ("body", "x" * 200_001),
        ("body", "a\x00b"),
        ("surtitle", LONG),
        ("subtitle", LONG),
        ("post_scriptum", LONG),
        ("place_label", LONG),
        ("origin_name", LONG),
        ("origin_url", "javascript:alert(1)"),
        ("origin_url", "ftp://example.org/"),
        ("origin_url", "pas une adresse"),
        ("section", ""),
        ("section", "0"),
        ("section", "abc"),
        ("section", "99999999999999999999999"),
        ("language", "xx"),
        ("form", "roman"),
        ("tags", LONG),
        ("tags", "un,deux,trois,quatre,cinq,six,sept,huit,neuf"),
        ("tags", "x" * 41),
        ("tags", "a\x00b"),
        ("cover_file", "pas un fichier"),
        ("seen", "abc"),
    ],
)
def test_what_is_refused_is_said_by_the_field_and_nothing_is_lost(
    field, value, entraide, armelle
):
    article = make_draft(entraide, by=armelle)
    before = ArticlePage.objects.filter(pk=article.pk).values().get()
    changes = {"post_scriptum": "Mes mots à garder.", field: value}

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/", writing_form(article, **changes)
    )

    if field == "cover_file":
        # Not sent as a file, it is no file at all.
        assert response.status_code == 302
        assert again(article).cover is None
        return
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    if field != "post_scriptum":
        assert "Mes mots à garder.</textarea>" in text_of(response)
    assert ArticlePage.objects.filter(pk=article.pk).values().get() == before


def test_a_form_without_any_field_changes_nothing(entraide, armelle):
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(f"/ecrire/{article.pk}/", {})

    assert response.status_code == 422
    assert again(article).body == "<p>Il y a un banc.</p>"
    assert again(article).title == "Le banc"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": ""}, "body"),
        ({"body": "   "}, "body"),
        ({"body": "a\x00b"}, "body"),
        ({"body": "x" * 200_001}, "body"),
        ({"title": "x" * 181}, "title"),
        ({"section": ""}, "section"),
        ({"section": "999999"}, "section"),
        ({"section": "a' OR 1=1"}, "section"),
        ({"key": "not-a-key"}, "key"),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_first_line_that_is_refused_stays_in_the_form(
    signed_in, changes, field, entraide, armelle
):
    writer = workshop_of(armelle if signed_in else None)

    response = writer.post("/ecrire/", first_line(entraide, **changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    if field != "title":
        assert 'value="Le banc"' in text_of(response)
    assert ArticlePage.objects.count() == 0


def test_a_section_that_is_not_live_is_refused(entraide, armelle):
    SectionPage.objects.get(pk=entraide.pk).unpublish()

    response = workshop_of(armelle).post("/ecrire/", first_line(entraide))

    assert list(response.context["form"].errors) == ["section"]


@pytest.mark.parametrize("section", ["abc", "-1", "9" * 30, "<script>"])
def test_an_odd_section_in_the_address_is_ignored(section, db):
    response = workshop_of(None).get("/ecrire/", {"rubrique": section})

    assert response.status_code == 200
    assert response.context["form"]["section"].value() is None


def test_a_text_that_does_not_exist_is_not_found(armelle):
    desk = workshop_of(armelle)

    paths = ["/ecrire/0/", "/ecrire/999999/", "/textes/999999/", "/moderation/999999/"]

    assert [desk.get(path).status_code for path in paths] == [404] * 4


@pytest.mark.parametrize("path", ["/ecrire/{}/", "/textes/{}/", "/moderation/{}/"])
def test_a_number_that_no_database_holds_is_not_found(path, reseau):
    response = workshop_of(reseau).get(path.format("9" * 30))

    assert response.status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99999", "2", "²", ""])
def test_an_odd_page_of_my_texts_is_not_found(page, armelle):
    response = workshop_of(armelle).get("/", {"page": page})

    assert response.status_code == 404
