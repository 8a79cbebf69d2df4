"""The presentation of a byline: the person's own, and those she acts for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from articles.querysets import published_authors
from articles.services.bylines import change_profile
from authors.forms import LinkFormSet, ProfileForm
from authors.models import Author
from authors.permissions import can_edit_author


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug: str = ""):
    """Edit a byline: the person herself, or a member with a mandate."""
    bylines = list(Author.objects.for_user(request.user))
    if not slug and not bylines:
        return render(request, "authors/no_profile.html")
    author = get_object_or_404(Author, slug=slug) if slug else bylines[0]
    if not can_edit_author(request.user, author):
        raise Http404(slug)
    sites = Site.objects.filter(is_default_site=False).order_by("site_name")
    sent = request.POST if request.method == "POST" else None
    files = request.FILES if sent is not None else None
    # The forms change their instance even where they fail: they get another one.
    copy = Author.objects.get(pk=author.pk)
    form = ProfileForm(sent, files, instance=copy, sites=sites)
    links = LinkFormSet(sent, instance=copy, prefix="links")
    if sent is not None and form.is_valid() and links.is_valid():
        change_profile(author, form.cleaned_data)
        links.instance = author
        links.save()
        messages.success(request, _("Votre présentation est enregistrée."))
        return redirect("profile_of", author.slug)
    context = {
        "author": author,
        "form": form,
        "links": links,
        "bylines": bylines,
        "is_public": published_authors().filter(pk=author.pk).exists(),
    }
    status = 422 if sent is not None else 200
    return render(request, "authors/profile.html", context, status=status)
