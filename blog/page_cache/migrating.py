"""Takes the triggers away before tables change, and puts them back afterwards."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from blog.page_cache import triggers


def connect(app: AppConfig) -> None:
    """Have it done round each `manage.py migrate`, when it comes to `app`."""
    pre_migrate.connect(_before, sender=app, dispatch_uid="page_cache_before")
    post_migrate.connect(_after, sender=app, dispatch_uid="page_cache_after")


def _before(*, using: str, plan: list | None = None, **_event) -> None:
    if plan:
        triggers.remove(using)


def _after(*, using: str, **_event) -> None:
    triggers.install(using)
