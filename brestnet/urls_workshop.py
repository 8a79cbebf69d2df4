"""The addresses of the workshop: all that needs a session or changes something."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls

from articles import urls as articles
from sites import urls as sites
from sites.views import admin, leaving

urlpatterns = [
    *sites.everywhere,
    *articles.workshop,
    *sites.workshop,
    path("compte/absence/", leaving.idle, name="idle"),
    path("compte/", include("allauth.urls")),
    # One door for signing in, with its limits: not the admin's own.
    re_path(r"^gestion/(login|password_reset)/", admin.door),
    path("gestion/", include(wagtailadmin_urls)),
]

handler400 = "sites.views.errors.bad_request"
handler403 = "sites.views.errors.forbidden"
handler404 = "sites.views.errors.not_found"
handler500 = "sites.views.errors.server_error"
