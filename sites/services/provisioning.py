"""Making the network: its pages, hosts, editors' groups and reviews."""

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from articles.models import ContentVersion, ReviewTask, SectionPage
from sites.models import InfoPage, NeighbourhoodPage, NetworkPage


@dataclass(frozen=True)
class Neighbourhood:
    """What a site starts with. Editors change it afterwards in the admin."""

    slug: str
    name: str
    hue: int
    accent_hue: int
    tagline: str = ""
    introduction: str = ""
    latitude: float | None = None
    longitude: float | None = None
    sections: tuple[tuple[str, str, str], ...] = field(default=())


# The eight sites of the contract; the words come with the demo or the city.
NEIGHBOURHOODS = (
    Neighbourhood("bellevue", "Bellevue", 148, 75),
    Neighbourhood("centre", "Brest-Centre", 268, 28),
    Neighbourhood("europe", "Europe", 308, 135),
    Neighbourhood("lambezellec", "Lambézellec", 348, 85),
    Neighbourhood("quatre-moulins", "Quatre-Moulins", 72, 255),
    Neighbourhood("recouvrance", "Recouvrance", 232, 48),
    Neighbourhood("saint-marc", "Saint-Marc", 190, 60),
    Neighbourhood("saint-pierre", "Saint-Pierre", 27, 225),
)
INFO_PAGES = (
    ("a-propos", "À propos"),
    ("charte", "Charte"),
    ("mentions-legales", "Mentions légales"),
    ("accessibilite", "Accessibilité"),
    ("donnees-personnelles", "Données personnelles"),
)


@transaction.atomic
def provision(neighbourhoods: tuple[Neighbourhood, ...] = NEIGHBOURHOODS) -> None:
    """Make what is missing of the network; change nothing that people edited.

    Effects, in order: the portal with its information pages; each
    neighbourhood with its sections, its editors' group and its review; the
    hosts, which follow BRESTNET_DOMAIN and the port where nobody gave a site
    another name. Done twice, it does nothing the second time.
    """
    Locale.objects.get_or_create(language_code="fr")
    _forget_wagtails_welcome()
    portal = _child(
        Page.get_first_root_node(), NetworkPage, slug="portail", title="brestnet"
    )
    previous = Site.objects.filter(root_page=portal).values_list("hostname", flat=True)
    old_domain = previous.first() or settings.DOMAIN
    _host(portal, settings.DOMAIN, "brestnet", old_domain, is_default_site=True)
    for slug, title in INFO_PAGES:
        _child(portal, InfoPage, slug=slug, title=title)
    for neighbourhood in neighbourhoods:
        _neighbourhood(neighbourhood, old_domain)
    if not ContentVersion.objects.exists():
        ContentVersion.objects.bump()


def _neighbourhood(given: Neighbourhood, old_domain: str) -> None:
    page = _child(
        Page.get_first_root_node(),
        NeighbourhoodPage,
        slug=given.slug,
        title=given.name,
        tagline=given.tagline,
        introduction=given.introduction,
        emblem=given.slug,
        hue=given.hue,
        accent_hue=given.accent_hue,
        latitude=given.latitude,
        longitude=given.longitude,
    )
    _host(page, f"{given.slug}.{settings.DOMAIN}", given.name, old_domain)
    for slug, title, introduction in given.sections:
        _child(page, SectionPage, slug=slug, title=title, introduction=introduction)
    editors = _editors(page, given.name)
    _review(page, given.name, editors)


def _child(parent: Page, model: type[Page], *, slug: str, **fields: object) -> Page:
    """Return the parent's page of that slug; make and publish it if missing."""
    page = model.objects.child_of(parent).filter(slug=slug).first()
    if page:
        return page
    page = model(slug=slug, **fields)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def _host(
    root: Page, hostname: str, name: str, old_domain: str, is_default_site: bool = False
) -> None:
    site = Site.objects.filter(root_page=root).first()
    if site is None:
        site = Site(root_page=root, site_name=name, is_default_site=is_default_site)
        site.hostname = hostname
    elif site.hostname == old_domain or site.hostname.endswith(f".{old_domain}"):
        # A host of ours follows the domain; a name given by people stays.
        site.hostname = hostname
    site.port = settings.PUBLIC_PORT
    site.save()


def _editors(page: Page, name: str) -> Group:
    """Return the group that may publish under the site's root, and enter the admin."""
    group, _created = Group.objects.get_or_create(name=f"Éditeurs – {name}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("change_page", "publish_page"):
        permission = Permission.objects.get(
            codename=codename, content_type__app_label="wagtailcore"
        )
        GroupPagePermission.objects.get_or_create(
            group=group, page=page, permission=permission
        )
    return group


def _review(page: Page, name: str, editors: Group) -> None:
    if WorkflowPage.objects.filter(page=page).exists():
        return
    task = ReviewTask.objects.create(name=f"Relecture – {name}")
    task.groups.add(editors)
    workflow = Workflow.objects.create(name=f"Relecture – {name}")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page)


def _forget_wagtails_welcome() -> None:
    """Remove the page, site, groups and workflow that Wagtail's migrations make.

    Only where they are as they came: a tree that people use is never touched.
    """
    welcome = Page.objects.filter(depth=2, slug="home", numchild=0).first()
    if welcome is None or welcome.specific_class is not Page:
        return
    Site.objects.filter(root_page=welcome, hostname="localhost").delete()
    welcome.delete()
    Workflow.objects.filter(workflow_pages__page__depth=1).delete()
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
