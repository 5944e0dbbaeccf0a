"""Settings of the installations that tests run as real processes."""

import os

from config.settings import *  # noqa: F403
from config.settings import STORAGES

# Packing every file takes seven seconds each time, and needs no proof here.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
PERIODIC_JOBS = {"tests.config.sample_jobs.tick": int(os.environ.get("TICK_SECONDS", "3600"))}
JOB_LEASE = int(os.environ.get("JOB_LEASE", "600"))
