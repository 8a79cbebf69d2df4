"""The addresses of articles: on readers' hosts, and at the workshop."""

from django.urls import path, re_path, register_converter
from django.urls.converters import IntConverter, StringConverter

from articles.feeds import FORMATS, feed
from articles.views import (
    bylines,
    contributions,
    desk,
    documents,
    following,
    front,
    helping,
    hints,
    importing,
    invitations,
    listings,
    members,
    moderation,
    notices,
    pages,
    pictures,
    profile,
    remarks,
    saving,
    sharing_drafts,
    signatures,
    two_versions,
    versions,
)


class IdConverter(IntConverter):
    """An id that any database can hold: no address asks it for a larger one."""

    regex = "[0-9]{1,12}"


class FeedKindConverter(StringConverter):
    regex = "|".join(filter(None, FORMATS))


register_converter(IdConverter, "id")
register_converter(FeedKindConverter, "feed_kind")


def feed_paths(place: str, name: str) -> list:
    """Return a place's feed: at its own address, its other formats below it."""
    return [
        path(f"{place}flux/", feed, name=name),
        path(f"{place}flux/<feed_kind:kind>/", feed, name=name),
    ]


public = [
    path("auteurs/", listings.author_list, name="authors"),
    path("auteurs/<slug:slug>/", listings.author, name="author"),
    *feed_paths("auteurs/<slug:author>/", "author_feed"),
    path("mots/", listings.tag_list, name="tags"),
    path("mots/<slug:slug>/", listings.tag, name="tag"),
    *feed_paths("mots/<slug:tag>/", "tag_feed"),
    path("archives/", listings.archives, name="archives"),
    path("archives/<int:year>/<int:month>/", listings.month, name="month"),
    path("suivre/", following.follow, name="follow"),
    *feed_paths("", "feed"),
    *feed_paths("<slug:section>/", "section_feed"),
    path(
        "<slug:section>/<slug:article>/corrections/",
        pages.corrections,
        name="corrections",
    ),
    path("<slug:section>/<slug:article>.md", pages.markdown, name="markdown"),
    path("<slug:section>/<slug:article>.pdf", pages.pdf, name="pdf"),
    path(
        "<slug:section>/<slug:article>/documents/<slug:key>/",
        documents.download,
        name="document",
    ),
]

# Last of all: what no other address names is a page of the tree.
catch_all = [re_path(r"^((?:[\w\-]+/)*)$", pages.serve, name="wagtail_serve")]

