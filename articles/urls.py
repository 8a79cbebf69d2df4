"""The addresses of articles: on readers' hosts, and at the workshop."""

from django.urls import path, re_path

from articles.feeds import ArticleFeed
from articles.views import desk, listings, moderation, pages, profile

public = [
    path("auteurs/", listings.author_list, name="authors"),
    path("auteurs/<slug:slug>/", listings.author, name="author"),
    path("auteurs/<slug:author>/flux/", ArticleFeed(), name="author_feed"),
    path("mots/", listings.tag_list, name="tags"),
    path("mots/<slug:slug>/", listings.tag, name="tag"),
    path("mots/<slug:tag>/flux/", ArticleFeed(), name="tag_feed"),
    path("archives/", listings.archives, name="archives"),
    path("archives/<int:year>/<int:month>/", listings.month, name="month"),
    path("flux/", ArticleFeed(), name="feed"),
    path("<slug:section>/flux/", ArticleFeed(), name="section_feed"),
]

# Last of all: what no other address names is a page of the tree.
catch_all = [re_path(r"^((?:[\w\-]+/)*)$", pages.serve, name="wagtail_serve")]

workshop = [
    path("", desk.home, name="desk"),
    path("ecrire/", desk.start, name="start"),
    path("ecrire/<int:pk>/", desk.write, name="write"),
    path("ecrire/<int:pk>/images/", desk.add_picture, name="add_picture"),
    path("ecrire/<int:pk>/apercu/", desk.preview, name="preview"),
    path("ecrire/<int:pk>/signature/", desk.sign, name="sign"),
    path("ecrire/<int:pk>/reprise/", desk.take_back, name="take_back"),
    path("ecrire/<int:pk>/suppression/", desk.delete, name="delete"),
    path("textes/<int:pk>/", desk.article, name="article"),
    path("textes/<int:pk>/retrait/", desk.withdraw, name="withdraw"),
    path("textes/<int:pk>/remise-en-ligne/", desk.restore, name="restore"),
    path("moderation/", moderation.queue, name="moderation"),
    path("moderation/<int:pk>/", moderation.review, name="review"),
    path("moderation/<int:pk>/publication/", moderation.publish, name="publish"),
    path("moderation/<int:pk>/renvoi/", moderation.send_back, name="send_back"),
    path("compte/profil/", profile.edit, name="profile"),
    path("compte/profil/<slug:slug>/", profile.edit, name="profile_of"),
]
