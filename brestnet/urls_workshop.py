"""The addresses of the workshop: all that needs a session or changes something."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from articles import urls as articles
from sites import urls as sites

urlpatterns = [
    *sites.everywhere,
    *articles.workshop,
    path("compte/", include("allauth.urls")),
    # One door for signing in, with its limits: not the admin's own.
    re_path(
        r"^gestion/(login|password_reset)/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
    ),
    path("gestion/", include(wagtailadmin_urls)),
]

handler400 = "sites.views.errors.bad_request"
handler403 = "sites.views.errors.forbidden"
handler404 = "sites.views.errors.not_found"
handler500 = "sites.views.errors.server_error"
