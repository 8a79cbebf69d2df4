"""What helps to read an article: its contents, its length, what is near it."""

from articles.headings import Heading, with_anchors
from tests.builders import again, local, make_article, make_withdrawn, read, text_of

FOUR = "".join(f"<h2>Partie {n}</h2><p>Un mot.</p>" for n in "ABCD")


def test_each_heading_gets_an_anchor_made_of_its_words():
    body, headings = with_anchors(
        "<h2>L’été &amp; <em>la</em> rade</h2><p>x</p><h3>Été</h3><h3>Été</h3><h2>!</h2>"
    )

    assert headings == [
        Heading(2, "partie-lete-la-rade", "L’été & la rade"),
        Heading(3, "partie-ete", "Été"),
        Heading(3, "partie-ete-2", "Été"),
        Heading(2, "partie-sans-titre", "!"),
    ]
    assert body.startswith('<h2 id="partie-lete-la-rade">L’été &amp; <em>la</em>')
    assert body.count(' id="') == 4


def test_a_text_in_four_parts_has_its_contents_and_each_link_leads_there(
    bellevue, entraide, armelle
):
    article = make_article(entraide, by=armelle, body=FOUR)

    page = read(bellevue, local(article)).content.decode()

    for letter in "abcd":
        assert f'href="#partie-partie-{letter}"' in page
        assert f'<h2 id="partie-partie-{letter}">' in page


def test_a_shorter_text_has_none(bellevue, entraide, armelle):
    article = make_article(entraide, by=armelle, body="<h2>Un</h2><p>x</p>" * 3)

    assert "Dans cet article" not in text_of(read(bellevue, local(article)))


def test_the_time_to_read_is_told_from_two_minutes_on(bellevue, entraide, armelle):
    short = make_article(entraide, by=armelle, body=f"<p>{'mot ' * 300}</p>")
    long = make_article(entraide, by=armelle, body=f"<p>{'mot ' * 1150}</p>")

    assert "minutes de lecture" not in text_of(read(bellevue, local(short)))
    assert "5 minutes de lecture" in text_of(read(bellevue, local(long)))


def test_on_the_same_subject_come_the_texts_with_most_words_in_common(
    bellevue, entraide, jardins, armelle, bran
):
    article = make_article(entraide, by=armelle, tags=["vélo", "rade"])
    make_article(entraide, by=bran, title="Un mot commun", tags=["vélo"])
    make_article(jardins, by=bran, title="Deux mots", tags=["vélo", "rade"])
    make_article(entraide, by=bran, title="Aucun mot", tags=["école"])
    make_withdrawn(
        entraide, by=bran, title="Parti", tags=["vélo"], withdrawn_by=bran.user,
        reason="Erreur.",
    )  # fmt: skip

    shown = read(bellevue, local(article)).context["same_subject"]

    assert [p.article.title for p in shown] == ["Deux mots", "Un mot commun"]
    assert "Lambézellec" in text_of(read(bellevue, local(article)))


def test_a_text_without_words_has_nothing_on_the_same_subject(
    bellevue, entraide, armelle, bran
):
    article = make_article(entraide, by=armelle)
    make_article(entraide, by=bran)

    assert "Sur le même sujet" not in text_of(read(bellevue, local(again(article))))
