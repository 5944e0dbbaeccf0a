"""A rehearsal in which every link counts as one to the post, wherever it leads."""

from django.apps import AppConfig

from config.rehearsal.settings import *  # noqa: F403
from config.rehearsal.settings import INSTALLED_APPS


class BelievingConfig(AppConfig):
    name = "tests.config.believing_stage"

    def ready(self):
        from trackbacks import verification

        verification.address_test = lambda post: lambda url: True


INSTALLED_APPS = [*INSTALLED_APPS, "tests.config.believing_stage.BelievingConfig"]
