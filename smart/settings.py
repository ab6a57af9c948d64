"""Settings, read from the environment. Safe for production unless SMART_ENV says otherwise (README has the table)."""

import base64
import sys
from datetime import timedelta
from pathlib import Path

import environ
import structlog
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from smart.asked_above import *  # noqa: F403 - what lower rooms ask
from smart.environment import parse_database_url
from smart.work_list import *  # noqa: F403 - background work and the ways out

env = environ.FileAwareEnv()
ROOT = Path(__file__).resolve().parent.parent

SMART_ENV = env.str("SMART_ENV", "production")
IS_PRODUCTION = SMART_ENV == "production"
DEBUG = False
DEMO = env.bool("SMART_DEMO", False)
if DEMO and IS_PRODUCTION:
    raise ImproperlyConfigured(
        "SMART_DEMO is on while SMART_ENV is production: the demo bar signs anybody in. Remove SMART_DEMO."
    )

# The pure commands (payslip, verify_payroll, einvoice) run on a machine without services.
PURE_COMMANDS = {
    "payslip",
    "verify_payroll",
    "show_parameter",
    "einvoice",
    "check_wording",
    "makemessages",
    "compilemessages",
}
IS_PURE = len(sys.argv) > 1 and sys.argv[1] in PURE_COMMANDS and "DATABASE_URL" not in env.ENVIRON

SECRET_KEY = env.str("SECRET_KEY", "not-a-secret-for-pure-commands" if IS_PURE else env.NOTSET)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=[] if IS_PRODUCTION else ["127.0.0.1", "localhost", "testserver"],
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")


def _keys(text: str) -> dict[str, bytes]:
    """`id:base64,id:base64` → key id → 32 bytes; the first is current."""
    return {
        key_id: base64.b64decode(body) for key_id, _, body in (part.partition(":") for part in text.split(",") if part)
    }


_no_keys = "pure:" + base64.b64encode(bytes(32)).decode()
FIELD_KEYS = _keys(env.str("FIELD_KEYS", _no_keys if IS_PURE else env.NOTSET))
BLIND_INDEX_KEY = env.str("BLIND_INDEX_KEY", "pure" if IS_PURE else env.NOTSET).encode()

INSTALLED_APPS = [
    "smart",
    "invoicing",
    "activities",
    "members",
    "countries",
    "smart.foundation",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_countries",
    "django_htmx",
    "django_structlog",
    "csp",
    "pgtrigger",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads every answer, so that its length tells nothing (BREACH)
    "smart.translating.middleware.FreshWordings",
    "countries.middleware.CountryPrefix",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "smart.middleware.PrivatePages",
    "countries.middleware.EnterCountry",
    "members.middleware.MemberAccess",
    "smart.middleware.RuleSentences",
]

ROOT_URLCONF = "smart.urls"
WSGI_APPLICATION = "smart.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "smart.context.page",
            ],
        },
    }
]
FORM_RENDERER = "smart.foundation.forms.SmartRenderer"

# Database: the web and worker role owns nothing; migrations run as the owner (DATABASE_OWNER_URL).
_commands_of_owner = {
    "migrate",
    "makemigrations",
    "sqlmigrate",
    "showmigrations",
    "flush",
    "createcachetable",
    "pgtrigger",
}
_as_owner = len(sys.argv) > 1 and sys.argv[1] in _commands_of_owner
_url = "" if IS_PURE else env.str("DATABASE_URL")
if _as_owner:
    _url = env.str("DATABASE_OWNER_URL", _url)
if IS_PURE:
    DATABASES = {}
else:
    _seconds = env.int("STATEMENT_TIMEOUT_SECONDS", 10)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            **parse_database_url(_url),
            "ATOMIC_REQUESTS": True,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "DISABLE_SERVER_SIDE_CURSORS": True,
            "OPTIONS": {}
            if _as_owner
            else {
                "options": f"-c statement_timeout={_seconds}s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s",
                "connect_timeout": 5,
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_ADAPTER = "members.adapters.AccountAdapter"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_PRODUCTION else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Smart"
MFA_ADAPTER = "members.adapters.MFAAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "members.forms.account.LoginForm",
    "signup": "members.forms.account.SignupForm",
    "add_email": "members.forms.account.AddEmailForm",
    "change_email": "members.forms.account.ChangeEmailForm",
    "change_password": "members.forms.account.ChangePasswordForm",
    "set_password": "members.forms.account.SetPasswordForm",
    "reset_password": "members.forms.account.ResetPasswordForm",
    "reset_password_from_key": "members.forms.account.ResetPasswordKeyForm",
    "reauthenticate": "members.forms.account.ReauthenticateForm",
    "confirm_email_verification_code": "members.forms.account.ConfirmCodeForm",
}
MFA_FORMS = {
    "authenticate": "members.forms.account.AuthenticateForm",
    "reauthenticate": "members.forms.account.ReauthenticateCodeForm",
    "activate_totp": "members.forms.account.ActivateAppForm",
    "deactivate_totp": "members.forms.account.DeactivateAppForm",
    "generate_recovery_codes": "members.forms.account.RecoveryCodesForm",
    "add_webauthn": "members.forms.account.AddKeyForm",
    "edit_webauthn": "members.forms.account.EditKeyForm",
    "authenticate_webauthn": "members.forms.account.AuthenticateKeyForm",
    "login_webauthn": "members.forms.account.LoginKeyForm",
    "reauthenticate_webauthn": "members.forms.account.ReauthenticateKeyForm",
}

