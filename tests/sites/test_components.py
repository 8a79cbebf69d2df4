"""The living page of the design system, for administrators."""

from tests.builders import make_article, text_of, workshop_of


def test_every_component_is_shown_by_the_partials_that_readers_get(reseau):
    response = workshop_of(reseau).get("/composants/")

    used = {template.name for template in response.templates}
    assert response.status_code == 200
    assert used >= {
        "articles/_card.html",
        "articles/_brief.html",
        "articles/_byline.html",
        "articles/_signatories.html",
        "articles/_people.html",
        "articles/_tags.html",
        "articles/_figure.html",
        "articles/_feed.html",
        "articles/desk/_badge.html",
        "_parts/masthead.html",
        "_parts/field.html",
        "_parts/errors.html",
        "_parts/messages.html",
        "_parts/pagination.html",
        "_parts/invite.html",
    }
    shown = text_of(response)
    for state in ("draft", "pending", "returned", "published", "withdrawn"):
        assert f"badge--{state}" in shown
    for level in ("info", "success", "warning", "error"):
        assert f"message--{level}" in shown


def test_it_shows_samples_and_nothing_of_anybodys(
    reseau, entraide, armelle, django_assert_num_queries
):
    make_article(entraide, by=armelle, title="Un vrai titre")

    shown = text_of(workshop_of(reseau).get("/composants/"))

    assert "Un vrai titre" not in shown
