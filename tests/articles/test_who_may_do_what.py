"""The permission matrix: every gesture of the workshop, every role, each site.

A cell says what the role gets: `yes` (the page is shown; a gesture is done),
`404` (to this person it does not exist), `login` (asked to sign in first).
After `404` and `login`, nothing has changed.
"""

from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import URLPattern, reverse
from django.utils import timezone
from wagtail.models import Revision, Site

from articles.html import picture_ids
from articles.models import (
    ArticlePage,
    Attachment,
    DraftLink,
    HelpOffer,
    HelpRequest,
    Notice,
    Picture,
    Placement,
    Remark,
    Signature,
    Withdrawal,
)
from articles.services import helping, remarks, sharing_drafts
from articles.services.documents import attach
from authors.models import Author, HelpingHand
from brestnet import urls_workshop
from sites.models import NeighbourhoodPage
from tests import names_matrix
from tests.builders import (
    again,
    ask_help,
    cosign,
    drain,
    lets_help,
    make_article,
    make_author,
    make_draft,
    make_picture,
    make_waiting,
    make_withdrawn,
    picture_in_body,
    upload,
    workshop_of,
    writing_form,
)
from tests.office import odt_bytes, pdf_bytes

ROLES = (
    "visitor",
    "stranger",
    "writer",
    "cosigner",
    "editor",
    "elsewhere",
    "superuser",
)

