"""The addresses of readers' hosts: the portal and the neighbourhoods."""

from articles import urls as articles
from sites import urls as sites

urlpatterns = [
    *sites.everywhere,
    *sites.public,
    *articles.public,
    *articles.catch_all,
]

handler400 = "sites.views.errors.bad_request"
handler403 = "sites.views.errors.forbidden"
handler404 = "sites.views.errors.not_found"
handler500 = "sites.views.errors.server_error"
