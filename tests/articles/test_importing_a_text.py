"""A text from LibreOffice or Word becomes a draft, or is added to one."""

import pytest

from articles.models import ArticlePage, DailyUse, Picture
from tests.builders import (
    again,
    image_bytes,
    make_article,
    make_draft,
    make_picture,
    text_of,
    upload,
    workshop_of,
)
from tests.office import (
    BOMB,
    OUTSIDE,
    docx_bytes,
    odt_bytes,
    word_paragraph,
    word_picture,
    zip_bytes,
)

UNREADABLE = (
    "Nous n’arrivons pas à lire ce fichier. Choisissez un texte ODT (LibreOffice) "
    "ou DOCX (Word), sans mot de passe."
)
BOLD = (
    '<style:style style:name="T1" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="P1" style:family="paragraph"'
    ' style:parent-style-name="Quotations"/>'
)
IN_LIBREOFFICE = (
    "<text:sequence-decls/>"
    "<text:tracked-changes><text:p>Un mot effacé</text:p></text:tracked-changes>"
    '<text:p text:style-name="Title">Le banc &amp; la rade</text:p>'
    '<text:h text:outline-level="1">Au matin</text:h>'
    '<text:p>Il y a <text:span text:style-name="T1">un banc</text:span><text:s/>'
    '<text:a xlink:href="https://brest.fr/">vert</text:a>'
    "<office:annotation><text:p>À revoir</text:p></office:annotation>.</text:p>"
    '<text:h text:outline-level="2">Plus loin</text:h>'
    '<text:list text:style-name="Numbering_20_1"><text:list-item><text:p>Un</text:p>'
    "</text:list-item></text:list>"
    '<text:p><draw:frame><draw:image xlink:href="Pictures/a.jpg"/>'
    "<svg:desc>Un banc vert</svg:desc></draw:frame></text:p>"
    '<text:p text:style-name="P1">On y est bien.</text:p>'
)
IN_WORD = (
    word_paragraph("Le banc &amp; la rade", "Titre")
    + word_paragraph("Au matin", "Titre1")
    + '<w:p><w:r><w:t xml:space="preserve">Il y a </w:t></w:r><w:r><w:rPr><w:b/></w:rPr>'
    '<w:t>un banc</w:t></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
    '<w:hyperlink r:id="brest"><w:r><w:t>vert</w:t></w:r></w:hyperlink>'
    "<w:del><w:r><w:delText>Un mot effacé</w:delText></w:r></w:del>"
    "<w:r><w:t>.</w:t></w:r></w:p>"
    + word_paragraph("Plus loin", "Titre2")
    + word_picture("a.jpg", "Un banc vert")
    + word_paragraph("On y est bien.", "Citation")
)
WORDS = (
    "<h2>Au matin</h2>"
    '<p>Il y a <strong>un banc</strong> <a href="https://brest.fr/" '
    'rel="ugc nofollow noopener">vert</a>.</p><h3>Plus loin</h3>{list}'
    '<embed alt="Un banc vert" caption="" embedtype="image" format="fullwidth" '
    'id="{pk}"/><blockquote><p>On y est bien.</p></blockquote>'
)


def libreoffice(**more):
    pictures = {"a.jpg": image_bytes()}
    return odt_bytes(IN_LIBREOFFICE, automatic=BOLD, pictures=pictures, **more)


def word(**more):
    links = [("brest", "hyperlink", "https://brest.fr/")]
    return docx_bytes(IN_WORD, pictures={"a.jpg": image_bytes()}, links=links, **more)


def start(author, section, data, name="texte.odt"):
    return workshop_of(author).post(
        "/ecrire/fichier/", {"file": upload(data, name), "section": section.pk}
    )


def add(desk, article, data, name="texte.odt"):
    return desk.post(f"/ecrire/{article.pk}/fichier/", {"file": upload(data, name)})


@pytest.mark.parametrize("software", ["LibreOffice", "Word"])
def test_a_file_becomes_a_draft_with_its_pictures(software, entraide, armelle):
    make_picture(by=armelle, credit="Armelle, à Bellevue")
    data = {"LibreOffice": libreoffice, "Word": word}[software]()
    items = {"LibreOffice": "<ol><li>Un</li></ol>", "Word": ""}[software]

    response = start(armelle, entraide, data)

    article = ArticlePage.objects.get()
    picture = Picture.objects.latest("pk")
    assert response["Location"] == f"/ecrire/{article.pk}/"
    assert (article.stage, article.owner) == ("draft", armelle.user)
    assert article.title == "Le banc & la rade"
    assert article.body == WORDS.format(list=items, pk=picture.pk)
    assert (picture.description, picture.uploaded_by_user) == (
        "Un banc vert",
        armelle.user,
    )
    assert picture.credit == "Armelle, à Bellevue"


def test_a_file_is_added_at_the_end_and_taken_back(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)

    add(desk, article, odt_bytes("<text:p>Et une lampe.</text:p>"))
    added = again(article)
    page = text_of(desk.get(f"/ecrire/{article.pk}/"))
    desk.post(f"/ecrire/{article.pk}/fichier/annulation/")
    undone = again(article)
    desk.post(f"/ecrire/{article.pk}/fichier/annulation/")

    assert added.body == "<p>Il y a un banc.</p><p>Et une lampe.</p>"
    assert added.title == "Le banc"
    assert "Annuler l’ajout du fichier" in page
    assert undone.body == "<p>Il y a un banc.</p>"
    assert again(article).latest_revision == undone.latest_revision
    assert article.revisions.count() == 3


