"""What writers and editors fill in."""

import uuid
from urllib.parse import quote

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _
from taggit.utils import parse_tags
from wagtail.images.forms import BaseImageForm
from wagtail.models import Site

from articles.enums import PROPOSED_LICENCES, Form, Language, Licence, NoticeKind
from articles.html import TooMuchMarkup, clean
from articles.models import ArticlePage, SectionPage
from articles.picture_forms import CoverFields
from articles.services.addresses import site_at, split
from articles.services.translations import check_translation, find_original
from articles.shapes import SHAPES, laid_out
from articles.text import from_text, to_text
from authors.addresses import page_url, public_url
from authors.forms import clean_name
from authors.images import clean_image
from authors.models import Author

MAX_BODY = 200_000
TOO_MUCH = _(
    "Ce texte porte trop de mises en forme pour être enregistré d’un bloc. "
    "Collez-le sans mise en forme, ou coupez-le en plusieurs textes."
)
MAX_TAGS = 8


class SectionField(forms.ModelChoiceField):
    """The sections of all sites, grouped by site."""

    def __init__(self, **kwargs):
        super().__init__(queryset=SectionPage.objects.live(), **kwargs)

    def to_python(self, value):
        if len(str(value or "")) > 12:
            raise ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice"
            )
        return super().to_python(value)

    def grouped(self) -> list:
        """Return the choices by site: two queries."""
        roots = Site.objects.filter(is_default_site=False).select_related("root_page")
        sections = list(self.queryset.order_by("path"))
        groups: list = [("", _("Choisissez…"))]
        for site in sorted(roots, key=lambda s: s.root_page.path):
            path = site.root_page.path
            own = [(s.pk, s.title) for s in sections if s.path.startswith(path)]
            groups.append((site.site_name, own))
        return groups


class TagsField(forms.CharField):
    """Tags as people type them: separated by commas."""

    def to_python(self, value):
        ProhibitNullCharactersValidator()(value or "")
        words = [" ".join(word.split()) for word in (value or "").split(",")]
        return parse_tags(",".join(f'"{w}"' for w in words if w and '"' not in w))

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        return ", ".join(str(tag) for tag in value)

    def validate(self, value):
        super().validate(value)
        if len(value) > MAX_TAGS:
            raise ValidationError(_("Huit mots au plus : gardez les plus parlants."))
        if any(len(word) > 40 for word in value):
            raise ValidationError(_("Chaque mot a 40 caractères au plus."))


