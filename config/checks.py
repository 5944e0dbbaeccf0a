"""System checks of the settings, with ids and hints: what is well-formed but cannot be meant.

What cannot even be read stops every command already while the settings load.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http.request import validate_host

from config.environment import bracketed, is_public_host

_HOST_AND_PORT = re.compile(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+):(\d{1,5})", re.ASCII)
_LAST_PORT = 65535


@register(Tags.security)
def check_site_url(**_) -> Iterator[CheckMessage]:
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        yield Error(
            f"SITE_URL={settings.SITE_URL} is not an absolute address.",
            hint="Write the scheme and the host, such as SITE_URL=https://blog.example.com.",
            id="site.E001",
        )
    elif parts.path or parts.query or parts.fragment or parts.username is not None:
        yield Error(
            f"SITE_URL={settings.SITE_URL} has more than a scheme, a host and a port.",
            hint=f"The blog lives at the root of its host: SITE_URL={parts.scheme}://{parts.hostname}.",
            id="site.E002",
        )


@register(Tags.security)
def check_hosts(**_) -> Iterator[CheckMessage]:
    host = bracketed(settings.SITE_HOST)
    if host and not validate_host(host, settings.ALLOWED_HOSTS):
        yield Error(
            f"ALLOWED_HOSTS does not contain {host}, the host of SITE_URL.",
            hint="Add it, or leave ALLOWED_HOSTS empty: it then follows SITE_URL.",
            id="site.E003",
        )
    for name in settings.ALLOWED_HOSTS:
        if "/" in name or _HOST_AND_PORT.fullmatch(name):
            yield Error(
                f"ALLOWED_HOSTS: {name} is not the name of a host, and would never match.",
                hint="Give names without scheme, port and path, such as blog.example.com.",
                id="site.E009",
            )
    for pair in settings.FETCH_ALLOW_HOSTS:
        match = _HOST_AND_PORT.fullmatch(pair)
        if not match or not 1 <= int(match[2]) <= _LAST_PORT:
            yield Error(
                f"FETCH_ALLOW_HOSTS: {pair} is not host:port.",
                hint="Name pairs such as 127.0.0.1:8001,intranet.example:80.",
                id="site.E004",
            )


@register(Tags.security)
def check_exposure(**_) -> Iterator[CheckMessage]:
    """Settings that are right on one's own machine and dangerous, or useless, elsewhere."""
    is_public = is_public_host(settings.SITE_HOST)
    if settings.DEBUG and settings.SITE_IS_HTTPS and is_public:
        yield Error(
            "DEBUG is on for a public https site: error pages would show its settings.",
            hint="Remove DEBUG.",
            id="site.E005",
        )
    if settings.SITE_LIVE and not is_public and not settings.FETCH_ALLOW_HOSTS:
        yield Warning(
            f"SITE_LIVE is on, but other sites cannot reach {settings.SITE_URL}.",
            hint="Set SITE_URL to the public address, or leave SITE_LIVE out.",
            id="site.W001",
        )
    if settings.SITE_LIVE and is_public and not settings.RATE_LIMITS:
        yield Warning(
            "RATE_LIMITS is off on a live site: anybody may send any number of comments.",
            hint="Remove RATE_LIMITS: it is meant for test runs.",
            id="site.W002",
        )


@register(Tags.security)
def check_proxies(**_) -> Iterator[CheckMessage]:
    if settings.SITE_IS_HTTPS and not settings.TRUSTED_PROXIES and not _listens_on_loopback():
        yield Warning(
            "The site is https and no proxy is trusted: each reader seems to be the proxy.",
            hint="Set TRUSTED_PROXIES to the address from which the proxy connects.",
            id="site.W003",
        )


@register(Tags.security)
def check_shared_key(**_) -> Iterator[CheckMessage]:
    if settings.CACHE_URL and not settings.SECRET_KEY_IS_GIVEN:
        yield Warning(
            "CACHE_URL is meant for several hosts, and this one made a SECRET_KEY of its own: "
            "logins and mailed links of one host would be unknown to the others.",
            hint="Give every host the same SECRET_KEY.",
            id="site.W005",
        )


@register
def check_sender_of_mails(**_) -> Iterator[CheckMessage]:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    try:
        validate_email(address)
    except ValidationError:
        if settings.EMAIL_URL:
            yield Warning(
                f"Mails come from {settings.DEFAULT_FROM_EMAIL}, which few servers take.",
                hint="Set DEFAULT_FROM_EMAIL to an address, such as blog@blog.example.com.",
                id="site.W004",
            )


@register
def check_database_folder(**_) -> Iterator[CheckMessage]:
    database = settings.DATABASES["default"]
    folder = Path(database["NAME"]).parent
    if database["ENGINE"].endswith("sqlite3") and not folder.is_dir():
        yield Error(
            f"DATABASE_URL: the folder {folder} does not exist.",
            hint="Make it, or leave DATABASE_URL out: the database is then kept in DATA_DIR.",
            id="site.E006",
        )


@register
def check_programs(**_) -> Iterator[CheckMessage]:
    for name in ("WEB_WORKERS", "WEB_THREADS"):
        if getattr(settings, name) < 1:
            yield Error(
                f"{name} is below 1: nothing would answer.",
                hint=f"Remove {name}, or set it to 1 or more.",
                id="site.E007",
            )
    if not 1 <= settings.PORT <= _LAST_PORT:
        yield Error(
            f"PORT={settings.PORT} is no port.",
            hint=f"Use a number from 1 to {_LAST_PORT}.",
            id="site.E008",
        )


def _listens_on_loopback() -> bool:
    return settings.HOST in {"localhost", "::1"} or settings.HOST.startswith("127.")
