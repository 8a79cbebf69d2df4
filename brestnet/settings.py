"""All settings, read from the environment, safe by default.

Each reader stops the start with one sentence that names the variable when its
value is wrong. docs/operating.md lists the variables.
"""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, default: bool) -> bool:
    value = env_str(name, str(default)).lower()
    if value not in ("true", "false", "1", "0", "yes", "no"):
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value in ("true", "1", "yes")


def env_int(name: str, default: int, low: int, high: int) -> int:
    value = env_str(name, str(default))
    if not value.isdecimal() or not low <= int(value) <= high:
        raise ImproperlyConfigured(
            f"{name} must be a whole number from {low} to {high}, not {value!r}."
        )
    return int(value)


def env_choice(name: str, default: str, *choices: str) -> str:
    value = env_str(name, default)
    if value not in choices:
        raise ImproperlyConfigured(
            f"{name} must be one of {', '.join(choices)}, not {value!r}."
        )
    return value


def env_host(name: str, default: str) -> str:
    value = env_str(name, default).lower()
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", value):
        raise ImproperlyConfigured(
            f"{name} must be a host name without scheme, port or path, not {value!r}."
        )
    return value


def env_url(name: str, *schemes: str):
    """Return the variable's address, split, or None where it is not set."""
    value = env_str(name)
    if not value:
        return None
    try:
        url = urlsplit(value)
        url.port  # noqa: B018 (a port that is no number raises here)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address: {error}.") from error
    if url.scheme not in schemes:
        # The value may hold a password: it is never printed.
        raise ImproperlyConfigured(
            f"{name} must start with {' or '.join(f'{s}://' for s in schemes)}."
        )
    return url


def env_secret(name: str, kept_in: Path) -> str:
    """Return the secret; make one on this machine at its first start."""
    value = env_str(name)
    if value:
        if len(value) < 50:
            raise ImproperlyConfigured(f"{name} must have at least 50 characters.")
        return value
    if not kept_in.exists():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        kept_in.touch(mode=0o600)
        kept_in.write_text(secrets.token_urlsafe(64))
    return kept_in.read_text().strip()


# Where this is served. PORT is the port that the server listens to; behind a
# proxy the public port is the scheme's own.
DOMAIN = env_host("BRESTNET_DOMAIN", "localhost")
WORKSHOP_HOST = f"atelier.{DOMAIN}"
SCHEME = env_choice("BRESTNET_SCHEME", "http", "http", "https")
HTTPS = SCHEME == "https"
PORT = env_int("PORT", 8000, 1, 65535)
PUBLIC_PORT = env_int("BRESTNET_PUBLIC_PORT", 443 if HTTPS else PORT, 1, 65535)

VAR_DIR = Path(env_str("BRESTNET_VAR", str(BASE_DIR / "var"))).resolve()
DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env_secret("SECRET_KEY", VAR_DIR / "secret-key")

# Any host in the Site table is ours: sites.middleware.Hosts answers 404 to all
# others before anything else reads the Host header.
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.users",
    # The admin's own addresses name documents; nobody may add one yet.
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "allauth",
    "allauth.account",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    # Ours last: they change what the others set up.
    "authors",
    "articles",
    "sites",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sites.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sites.middleware.Hosts",
    "sites.middleware.ReadersCache",
    "django.middleware.gzip.GZipMiddleware",
    "sites.middleware.AdminScripts",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "sites.middleware.Sessions",
    "sites.middleware.Csrf",
    "sites.middleware.Authentication",
    "sites.middleware.Messages",
    "authors.middleware.SharedComputers",
    "allauth.account.middleware.AccountMiddleware",
    "sites.middleware.ArticlesAreReviewed",
    "sites.middleware.FormerAddresses",
]

# The table is chosen by host in sites.middleware.Hosts.
ROOT_URLCONF = "brestnet.urls_public"
PUBLIC_URLCONF = "brestnet.urls_public"
WORKSHOP_URLCONF = "brestnet.urls_workshop"
WSGI_APPLICATION = "brestnet.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sites.context.place",
            ],
        },
    },
]


def database() -> dict:
    """Return the database that DATABASE_URL names: SQLite under var/ by default."""
    url = env_url("DATABASE_URL", "sqlite", "postgres", "postgresql")
    if url is None or url.scheme == "sqlite":
        path = unquote(url.path[1:]) if url else str(VAR_DIR / "brestnet.sqlite3")
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {
                # A writer waits for its turn instead of failing half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                    "PRAGMA foreign_keys=ON;PRAGMA busy_timeout=20000;PRAGMA cache_size=-20000;"
                ),
            },
        }
    if not url.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must end with a database's name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 10, "timeout": 10},
            **dict(parse_qsl(url.query)),
        },
    }


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def cache() -> dict:
    """Return the cache that CACHE_URL names.

    Without one each process has its own memory: right for the single process
    of `make run`. Several processes need Redis, for the sign-in limits to
    count all attempts (checked by authors.checks at deployment).
    """
    url = env_url("CACHE_URL", "redis", "rediss")
    if url is None:
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 3000},
        }
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url.geturl(),
        "KEY_PREFIX": "brestnet",
    }


