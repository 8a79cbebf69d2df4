"""What people fill in about themselves."""

from allauth.account import forms as account_forms
from django import forms
from django.forms import inlineformset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from authors.enums import HelpKind
from authors.images import clean_image
from authors.models import Author, AuthorLink

PORTRAIT_SIDE = 600


class OnSharedComputer(forms.Form):
    """The switch of the sign-in pages; authors.middleware does what it says."""

    shared = forms.BooleanField(
        label=_(
            "Cet ordinateur est partagé (médiathèque, mairie, école) : rien n’y reste "
            "après vous, et sans personne devant l’écran, la session se ferme."
        ),
        required=False,
    )


class LoginForm(OnSharedComputer, account_forms.LoginForm):
    """Signing in with a password."""


class RequestLoginCodeForm(OnSharedComputer, account_forms.RequestLoginCodeForm):
    """Asking for a code by mail."""


class SignupForm(OnSharedComputer, account_forms.SignupForm):
    """Signing up."""


def clean_name(name: str) -> str:
    """Return a byline's name on one line; raise where it is no name."""
    name = " ".join(name.split())
    if not any(character.isalpha() for character in name):
        raise forms.ValidationError(_("Écrivez un nom avec des lettres."))
    if "@" in name or "//" in name:
        raise forms.ValidationError(
            _("Une signature est un nom, pas une adresse e-mail ni un site.")
        )
    return name


class ProfileForm(forms.ModelForm):
    """The public page's presentation of an author."""

    findable = forms.BooleanField(
        label=_("On peut m’inviter à signer un texte en me cherchant par mon nom."),
        required=False,
    )

    class Meta:
        model = Author
        fields = ["name", "biography", "portrait", "neighbourhood"]
        widgets = {
            "biography": forms.Textarea(attrs={"rows": 8}),
            "portrait": forms.ClearableFileInput(attrs={"accept": "image/*"}),
        }
        help_texts = {
            "name": _("Le nom que les lecteurs voient. L’ancienne adresse suivra."),
            "biography": _("Qui êtes-vous, ici ? Une ligne vide fait un paragraphe."),
            "portrait": _("Une photo ou un dessin de vous, si vous le voulez."),
        }

    def __init__(self, *args, sites=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["findable"].initial = bool(self.instance.findable_since)
        self.fields["neighbourhood"].queryset = sites
        self.fields["neighbourhood"].label_from_instance = lambda site: site.site_name

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])

    def clean(self):
        """Keep since when the person agrees to be found, not only that she does."""
        data = super().clean()
        since = self.instance.findable_since or timezone.now()
        data["findable_since"] = since if data.pop("findable", False) else None
        return data

    def clean_portrait(self):
        portrait = self.cleaned_data["portrait"]
        if portrait and "portrait" in self.changed_data:
            return clean_image(portrait, max_side=PORTRAIT_SIDE)
        return portrait


LinkFormSet = inlineformset_factory(
    Author,
    AuthorLink,
    fields=["label", "url"],
    extra=2,
    max_num=5,
    absolute_max=6,
    validate_max=True,
)


class HelpingHandForm(forms.Form):
    """«Je donne un coup de main»: how, and for which neighbourhoods."""

    kinds = forms.MultipleChoiceField(
        label=_("Ce que je fais volontiers"),
        choices=HelpKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sites = forms.ModelMultipleChoiceField(
        label=_("Pour quels quartiers"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, sites, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sites"].queryset = sites
        self.fields["sites"].label_from_instance = lambda site: site.site_name

    def clean(self):
        data = super().clean()
        if data.get("kinds") and not data.get("sites") and "sites" not in self.errors:
            self.add_error("sites", _("Cochez au moins un quartier."))
        if data.get("sites") and not data.get("kinds") and "kinds" not in self.errors:
            self.add_error("kinds", _("Cochez au moins une façon d’aider."))
        return data
