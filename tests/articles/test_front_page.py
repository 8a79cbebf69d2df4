"""The front page is edited: up to three articles, in the editors' order."""

import pytest
from django.db import IntegrityError, transaction

from articles.models import Placement
from articles.services import placements, review
from tests.builders import (
    make_article,
    make_picture,
    read,
    take_up,
    text_of,
    workshop_of,
)


@pytest.fixture
def five(entraide, armelle):
    """Five articles, oldest first; the newest has a picture."""
    titles = ["Un", "Deux", "Trois", "Quatre"]
    made = [make_article(entraide, by=armelle, title=title) for title in titles]
    cover = make_picture(by=armelle)
    return [*made, make_article(entraide, by=armelle, title="Cinq", cover=cover)]


def home(article):
    return article.placements.get(home=True)


def set_front(person, placement, gesture):
    return workshop_of(person).post(
        f"/moderation/une/{placement.pk}/place/", {"gesture": gesture}
    )


def opening(site):
    """The titles that open a front page: the lead, then those beside it."""
    layout = read(site, "/").context["layout"]
    return [p.article.title for p in [layout.lead, *layout.seconds]]


def test_nothing_chosen_the_newest_with_a_picture_opens(bellevue, five):
    assert opening(bellevue) == ["Cinq", "Quatre", "Trois"]


def test_what_editors_choose_opens_in_their_order(bellevue, five, maiwenn):
    set_front(maiwenn, home(five[0]), "pin")
    set_front(maiwenn, home(five[1]), "pin")
    set_front(maiwenn, home(five[1]), "up")

    assert opening(bellevue) == ["Deux", "Un", "Cinq"]


def test_an_article_stands_once_on_a_front_page(bellevue, five, maiwenn):
    set_front(maiwenn, home(five[3]), "pin")

    page = read(bellevue, "/").content.decode()
    assert page.count(">Quatre</a>") == 1


def test_a_fourth_is_refused_in_a_sentence(bellevue, five, maiwenn):
    for article in five[:4]:
        set_front(maiwenn, home(article), "pin")

    shown = text_of(workshop_of(maiwenn).get("/moderation/une/bellevue/"))
    assert Placement.objects.on_site(bellevue).at_the_front().count() == 3
    assert "Les trois places sont prises" in shown


def test_given_back_to_the_feed_the_others_close_ranks(bellevue, five, maiwenn):
    for article in five[:3]:
        set_front(maiwenn, home(article), "pin")
    set_front(maiwenn, home(five[0]), "unpin")

    assert opening(bellevue) == ["Deux", "Trois", "Cinq"]
    ranks = Placement.objects.on_site(bellevue).at_the_front()
    assert list(ranks.values_list("pinned", flat=True)) == [1, 2]


def test_withdrawn_it_leaves_the_front_page(bellevue, five, maiwenn):
    set_front(maiwenn, home(five[0]), "pin")

    review.withdraw(five[0], by=maiwenn, reason="Erreur.")

    assert "Un" not in opening(bellevue)
    assert home(five[0]).pinned is None


def test_a_site_may_open_with_what_it_took_up(bellevue, lambezellec, five, goulven):
    taken = take_up(five[0], lambezellec)

    set_front(goulven, taken, "pin")

    assert opening(lambezellec) == ["Un"]
    assert opening(bellevue)[0] == "Cinq"


def test_a_gesture_that_nobody_offers_does_not_exist(bellevue, five, maiwenn):
    assert set_front(maiwenn, home(five[0]), "down").status_code == 404
    assert opening(bellevue)[0] == "Cinq"


def test_the_database_holds_three_ranks_and_one_article_for_each(bellevue, five):
    placements.pin(home(five[0]))

    for wrong in (1, 0, 4):
        with pytest.raises(IntegrityError), transaction.atomic():
            Placement.objects.filter(article=five[1]).update(pinned=wrong)