CACHES = {
    "default": cache(),
    # Too large for memory, soon made again: on this machine's own disk.
    "documents": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "documents",
        "TIMEOUT": 60 * 60 * 24,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

# Static files: hashed names, compressed, kept a year by browsers (WhiteNoise
# recognises a hashed name by itself). STATIC_ROOT is filled by `make run`.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Documents of articles: no address leads here, a view gives them to who may.
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "brestnet.storage.BundledStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("français")), ("br", _("breton")), ("en", _("anglais"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# People
AUTH_USER_MODEL = "authors.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# CNIL, délibération 2022-100: 12 characters with throttled attempts.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "authors.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "authors.forms.LoginForm",
    "request_login_code": "authors.forms.RequestLoginCodeForm",
    "signup": "authors.forms.SignupForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# A code is typed where the person already is: it works from the phone's mail
# to a shared computer, where a link would open elsewhere.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SCHEME
# What anybody may send without an account: from one place, where twenty people may
# sit behind one address, and in one name. The rest is allauth's own.
ACCOUNT_RATE_LIMITS = {
    "report": "20/h/ip,5/h/key",
    "react": "20/h/ip,5/h/key",
}
# Behind n proxies the client is the n-th address from the right of
# X-Forwarded-For; without this every citizen shares one rate limit.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", 0, 0, 9)

# Saving while somebody writes: so long after the last key, at most so often while
# keys follow. And how long a shared computer waits for somebody.
AUTOSAVE_AFTER_MS = env_int("AUTOSAVE_AFTER_MS", 1500, 50, 10_000)
AUTOSAVE_AT_MOST_MS = env_int("AUTOSAVE_AT_MOST_MS", 10_000, 100, 60_000)
SHARED_IDLE_SECONDS = env_int("SHARED_IDLE_SECONDS", 900, 2, 7200)

# The workshop's cookies. The names say __Host- where the browser can hold it.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "sites.views.errors.csrf_failure"
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# The proxy in front must set this header itself, always (deploy/nginx.conf).
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
X_FRAME_OPTIONS = "DENY"


# Mail: SMTP by one variable; without it, to a folder and to the terminal.
_smtp = env_url("EMAIL_URL", "smtp", "smtp+tls", "smtps")
MAIL_STAYS_HERE = _smtp is None
if _smtp is None:
    EMAIL_BACKEND = "authors.mail.FolderAndTerminal"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _smtp.hostname or "localhost"
    EMAIL_PORT = _smtp.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[_smtp.scheme]
    EMAIL_HOST_USER = unquote(_smtp.username or "")
    EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
    EMAIL_USE_TLS = _smtp.scheme == "smtp+tls"
    EMAIL_USE_SSL = _smtp.scheme == "smtps"
    EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_str("MAIL_FROM", f"brestnet <ne-pas-repondre@{DOMAIN}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CONTACT_EMAIL = env_str("CONTACT_EMAIL", f"contact@{DOMAIN}")

# Wagtail
WAGTAIL_SITE_NAME = "brestnet"
WAGTAILADMIN_BASE_URL = f"{SCHEME}://{WORKSHOP_HOST}" + (
    "" if PUBLIC_PORT in (80, 443) else f":{PUBLIC_PORT}"
)
WAGTAILADMIN_LOGIN_URL = "/gestion/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_I18N_ENABLED = False
# articles.services.addresses keeps more of them.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", _("français")), ("en", _("anglais"))]
WAGTAILIMAGES_IMAGE_MODEL = "articles.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "articles.forms.AdminPictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt"]
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "modelsearch.backends.database",
        "SEARCH_CONFIG": "brestnet",
    }
}
MODELSEARCH_BACKENDS = WAGTAILSEARCH_BACKENDS

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "WARNING")},
}
# Both look for Django's own classes: ours stand in sites.middleware, where
# SecurityHeaders sets X-Frame-Options and Csrf guards the workshop alone.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W003"]

# Where PeerTube videos may be: hosts, or with a dot ahead all those of a domain.
PEERTUBE_HOSTS = env_str(
    "PEERTUBE_HOSTS",
    "framatube.org peertube.fr video.ploud.fr tube.numerique.gouv.fr diode.zone"
    " skeptikon.fr .apps.education.fr",
).split()