# "editor" edits the text's own site, "elsewhere" edits the other one.
MATRIX = """
gesture           state      visitor stranger writer cosigner editor elsewhere superuser
GET desk          -          yes     yes      yes    yes      yes    yes       yes
GET start         -          yes     yes      yes    yes      yes    yes       yes
GET write         draft      login   404      yes    yes      404    404       404
GET write         waiting    login   404      yes    yes      404    404       404
GET write         published  login   404      yes    yes      404    404       404
GET write         withdrawn  login   404      404    404      404    404       404
POST write        draft      login   404      yes    yes      404    404       404
POST write        waiting    login   404      yes    yes      404    404       404
POST write        published  login   404      yes    yes      404    404       404
POST write        withdrawn  login   404      404    404      404    404       404
GET pictures      draft      login   404      yes    yes      404    404       404
GET pictures      waiting    login   404      yes    yes      404    404       404
GET pictures      withdrawn  login   404      404    404      404    404       404
POST pictures     draft      login   404      yes    yes      404    404       404
POST pictures     published  login   404      yes    yes      404    404       404
POST picture      draft      login   404      yes    404      404    404       404
POST figure       draft      login   404      yes    yes      404    404       404
GET documents     draft      login   404      yes    yes      404    404       404
POST documents    draft      login   404      yes    yes      404    404       404
POST documents    published  login   404      yes    yes      404    404       404
GET document_of   draft      login   404      yes    yes      404    404       404
GET document_of   waiting    login   404      yes    yes      yes    404       yes
GET document_of   published  login   404      yes    yes      yes    404       yes
GET document_of   withdrawn  login   404      yes    yes      yes    404       yes
POST remove_document draft   login   404      yes    yes      404    404       404
GET start_from_file -        login   yes      yes    yes      yes    yes       yes
GET import        draft      login   404      yes    yes      404    404       404
POST import       draft      login   404      yes    yes      404    404       404
POST import       waiting    login   404      yes    yes      404    404       404
POST undo_import  draft      login   404      none   none     404    404       404
GET session       -          yes     yes      yes    yes      yes    yes       yes
POST autosave     draft      login   404      yes    yes      404    404       404
POST autosave     waiting    login   404      yes    yes      404    404       404
POST autosave     published  login   404      yes    yes      404    404       404
POST autosave     withdrawn  login   404      404    404      404    404       404
POST two_versions draft      login   404      yes    yes      404    404       404
POST two_versions withdrawn  login   404      404    404      404    404       404
GET versions      draft      login   404      yes    yes      404    404       404
GET versions      published  login   404      yes    yes      404    404       404
GET versions      withdrawn  login   404      yes    yes      404    404       404
GET compare_versions draft   login   404      yes    yes      404    404       404
POST restore_version draft   login   404      yes    yes      404    404       404
POST restore_version withdrawn login 404      404    404      404    404       404
GET idle          -          yes     none     none   none     none   none      none
GET preview       draft      login   404      yes    yes      404    404       404
GET preview       waiting    login   404      yes    yes      yes    404       yes
GET preview       withdrawn  login   404      yes    yes      yes    404       yes
GET sign          draft      login   404      yes    yes      404    404       404
POST sign         draft      login   404      yes    yes      404    404       404
POST take_back    waiting    login   404      yes    yes      404    404       404
GET delete        draft      login   404      yes    yes      404    404       404
POST delete       draft      login   404      yes    yes      404    404       404
GET article       draft      login   404      yes    yes      404    404       404
GET article       waiting    login   404      yes    yes      404    404       404
GET article       published  login   404      yes    yes      404    404       404
POST hints        draft      login   404      none   none     404    404       404
GET remarks       draft      login   404      yes    yes      404    404       404
GET remarks       waiting    login   404      yes    yes      404    404       404
GET remarks       published  login   404      404    404      404    404       404
POST remarks      draft      login   404      yes    yes      404    404       404
POST settle_remark draft     login   404      yes    yes      404    404       404
POST delete_remark draft     login   404      yes    yes      404    404       404
GET share_draft   draft      login   404      yes    yes      404    404       404
GET share_draft   published  login   404      404    404      404    404       404
POST share_draft  draft      login   404      yes    yes      404    404       404
POST revoke_link  draft      login   404      yes    yes      404    404       404
GET shared_reading draft     yes     yes      yes    yes      yes    yes       yes
POST shared_reading draft    yes     yes      yes    yes      yes    yes       yes
GET help_requests -          login   yes      yes    yes      yes    yes       yes
GET help_settings -          login   yes      yes    yes      yes    yes       yes
POST help_settings -         login   yes      yes    yes      yes    yes       yes
GET ask_help      draft      login   404      yes    yes      404    404       404
GET ask_help      published  login   404      404    404      404    404       404
POST ask_help     draft      login   404      yes    yes      404    404       404
POST offer_help   draft      login   yes      404    404      404    404       404
POST close_help   draft      login   404      yes    yes      404    404       404
POST accept_help  draft      login   404      yes    yes      404    404       404
POST end_help     draft      login   404      yes    yes      404    404       404
POST withdraw     published  login   404      yes    yes      yes    404       yes
POST withdraw     draft      login   404      none   none     404    404       404
POST restore      withdrawn  login   404      404    404      yes    404       yes
POST restore      taken-off  login   404      yes    yes      yes    404       yes
GET moderation    -          login   404      404    404      yes    yes       yes
GET review        draft      login   404      404    404      404    404       404
GET review        waiting    login   404      404    404      yes    404       yes
GET review        published  login   404      404    404      yes    404       yes
GET review        withdrawn  login   404      404    404      yes    404       yes
POST publish      waiting    login   404      404    404      yes    404       yes
POST publish      draft      login   404      404    404      404    404       404
POST send_back    waiting    login   404      404    404      yes    404       yes
POST send_back    draft      login   404      404    404      404    404       404
GET front         published  login   404      404    404      yes    404       yes
POST set_front    published  login   404      404    404      yes    404       yes
GET face          published  login   404      404    404      yes    404       yes
POST face         published  login   404      404    404      yes    404       yes
GET face_hues     published  login   404      404    404      yes    404       yes
POST former_face  published  login   404      404    404      yes    404       yes
GET notices       -          login   404      404    404      yes    yes       yes
GET report        -          yes     yes      yes    yes      yes    yes       yes
POST report       published  yes     yes      yes    yes      yes    yes       yes
GET notice        -          404     404      404    404      404    404       404
GET react         -          404     404      404    404      404    404       404
POST react        -          404     404      404    404      404    404       404
GET components    -          login   404      404    404      404    404       yes
GET profile       -          login   yes      yes    yes      yes    yes       yes
GET profile_of    -          login   404      yes    404      404    404       yes
POST profile_of   -          login   404      yes    404      404    404       yes
GET healthz       -          yes     yes      yes    yes      yes    yes       yes
GET theme_of      -          yes     yes      yes    yes      yes    yes       yes
GET media         -          404     404      404    404      404    404       404
"""
TOKEN = "A" * 43
# Gestures on what belongs to a draft, and on which of them.
OF_A_DRAFT = {
    "settle_remark": lambda article: article.remarks.get(),
    "delete_remark": lambda article: article.remarks.get(),
    "revoke_link": lambda article: article.draft_links.get(),
    "offer_help": lambda article: article.help_requests.get(kind="photo"),
    "close_help": lambda article: article.help_requests.get(kind="proofreading"),
    "accept_help": lambda article: HelpOffer.objects.get(request__article=article),
    "end_help": lambda article: HelpOffer.objects.get(request__article=article),
}
HEADER, *ROWS = (line.split() for line in MATRIX.strip().splitlines())


