"""What may help a text, while it is written and before it is proposed."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_POST

from articles import permissions
from articles.enums import Form, Language
from articles.forms import MAX_BODY
from articles.hints import Draft, hints_for, length_of
from articles.html import TooMuchMarkup, clean
from articles.text import from_text
from articles.views.texts import text_for


@login_required
@require_POST
def hints(request, pk: int):
    """Say what may help the words as they are typed; nothing is kept: who writes.

    The answer is the part of the page that the desk's script shows.
    """
    text_for(request.user, pk, permissions.can_write)
    sent = request.POST
    try:
        if "body_html" in sent:
            body = clean(sent["body_html"][: 2 * MAX_BODY])
        else:
            body = from_text(sent.get("body", "")[:MAX_BODY])
    except TooMuchMarkup:
        body = ""
    draft = Draft(
        title=sent.get("title", ""),
        body=body,
        form=sent.get("form", Form.ARTICLE.value),
        language=sent.get("language", Language.FRENCH.value),
        place_label=sent.get("place_label", ""),
    )
    context = {"length": length_of(draft), "hints": hints_for(draft)}
    return render(request, "articles/desk/_hints.html", context)
