"""Settings of the installations that tests run as real processes."""

from config.settings import *  # noqa: F403

PERIODIC_JOBS = {"tests.config.sample_jobs.tick": 3600}
