"""«Demander un coup de main»: asked, offered, accepted, and ended."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.errors import WrongState
from articles.models import HelpOffer, HelpRequest
from articles.services import helping, review
from authors.enums import HelpKind
from authors.models import HelpingHand
from tests.builders import (
    again,
    ask_help,
    lets_help,
    make_article,
    make_author,
    make_draft,
    make_helper,
    make_waiting,
    make_withdrawn,
    text_of,
    workshop_of,
    writing_form,
)

SENTENCE = "Je ne sais pas comment finir."


@pytest.fixture
def article(entraide, armelle):
    return make_draft(entraide, by=armelle, title="Le banc", chapo="Secret.")


@pytest.fixture
def bran_helps(bran, bellevue):
    lets_help(bran, bellevue)
    return bran


def asked_titles(who):
    page = workshop_of(who).get("/coups-de-main/").context["page_of_list"]
    return [one.article.title for one in page.items]


# Saying that one helps


def test_a_person_says_how_and_where_she_helps(bran, bellevue, lambezellec):
    desk = workshop_of(bran)
    both = {"kinds": ["photo", "proofreading"], "sites": [bellevue.pk, lambezellec.pk]}

    desk.post("/compte/coups-de-main/", both)
    first = set(HelpingHand.objects.values_list("site", "kind", "since"))
    desk.post("/compte/coups-de-main/", {"kinds": ["photo"], "sites": [bellevue.pk]})
    second = set(HelpingHand.objects.values_list("site", "kind", "since"))
    desk.post("/compte/coups-de-main/", {})

    assert {row[:2] for row in first} == {
        (site.pk, kind)
        for site in (bellevue, lambezellec)
        for kind in ("photo", "proofreading")
    }
    # What still holds keeps its date.
    assert second == {row for row in first if row[:2] == (bellevue.pk, "photo")}
    assert HelpingHand.objects.count() == 0


def test_half_an_answer_is_told_so_and_changes_nothing(bran, bellevue):
    lets_help(bran, bellevue)

    response = workshop_of(bran).post("/compte/coups-de-main/", {"kinds": ["photo"]})

    assert response.status_code == 422
    assert "Cochez au moins un quartier." in text_of(response)
    assert HelpingHand.objects.get().kind == "proofreading"


@pytest.mark.parametrize("forged", [{"kinds": ["tout"]}, {"sites": ["1", "999999999"]}])
def test_a_forged_answer_is_refused(forged, bran):
    response = workshop_of(bran).post("/compte/coups-de-main/", forged)

    assert response.status_code == 422
    assert HelpingHand.objects.count() == 0


# From the request to the end


def test_from_a_request_to_its_end(article, armelle, bran_helps, mailoutbox, committed):
    writer, helper = workshop_of(armelle), workshop_of(bran_helps)

    writer.post(
        f"/textes/{article.pk}/coup-de-main/",
        {"kind": "proofreading", "sentence": SENTENCE},
    )
    listed = text_of(helper.get("/coups-de-main/"))
    asked = HelpRequest.objects.get()
    with committed():
        helper.post(f"/coups-de-main/{asked.pk}/offre/", {"words": "Avec plaisir."})
    offer = HelpOffer.objects.get()
    closed = helper.get(f"/textes/{article.pk}/remarques/").status_code
    with committed():
        writer.post(f"/coups-de-main/offres/{offer.pk}/accord/")
    opened = helper.get(f"/textes/{article.pk}/remarques/").status_code
    writer.post(f"/coups-de-main/offres/{offer.pk}/fin/")
    ended = helper.get(f"/textes/{article.pk}/remarques/").status_code

    assert (asked.asked_by, asked.kind) == (armelle.user, HelpKind.PROOFREADING)
    assert SENTENCE in listed
    assert "Armelle Quéméneur" in listed
    # Not a word of the text before she accepts.
    assert "Secret." not in listed
    assert "Il y a un banc" not in listed
    assert (closed, opened, ended) == (404, 200, 404)
    offer.refresh_from_db()
    assert (offer.by, offer.accepted_by, offer.ended_by) == (
        bran_helps.user,
        armelle.user,
        armelle.user,
    )
    assert offer.offered_at < offer.accepted_at < offer.ended_at
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (
            ["armelle-quemeneur@example.org"],
            "Un coup de main pour « Le banc »",
        ),
        (["bran-le-gall@example.org"], "« Le banc » vous est ouvert"),
    ]
    assert "Avec plaisir." in mailoutbox[0].body


def test_asking_writes_to_nobody(article, armelle, bran_helps, mailoutbox, committed):
    with committed():
        ask_help(article, by=armelle)

    assert mailoutbox == []


def test_a_helper_reads_and_remarks_and_writes_only_where_she_may(
    article, armelle, bran_helps
):
    offer = make_helper(article, by=armelle, helper=bran_helps)
    desk, sent = workshop_of(bran_helps), writing_form(article, title="Le banc bleu")

    preview = desk.get(f"/ecrire/{article.pk}/apercu/").status_code
    refused = desk.post(f"/ecrire/{article.pk}/", sent).status_code
    helping.accept(offer, by=armelle.user, may_write=True)
    page = text_of(desk.get(f"/ecrire/{article.pk}/"))
    desk.post(f"/ecrire/{article.pk}/", sent)

    assert (preview, refused) == (200, 404)
    assert again(article).title == "Le banc bleu"
    assert again(article).latest_revision.user == bran_helps.user
    assert "Signer et proposer" not in page
    assert "Supprimer ce brouillon" not in page


@pytest.mark.parametrize(
    "address",
    [
        *("ecrire/{}/signature/", "ecrire/{}/suppression/", "textes/{}/"),
        *("textes/{}/partage/", "textes/{}/coup-de-main/"),
    ],
)
def test_a_helper_who_writes_decides_nothing(address, article, armelle, bran_helps):
    make_helper(article, by=armelle, helper=bran_helps, may_write=True)

    response = workshop_of(bran_helps).get("/" + address.format(article.pk))

    assert response.status_code == 404


def test_a_helper_does_not_move_the_text(article, armelle, bran_helps, jardins):
    make_helper(article, by=armelle, helper=bran_helps, may_write=True)
    sent = writing_form(article, title="Le banc bleu", section=jardins.pk)

    workshop_of(bran_helps).post(f"/ecrire/{article.pk}/", sent)

    assert again(article).title == "Le banc bleu"
    assert again(article).get_parent().title == "Entraide"


def test_writing_is_taken_back_by_the_writer(article, armelle, bran_helps):
    offer = make_helper(article, by=armelle, helper=bran_helps, may_write=True)

    workshop_of(armelle).post(f"/coups-de-main/offres/{offer.pk}/accord/")

    desk = workshop_of(bran_helps)
    assert desk.get(f"/ecrire/{article.pk}/").status_code == 404
    assert desk.get(f"/textes/{article.pk}/remarques/").status_code == 200


def test_publication_ends_it(entraide, armelle, bran_helps, maiwenn):
    article = make_waiting(entraide, by=armelle)
    offer = make_helper(article, by=armelle, helper=bran_helps, may_write=True)
    other = ask_help(article, by=armelle, kind=HelpKind.PHOTO)

    review.publish(article, by=maiwenn)

    offer.refresh_from_db()
    other.refresh_from_db()
    assert (bool(offer.ended_at), offer.ended_by) == (True, None)
    assert bool(other.closed_at)
    desk = workshop_of(bran_helps)
    assert desk.get(f"/ecrire/{article.pk}/").status_code == 404
    assert desk.get(f"/textes/{article.pk}/remarques/").status_code == 404


def test_the_helper_leaves_when_she_wants(article, armelle, bran_helps):
    offer = make_helper(article, by=armelle, helper=bran_helps)

    workshop_of(bran_helps).post(f"/coups-de-main/offres/{offer.pk}/fin/")

    offer.refresh_from_db()
    assert offer.ended_by == bran_helps.user
    assert asked_titles(bran_helps) == ["Le banc"]


def test_closing_a_request_ends_what_was_offered(article, armelle, bran_helps):
    offer = make_helper(article, by=armelle, helper=bran_helps)

    workshop_of(armelle).post(f"/coups-de-main/{offer.request_id}/fin/")

    offer.refresh_from_db()
    assert (bool(offer.ended_at), offer.request.closed_by) == (True, armelle.user)
    assert asked_titles(bran_helps) == []


# Who sees what


def test_only_who_helps_there_in_that_way_sees_it(
    article, armelle, bran, bellevue, lambezellec, passant
):
    ask_help(article, by=armelle, kind=HelpKind.PHOTO)
    lets_help(bran, bellevue)
    elsewhere = make_author("Gwenn Elles")
    lets_help(elsewhere, lambezellec, kinds=("photo",))
    here = make_author("Hervé Ici")
    lets_help(here, bellevue, kinds=("photo", "translation"))
    lets_help(armelle, bellevue, kinds=("photo",))

    seen = [asked_titles(who) for who in (bran, elsewhere, here, armelle, passant)]

    assert seen == [[], [], ["Le banc"], [], []]


def test_nobody_else_may_offer(article, armelle, bran, passant, lambezellec):
    asked = ask_help(article, by=armelle)
    lets_help(bran, lambezellec)

    answers = [
        workshop_of(who).post(f"/coups-de-main/{asked.pk}/offre/").status_code
        for who in (bran, passant, armelle)
    ]

    assert answers == [404, 404, 404]
    assert HelpOffer.objects.count() == 0


def test_somebody_without_a_byline_is_somebody(entraide, bran_helps):
    person = make_author("Sans Nom")
    article = make_draft(entraide, by=person)
    ask_help(article, by=person)
    person.user = None
    person.save()

    assert "quelqu’un" in text_of(workshop_of(bran_helps).get("/coups-de-main/"))


def test_a_request_that_somebody_answers_is_no_longer_listed(
    article, armelle, bran_helps, bellevue
):
    other = make_author("Gwenn Elles")
    lets_help(other, bellevue)

    make_helper(article, by=armelle, helper=other)

    assert asked_titles(bran_helps) == []


# What is refused


def test_one_open_request_for_each_kind(article, armelle):
    desk, address = workshop_of(armelle), f"/textes/{article.pk}/coup-de-main/"
    desk.post(address, {"kind": "photo", "sentence": SENTENCE})

    same = desk.post(address, {"kind": "photo", "sentence": SENTENCE})
    other = desk.post(address, {"kind": "photo", "sentence": "Une autre."})

    assert same.status_code == 302
    assert other.status_code == 422
    assert "Vous demandez déjà ce coup de main" in text_of(other)
    assert "Une autre." in text_of(other)
    assert HelpRequest.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpRequest.objects.create(article=article, kind="photo", sentence="Deux.")


def test_two_offers_are_one_and_two_helpers_are_one_too_many(
    article, armelle, bran_helps, bellevue
):
    asked = ask_help(article, by=armelle)
    other = make_author("Gwenn Elles")
    lets_help(other, bellevue)

    first = helping.offer(asked, by=bran_helps.user)
    twice = helping.offer(asked, by=bran_helps.user)
    second = helping.offer(asked, by=other.user)
    helping.accept(first, by=armelle.user, may_write=False)

    assert first == twice
    with pytest.raises(WrongState):
        helping.accept(second, by=armelle.user, may_write=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpOffer.objects.filter(pk=second.pk).update(accepted_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpOffer.objects.filter(pk=second.pk).update(writes_since=timezone.now())


def test_an_ended_offer_is_not_accepted(article, armelle, bran_helps):
    offer = helping.offer(ask_help(article, by=armelle), by=bran_helps.user)
    helping.end(offer, by=bran_helps.user)

    response = workshop_of(armelle).post(f"/coups-de-main/offres/{offer.pk}/accord/")

    assert response.status_code == 302
    offer.refresh_from_db()
    assert offer.accepted_at is None


def test_no_help_is_asked_for_a_text_that_is_no_draft(entraide, armelle, maiwenn):
    public = make_article(entraide, by=armelle)
    gone = make_withdrawn(entraide, by=armelle, withdrawn_by=maiwenn, reason="Erreur.")

    for article in (public, gone):
        with pytest.raises(WrongState):
            ask_help(article, by=armelle)
        page = workshop_of(armelle).get(f"/textes/{article.pk}/coup-de-main/")
        assert page.status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"kind": "cuisine", "sentence": SENTENCE},
        {"kind": "photo", "sentence": "x" * 301},
        {"kind": "photo", "sentence": " \t\u202e"},
    ],
)
def test_a_wrong_request_is_told_so(sent, article, armelle):
    address = f"/textes/{article.pk}/coup-de-main/"

    response = workshop_of(armelle).post(address, sent)

    assert response.status_code == 422
    assert HelpRequest.objects.count() == 0


def test_a_word_too_long_is_told_so(article, armelle, bran_helps):
    asked = ask_help(article, by=armelle)
    sent = {"words": "x" * 301}

    response = workshop_of(bran_helps).post(f"/coups-de-main/{asked.pk}/offre/", sent)

    assert response.status_code == 302
    assert HelpOffer.objects.count() == 0


# What it costs


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    count, entraide, armelle, bran_helps
):
    for number in range(count):
        ask_help(make_draft(entraide, by=armelle, title=f"A {number}"), by=armelle)
        begun = make_draft(entraide, by=armelle, title=f"B {number}")
        make_helper(begun, by=armelle, helper=bran_helps)
    desk = workshop_of(bran_helps)
    desk.get("/coups-de-main/")

    with CaptureQueriesContext(connection) as queries:
        page = desk.get("/coups-de-main/")
    with CaptureQueriesContext(connection) as home:
        desk.get("/")

    assert len(page.context["page_of_list"].items) == count
    assert len(page.context["own"]) == count
    assert (len(queries), len(home)) == (9, 12)


@pytest.mark.parametrize("count", [1, 3])
def test_answering_costs_the_same_whatever_the_number_of_offers(
    count, article, armelle, bellevue, django_assert_num_queries
):
    asked = ask_help(article, by=armelle)
    for number in range(count):
        helper = make_author(f"Gwenn {number}")
        lets_help(helper, bellevue)
        helping.offer(asked, by=helper.user)
    desk = workshop_of(armelle)
    desk.get(f"/textes/{article.pk}/coup-de-main/")

    with django_assert_num_queries(13):
        desk.get(f"/textes/{article.pk}/coup-de-main/")
