"""schema.org data of public pages, as Google reads it: all of it is on the page."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.templatetags.static import static
from wagtail.models import Site

from articles.models import ArticlePage, Keyword, SectionPage
from authors.addresses import page_url, public_url, reverse_public
from authors.models import Author

CONTEXT = "https://schema.org"
# In pixels: Google asks for 112 at least, and reads no SVG here.
LOGO_SIDE = 400


def person(author: Author) -> dict:
    kind = "Organization" if author.is_organisation else "Person"
    data = {"@type": kind, "name": author.name, "url": author.get_absolute_url()}
    if author.portrait:
        data["image"] = public_url(author.portrait.url)
    return data


def publisher() -> dict:
    """The network, which publishes all of its sites."""
    return {
        "@type": "Organization",
        "name": settings.WAGTAIL_SITE_NAME,
        "url": public_url(),
        "logo": {
            "@type": "ImageObject",
            "url": public_url(static("img/logo.png")),
            "width": LOGO_SIDE,
            "height": LOGO_SIDE,
        },
    }


def website(site: Site) -> dict:
    """Return a front page's WebSite, with the search that readers have there."""
    search = reverse_public("search", site=site)
    data = {
        "@context": CONTEXT,
        **_site(site),
        "inLanguage": "fr",
        "publisher": publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{search}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    if not site.is_default_site:
        name = settings.WAGTAIL_SITE_NAME
        data["isPartOf"] = {"@type": "WebSite", "name": name, "url": public_url()}
    return data


def _site(site: Site) -> dict:
    return {"@type": "WebSite", "name": site.site_name, "url": public_url(site=site)}


def article(
    page: ArticlePage, site: Site, *, pictures: Iterable[str], tags: Iterable[Keyword]
) -> list[dict]:
    """Return the Article and the BreadcrumbList of an article's page.

    `pictures` are the addresses of what stands for it when it is shared; its
    cover's files follow, widest first.
    """
    authors = [person(author) for author in page.authors]
    data = {
        "@context": CONTEXT,
        "@type": "Article",
        "@id": page_url(page),
        "headline": page.title[:110],
        "url": page_url(page),
        "mainEntityOfPage": page_url(page),
        "inLanguage": page.language,
        "isAccessibleForFree": True,
        "genre": str(page.get_form_display()),
        "wordCount": len(page.words.split()),
        "author": authors,
        "copyrightHolder": authors,
        "publisher": publisher(),
        "isPartOf": _site(site),
        "image": [*pictures, *_cover(page, site)],
    }
    if page.first_published_at:
        data["datePublished"] = page.first_published_at.isoformat()
        data["dateModified"] = page.last_published_at.isoformat()
        data["copyrightYear"] = page.first_published_at.year
    keywords = [tag.name for tag in tags]
    optional = {
        "alternativeHeadline": page.subtitle,
        "description": page.chapo,
        "articleSection": page.home and page.home.section and page.home.section.title,
        "keywords": keywords,
        "license": page.licence_terms.url,
        "contentLocation": _place(page),
        **_languages(page),
    }
    data |= {name: value for name, value in optional.items() if value}
    steps = [(site.site_name, public_url(site=site))]
    if page.home and page.home.section:
        steps.append((page.home.section.title, page_url(page.home.section)))
    steps.append((page.title, page_url(page)))
    return [data, breadcrumbs(steps)]


def _languages(page: ArticlePage) -> dict:
    """Tell which published text this one translates, or which translate it."""
    others = [
        {
            "@type": "Article",
            "@id": page_url(other),
            "headline": other.title[:110],
            "inLanguage": other.language,
        }
        for other in page.in_other_languages
        if page.translation_of_id is None or other.pk == page.translation_of_id
    ]
    if page.translation_of_id is None:
        return {"workTranslation": others}
    return {"translationOfWork": others[0] if others else None}


def _cover(page: ArticlePage, site: Site) -> list[str]:
    if not page.cover:
        return []
    return [public_url(file.url, site=site) for file in page.cover.files()[::-1]]


def _place(page: ArticlePage) -> dict | None:
    if not page.place_label:
        return None
    place = {"@type": "Place", "name": page.place_label}
    if page.latitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": page.latitude,
            "longitude": page.longitude,
        }
    return place


def section(page: SectionPage, site: Site) -> list[dict]:
    """Return the CollectionPage and the BreadcrumbList of a section."""
    data = {
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "name": page.title,
        "url": page_url(page),
        "inLanguage": "fr",
        "isPartOf": _site(site),
    }
    if page.introduction:
        data["description"] = page.introduction
    steps = [(site.site_name, public_url(site=site)), (page.title, page_url(page))]
    return [data, breadcrumbs(steps)]


def breadcrumbs(steps: list[tuple[str, str]]) -> dict:
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(steps, 1)
        ],
    }


def profile(author: Author, *, count: int, newest: datetime | None) -> dict:
    """Return an author's ProfilePage; `count` works published, the `newest` when.

    Without `newest` it does not say when it last changed.
    """
    entity = person(author)
    entity["identifier"] = author.slug
    if author.biography:
        entity["description"] = author.biography
    links = [link.url for link in author.links.all()]
    if links:
        entity["sameAs"] = links
    entity["agentInteractionStatistic"] = {
        "@type": "InteractionCounter",
        "interactionType": f"{CONTEXT}/WriteAction",
        "userInteractionCount": count,
    }
    data = {
        "@context": CONTEXT,
        "@type": "ProfilePage",
        "url": author.get_absolute_url(),
        "inLanguage": "fr",
        "dateCreated": author.created_at.isoformat(),
        "mainEntity": entity,
    }
    if newest:
        data["dateModified"] = max(author.created_at, newest).isoformat()
    return data
