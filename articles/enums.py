from django.db.models import TextChoices
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _


class Form(TextChoices):
    """The shapes in which people write."""

    ARTICLE = "article", _("article")
    BRIEF = "breve", _("brève")
    PORTRAIT = "portrait", _("portrait")
    INTERVIEW = "entretien", _("entretien")
    REPORT = "compte-rendu", _("compte rendu")
    HOWTO = "mode-d-emploi", _("mode d’emploi")


class Language(TextChoices):
    FRENCH = "fr", _("français")
    BRETON = "br", _("breton")
    ENGLISH = "en", _("anglais")

    @property
    def locale(self) -> str:
        """The language with its country, as Open Graph wants it."""
        return {"fr": "fr_FR", "br": "br_FR", "en": "en_GB"}[self.value]

    @property
    def in_itself(self) -> str:
        """Its name in itself, for who reads it: it is not translated."""
        return get_language_info(self.value)["name_local"]


class Licence(TextChoices):
    """Licences with their version, as each article records the one it was given."""

    BY_SA_4 = "by-sa-4.0", "CC BY-SA 4.0"
    BY_4 = "by-4.0", "CC BY 4.0"
    BY_NC_SA_4 = "by-nc-sa-4.0", "CC BY-NC-SA 4.0"
    BY_NC_ND_4 = "by-nc-nd-4.0", "CC BY-NC-ND 4.0"
    BY_NC_SA_2_FR = "by-nc-sa-2.0-fr", "CC BY-NC-SA 2.0 FR"
    RESERVED = "reserved", _("Tous droits réservés")

    @property
    def url(self) -> str:
        """The licence's own page in French, or nothing where none was given."""
        if self == Licence.RESERVED:
            return ""
        terms, _sep, rest = self.value.rpartition("-")
        if rest == "fr":
            terms, _sep, version = terms.rpartition("-")
            return f"https://creativecommons.org/licenses/{terms}/{version}/fr/"
        return f"https://creativecommons.org/licenses/{terms}/{rest}/deed.fr"

    @property
    def meaning(self) -> str:
        """What the licence lets others do, in one sentence."""
        return _MEANINGS[self.value]


# Proposed when signing; the others come with imported archives.
PROPOSED_LICENCES = (
    Licence.BY_SA_4,
    Licence.BY_4,
    Licence.BY_NC_SA_4,
    Licence.BY_NC_ND_4,
)

_MEANINGS = {
    "by-sa-4.0": _(
        "Chacun peut reprendre et adapter le texte, même pour le vendre, "
        "à condition de vous citer et de partager à l’identique."
    ),
    "by-4.0": _(
        "Chacun peut reprendre et adapter le texte, même pour le vendre, "
        "à condition de vous citer."
    ),
    "by-nc-sa-4.0": _(
        "Chacun peut reprendre et adapter le texte sans en faire commerce, "
        "à condition de vous citer et de partager à l’identique."
    ),
    "by-nc-nd-4.0": _(
        "Chacun peut reprendre le texte tel quel, sans en faire commerce, "
        "à condition de vous citer."
    ),
    "by-nc-sa-2.0-fr": _(
        "Reprise et adaptation sans commerce, en citant l’auteur et à l’identique."
    ),
    "reserved": _("Toute reprise demande l’accord de l’auteur."),
}


class Role(TextChoices):
    """What a signatory did; the text goes without saying."""

    TEXT = "text", _("texte")
    PHOTOS = "photos", _("photos")
    DRAWING = "drawing", _("dessin")
    TRANSLATION = "translation", _("traduction")
    PROOFREADING = "proofreading", _("relecture")
    TESTIMONY = "testimony", _("témoignage")


class Consent(TextChoices):
    """Where a signature stands. Only accepted names leave the server."""

    INVITED = "invited", _("invité")
    ACCEPTED = "accepted", _("accepté")
    DECLINED = "declined", _("décliné")
    WITHDRAWN = "withdrawn", _("retiré")


class Hand(TextChoices):
    """Whose hand changed a published text."""

    SIGNATORY = "signatory", _("un signataire")
    EDITORS = "editors", _("les éditeurs")


class Stage(TextChoices):
    """Where a text stands, in words; worked out from Wagtail's own records."""

    DRAFT = "draft", _("brouillon")
    WAITING = "waiting", _("en relecture")
    SENT_BACK = "sent-back", _("à reprendre")
    PUBLISHED = "published", _("publié")
    WITHDRAWN = "withdrawn", _("retiré")


class NoticeKind(TextChoices):
    """Why somebody reports something."""

    ILLEGAL = "illegal", _("Un contenu illégal : injure, haine, menace, escroquerie…")
    CHARTER = "charter", _("Contraire à la charte : publicité, attaque personnelle…")
    RIGHTS = "rights", _("Mes droits sur un texte ou une image")
    PERSONAL = (
        "personal",
        _("Des données personnelles : mon nom, mon visage, mon adresse"),
    )
    ERROR = "error", _("Une erreur dans un article")


class DocumentKind(TextChoices):
    """The documents that can be attached to an article."""

    PDF = "pdf", "PDF"
    ODT = "odt", "ODT"

    @property
    def media_type(self) -> str:
        return {
            "pdf": "application/pdf",
            "odt": "application/vnd.oasis.opendocument.text",
        }[self.value]


class Use(TextChoices):
    """What an account may do so many times a day."""

    DRAFTS = "drafts", _("textes commencés")
    PICTURES = "pictures", _("images")
    DOCUMENTS = "documents", _("documents")
    IMPORTS = "imports", _("fichiers repris")