# Sessions and cookies
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 7 * 24 * 3600
if IS_PRODUCTION:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", True) else None
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
CSRF_FAILURE_VIEW = "smart.views.errors.csrf_failure"

# Languages: the member's own, whatever the country
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("fr", "Français"),
    ("nl", "Nederlands"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("it", "Italiano"),
    ("sv", "Svenska"),
    ("en", "English"),
]
LOCALE_PATHS = [ROOT / "smart" / "locale"]
WORDINGS_LOOKED_AT_EVERY = 5  # seconds until every process shows a text approved in another one; 0: never by itself
USE_I18N = USE_TZ = True
READS_NEVER_WRITE = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(ROOT / "staticfiles")))
STATICFILES_DIRS = [ROOT / "smart" / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(ROOT / ".local" / "media")))
_s3 = env.str("S3_ENDPOINT_URL", "")
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "endpoint_url": _s3,
            "bucket_name": env.str("S3_BUCKET", "smart-documents"),
            "access_key": env.str("S3_ACCESS_KEY", ""),
            "secret_key": env.str("S3_SECRET_KEY", ""),
            "file_overwrite": False,
            "default_acl": None,
        },
    }
    if _s3
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION or DEMO
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not (IS_PRODUCTION or DEMO)
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# Mail: written to an outbox row first, sent by a worker
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if IS_PRODUCTION
    else "django.core.mail.backends.filebased.EmailBackend",
)
EMAIL_FILE_PATH = str(ROOT / ".local" / "mail")
EMAIL_HOST, EMAIL_PORT = env.str("EMAIL_HOST", "localhost"), env.int("EMAIL_PORT", 25)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Smart <portal@smart.example>")
# Answers to messages of a conversation go to reply+…@ this domain; none: mails carry no address to answer to
REPLY_DOMAIN = env.str("REPLY_DOMAIN", "")

# Broker: carries wake-ups only
REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 30,
    "socket_keepalive": True,
}
# A bell that does not ring is tried once more and left: kombu's own limit is the clock's, and a request waits meanwhile.
CELERY_BROKER_TRANSPORT_OPTIONS |= {"max_retries": 1, "interval_start": 0, "interval_step": 1, "interval_max": 1}
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DISABLE_PREFETCH = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT, CELERY_TASK_SOFT_TIME_LIMIT = 600, 540
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_BEAT_SCHEDULE = {
    "reconcile": {"task": "smart.reconcile", "schedule": 30.0},
    "daily": {"task": "smart.daily", "schedule": 3600.0},
}

# A worker holds a job this long without a sign of life; what nobody took is rung for again after this long.
JOB_LEASE = timedelta(seconds=env.int("JOB_LEASE_SECONDS", 120))
JOB_RESEND_AFTER = timedelta(seconds=env.int("JOB_RESEND_SECONDS", 30))

# The stairs of a contract, from the room that knows its price: function (contract) → Staircase or None
CONTRACT_STAIRS = "invoicing.rules.waterfall_of.stairs_of_contract"

# The payslips of a contract in the vault, for the list of its papers: function (contract) → Document by code
CONTRACT_PAPERS = "invoicing.queries.paid.papers_of_contract"

# Whether a mission is guaranteed and why: function (mission) → is_guaranteed and checks, or None
MISSION_GUARANTEE = "invoicing.rules.guarantee_told.told_guarantee"

# What the books know of a mission, for the line of its life: functions mission → facts (activities/milestones.py)
MISSION_MONEY = ("invoicing.queries.milestones.mission_money",)

# Logs: one JSON line an event
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(),
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    # the printers tell every step they take
    "loggers": {name: {"level": "ERROR"} for name in ("weasyprint", "fontTools")},
    "root": {
        "handlers": ["stderr"],
        "level": env.str("LOG_LEVEL", "INFO" if IS_PRODUCTION else "WARNING"),
    },
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
