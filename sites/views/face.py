"""A site's face, set by its editors: to anybody else these pages do not exist."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from wagtail.models import Site

from articles import permissions
from sites.forms import FaceForm
from sites.models import NeighbourhoodPage
from sites.palette import NAMED_HUES
from sites.services import face as services


def _site(user, slug: str) -> tuple[Site, NeighbourhoodPage]:
    site = get_object_or_404(
        Site.objects.select_related("root_page"),
        root_page__slug=slug,
        is_default_site=False,
    )
    if not permissions.can_set_face(user, site):
        raise Http404("visage")
    return site, site.root_page.specific


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def face(request, slug: str):
    """Choose the words, the hues, the emblem and the cover, and see them."""
    site, page = _site(request.user, slug)
    if request.method != "POST":
        return _show(request, site, page, FaceForm(instance=page))
    # A form changes its instance even where it fails.
    form = FaceForm(
        request.POST,
        request.FILES,
        instance=NeighbourhoodPage.objects.get(pk=page.pk),
    )
    if not form.is_valid():
        return _show(request, site, page, form, status=422)
    if "essai" in request.POST:
        return _show(request, site, page, form)
    services.set_face(page, by=request.user, fields=form.fields_to_save(request.user))
    messages.success(request, _("Le visage de %s a changé.") % site.site_name)
    return redirect("face", slug)


def _show(request, site, page, form, status=200):
    former = services.former_faces(page)
    context = {"of_site": site, "page": page, "form": form, "former": former}
    return render(request, "sites/face.html", context, status=status)


@login_required
@require_safe
def hues(request, slug: str):
    """The colours of that page: each named hue, the numbers tried, former faces."""
    _of_site, page = _site(request.user, slug)
    rules = [
        f".site--hue-{hue} {{ --hue: {hue}; --accent-hue: {hue}; }}"
        for hue in NAMED_HUES
    ]
    for field, token in (("hue", "--hue"), ("accent_hue", "--accent-hue")):
        tried = request.GET.get(field, "")
        is_hue = re.fullmatch(r"[0-9]{1,3}", tried) and int(tried) < 360
        number = tried if is_hue else getattr(page, field)
        rules.append(f".site--trial {{ {token}: {number}; }}")
        # The sample follows what is chosen, without a script.
        rules += [
            f'.face:has([name="{field}_choice"][value="{hue}"]:checked) .site--trial '
            f"{{ {token}: {hue}; }}"
            for hue in NAMED_HUES
        ]
    for former in services.former_faces(page):
        rules.append(
            f".site--former-{former.pk} {{ --hue: {former.hue}; "
            f"--accent-hue: {former.accent_hue}; }}"
        )
    return HttpResponse("\n".join(rules), content_type="text/css; charset=utf-8")


@login_required
@require_POST
def bring_back(request, slug: str):
    """Give a former face back."""
    site, page = _site(request.user, slug)
    asked = request.POST.get("face", "")
    known = {str(former.pk): former for former in services.former_faces(page)}
    if asked not in known:
        raise Http404("visage")
    try:
        services.bring_back(page, known[asked], by=request.user)
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, _("%s a retrouvé ce visage.") % site.site_name)
    return redirect("face", slug)
