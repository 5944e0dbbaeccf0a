"""Settings of the rehearsal's own processes: as the site's, with nothing waited for."""

from config.settings import *  # noqa: F403

# What runs each minute runs each second; what the site itself has still to do is left alone.
PERIODIC_JOBS = {"trackbacks.jobs.sweep_links": 1}
# No browser comes by: styles are not collected first.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
