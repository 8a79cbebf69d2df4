"""schema.org data of public pages, as Google reads it: all of it is on the page."""

from django.conf import settings
from wagtail.models import Site

from articles.models import ArticlePage
from authors.addresses import page_url, public_url
from authors.models import Author

CONTEXT = "https://schema.org"


def person(author: Author) -> dict:
    kind = "Organization" if author.is_organisation else "Person"
    data = {"@type": kind, "name": author.name, "url": author.get_absolute_url()}
    if author.portrait:
        data["image"] = public_url(author.portrait.url)
    return data


def article(page: ArticlePage, site: Site) -> list[dict]:
    """Return the Article and the BreadcrumbList of an article's page."""
    data = {
        "@context": CONTEXT,
        "@type": "Article",
        "headline": page.title[:110],
        "url": page_url(page),
        "mainEntityOfPage": page_url(page),
        "inLanguage": page.language,
        "author": [person(credit.author) for credit in page.credits],
        "publisher": {
            "@type": "Organization",
            "name": settings.WAGTAIL_SITE_NAME,
            "url": public_url(),
        },
        "isPartOf": {
            "@type": "WebSite",
            "name": site.site_name,
            "url": public_url(site=site),
        },
    }
    if page.first_published_at:
        data["datePublished"] = page.first_published_at.isoformat()
        data["dateModified"] = page.last_published_at.isoformat()
    if page.chapo:
        data["description"] = page.chapo
    if page.cover:
        files = page.cover.files()
        data["image"] = [public_url(file.url, site=site) for file in files[::-1]]
    if page.licence_terms.url:
        data["license"] = page.licence_terms.url
    if page.place_label:
        data["contentLocation"] = {"@type": "Place", "name": page.place_label}
    steps = [(site.site_name, public_url(site=site))]
    if page.home and page.home.section:
        steps.append((page.home.section.title, page_url(page.home.section)))
    steps.append((page.title, page_url(page)))
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


def profile(author: Author) -> dict:
    entity = person(author)
    if author.biography:
        entity["description"] = author.biography
    links = [link.url for link in author.links.all()]
    if links:
        entity["sameAs"] = links
    return {
        "@context": CONTEXT,
        "@type": "ProfilePage",
        "url": author.get_absolute_url(),
        "dateCreated": author.created_at.isoformat(),
        "mainEntity": entity,
    }
