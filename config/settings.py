"""Every setting of the site, read from the environment and safe by default.

The names, meanings and defaults are those of the README's table and of .env.example. What the
author would change (title, tagline, discussion policy, …) lives in the admin instead.
"""

import os
from ipaddress import ip_network
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.bucket import bucket_of
from config.secret import stored_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

environ.Env.read_env(BASE_DIR / ".env")
env = environment.StrictEnv()

# --- Where the site lives ---------------------------------------------------------------------
DEBUG = environment.switch(env, "DEBUG", default=False)
HOST = env.str("HOST", default="127.0.0.1")
PORT = environment.whole_number(env, "PORT", default=8000)
SITE_URL = env.str("SITE_URL", default=environment.local_address(HOST, PORT)).rstrip("/")
_site = environment.site_address(SITE_URL)
SITE_HOST = (_site.hostname or "").lower()
SITE_IS_HTTPS = _site.scheme == "https"

# Loopback names are always served, so that a health check on the machine itself gets an answer.
LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [
    *env.list("ALLOWED_HOSTS", default=[environment.bracketed(SITE_HOST)]),
    *LOOPBACK_HOSTS,
]

# Everything that must be kept: database, media, secret key, backups.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).expanduser().resolve()

try:
    # Nobody else's to read: addresses of readers, hashes of passwords.
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.access(DATA_DIR, os.W_OK | os.X_OK):
        raise PermissionError(13, "Permission denied")
    SECRET_KEY_IS_GIVEN = bool(env.str("SECRET_KEY", default=""))
    SECRET_KEY = env.str("SECRET_KEY", default="") or stored_secret_key(DATA_DIR)
except OSError as error:
    raise ImproperlyConfigured(
        f"DATA_DIR {DATA_DIR} cannot be written ({error.strerror}). "
        "Make it writable for this user, or set DATA_DIR to another folder."
    ) from error

# --- Who may be believed ----------------------------------------------------------------------
# Proxies (addresses or networks) whose X-Forwarded-For and X-Forwarded-Proto count.
try:
    TRUSTED_PROXIES = [ip_network(item) for item in env.list("TRUSTED_PROXIES", default=[])]
except ValueError as error:
    raise ImproperlyConfigured(
        f"TRUSTED_PROXIES: {error}. Give addresses or networks, such as 127.0.0.1,10.0.0.0/8."
    ) from error

# host:port pairs that may be fetched though they are private: rehearsals and intranets.
FETCH_ALLOW_HOSTS = env.list("FETCH_ALLOW_HOSTS", default=[])

# May this site ping others? Never from a private copy unless asked to.
SITE_LIVE = environment.switch(
    env, "SITE_LIVE", default=SITE_IS_HTTPS and environment.is_public_host(SITE_HOST)
)

# Off in test runs only: then any number of comments and pings is taken from one network.
RATE_LIMITS = environment.switch(env, "RATE_LIMITS", default=True)

# --- Programs ---------------------------------------------------------------------------------
WEB_WORKERS = environment.whole_number(env, "WEB_WORKERS", default=2)
WEB_THREADS = environment.whole_number(env, "WEB_THREADS", default=4)
# Finished pages that each process of the web server keeps, in megabytes; 0: none.
PAGE_CACHE_MB = environment.whole_number(env, "PAGE_CACHE_MB", default=32)
# For so many seconds a cache between the site and its readers may answer without asking.
SHARED_CACHE_SECONDS = environment.whole_number(env, "SHARED_CACHE_SECONDS", default=0)

INSTALLED_APPS = [
    "config.apps.RejoinderAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "blog",
    "comments",
    "trackbacks",
    "config.apps.SiteConfig",
]

MIDDLEWARE = [
    "config.middleware.proxy_middleware",
    "blog.freshness.silent_is_not_kept",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.policies_middleware",
    "blog.current.current_settings_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "trackbacks.middleware.AnnouncementMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "blog.context_processors.site",
            ],
        },
    },
    # Asked for by name alone, and for nothing but *.jinja.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "config.jinja.environment"},
    },
]

# --- Database ---------------------------------------------------------------------------------
# SQLite in DATA_DIR, or PostgreSQL by DATABASE_URL=postgres://user:password@host/name.
# Never ATOMIC_REQUESTS: with IMMEDIATE even a reading transaction would take the write lock.
_database = environment.database(env, BASE_DIR, default=f"sqlite:///{DATA_DIR / 'blog.sqlite3'}")
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["CONN_MAX_AGE"] = None
    _database["OPTIONS"] = {
        # Writers wait for each other. SQLite lets any of them pass first, so that on a busy machine
        # an unlucky one needs far longer than the work of all the others.
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        # No mmap_size: Debian 12's SQLite has a WAL bug that a mapped file turns into damage.
        # Each thread has a connection with a cache of its own: together they hold 12 MB.
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
        f"PRAGMA cache_size=-{12_000 // (WEB_THREADS + 1)};PRAGMA temp_store=MEMORY;"
        "PRAGMA journal_size_limit=27103364",
    } | _database.get("OPTIONS", {})
