"""The addresses of articles: on readers' hosts, and at the workshop."""

from django.urls import path, re_path, register_converter
from django.urls.converters import IntConverter, StringConverter

from articles.feeds import FORMATS, feed
from articles.views import (
    desk,
    following,
    front,
    listings,
    moderation,
    notices,
    pages,
    profile,
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
    path("<slug:section>/<slug:article>.md", pages.markdown, name="markdown"),
    path("<slug:section>/<slug:article>.pdf", pages.pdf, name="pdf"),
]

# Last of all: what no other address names is a page of the tree.
catch_all = [re_path(r"^((?:[\w\-]+/)*)$", pages.serve, name="wagtail_serve")]

workshop = [
    path("", desk.home, name="desk"),
    path("ecrire/", desk.start, name="start"),
    path("ecrire/<id:pk>/", desk.write, name="write"),
    path("ecrire/<id:pk>/images/", desk.add_picture, name="add_picture"),
    path("ecrire/<id:pk>/apercu/", desk.preview, name="preview"),
    path("ecrire/<id:pk>/signature/", desk.sign, name="sign"),
    path("ecrire/<id:pk>/reprise/", desk.take_back, name="take_back"),
    path("ecrire/<id:pk>/suppression/", desk.delete, name="delete"),
    path("textes/<id:pk>/", desk.article, name="article"),
    path("textes/<id:pk>/retrait/", desk.withdraw, name="withdraw"),
    path("textes/<id:pk>/remise-en-ligne/", desk.restore, name="restore"),
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
    path("compte/profil/", profile.edit, name="profile"),
    path("compte/profil/<slug:slug>/", profile.edit, name="profile_of"),
]
