"""What is filled in around signatures: invite, credit, answer, correct, merge."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.enums import Role
from articles.html import TooMuchMarkup
from articles.models import ArticlePage
from articles.text import from_text, to_text
from authors.forms import clean_name
from authors.models import Author

MAX_BODY = 200_000


class _RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Pour quel rôle ?"), choices=Role.choices, initial=Role.TEXT
    )


class _InvitationForm(_RoleForm):
    message = forms.CharField(
        label=_("Un mot pour cette personne"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class InviteByEmailForm(_InvitationForm):
    email = forms.EmailField(
        label=_("Son adresse e-mail"),
        max_length=254,
        help_text=_("Elle sert à envoyer l’invitation, et n’est pas gardée."),
    )
    field_order = ["email", "role", "message"]


class InviteByNameForm(_InvitationForm):
    """An invitation to a byline that was found by its name."""

    author = forms.ModelChoiceField(
        queryset=Author.objects.findable(), widget=forms.HiddenInput
    )


class GuestForm(_RoleForm):
    """A credit for a person without an account, on the word of a writer."""

    name = forms.CharField(label=_("Son nom"), max_length=80)
    email = forms.EmailField(
        label=_("Son adresse e-mail"),
        max_length=254,
        required=False,
        help_text=_(
            "Pour qu’elle puisse un jour reprendre cette signature à son compte. "
            "Aucun message ne part, et l’adresse n’est pas gardée en clair."
        ),
    )
    agreed = forms.BooleanField(
        label=_(
            "J’atteste que cette personne est d’accord pour que son nom paraisse "
            "sur cet article."
        ),
        error_messages={"required": _("Demandez-lui d’abord, puis cochez cette case.")},
    )
    field_order = ["name", "role", "email", "agreed"]

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])


class AcceptForm(forms.Form):
    """Under which name to sign, and which version was read."""

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
        help_text=_("Le nom que les lecteurs verront, avec sa page."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, only: Author | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        bylines = Author.objects.for_user(user)
        if only:
            bylines = bylines.filter(pk=only.pk)
        self.fields["author"].queryset = bylines
        self.fields["author"].initial = bylines.first()
        if only or bylines.filter(user=user).exists():
            del self.fields["name"]
        elif not bylines.exists():
            del self.fields["author"]
            self.fields["name"].required = True
            self.fields["name"].initial = user.get_full_name()
        else:
            self.fields["author"].empty_label = _("De mon nom")

    def clean_name(self):
        name = self.cleaned_data["name"]
        return clean_name(name) if name else name

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("author") and not data.get("name"):
            field = "name" if "name" in self.fields else "author"
            self.add_error(field, _("Choisissez sous quel nom vous signez."))
        return data


class EditorsCorrectionForm(forms.Form):
    """The words that an editor may have to change, and why."""

    title = forms.CharField(label=_("Titre"), max_length=180)
    chapo = forms.CharField(
        label=_("Chapô"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = forms.CharField(
        label=_("Texte"), max_length=MAX_BODY, widget=forms.Textarea(attrs={"rows": 22})
    )
    reason = forms.CharField(
        label=_("Raison"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Les lecteurs la lisent sur l’article, et l’auteur la reçoit par e-mail."
        ),
        error_messages={"required": _("Dites aux lecteurs pourquoi.")},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, article: ArticlePage, **kwargs):
        super().__init__(*args, **kwargs)
        self.article = article
        self.initial |= {
            "title": article.title,
            "chapo": article.chapo,
            "body": to_text(article.body),
            "seen": article.latest_revision_id,
        }

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_body(self):
        """Return the markup: what was not touched keeps its own."""
        text = self.cleaned_data["body"]
        if text.split() == self.initial["body"].split():
            return self.article.body
        try:
            return from_text(text)
        except TooMuchMarkup:
            raise ValidationError(
                _("Ce texte porte trop de mises en forme : simplifiez-le.")
            ) from None


class EmailForm(forms.Form):
    email = forms.EmailField(label=_("Son adresse e-mail"), max_length=254)


class MergeForm(forms.Form):
    """Two bylines of one person: which stays, which goes."""

    keep = forms.ModelChoiceField(
        label=_("La signature qui reste"), queryset=Author.objects.all()
    )
    gone = forms.ModelChoiceField(
        label=_("La signature qui la rejoint"), queryset=Author.objects.all()
    )

    def clean(self):
        data = super().clean()
        keep, gone = data.get("keep"), data.get("gone")
        if keep and keep == gone:
            raise ValidationError(_("Choisissez deux signatures différentes."))
        if keep and gone and keep.kind != gone.kind:
            raise ValidationError(
                _("Une personne et une organisation ne se réunissent pas.")
            )
        return data
