from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from authors.addresses import workshop_url


class AccountAdapter(DefaultAccountAdapter):
    """What accounts do differently here."""

    def render_mail(self, template_prefix, email, context, headers=None):
        # Messages name the network; the request's host plays no part in them.
        context["current_site"] = {
            "name": settings.WAGTAIL_SITE_NAME,
            "domain": settings.WORKSHOP_HOST,
        }
        context["workshop_url"] = workshop_url()
        return super().render_mail(template_prefix, email, context, headers)