else:
    _database["CONN_MAX_AGE"] = 0
    _database["CONN_HEALTH_CHECKS"] = True
    # One pool a process: a connection for each thread, of the jobs worker's too. While the server
    # is away nobody waits for it long, and who comes after it is back finds no pool that sleeps:
    # it gives up soon, and tries again for the next who comes.
    _database["OPTIONS"] = {
        "connect_timeout": 5,
        # What is asked again and again is planned once: that takes half of the server's time.
        "server_side_binding": True,
        "prepare_threshold": 5,
        "pool": {
            "min_size": 1,
            "max_size": max(WEB_THREADS, 4),
            "timeout": 1.5,
            "reconnect_timeout": 0.5,
        },
    } | _database.get("OPTIONS", {})
DATABASES = {"default": _database}

# --- Cache: limits and locks shared by processes. In the database unless CACHE_URL names Redis ---
CACHE_URL = env.str("CACHE_URL", default="")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if CACHE_URL:
    CACHES = {"default": environment.shared_cache(CACHE_URL)}

# --- Background work --------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# A job that raises is tried this often in all, ever later.
JOB_ATTEMPTS = 5
# A running job whose worker is not known to live is taken over after so many seconds.
JOB_LEASE = 600

# Functions that the jobs worker calls again and again: dotted path -> seconds between calls.
PERIODIC_JOBS = {
    "trackbacks.jobs.sweep_claims": 60,
    "trackbacks.jobs.forget_claims": 86400,
    "trackbacks.jobs.sweep_links": 60,
    "trackbacks.jobs.sweep_plans": 60,
    "blog.feedback.notices.sweep.sweep_notices": 30,
    "blog.mail.jobs.sweep_mails": 30,
    "blog.mail.outbox.tidy": 3600,
    "comments.jobs.sweep_questions": 60,
    "comments.subscriptions.jobs.tell_subscribers": 30,
    "comments.subscriptions.jobs.forget_subscriptions": 86400,
    "blog.counts.forget_old_windows": 3600,
    "blog.privacy.forget_networks": 3600,
    "config.worker.prune_results": 86400,
    "config.worker.prune_sessions": 86400,
}

# --- Mail -------------------------------------------------------------------------------------
# Without EMAIL_URL nothing is sent, and nothing else depends on it.
EMAIL_URL = env.str("EMAIL_URL", default="")
vars().update(environment.mail(env))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"blog@{SITE_HOST or 'localhost'}")

# --- A service against spam -------------------------------------------------------------------
# Off without a key: then nothing that a reader writes is sent to anybody.
AKISMET_KEY = env.str("AKISMET_KEY", default="")

# --- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = environment.language(env.str("LANGUAGE_CODE", default="en"))
TIME_ZONE = environment.time_zone(env.str("TIME_ZONE", default="UTC"))
USE_I18N = True
USE_TZ = True

# --- Static files and media -------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# In a bucket where MEDIA_STORAGE names one: addresses below MEDIA_URL then lead there.
_bucket = bucket_of(env.str("MEDIA_STORAGE", default=""))
MEDIA_BUCKET_URL = _bucket.url if _bucket else ""
STORAGES = {
    "default": {"BACKEND": "config.bucket_storage.BucketStorage", "OPTIONS": _bucket.options}
    if _bucket
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Security ---------------------------------------------------------------------------------
# No nonces: pages are cached and shared, so nothing inline is ever allowed, the admin included.
_media_sources = [MEDIA_BUCKET_URL] if MEDIA_BUCKET_URL else []
EMBED_HOSTS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_media_sources],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, *_media_sources],
        "manifest-src": [SELF],
        # PeerTube is any host: a player there is framed after the reader's click alone.
        "frame-src": [SELF, *EMBED_HOSTS, "https:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
# Only a trusted proxy tells that a reader used https; redirecting without one would never end.
SECURE_SSL_REDIRECT = SITE_IS_HTTPS and bool(TRUSTED_PROXIES)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# For this host alone: a blog must not decide for its neighbours under the same domain.
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if SITE_IS_HTTPS else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for every subdomain: see above
    "security.W021",  # HSTS preload lists: see above
    "security.W008",  # redirect to https: `manage.py serve` says what TRUSTED_PROXIES is for
]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = SITE_IS_HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SITE_IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL] if "://" in SITE_URL else []
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# A post of 1 MB and its form fit; anything larger is refused before it is parsed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
# No form takes files: those that come all the same are read past and never fill the disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# What is said about a row names who wrote it: that goes with the next page, not into the database.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- Logs -------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.logs.OneLineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {
        "no_flood": {
            "()": "django.utils.log.CallbackFilter",
            "callback": "ext://config.logs.is_no_flood",
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_flood"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
