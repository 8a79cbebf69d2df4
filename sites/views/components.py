"""The living page of the design system: the real partials, with samples."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import Http404
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from articles.enums import Form, Role, Stage
from articles.models import (
    ArticlePage,
    Keyword,
    Picture,
    Placement,
    SectionPage,
    Signature,
)
from articles.models.picture import PictureFile
from articles.pagination import ListPage
from authors.enums import AuthorKind
from authors.models import Author
from sites.forms import SearchForm
from sites.models import NeighbourhoodPage

# As long as a title may be.
LONG_TITLE = _(
    "Trente et un ans de clés, de courriers recommandés et de portes qui claquent : "
    "le gardien de la tour raconte ce que les murs ont entendu, et ce qu’ils taisent "
    "encore ce soir"
)
NAMES = (
    *("Armelle Riou", "Bran Kerneis", "Fatoumata Diallo", "Yannick Morvan"),
    *("Denise Floch", "Mehdi Benali", "Ines Ferreira", "Titouan Guillou"),
    *("Nadia Haddad", "Bernard Cariou", "Odile Abgrall"),
)


class SampleForm(forms.Form):
    """Each kind of field, to be shown empty, filled and with errors."""

    line = forms.CharField(label="Une ligne", max_length=60, help_text="Une aide.")
    email = forms.EmailField(label="Adresse e-mail")
    text = forms.CharField(
        label="Plusieurs lignes", required=False, widget=forms.Textarea
    )
    choice = forms.ChoiceField(label="Un choix", choices=Form.choices)
    file = forms.FileField(label="Un fichier", required=False)
    check = forms.BooleanField(label="Une case à cocher")


@login_required
@require_safe
def components(request):
    """Every component in every state. Administrators only."""
    if not request.user.is_superuser:
        raise Http404("composants")
    sites = list(Site.objects.select_related("root_page"))
    portal = next(site for site in sites if site.is_default_site)
    home = next(site for site in sites if not site.is_default_site)
    authors = _authors()
    picture = _picture()
    placement = _placement(home, authors[:2], "Un titre de longueur ordinaire")
    with_picture = _placement(home, authors[:2], "Un article et son image", picture)
    long = _placement(home, authors, LONG_TITLE)
    context = {
        "of_site": home,
        "site": portal,
        "placement": placement,
        "with_picture": with_picture,
        "long": long,
        "brief": _placement(home, [], "Une brève", form=Form.BRIEF),
        "taken_up": _placement(home, authors[:1], "Un article repris", home=False),
        "found": _placement(home, authors[:1], "Un article trouvé", extract=True),
        "cards": ("card", "card--lead", "card--wide", "card--plain"),
        "buttons": (
            *("button", "button--large", "button--plain", "button--quiet"),
            *("button--flag", "button--danger"),
        ),
        "authors": authors[-4:],
        "picture": picture,
        "stages": [stage.value for stage in Stage],
        "tags": [
            Keyword(name=name, slug=slugify(name))
            for name in ("bateau", "rade", "jardin")
        ],
        "lists": {
            _("Première page"): ListPage([], 1, None, 2),
            _("Page du milieu"): ListPage([], 2, 1, 3),
            _("Dernière page"): ListPage([], 3, 2, None),
        },
        "nothing": ListPage([], 1, None, None),
        "messages_of_each_kind": [
            Message(constants.INFO, _("Un renseignement.")),
            Message(constants.SUCCESS, _("C’est enregistré.")),
            Message(constants.WARNING, _("Attention à ceci.")),
            Message(constants.ERROR, _("Cela n’a pas marché, et voici pourquoi.")),
        ],
        "form": SampleForm(auto_id="vide_%s"),
        "wrong_form": SampleForm({"email": "pas une adresse"}, auto_id="faux_%s"),
        "search_form": SearchForm({}, site=portal, sites=sites),
        "faces": NeighbourhoodPage.objects.live().order_by("title"),
        "tokens": ("paper", "paper-raised", "paper-sunk", "tint", "band", "band-deep"),
    }
    return render(request, "sites/components.html", context)


def _authors() -> list[Author]:
    people = [
        Author(pk=-number, name=name, slug=f"exemple-{number}", biography=_("Du coin."))
        for number, name in enumerate(NAMES, start=1)
    ]
    organisation = Author(
        pk=-100,
        kind=AuthorKind.ORGANISATION,
        name=_("Le jardin des Quatre Vents"),
        slug="exemple-association",
        biography=_("Jardin partagé, ouvert à tous le samedi."),
    )
    return [*people, organisation]


def _picture() -> Picture:
    picture = Picture(pk=-1, credit="Armelle Q.", description=_("L’horizon de Brest"))
    file = PictureFile(static("img/horizon.svg"), 1600, 400)
    picture.files = lambda: [file]
    return picture


def _placement(site, authors, title, cover=None, home=True, extract=False, **fields):
    """Return a placement as the lists bring it, of an article that nobody wrote."""
    section = SectionPage(title=_("Entraide"))
    article = ArticlePage(
        title=title,
        chapo=_("Deux phrases qui donnent envie de lire la suite. Pas une de plus."),
        cover=cover,
        url_path=f"{site.root_page.url_path}entraide/exemple/",
        **fields,
    )
    article.credits = [
        Signature(author=author, role=Role.PHOTOS if number == 1 else Role.TEXT)
        for number, author in enumerate(authors)
    ]
    placement = Placement(
        article=article,
        site=site,
        section=section,
        home=home,
        published_at=timezone.now(),
    )
    placement.home_name = site.site_name
    if extract:
        placement.extract = [(_("un extrait avec le mot "), False), (_("lavoir"), True)]
    return placement
