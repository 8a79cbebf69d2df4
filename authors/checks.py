from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def shared_cache(app_configs, **kwargs):
    """Sign-in limits count all attempts only in a cache that processes share."""
    if settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        return [
            Warning(
                "CACHE_URL is not set: with several processes each would count "
                "sign-in attempts and keep pages by itself.",
                hint="Set CACHE_URL=redis://…",
                id="brestnet.W001",
            )
        ]
    return []
