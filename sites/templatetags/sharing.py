"""What a page says of itself where it is shared: its picture above all."""

from typing import NamedTuple

from django import template
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from articles.models import ArticlePage
from authors.addresses import public_url, reverse_public
from authors.models import Author
from sites.poster import HEIGHT, WIDTH, Poster
from sites.services import sharing

register = template.Library()


class SharedPicture(NamedTuple):
    """A picture as Open Graph tells of it (ogp.me); sizes in pixels where known."""

    url: str
    alt: str
    width: int | None = None
    height: int | None = None


@register.simple_tag
def article_picture(article: ArticlePage, site: Site, place: Page) -> SharedPicture:
    """The picture of an article. Its words say what is written on it."""
    poster = sharing.article_poster(article, site, place)
    names = ", ".join(poster.names)
    alt = f"« {poster.title} », {names}" if names else f"« {poster.title} »"
    if article.cover and article.cover.description:
        words = {"words": alt, "photo": article.cover.description}
        alt = _("%(words)s. Photo : %(photo)s") % words
    return _shared(poster, str(article.pk), site, alt)


@register.simple_tag
def site_picture(site: Site, place: Page) -> SharedPicture:
    """The picture of a site's front page, and of its sections."""
    poster = sharing.site_poster(site, place)
    alt = f"{site.site_name}. {poster.title}".strip()
    return _shared(poster, "site", site, alt)


@register.simple_tag
def author_picture(author: Author, site: Site, place: Page) -> SharedPicture:
    """An author's portrait; the network's picture where there is none."""
    if not author.portrait:
        return site_picture(site, place)
    return SharedPicture(public_url(author.portrait.url), author.name)


def _shared(poster: Poster, owner: str, site: Site, alt: str) -> SharedPicture:
    address = reverse_public("share_picture", owner, poster.version, site=site)
    return SharedPicture(address, alt, WIDTH, HEIGHT)