def test_an_empty_draft_takes_the_title_too(entraide, armelle):
    article = make_draft(entraide, by=armelle, title="", body="")

    add(workshop_of(armelle), article, word())

    assert again(article).title == "Le banc & la rade"
    assert again(article).body.startswith("<h2>Au matin</h2>")


def test_what_was_written_since_is_not_undone(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)
    add(desk, article, odt_bytes("<text:p>Et une lampe.</text:p>"))
    again(article).save_revision()

    page = text_of(desk.get(f"/ecrire/{article.pk}/"))
    desk.post(f"/ecrire/{article.pk}/fichier/annulation/")

    assert "Annuler l’ajout du fichier" not in page
    assert "Et une lampe." in again(article).body


def test_pictures_that_cannot_be_shown_are_counted(entraide, armelle):
    pictures = {"a.emf": b"EMF", "b.jpg": image_bytes()}
    body = word_picture("a.emf") + word_picture("b.jpg") + word_picture("b.jpg")
    outside = word_picture("disk", by="r:link")
    links = [("disk", "image", "file:///etc/passwd")]
    data = docx_bytes(
        word_paragraph("Un.") + body + outside, pictures=pictures, links=links
    )
    desk = workshop_of(armelle)
    article = make_draft(entraide, by=armelle)

    add(desk, article, data)

    page = text_of(desk.get(f"/ecrire/{article.pk}/"))
    assert Picture.objects.count() == 1
    assert again(article).body.count("<embed ") == 2
    assert "Une image du fichier n’a pas pu être reprise" in page


# What may not


def test_a_published_article_takes_no_file(entraide, armelle):
    article = make_article(entraide, by=armelle)

    response = add(workshop_of(armelle), article, word())

    assert response.status_code == 422
    assert "Ce texte est publié" in text_of(response)
    assert again(article).body == "<p>Il y a un banc.</p>"


# Bad input: one sentence

DEEP = "<text:section>" * 300 + "<text:p>x</text:p>" + "</text:section>" * 300
REFUSED = {
    "text": b"Bonjour",
    "empty": b"",
    "zip": zip_bytes({"a.txt": "a"}),
    "spreadsheet": zip_bytes(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    ),
    "no content": zip_bytes({"mimetype": "application/vnd.oasis.opendocument.text"}),
    "cut short": odt_bytes("<text:p>Un.</text:p>")[:600],
    "broken": odt_bytes("<text:p>Un."),
    "odt entities": odt_bytes("<text:p>&c;</text:p>", doctype=BOMB),
    "docx entities": docx_bytes(word_paragraph("&c;"), doctype=BOMB),
    "odt outside": odt_bytes("<text:p>&a;</text:p>", doctype=OUTSIDE),
    "docx outside": docx_bytes(word_paragraph("&a;"), doctype=OUTSIDE),
    "deep": odt_bytes(DEEP),
    "many entries": zip_bytes({f"{n}.xml": "" for n in range(2001)}),
    "immense": odt_bytes("<text:p>Un.</text:p>", **{"Pictures/a": bytes(151 << 20)}),
    "immense text": odt_bytes(f"<text:p>{' ' * (13 << 20)}</text:p>"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_said(what, entraide, armelle):
    response = start(armelle, entraide, REFUSED[what])

    expected = UNREADABLE if what != "empty" else "Le fichier soumis est vide."
    assert response.status_code == 422
    assert response.context["form"].errors == {"file": [expected]}
    assert not ArticlePage.objects.exists()


def test_a_text_has_words(entraide, armelle):
    response = start(armelle, entraide, odt_bytes("<text:p/>"))

    sentence = "Ce fichier ne contient pas de texte."
    assert response.context["form"].errors == {"file": [sentence]}


def test_a_text_has_a_measure(entraide, armelle):
    text = f"<text:p>{' '.join(str(n) for n in range(70_000))}</text:p>"

    response = start(armelle, entraide, odt_bytes(text))

    sentence = "Ce texte est trop long pour un article : coupez-le en plusieurs."
    assert response.context["form"].errors == {"file": [sentence]}


def test_markup_in_a_file_stays_words(entraide, armelle):
    text = "<text:p>&lt;script&gt;alert(1)&lt;/script&gt;</text:p>"
    link = '<text:p><text:a xlink:href="javascript:alert(1)">ici</text:a></text:p>'

    start(armelle, entraide, odt_bytes(text + link))

    assert ArticlePage.objects.get().body == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p>ici</p>"
    )


def test_a_day_has_its_share_of_files(entraide, armelle):
    data = odt_bytes("<text:p>Un.</text:p>")
    start(armelle, entraide, data)
    DailyUse.objects.filter(kind="imports").update(count=30)

    response = start(armelle, entraide, data)

    assert response.status_code == 429
    assert ArticlePage.objects.count() == 1
