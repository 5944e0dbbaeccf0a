"""From an empty machine to a site that can be served: each step is done once, by one process."""

from __future__ import annotations

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection

from blog.counts import redis_failure
from blog.models import SiteSettings
from config.bucket_checks import bucket_failure

# Letters and digits that nobody takes for another when copying them from a screen.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_ADVISORY_LOCK = 7_265_001

AUTHORS = "Authors"
# To write posts of one's own and file them; not to moderate, nor to touch others' posts.
_AUTHORS_MAY = [
    f"{verb}_{model}"
    for model, verbs in {
        "post": ("add", "change", "delete", "view"),
        "page": ("view",),
        "category": ("view",),
        "tag": ("view",),
    }.items()
    for verb in verbs
]


class Refused(Exception):
    """Why the first run cannot go on, in a sentence for the operator."""


def reach_database() -> None:
    """Raise Refused, at once and in words, where the database server does not answer.

    Goes round the connection pool, which would try for its whole patience and tell no reason.
    """
    driver: Any = connection.Database  # type: ignore[attr-defined]
    try:
        driver.connect(**connection.get_connection_params()).close()
    except driver.Error as error:
        reason = " ".join(str(error).split())
        raise Refused(f"The database cannot be reached (DATABASE_URL): {reason}") from error


def failures() -> Iterator[str]:
    """Say what does not answer and which the site does without meanwhile: a sentence each."""
    if settings.CACHE_URL and (error := redis_failure()):
        yield (
            f"Redis cannot be reached (CACHE_URL): {error} "
            "Until it answers, limits are counted in the database."
        )
    if reason := bucket_failure():
        yield f"No file can be kept in the bucket (MEDIA_STORAGE): {reason}"


@contextmanager
def alone() -> Iterator[None]:
    """Hold a lock that a second start, on this machine or another, waits for."""
    if connection.vendor != "postgresql":
        with (settings.DATA_DIR / "firstrun.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ADVISORY_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY_LOCK])


def is_done() -> bool:
    """Was the first run finished before? Its last act is to save the settings row."""
    return SiteSettings.objects.exists()


def finish() -> None:
    SiteSettings.objects.get_or_create(pk=1)


def make_admin(username: str = "", password: str = "") -> tuple[str, str] | None:
    """Make the first account that may do everything; return its name and password.

    None where there is one already. Without `password` a strong one is made up. Raises Refused
    for a name that cannot be used and for a weak password.
    """
    users = get_user_model()
    if users.objects.filter(is_superuser=True, is_active=True).exists():
        return None
    admin = users(username=username or "admin", is_staff=True, is_superuser=True)
    password = password or make_password()
    try:
        admin.clean_fields(exclude=["password"])
        admin.validate_unique()
    except ValidationError as error:
        raise Refused(f"ADMIN_USERNAME={admin.username}: {' '.join(error.messages)}") from error
    try:
        validate_password(password, admin)
    except ValidationError as error:
        raise Refused(f"ADMIN_PASSWORD is too weak. {' '.join(error.messages)}") from error
    admin.set_password(password)
    admin.save()
    return admin.username, password


def make_authors_group() -> None:
    """Make the group for staff who write and no more. What it may is the owner's from then on."""
    group, is_new = Group.objects.get_or_create(name=AUTHORS)
    if is_new:
        group.permissions.set(
            Permission.objects.filter(content_type__app_label="blog", codename__in=_AUTHORS_MAY)
        )


def make_password() -> str:
    """Return four groups of four characters, 79 bits of chance in all."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
