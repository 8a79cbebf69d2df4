"""Two versions of one text, side by side: nothing is overwritten by itself.

Reached by a save that came second, with or without JavaScript. What was typed
is kept as a version first, then the person chooses, paragraph by paragraph.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Revision

from articles import permissions
from articles.differences import (
    Change,
    Keep,
    Paragraph,
    compare,
    compare_words,
    merge,
)
from articles.errors import OutOfDate, WrongState
from articles.forms import ArticleForm
from articles.models import ArticlePage
from articles.services import saving
from articles.views.texts import text_for

COMPARED = (
    *("title", "surtitle", "subtitle", "chapo", "post_scriptum", "tags"),
    *("place_label", "cover_caption", "language", "form"),
    *("origin_name", "origin_url"),
)


@dataclass(frozen=True)
class Choice:
    """A paragraph or a field of both versions, and what is proposed."""

    name: str
    label: str
    paragraph: Paragraph

    @property
    def differs(self) -> bool:
        return self.paragraph.change != Change.SAME

    @property
    def proposed(self) -> str:
        """Take the side that holds all of the other's words; both otherwise."""
        changes = {piece.change for piece in self.paragraph.pieces}
        if self.paragraph.change in (Change.ADDED, Change.REMOVED):
            return Keep.BOTH
        if Change.REMOVED not in changes:
            return Keep.NEW
        if Change.ADDED not in changes:
            return Keep.OLD
        return Keep.BOTH if self.paragraph.old else Keep.NEW


@login_required
@require_POST
def two_versions(request, pk: int):
    """Show what was typed beside what was saved, or take the choice made."""
    article = text_for(request.user, pk, permissions.can_write)
    if "mine" in request.POST:
        return _choose(request, article)
    form = ArticleForm(
        request.POST,
        instance=ArticlePage.objects.get(pk=pk).as_written(),
        user=request.user,
    )
    return show(request, article, form)


def show(request, article: ArticlePage, form: ArticleForm):
    """Keep what the form holds as a version, and show both."""
    form.is_valid()
    fields = form.fields_to_autosave()
    try:
        mine = saving.set_aside(article, by=request.user, fields=fields)
    except (WrongState, ValidationError) as error:
        messages.error(
            request, " ".join(getattr(error, "messages", None) or [str(error)])
        )
        return redirect("article", article.pk)
    return _side_by_side(request, article, mine)


def _choose(request, article: ArticlePage):
    mine = _revision(article, request.POST["mine"], request.user)
    seen = _number(request.POST.get("seen", ""))
    try:
        theirs = _revision(article, str(article.latest_revision_id))
        fields = _merged(request.POST, theirs, mine)
        saving.save_version(article, by=request.user, fields=fields, seen=seen)
    except OutOfDate:
        messages.warning(
            request,
            _("Une version plus récente encore vient d’être enregistrée : la voici."),
        )
        return _side_by_side(request, article, mine)
    except (WrongState, ValidationError) as error:
        messages.error(
            request, " ".join(getattr(error, "messages", None) or [str(error)])
        )
        return redirect("article", article.pk)
    messages.success(
        request,
        _("Votre choix est enregistré. Les deux versions restent dans l’historique."),
    )
    return redirect("write", article.pk)


def _merged(chosen, theirs: Revision, mine: Revision) -> dict:
    """Return the words that were chosen: of `theirs`, of `mine`, or of both."""
    old, new = saving.words_of(theirs), saving.words_of(mine)
    if chosen.get("whole") in (Keep.OLD, Keep.NEW):
        return old if chosen["whole"] == Keep.OLD else new
    fields = dict(old)
    for name in COMPARED:
        if chosen.get(name, Keep.NEW) != Keep.OLD:
            fields[name] = new[name]
    paragraphs = compare(old["body"], new["body"])
    choices = {
        number: Keep(chosen[f"p{number}"])
        for number in range(len(paragraphs))
        if chosen.get(f"p{number}") in list(Keep)
    }
    return fields | {"body": merge(paragraphs, choices)}


def _side_by_side(request, article: ArticlePage, mine: Revision):
    article = ArticlePage.objects.get(pk=article.pk).as_written()
    theirs = _revision(article, str(article.latest_revision_id))
    old, new = saving.words_of(theirs), saving.words_of(mine)
    context = {
        "article": article,
        "mine": mine,
        "theirs": theirs,
        "fields": changed_fields(article, old, new),
        "paragraphs": [
            Choice(f"p{number}", "", paragraph)
            for number, paragraph in enumerate(compare(old["body"], new["body"]))
        ],
        # The writing page's journal, whose words are kept here from now on.
        "kept_key": request.POST.get("key", "")[:36],
    }
    return render(request, "articles/desk/two_versions.html", context, status=409)


def changed_fields(article: ArticlePage, old: dict, new: dict) -> list[Choice]:
    """Compare the short fields, each as one paragraph; return those that differ."""
    found = []
    for name in COMPARED:
        before, after = _shown(article, name, old), _shown(article, name, new)
        if before != after:
            label = article._meta.get_field(name).verbose_name.capitalize()
            pieces = compare_words(before, after)
            both = Paragraph(Change.CHANGED, None, None, pieces)
            found.append(Choice(name, label, both))
    return found


def _shown(article: ArticlePage, name: str, words: dict) -> str:
    if name == "tags":
        return ", ".join(sorted(words["tags"]))
    choices = dict(article._meta.get_field(name).choices or [])
    return str(choices.get(words[name], words[name]))


def _revision(article: ArticlePage, pk: str, user=None) -> Revision:
    """Return one of the text's own revisions, with who wrote it; 404 otherwise."""
    revisions = Revision.objects.for_instance(article).select_related("user__author")
    if user is not None:
        revisions = revisions.filter(user=user)
    found = revisions.filter(pk=_number(pk)).first()
    if found is None:
        raise Http404("revision")
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 13 else 0