workshop = [
    path("", desk.home, name="desk"),
    path("ecrire/", desk.start, name="start"),
    path("ecrire/<id:pk>/", desk.write, name="write"),
    path("ecrire/fichier/", importing.start, name="start_from_file"),
    path("ecrire/<id:pk>/fichier/", importing.add, name="import"),
    path("ecrire/<id:pk>/fichier/annulation/", importing.undo, name="undo_import"),
    path("ecrire/<id:pk>/images/", pictures.pictures, name="pictures"),
    path("ecrire/<id:pk>/images/<id:picture>/", pictures.own, name="picture"),
    path("ecrire/<id:pk>/images/place/<id:position>/", pictures.placed, name="figure"),
    path("ecrire/<id:pk>/documents/", documents.documents, name="documents"),
    path(
        "ecrire/<id:pk>/documents/<slug:key>/", documents.document, name="document_of"
    ),
    path(
        "ecrire/<id:pk>/documents/<slug:key>/retrait/",
        documents.remove,
        name="remove_document",
    ),
    path("ecrire/session/", saving.session, name="session"),
    path("ecrire/<id:pk>/sauvegarde/", saving.autosave, name="autosave"),
    path(
        "ecrire/<id:pk>/deux-versions/", two_versions.two_versions, name="two_versions"
    ),
    path("ecrire/<id:pk>/versions/", versions.versions, name="versions"),
    path(
        "ecrire/<id:pk>/versions/comparaison/",
        versions.compare_versions,
        name="compare_versions",
    ),
    path(
        "ecrire/<id:pk>/versions/<id:version>/reprise/",
        versions.restore_version,
        name="restore_version",
    ),
    path("ecrire/<id:pk>/apercu/", desk.preview, name="preview"),
    path("ecrire/<id:pk>/signature/", desk.sign, name="sign"),
    path("ecrire/<id:pk>/reprise/", desk.take_back, name="take_back"),
    path("ecrire/<id:pk>/suppression/", desk.delete, name="delete"),
    path("textes/<id:pk>/", desk.article, name="article"),
    path("textes/<id:pk>/retrait/", desk.withdraw, name="withdraw"),
    path("textes/<id:pk>/remise-en-ligne/", desk.restore, name="restore"),
    path("ecrire/<id:pk>/conseils/", hints.hints, name="hints"),
    path("textes/<id:pk>/remarques/", remarks.remarks, name="remarks"),
    path("textes/<id:pk>/partage/", sharing_drafts.share, name="share_draft"),
    path("textes/<id:pk>/coup-de-main/", helping.ask, name="ask_help"),
    path("remarques/<id:pk>/fait/", remarks.settle, name="settle_remark"),
    path("remarques/<id:pk>/suppression/", remarks.delete, name="delete_remark"),
    path("partages/<id:pk>/fin/", sharing_drafts.revoke, name="revoke_link"),
    re_path(
        # As secrets.token_urlsafe(32) writes them.
        r"^lecture/(?P<token>[A-Za-z0-9_-]{43})/$",
        sharing_drafts.shared_reading,
        name="shared_reading",
    ),
    path("coups-de-main/", helping.requests, name="help_requests"),
    path("coups-de-main/<id:pk>/offre/", helping.offer, name="offer_help"),
    path("coups-de-main/<id:pk>/fin/", helping.close, name="close_help"),
    path("coups-de-main/offres/<id:pk>/accord/", helping.accept, name="accept_help"),
    path("coups-de-main/offres/<id:pk>/fin/", helping.end, name="end_help"),
    path("compte/coups-de-main/", helping.settings, name="help_settings"),
    path("textes/<id:pk>/signataires/", signatures.signatories, name="signatories"),
    path("textes/<id:pk>/invitations/", signatures.invite, name="invite"),
    path("textes/<id:pk>/invites/", signatures.credit_guest, name="credit_guest"),
    path("signatures/<id:pk>/", invitations.signature, name="signature"),
    path("signatures/<id:pk>/accord/", invitations.accept, name="accept"),
    path("signatures/<id:pk>/refus/", invitations.decline, name="decline"),
    path("signatures/<id:pk>/retrait/", signatures.withdraw_name, name="withdraw_name"),
    path("signatures/<id:pk>/rang/", signatures.move_up, name="move_up"),
    path(
        "signatures/<id:pk>/annulation/", signatures.take_back, name="take_back_invite"
    ),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/signature/<id:pk>/", invitations.claim, name="claim"),
    path(
        "invitations/mandat/<id:pk>/", invitations.answer_member, name="answer_member"
    ),
    path("contributions/", contributions.contributions, name="contributions"),
    path("contributions/fichier/", contributions.download, name="download"),
    path("moderation/", moderation.queue, name="moderation"),
    path("moderation/une/<slug:slug>/", front.front, name="front"),
    path("moderation/une/<id:pk>/place/", front.set_front, name="set_front"),
    path("moderation/signalements/", notices.notices, name="notices"),
    path("moderation/<id:pk>/", moderation.review, name="review"),
    path("moderation/<id:pk>/publication/", moderation.publish, name="publish"),
    path("moderation/<id:pk>/renvoi/", moderation.send_back, name="send_back"),
    path("signaler/", notices.report, name="report"),
    path("signaler/<str:number>/", notices.receipt, name="notice"),
    path("reagir/", notices.react, name="react"),
    path("moderation/<id:pk>/correction/", moderation.correct, name="correct"),
    path(
        "moderation/corrections/<id:pk>/retrait/",
        moderation.hide_correction,
        name="hide_correction",
    ),
    path("reseau/signatures/", bylines.merge, name="merge_bylines"),
    path("compte/organisations/<slug:slug>/", members.members, name="members"),
    path("compte/mandats/<id:pk>/fin/", members.end, name="end_mandate"),
    path("compte/mandats/<id:pk>/annulation/", members.cancel, name="cancel_member"),
    path("compte/profil/", profile.edit, name="profile"),
    path("compte/profil/<slug:slug>/", profile.edit, name="profile_of"),
]