def test_the_matrix_holds_every_address_of_the_workshop():
    tested = {name for _method, name, *_rest in [*ROWS, *names_matrix.ROWS]}
    patterns = [p for p in urls_workshop.urlpatterns if isinstance(p, URLPattern)]
    included = [p for p in urls_workshop.urlpatterns if not isinstance(p, URLPattern)]

    assert ["gesture", "state", *ROLES] == HEADER
    assert {p.name for p in patterns if p.name} == tested
    # Without a name: the admin's own sign-in, which leads to ours.
    assert [str(p.pattern) for p in patterns if not p.name] == [
        "^gestion/(login|password_reset)/"
    ]
    # allauth's pages and Wagtail's admin have tests of their own.
    assert [str(p.pattern) for p in included] == ["compte/", "gestion/"]


@pytest.fixture
def cast(armelle, bran, maiwenn, goulven, passant, reseau):
    def on(place):
        home = {"bellevue": maiwenn, "lambezellec": goulven}
        away = {"bellevue": goulven, "lambezellec": maiwenn}
        people = (None, passant, armelle, bran, home[place], away[place], reseau)
        return dict(zip(ROLES, people, strict=True))

    return on


@pytest.mark.parametrize("place", ["bellevue", "lambezellec"])
@pytest.mark.parametrize("state", sorted({state for _m, _n, state, *_cells in ROWS}))
def test_who_may(state, place, cast, entraide, jardins):
    people = cast(place)
    section = {"bellevue": entraide, "lambezellec": jardins}[place]
    article = _text(state, section, people)
    rows = [row for row in ROWS if row[2] == state]

    assert [
        [
            method,
            name,
            state,
            *(_tried(method, name, article, people[r]) for r in ROLES),
        ]
        for method, name, *_rest in rows
    ] == rows


def _tried(method, name, article, person):
    address = reverse(name, urls_workshop.__name__, args=_arguments(name, article))
    with transaction.atomic():
        got = _outcome(method, name, address, article, person)
        transaction.set_rollback(True)
    return got


def _text(state, section, people):
    writer, cosigner, editor = people["writer"], people["cosigner"], people["editor"]
    if state == "-":
        return None
    body = f"<p>Il y a un banc.</p>{picture_in_body(make_picture(by=writer))}"
    if state == "draft":
        article = make_draft(section, by=writer, body=body)
    elif state == "waiting":
        article = make_waiting(section, by=writer, body=body)
    elif state == "published":
        article = make_article(section, by=writer, body=body)
    else:
        by = editor if state == "withdrawn" else writer.user
        article = make_withdrawn(
            section, by=writer, withdrawn_by=by, reason="Erreur.", body=body
        )
    cosign(article, cosigner)
    attach(article, upload(pdf_bytes()), by=writer.user, title="Le plan")
    if state == "draft":
        _open_to_others(article, people)
    return again(article)


def _open_to_others(article, people):
    """A hand is asked for and offered, a link is open, a remark is left."""
    site = article.get_site()
    lets_help(people["stranger"], site, kinds=["photo"])
    helper = make_author("Gwenn Elles")
    asked = ask_help(article, by=people["writer"])
    helping.offer(asked, by=helper.user)
    ask_help(article, by=people["writer"], kind="photo")
    sharing_drafts.make_link(article, by=people["writer"].user)
    DraftLink.objects.update(digest=sharing_drafts.digest_of(TOKEN))
    remarks.leave(article, text="Où ?", name="Yann")


