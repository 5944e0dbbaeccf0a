"""The signed addresses in mails to subscribers: whoever has one reads her mail."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from blog.site import absolute_url
from comments.models import Subscription

# A question that nobody answered for three days has been answered.
CONFIRM_SECONDS = 3 * 24 * 3600
# Every mail brings a new one; an old mail that is passed on tells less.
MANAGE_SECONDS = 30 * 24 * 3600
_CONFIRM_SALT = "comments.subscriptions.confirm"
_STOP_SALT = "comments.subscriptions.stop"
_MANAGE_SALT = "comments.subscriptions.manage"


def confirm_url(subscription: Subscription) -> str:
    return _address("confirm", signing.dumps(subscription.pk, salt=_CONFIRM_SALT))


def stop_url(subscription: Subscription) -> str:
    """Return where mail of `subscription` can be stopped for as long as it is known."""
    return _address("stop", signing.Signer(salt=_STOP_SALT).sign_object(subscription.pk))


def manage_url(subscription: Subscription) -> str:
    """Return where all subscriptions of the same address can be seen and stopped."""
    return _address("manage", signing.dumps(subscription.pk, salt=_MANAGE_SALT))


def to_confirm(token: str) -> Subscription | None:
    """Return what `token` was given out for; None where it is forged, too old or of no use."""
    return _find(lambda: signing.loads(token, salt=_CONFIRM_SALT, max_age=CONFIRM_SECONDS))


def to_stop(token: str) -> Subscription | None:
    """As to_confirm, but never too old."""
    return _find(lambda: signing.Signer(salt=_STOP_SALT).unsign_object(token))


def to_manage(token: str) -> Subscription | None:
    """As to_confirm: one of the subscriptions of the address."""
    return _find(lambda: signing.loads(token, salt=_MANAGE_SALT, max_age=MANAGE_SECONDS))


def _address(name: str, token: str) -> str:
    return absolute_url(reverse(f"comments:subscription_{name}", args=[token]))


def _find(read) -> Subscription | None:
    try:
        pk = read()
    except signing.BadSignature:
        return None
    return Subscription.objects.with_subject().filter(pk=pk).first()
