"""Logging in: failures are counted, and after too many nobody is asked for a while.

They count against the network they come from and against the account they are about. A browser
in which the account's owner once logged in is counted apart, so that strangers who guess at her
password do not lock her out.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from blog.limits import Limit, allow, is_used_up, network_of

BY_NETWORK = Limit("login-network", 20, 10 * 60)
BY_ACCOUNT = Limit("login-account", 10, 10 * 60)
BY_BROWSER = Limit("login-browser", 10, 10 * 60)
COOKIE = "known_browser"
_COOKIE_SECONDS = 365 * 24 * 3600
_SALT = "config.login"


class LimitedLoginForm(AdminAuthenticationForm):
    """Refuses, without looking at the password, whoever has failed too often.

    `seconds_left` tells for how long.
    """

    seconds_left = 0

    def clean(self) -> dict[str, Any]:
        counted = self._counted()
        self.seconds_left = max(
            (limit.seconds_left() for limit, who in counted if is_used_up(limit, who)), default=0
        )
        if self.seconds_left:
            raise ValidationError(_too_many(self.seconds_left), code="too_many")
        try:
            return super().clean()
        except ValidationError:
            for limit, who in counted:
                allow(limit, who)
            raise

    def _counted(self) -> list[tuple[Limit, str]]:
        """The limits that this attempt falls under, and in whose name."""
        name = self.cleaned_data.get("username", "")
        known, token = _known_browser(self.request)
        if known and known == name:
            return [(BY_BROWSER, token)]
        address = self.request.META.get("REMOTE_ADDR") if self.request else None
        network = network_of(address) if address else "unknown"
        return [(BY_NETWORK, network), (BY_ACCOUNT, name.casefold())]


def remember_browser(response: HttpResponse, user) -> None:
    """Let this browser be known as one of `user`: for the login page alone, for a year."""
    response.set_cookie(
        COOKIE,
        signing.dumps([user.get_username(), secrets.token_hex(8)], salt=_SALT),
        max_age=_COOKIE_SECONDS,
        path=reverse("admin:login"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known_browser(request: HttpRequest | None) -> tuple[str, str]:
    """Return whose browser this is and the token that it was given; empty where nobody's."""
    cookie = request.COOKIES.get(COOKIE, "") if request else ""
    try:
        name, token = signing.loads(cookie, salt=_SALT, max_age=_COOKIE_SECONDS)
    except signing.BadSignature:
        return "", ""
    return name, token


def _too_many(seconds: int) -> str:
    minutes = -(-seconds // 60)
    words = ngettext(
        "Too many attempts to log in have failed. Wait %(count)d minute, then try again.",
        "Too many attempts to log in have failed. Wait %(count)d minutes, then try again.",
        minutes,
    )
    return words % {"count": minutes}
