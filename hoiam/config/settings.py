"""Settings (cấu hình): one file, from the environment only (docs/operations/settings.md)."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from hoiam.config import database
from hoiam.config.private import secret_key

BASE = Path(__file__).resolve().parents[1]
HOIAM_DATA = database.data_folder()


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "on", "true", "yes"}


def _words(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def _number(name: str, default: int) -> int:
    given = os.environ.get(name, "").strip() or str(default)
    if not given.isdigit():
        raise ImproperlyConfigured(f"Biến {name} phải là một số nguyên, không phải “{given}”.")
    return int(given)


# What kind of process this is: `server` (threads, pool, collected static files), `command`, `dev` or `test`.
# Set by whoever starts the process, never by an administrator.
PROCESS = os.environ.get("HOIAM_PROCESS", "command")
SERVES = PROCESS == "server"
DEBUG = PROCESS == "dev"
HTTPS = _flag("HOIAM_HTTPS")

# Under this name cases made here leave in exports, as their `source`.
HOIAM_INSTALLATION = os.environ.get("HOIAM_INSTALLATION", "hoiam")

SECRET_KEY = os.environ.get("SECRET_KEY") or secret_key(HOIAM_DATA)
# The address citizens reach us at: links in SMS and e-mail begin with it.
HOIAM_PUBLIC_URL = os.environ.get("HOIAM_PUBLIC_URL", "http://localhost:8022")
ALLOWED_HOSTS = [
    *_words("ALLOWED_HOSTS"),
    *filter(None, [urlsplit(HOIAM_PUBLIC_URL).hostname]),
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [*_words("CSRF_TRUSTED_ORIGINS"), HOIAM_PUBLIC_URL.rstrip("/")]

INSTALLED_APPS = [
    "hoiam.config",
    "hoiam.kit",
    "hoiam.accounts",
    "hoiam.units",
    "hoiam.categories",
    "hoiam.calendars",
    "hoiam.files",
    "hoiam.messaging",
    "hoiam.letters",
    "hoiam.cases",
    "hoiam.contacts",
    "hoiam.intake",
    "hoiam.answering",
    "hoiam.chasing",
    "hoiam.reporting",
    "hoiam.directing",
    "hoiam.reviewing",
    "hoiam.evaluating",
    "hoiam.exchange",
    "hoiam.portal",
    "hoiam.desk",
    "hoiam.bench",
    "hoiam.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "js_lib_leaflet",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "hoiam.config.headers.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hoiam.config.language.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "hoiam.config.urls"
WSGI_APPLICATION = "hoiam.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # A template lies beside the code it belongs to and is named from the root: "cases/forward.html".
        # The bases and the error pages are named alone: "desk_base.html", "404.html".
        "DIRS": [BASE, BASE / "kit" / "ui"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hoiam.desk.frame.desk_frame",
            ],
        },
    }
]

DATABASES = {
    "default": database.settings(as_role=os.environ.get("HOIAM_DATABASE_ROLE", "web"), pool=SERVES),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "/ban-lam-viec/dang-nhap/"
LOGIN_REDIRECT_URL = "/ban-lam-viec/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("HOIAM_STATIC") or HOIAM_DATA / "static")
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "hoiam.kit.ui.build.UiFinder",
]
# The design base makes its stylesheet and fonts here; nothing made is committed.
UI_BUILD = HOIAM_DATA / "ui"
# Names with a digest and stored compressed where the public reads; as they stand in a developer's hands.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "hoiam.config.statics.Storage"
        if SERVES
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Only a server has collected them; elsewhere they are looked for as they are asked for.
WHITENOISE_AUTOREFRESH = not SERVES
MEDIA_ROOT = HOIAM_DATA / "files"
MEDIA_URL = "/tep/"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# A unit answers for thousands of lines on one form; an empty place for files counts as a field.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 60_000

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hoiam.kit.ui_views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("HOIAM_BEHIND_PROXY") else None
# A machine asking whether we live does so without TLS, from inside.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
# Where map tiles come from, when the installation has any: an origin such as https://tiles.example.vn.
TILE_ORIGINS = _words("HOIAM_TILE_ORIGINS")

# Whose keys sign documents: "test", "pkcs11" or "outside" (hoiam/signatures/identities.py).
HOIAM_SIGNING = os.environ.get("HOIAM_SIGNING", "")
HOIAM_TOKEN_MODULE = os.environ.get("HOIAM_TOKEN_MODULE", "")
# Where documents leave for other document systems and come in from them, as edXML.
HOIAM_EDXML = Path(os.environ.get("HOIAM_EDXML") or HOIAM_DATA / "edxml")

HOIAM_MAX_PHOTO_MB = _number("HOIAM_MAX_PHOTO_MB", 15)
HOIAM_MAX_DOCUMENT_MB = _number("HOIAM_MAX_DOCUMENT_MB", 25)
HOIAM_MAX_VOICE_MB = _number("HOIAM_MAX_VOICE_MB", 20)
# Files that leave with one e-mail, together; on the way they grow by a third.
HOIAM_MAX_MAIL_MB = _number("HOIAM_MAX_MAIL_MB", 15)
# How many cases one network address may send by the public form; many people may share one.
HOIAM_SENDS_PER_HOUR = _number("HOIAM_SENDS_PER_HOUR", 30)
# Who carries a channel out of the house: "sms=hoiam.messaging.gateways.Console zalo=…"; else a folder.
HOIAM_GATEWAYS = dict(pair.split("=", 1) for pair in os.environ.get("HOIAM_GATEWAYS", "").split())

# Who is sent the root of every seal, to keep it where nobody here can reach.
HOIAM_SEAL_MAIL = _words("HOIAM_SEAL_MAIL")

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_TIMEOUT = 30
EMAIL_PORT = _number("EMAIL_PORT", 587)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Hồi Âm <hoiam@localhost>")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