class StartForm(forms.Form):
    """The first line, before anything is asked."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Titre"), max_length=180, required=False)
    body = forms.CharField(
        label=_("Votre texte"),
        max_length=MAX_BODY,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    form = forms.ChoiceField(
        label=_("Une forme pour vous guider"),
        choices=[(shape.form.value, shape.form.label) for shape in SHAPES],
        initial=Form.ARTICLE.value,
        required=False,
        widget=forms.RadioSelect,
    )
    section = SectionField(label=_("Pour quel quartier, quelle rubrique ?"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = self.fields["section"].grouped()

    def clean_body(self):
        try:
            from_text(self.cleaned_data["body"])
        except TooMuchMarkup:
            raise ValidationError(TOO_MUCH) from None
        return self.cleaned_data["body"]

    def clean_form(self):
        return self.cleaned_data["form"] or Form.ARTICLE.value

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()


class ArticleForm(CoverFields, forms.ModelForm):
    """A text at the desk, with or without JavaScript.

    With it the editor sends markup in `body_html`; without it the person sends
    light text in `body`. A text that was not touched keeps its markup.
    """

    body = forms.CharField(
        label=_("Texte"),
        max_length=MAX_BODY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 22, "data-editor": ""}),
    )
    body_html = forms.CharField(required=False, max_length=MAX_BODY * 2)
    section = SectionField(label=_("Rubrique"))
    tags = TagsField(
        label=_("Mots"),
        required=False,
        max_length=300,
        help_text=_("Séparés par des virgules : vélo, entraide, mémoire."),
    )
    original = forms.CharField(
        label=_("Ce texte est la traduction de…"),
        max_length=500,
        required=False,
        help_text=_(
            "L’adresse de l’article d’origine, copiée de la barre du navigateur : "
            "les lecteurs passeront d’une langue à l’autre."
        ),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # «Poser la trame»: lay the headings of the chosen form under what is written.
    lay_out = forms.BooleanField(required=False)

    class Meta:
        model = ArticlePage
        fields = [
            *("title", "chapo", "language", "form", "surtitle", "subtitle"),
            *("post_scriptum", "place_label", "cover_caption"),
            *("origin_name", "origin_url"),
        ]
        widgets = {
            "chapo": forms.Textarea(attrs={"rows": 3}),
            "post_scriptum": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"cover_caption": _("Légende de l’image")}
        help_texts = {
            "title": "",
            "chapo": _("Une à trois phrases qui donnent envie de lire la suite."),
            "place_label": _("Où cela se passe : une rue, une place, une salle."),
            "origin_name": _("Si le texte a d’abord paru ailleurs : où ?"),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        article = self.instance
        self.fields["title"].max_length = 180
        self.fields["title"].label = _("Titre")
        self.fields["section"].choices = self.fields["section"].grouped()
        self.fields["language"].choices = Language.choices
        self.fields["form"].choices = Form.choices
        for name in ("chapo", "surtitle", "subtitle", "post_scriptum", "tags"):
            self.fields[name].widget.attrs["lang"] = article.language
        self.initial |= {
            "body": to_text(article.body),
            "body_html": article.body,
            "section": article.get_parent().pk,
            "tags": [tag.name for tag in article.tags.all()],
            "seen": article.latest_revision_id,
            "original": page_url(original)
            if (original := article.translation_of)
            else "",
        }
        self.fill_cover()
        if article.first_published_at or not article.is_written_by(user):
            # A published article keeps its address, and so its section; who only
            # helps with a text does not choose where it goes.
            self.fields["section"].disabled = True

    def clean_title(self):
        title = " ".join(self.cleaned_data["title"].split())
        if len(title) > 180:
            raise ValidationError(_("Un titre a 180 caractères au plus."))
        return title

    def clean_original(self):
        """Return the article that the address names; the one of now where it was
        not touched, which may be offline."""
        address = self.cleaned_data["original"].strip()
        if not address or address == self.initial["original"]:
            return self.instance.translation_of if address else None
        original = find_original(address, by=self.user)
        if original is None:
            raise ValidationError(_("Nous ne trouvons pas d’article à cette adresse."))
        return original

    def _check_original(self, data):
        if data.get("original") and data.get("language"):
            try:
                check_translation(
                    self.instance,
                    of=data["original"],
                    language=data["language"],
                    by=self.user,
                )
            except ValidationError as error:
                self.add_error("original", error)

    def clean(self):
        data = super().clean()
        self._check_original(data)
        try:
            if "body_html" in self.data and "body_html" in data:
                data["body"] = clean(data["body_html"])
            elif "body" in data:
                untouched = _lines(data["body"]) == _lines(self.initial["body"])
                data["body"] = (
                    self.instance.body if untouched else from_text(data["body"])
                )
        except TooMuchMarkup:
            self.add_error("body", TOO_MUCH)
        if not self.errors:
            self.clean_cover(data)
        return data

    def fields_to_autosave(self) -> dict:
        """Return, of what was sent, the words that can be saved as they are.

        What has an error stays with the person, who is told; files wait for the
        button.
        """
        data = self.cleaned_data
        sent = [name for name in self._meta.fields if name in self.data]
        fields = {name: data[name] for name in (*sent, "body") if name in data}
        if "tags" in self.data and "tags" in data:
            fields["tags"] = data["tags"]
        return fields

    def fields_to_save(self) -> dict:
        """Return what services.writing takes; keep the cover that was sent."""
        data = self.cleaned_data
        fields = {name: data[name] for name in self._meta.fields}
        body = data["body"]
        if data["lay_out"]:
            body = laid_out(body, data["form"])
        fields |= {"body": body, "tags": data["tags"]}
        # A form from before this field leaves the translation as it was.
        if "original" in self.data:
            fields["translation_of"] = data["original"]
        return fields | self.cover_to_save()


class TabForm(forms.Form):
    """The page that saves by itself, and which of its saves this is."""

    key = forms.RegexField(r"^[0-9a-f-]{36}$")
    number = forms.IntegerField(min_value=1, max_value=2_000_000_000)


def _lines(text: str) -> str:
    return "\n".join(text.split())


class SignForm(forms.Form):
    """Signing: the name, the licence, the charter."""

    author = forms.ModelChoiceField(
        label=_("Je signe"),
        queryset=Author.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        required=False,
    )
    name = forms.CharField(
        label=_("Nom de signature"),
        max_length=80,
        required=False,
        help_text=_(
            "Le nom que les lecteurs verront. Il aura sa page, avec tous vos articles."
        ),
    )
    licence = forms.ChoiceField(
        label=_("Ce que les autres peuvent faire de votre texte"),
        choices=[(licence.value, licence.label) for licence in PROPOSED_LICENCES],
        initial=Licence.BY_SA_4.value,
        widget=forms.RadioSelect,
    )
    pictures = forms.BooleanField(
        label=_("Ses images sont de moi, ou j’ai l’accord de qui les a faites."),
        error_messages={
            "required": _("Cochez cette case, ou retirez les images du texte.")
        },
    )
    charter = forms.BooleanField(
        label=_("J’ai lu la charte, et ce texte est de moi."),
        error_messages={"required": _("Lisez la charte et cochez cette case.")},
    )

    def __init__(self, *args, user, has_pictures=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_pictures:
            del self.fields["pictures"]
        bylines = Author.objects.for_user(user)
        self.fields["author"].queryset = bylines
        self.has_own_byline = bylines.filter(user=user).exists()
        if bylines.exists():
            self.fields["author"].initial = bylines.first()
        if self.has_own_byline:
            del self.fields["name"]
        else:
            self.fields["author"].empty_label = _("De mon nom")
            self.fields["name"].initial = user.get_full_name()
        if not bylines.exists():
            del self.fields["author"]
            self.fields["name"].required = True

    def clean_name(self):
        name = self.cleaned_data["name"]
        return clean_name(name) if name else name

    def clean(self):
        data = super().clean()
        if "author" in self.fields and not data.get("author") and not data.get("name"):
            field = "author" if self.has_own_byline else "name"
            self.add_error(field, _("Choisissez sous quel nom vous signez."))
        return data


class SendBackForm(forms.Form):
    message = forms.CharField(
        label=_("Votre message à l’auteur"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Dites à l’auteur ce que vous attendez, avec gentillesse.")
        },
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Motif du retrait"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Il est montré aux lecteurs à la place de l’article."),
        error_messages={"required": _("Donnez le motif du retrait.")},
    )


class LetterForm(forms.Form):
    """What anybody may send, without an account: who, what, and a trap for robots."""

    name = forms.CharField(label=_("Votre nom"), max_length=80)
    email = forms.EmailField(label=_("Votre adresse e-mail"))
    # People do not see it; who fills it in is a robot.
    website = forms.CharField(required=False, max_length=200)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if user.is_authenticated:
            self.fields["name"].initial = user.get_full_name()
            self.fields["email"].initial = user.email
        # Who one is comes after what one says.
        self.order_fields([n for n in self.fields if n not in LetterForm.base_fields])

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    @property
    def is_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))


class NoticeForm(LetterForm):
    """Reporting something that readers see."""

    address = forms.CharField(
        label=_("Adresse de la page"),
        max_length=500,
        help_text=_("Copiée de la barre du navigateur."),
    )
    kind = forms.ChoiceField(
        label=_("Pourquoi ?"), choices=NoticeKind.choices, widget=forms.RadioSelect
    )
    explanation = forms.CharField(
        label=_("Expliquez"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Où exactement, et ce qui ne va pas."),
    )

    def clean_address(self):
        address = self.cleaned_data["address"].strip()
        self.cleaned_data["site"] = site = site_at(address)
        if site is None:
            raise ValidationError(
                _("Cette adresse n’est pas celle d’une page de nos sites.")
            )
        return public_url(quote(split(address)[1], safe="/"), site=site)[:500]


class ReactionForm(LetterForm):
    """Writing to the authors of an article."""

    message = forms.CharField(
        label=_("Votre message"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class AdminPictureForm(BaseImageForm):
    """The admin's form for pictures: the same door as everybody's."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        return clean_image(file) if "file" in self.changed_data else file