def _arguments(name, article):
    others = {
        "profile_of": ["armelle-quemeneur"],
        "theme_of": ["bellevue"],
        "media": ["photos/aucune.webp"],
        "notice": ["AAAA-AAAA"],
        "report": [],
        "shared_reading": [TOKEN],
    }
    if name in OF_A_DRAFT:
        return [OF_A_DRAFT[name](article).pk]
    if name in ("front", "face", "face_hues", "former_face"):
        return [article.get_site().root_page.slug]
    if name == "set_front":
        return [article.placements.get(home=True).pk]
    if name == "picture":
        return [article.pk, picture_ids(article.body)[0]]
    if name == "figure":
        return [article.pk, 0]
    if name in ("document_of", "remove_document"):
        return [article.pk, article.attachments.get().key]
    if name == "restore_version":
        return [article.pk, article.latest_revision_id]
    return others.get(name, [article.pk] if article else [])


def _outcome(method, name, address, article, person):
    asks = method == "POST" or name == "compare_versions"
    data = _data(name, article, person) if asks else None
    before = _everything()
    response = drain(workshop_of(person).request(method, address, data))
    changed = _everything() != before
    if response.status_code == 401:
        return "changed!" if changed else "login"
    if response.status_code == 404:
        return "changed!" if changed else "404"
    if response.status_code == 302 and response["Location"].startswith(
        "/compte/login/"
    ):
        return "changed!" if changed else "login"
    if method == "GET":
        shown = {200: "yes", 302: "none"}.get(response.status_code)
        return "changed!" if changed else shown
    # A script gets its answer as it is; two versions are shown at once.
    answered = {"two_versions": 409, "autosave": 200}.get(name, 302)
    if response.status_code != answered and name not in ("share_draft", "hints"):
        return None
    return {True: "yes", False: "none"}[changed]


def _data(name, article, person):
    return {
        "write": lambda: writing_form(article, title="Un autre titre"),
        "autosave": lambda: (
            writing_form(article, title="Un autre titre")
            | {"key": str(uuid4()), "number": 1}
            | {"writer": getattr(person, "user", person).pk if person else ""}
        ),
        "two_versions": lambda: writing_form(article, title="Un autre titre"),
        "compare_versions": lambda: dict.fromkeys(
            ("before", "after"), article.latest_revision_id
        ),
        "pictures": lambda: {
            "file": upload(),
            "description": "Un banc",
            "credit": "Armelle Q.",
        },
        "picture": lambda: {"gesture": "place"},
        "figure": lambda: {"gesture": "remove"},
        "documents": lambda: {"file": upload(pdf_bytes(), "plan.pdf")},
        "import": lambda: {"file": upload(odt_bytes("<text:p>Fin.</text:p>"))},
        "sign": lambda: {
            "author": getattr(person, "pk", ""),
            "licence": "by-4.0",
            "charter": "on",
            "pictures": "on",
        },
        "withdraw": lambda: {"reason": "Une erreur de date."},
        "publish": lambda: {"seen": article.latest_revision_id},
        "send_back": lambda: {"message": "Il manque la date."},
        "set_front": lambda: {"gesture": "pin"},
        "report": lambda: {
            "address": article.get_absolute_url(),
            "kind": "error",
            "explanation": "Une date est fausse.",
            "name": "Soizic",
            "email": f"{getattr(person, 'pk', 0)}@example.net",
        },
        "face": lambda: {"hue_choice": "0", "accent_hue_choice": "0"},
        "former_face": lambda: {"face": _former_face(article)},
        "remarks": lambda: {"text": "Où ?"},
        "shared_reading": lambda: {"text": "Où ?", "name": "Yann"},
        "share_draft": lambda: {"days": "14"},
        "help_settings": lambda: {
            "kinds": ["photo"],
            "sites": [site.pk for site in Site.objects.filter(is_default_site=False)],
        },
        "ask_help": lambda: {"kind": "translation", "sentence": "En breton ?"},
        "profile_of": lambda: {
            "name": "Armelle Kerneis",
            "biography": "",
            "links-TOTAL_FORMS": "0",
            "links-INITIAL_FORMS": "0",
        },
    }.get(name, dict)()


