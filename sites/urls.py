"""The addresses of the sites as wholes."""

from django.urls import path, re_path

from sites.views import components, face, finding, meta, sharing

everywhere = [
    path("healthz", meta.healthz, name="healthz"),
    path("theme/<slug:slug>.css", meta.theme_of, name="theme_of"),
    re_path(r"^media/(?P<path>[\w./-]+)$", meta.media, name="media"),
]

public = [
    path("recherche/", finding.search, name="search"),
    path("theme.css", meta.theme, name="theme"),
    path("robots.txt", meta.robots, name="robots"),
    path("sitemap.xml", meta.sitemap_index, name="sitemap_index"),
    re_path(
        r"^sitemap-(?P<part>pages|[1-9]\d{0,3})\.xml$", meta.sitemap, name="sitemap"
    ),
    re_path(
        r"^partage/(?P<owner>site|[1-9][0-9]{0,11})-(?P<version>[0-9a-f]{12})\.jpg$",
        sharing.picture,
        name="share_picture",
    ),
    path(".well-known/security.txt", meta.security_txt, name="security_txt"),
]

workshop = [
    path("moderation/visage/<slug:slug>/", face.face, name="face"),
    path("moderation/visage/<slug:slug>/teintes.css", face.hues, name="face_hues"),
    path("moderation/visage/<slug:slug>/retour/", face.bring_back, name="former_face"),
    path("composants/", components.components, name="components"),
]
