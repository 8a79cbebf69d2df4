"""Reading an article: all that its page says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import ArticlePage
from tests.builders import (
    again,
    cosign,
    local,
    make_article,
    make_author,
    read,
    text_of,
)

NOW = timezone.now()


@pytest.fixture
def article(entraide, armelle):
    return make_article(
        entraide,
        by=armelle,
        title="Un banc, deux bancs",
        surtitle="Le surtitre",
        subtitle="Le sous-titre",
        chapo="Le chapô",
        post_scriptum="Merci à tous",
        form="portrait",
        language="br",
        place_label="Place Napoléon-III",
        origin_name="Un bulletin",
        origin_url="https://example.org/1",
        tags=["vélo"],
    )


def test_the_page_says_all_there_is(article, bellevue, armelle, bran):
    cosign(article, bran, role="photos")
    ArticlePage.objects.filter(pk=article.pk).update(earlier_date="2019-03")

    page = text_of(read(bellevue, local(article)))

    for said in (
        "Un banc, deux bancs</h1>",
        "Le surtitre",
        "Le sous-titre",
        "Le chapô",
        "<p>Il y a un banc.</p>",
        "Merci à tous",
        "Place Napoléon-III",
        '<a href="https://example.org/1" rel="ugc nofollow noopener">Un bulletin</a>',
        "CC BY-SA 4.0",
        'rel="license"',
        "Première parution\u00a0: mars 2019",
        'lang="br"',
        f'href="{armelle.get_absolute_url()}"',
        f'href="{bran.get_absolute_url()}"',
        "photos\u00a0:",
        ">vélo</a>",
    ):
        assert said in page
    assert page.count("<h1") == 1
    assert "Corrigé le" not in page


def test_by_the_same_author_and_next_and_previous(entraide, memoire, bellevue, armelle):
    other = make_author("Yuna Zoudour")
    first, middle, last = (
        make_article(
            entraide,
            by=by,
            title=title,
            published_at=NOW - timedelta(days=days),
        )
        for by, title, days in (
            (other, "Le premier", 3),
            (armelle, "Celui du milieu", 2),
            (other, "Le dernier", 1),
        )
    )
    make_article(memoire, by=armelle, title="Ailleurs, d’elle")

    context = read(bellevue, local(middle)).context

    assert context["neighbours"] == {"previous": first, "next": last}
    assert [p.article.title for p in context["same_authors"]] == ["Ailleurs, d’elle"]


def test_articles_of_one_moment_are_all_reached(entraide, bellevue, armelle):
    made = [
        make_article(entraide, by=armelle, title=f"Texte {n}", published_at=NOW)
        for n in range(3)
    ]

    reached, article = set(), made[0]
    for _step in made:
        reached.add(article.pk)
        around = read(bellevue, local(article)).context["neighbours"]
        article = next((a for a in around.values() if a and a.pk not in reached), None)
        if article is None:
            break

    assert reached == {a.pk for a in made}


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        ("2019", "Première parution\u00a0: 2019."),
        ("2019-03", "Première parution\u00a0: mars 2019."),
        ("2019-03-14", "Première parution\u00a0: 14 mars 2019."),
        ("2019-02-31", None),
        ("", None),
    ],
)
def test_an_earlier_date_says_no_more_than_is_known(earlier, said, article, bellevue):
    ArticlePage.objects.filter(pk=article.pk).update(earlier_date=earlier)

    page = text_of(read(bellevue, local(again(article))))

    assert ("Première parution" in page) is (said is not None)
    assert said is None or said in page


def test_titles_are_set_as_french_print_does(entraide, bellevue, armelle):
    article = make_article(entraide, by=armelle, title='L\'été : "quoi" ? « Oui » !')

    page = text_of(read(bellevue, local(article)))

    assert "L’été\u00a0: &quot;quoi&quot;\u202f? «\u00a0Oui\u00a0»\u202f!</h1>" in page


def test_two_articles_of_one_title_have_two_addresses(entraide, bellevue, armelle):
    first = make_article(entraide, by=armelle)
    second = make_article(entraide, by=armelle)

    assert (first.slug, second.slug) == ("le-banc", "le-banc-1")
    assert read(bellevue, local(second)).context["article"] == second


def test_an_article_whose_section_was_unpublished_still_answers(
    entraide, bellevue, article
):
    entraide.specific.unpublish()

    assert read(bellevue, local(article)).status_code == 200
