"""What the desk shows around a draft: its form, what may help, who helps."""

from django import template

from articles import permissions
from articles.hints import hints_for, length_of
from articles.models import HelpRequest
from articles.services import writing
from articles.shapes import SHAPES, shape_of

register = template.Library()
# At the desk a line says that there is something, not how much there is.
MANY = 10


@register.simple_tag
def shapes():
    """The six forms with their promises, for whoever begins."""
    return SHAPES


@register.filter
def at(placed: dict, position: int):
    """What is placed at a paragraph."""
    return placed.get(position, [])


@register.inclusion_tag("articles/desk/_beside.html")
def beside(article):
    """Beside a text that is written: the form's questions, and what may help it."""
    return {
        "article": article,
        "shape": shape_of(article.form),
        "length": length_of(article),
        "lacks": writing.missing(article),
        "hints": hints_for(article),
        "remarks": article.remarks.open().count(),
    }


@register.inclusion_tag("articles/desk/_before.html", takes_context=True)
def before_proposing(context, article):
    """What readers will see, what is still missing, and what may help."""
    request = context["request"]
    page = article.get_context(request)
    return {
        "article": article,
        "body": page["body"],
        "site": article.get_site(),
        "lacks": writing.missing(article),
        "hints": hints_for(article),
        "length": length_of(article),
    }


@register.inclusion_tag("articles/desk/_others.html", takes_context=True)
def others_on(context, article):
    """Who else may look at a draft: by a link, for a hand; and their remarks."""
    user = context["request"].user
    shown = permissions.can_show_draft(user, article)
    return {
        "article": article,
        "shown": shown,
        "remarks": article.remarks.open().count() if shown else 0,
        "links": article.draft_links.open().count() if shown else 0,
        "asked": list(article.help_requests.open()) if shown else [],
    }


@register.inclusion_tag("articles/desk/_helping_line.html", takes_context=True)
def helping_line(context):
    """At the desk: the texts that I help with, and whether a hand is asked for."""
    user = context["request"].user
    asked = HelpRequest.objects.for_helper(user).exclude(
        offers__in=user.help_offers.current()
    )
    return {
        "own": list(user.help_offers.accepted().with_texts()[:5]),
        "asked": len(asked.values_list("pk", flat=True)[:MANY]),
        "many": MANY,
    }
