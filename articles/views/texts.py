"""A text, fetched and authorised in one call; what was sent about it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from articles.models import ArticlePage
from authors.models import User


def text_for(
    user: User, pk: int, may: Callable[[User, ArticlePage], bool]
) -> ArticlePage:
    """Return the text where `may(user, text)`; 404 otherwise, for everyone."""
    article = get_object_or_404(ArticlePage, pk=pk)
    if not may(user, article):
        raise Http404("article")
    return article


def sent(request: HttpRequest) -> QueryDict | None:
    """Return the form that was sent, even an empty one; None where none was."""
    return request.POST if request.method == "POST" else None


def wants_json(request) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def may_follow(user: User, article: ArticlePage) -> bool:
    return user.is_authenticated and article.is_written_by(user)
