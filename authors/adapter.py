from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from authors.addresses import workshop_url


class AccountAdapter(DefaultAccountAdapter):
    """What accounts do differently here."""

    def clean_email(self, email: str) -> str:
        # allauth cuts an address that no column holds: it would be another's.
        if len(email) > 254:
            raise ValidationError(_("Cette adresse e-mail est trop longue."))
        return super().clean_email(email)

    def render_mail(self, template_prefix, email, context, headers=None):
        # Messages name the network; the request's host plays no part in them.
        context["current_site"] = {
            "name": settings.WAGTAIL_SITE_NAME,
            "domain": settings.WORKSHOP_HOST,
        }
        context["workshop_url"] = workshop_url()
        return super().render_mail(template_prefix, email, context, headers)
