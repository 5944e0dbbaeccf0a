"""Reads settings from the environment strictly: a slip of the pen is refused, not guessed at."""

from __future__ import annotations

import os
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

_ON, _OFF = {"1", "on", "true", "yes"}, {"0", "off", "false", "no"}
_DATABASES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
# Top-level names that are never on the public internet (RFC 2606, 6761, 6762, 8375, 9476).
_PRIVATE_NAMES = (
    "alt", "example", "home.arpa", "internal", "invalid", "lan", "local", "localhost", "test",
)  # fmt: skip


class StrictEnv(environ.Env):
    """The process's environment, in which an empty variable is the same as none."""

    def __init__(self) -> None:
        super().__init__()
        self.ENVIRON = {name: value for name, value in os.environ.items() if value.strip()}


# Every function raises ImproperlyConfigured with a sentence that names the setting.


def switch(env: environ.Env, name: str, *, default: bool) -> bool:
    value = env.str(name, default="on" if default else "off").strip().lower()
    if value not in _ON | _OFF:
        raise ImproperlyConfigured(f"{name}={value} is neither on nor off.")
    return value in _ON


def whole_number(env: environ.Env, name: str, *, default: int) -> int:
    value = env.str(name, default=str(default)).strip()
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name}={value} is not a whole number.")
    return int(value)


def bracketed(host: str) -> str:
    """Write `host` as addresses do: an IPv6 one in brackets."""
    return f"[{host}]" if ":" in host else host


def local_address(host: str, port: int) -> str:
    """Return where a program on this machine finds a server that listens on `host`."""
    try:
        is_everywhere = ip_address(host).is_unspecified
    except ValueError:
        is_everywhere = False
    return f"http://{'localhost' if is_everywhere else bracketed(host)}:{port}"


def site_address(url: str) -> SplitResult:
    """Take SITE_URL apart; its parts can then be read without an error."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"SITE_URL={url} is no address: {error}.") from error
    return parts


def time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise ImproperlyConfigured(
            f"TIME_ZONE={name} is no time zone. Use a name such as UTC or Europe/Paris."
        ) from error
    return name


def language(code: str) -> str:
    if not {code.lower(), code.lower().split("-")[0]} & LANG_INFO.keys():
        raise ImproperlyConfigured(
            f"LANGUAGE_CODE={code} is no language that Django knows. Use a code such as en or de."
        )
    return code


def database(env: environ.Env, base: Path, *, default: str) -> dict:
    """Return Django's description of DATABASE_URL; a relative SQLite path is under `base`."""
    url = env.str("DATABASE_URL", default=default)
    try:
        found = environ.Env.db_url_config(url) if "://" in url else {}
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}.") from error
    if found.get("ENGINE") not in _DATABASES or found.get("NAME") in {"", ":memory:"}:
        raise ImproperlyConfigured(
            "DATABASE_URL names neither a PostgreSQL database nor an SQLite file. "
            "Write postgres://user:password@host:5432/name or sqlite:////folder/blog.sqlite3."
        )
    if found["ENGINE"].endswith("sqlite3"):
        found["NAME"] = str(base / found["NAME"])
    return found


def shared_cache(url: str) -> dict:
    """Return Django's description of CACHE_URL. No reader waits long for a silent Redis."""
    if urlsplit(url).scheme not in {"redis", "rediss"}:
        raise ImproperlyConfigured("CACHE_URL must begin with redis:// or rediss://.")
    found = environ.Env.cache_url_config(url)
    patience = {"socket_connect_timeout": 1, "socket_timeout": 1}
    return found | {"OPTIONS": patience | found.get("OPTIONS", {})}


def mail(env: environ.Env) -> dict:
    """Return Django's mail settings for EMAIL_URL, those that send nothing where it is empty."""
    url = env.str("EMAIL_URL", default="dummymail://")
    try:
        return environ.Env.email_url_config(url)
    except (ImproperlyConfigured, ValueError) as error:
        raise ImproperlyConfigured(
            "EMAIL_URL cannot be read. "
            "Write smtp+tls://user:password@host:587, or smtp+ssl:// with port 465."
        ) from error


def is_public_host(host: str) -> bool:
    """Could `host` be reached from anywhere, as far as its name alone tells?"""
    try:
        return ip_address(host).is_global
    except ValueError:
        pass
    name = host.lower().rstrip(".")
    return "." in name and not name.endswith(tuple(f".{private}" for private in _PRIVATE_NAMES))