def _former_face(article):
    """Return a face that the article's site had before the one of now."""
    page = article.get_site().root_page.specific
    former = page.save_revision()
    NeighbourhoodPage.objects.filter(pk=page.pk).update(hue=(page.hue + 15) % 360)
    return former.pk


def _everything():
    """All that a gesture could change."""
    states = [(a.pk, str(a.stage)) for a in ArticlePage.objects.order_by("pk")]
    rows = ArticlePage.objects.order_by("pk").values_list(
        "pk", "title", "body", "live", "latest_revision", "licence", "path"
    )
    return (
        states,
        list(rows),
        list(Signature.objects.order_by("pk").values_list("pk", "state", "revision")),
        list(Withdrawal.objects.order_by("pk").values_list("pk", "lifted_at")),
        list(Author.objects.order_by("pk").values_list("pk", "name", "slug")),
        list(Placement.objects.order_by("pk").values_list("pk", "live", "pinned")),
        list(NeighbourhoodPage.objects.order_by("pk").values_list("pk", "hue")),
        Picture.objects.count(),
        Notice.objects.count(),
        list(Remark.objects.order_by("pk").values_list("pk", "done_at")),
        list(DraftLink.objects.order_by("pk").values_list("pk", "revoked_at")),
        list(HelpRequest.objects.order_by("pk").values_list("pk", "closed_at")),
        list(HelpOffer.objects.order_by("pk").values("accepted_at", "ended_at")),
        list(HelpingHand.objects.order_by("pk").values_list("user", "site", "kind")),
        Attachment.objects.count(),
        Revision.objects.count(),
    )


# What the sentence «nothing changed» cannot see: the queue of another site.


def test_an_editor_sees_the_queue_of_her_own_sites_alone(
    entraide, jardins, armelle, maiwenn, goulven
):
    make_waiting(entraide, by=armelle, title="À Bellevue")
    make_waiting(jardins, by=armelle, title="À Lambézellec")

    hers = workshop_of(maiwenn).get("/moderation/").context["page_of_list"].items
    his = workshop_of(goulven).get("/moderation/").context["page_of_list"].items

    assert [article.title for article in hers] == ["À Bellevue"]
    assert [article.title for article in his] == ["À Lambézellec"]


def test_an_editor_whose_account_was_closed_edits_nothing(maiwenn, entraide, armelle):
    article = make_waiting(entraide, by=armelle)
    desk = workshop_of(maiwenn)
    maiwenn.is_active = False
    maiwenn.save()

    response = desk.post(
        f"/moderation/{article.pk}/publication/", {"seen": article.latest_revision_id}
    )

    assert response["Location"].startswith("/compte/login/")
    assert again(article).stage == "waiting"


def test_who_signed_the_photos_does_not_write_the_text(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    cosign(article, bran, role="photos")

    response = workshop_of(bran).post(
        f"/ecrire/{article.pk}/", writing_form(article, title="Autre")
    )

    assert response.status_code == 404
    assert again(article).title == "Le banc"


@pytest.mark.parametrize("state", ["invited", "declined", "withdrawn"])
def test_a_signature_that_is_not_accepted_opens_no_text(state, entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    signature = cosign(article, bran)
    signature.state = state
    signature.ended_at = None if state == "invited" else timezone.now()
    signature.save()

    response = workshop_of(bran).get(f"/ecrire/{article.pk}/")

    assert response.status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        *("take_back", "withdraw", "restore", "publish", "send_back"),
        *("hints", "settle_remark", "delete_remark", "revoke_link"),
        *("offer_help", "close_help", "accept_help", "end_help"),
    ],
)
def test_a_gesture_is_never_a_link(name, entraide, armelle, reseau):
    article = make_article(entraide, by=armelle)
    address = reverse(name, urls_workshop.__name__, args=[article.pk])

    response = workshop_of(reseau).get(address)

    assert response.status_code == 405
    assert response["Allow"] == "POST"
