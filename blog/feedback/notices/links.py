"""The links by which a mail's reader moderates: signed, and good for one row as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import int_to_base36

from blog.feedback.kinds import FeedbackKind, kind_named
from blog.feedback.models import Feedback, Status
from blog.feedback.notices.recipients import Recipient, recipients
from blog.site import absolute_url

# A mail that lay for longer is not acted on; the admin is always there.
SECONDS = 14 * 24 * 3600
REPLY = "reply"
DECISIONS = ("approve", "spam", "remove")
_SALT = "blog.feedback.notices.links"


@dataclass(frozen=True)
class Link:
    """What whoever holds the link may do: `verb` with `item`, in the name of `by`."""

    verb: str
    kind: FeedbackKind
    item: Any
    by: Recipient
    # Has nobody decided on the item since the mail was written?
    is_open: bool


def link_url(verb: str, kind: FeedbackKind, item: Feedback, to: Recipient) -> str:
    """Return the whole address where `to` may do `verb` with `item`."""
    said = ".".join([verb, kind.name, str(item.pk), _stamp(item), _digest(to)])
    return absolute_url(reverse("notices:act", args=[_signer().sign(said)]))


def read(token: str) -> Link | None:
    """Return what `token` allows.

    None for one that is forged or expired, whose row is gone, or whose holder is nobody who is
    told of such rows now.
    """
    try:
        said = _signer().unsign(token, max_age=SECONDS)
    except signing.BadSignature:
        return None
    verb, name, pk, stamp, digest = said.split(".")
    kind = kind_named(name)
    by = next((one for one in recipients() if _digest(one) == digest), None)
    if kind is None or by is None or not by.may_moderate(kind):
        return None
    item = kind.model.objects.select_related("post").filter(pk=pk).first()
    if item is None:
        return None
    is_open = item.status == Status.PENDING and _stamp(item) == stamp
    return Link(verb, kind, item, by, is_open)


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=_SALT)


def _stamp(item: Feedback) -> str:
    """Another one after each decision, so that a link is used once."""
    at = item.moderated_at
    return int_to_base36(round(at.timestamp() * 1_000_000)) if at else "0"


def _digest(to: Recipient) -> str:
    """The address itself stands in no address of a page."""
    return salted_hmac(_SALT, f"{to.user.pk} {to.address}", algorithm="sha256").hexdigest()[:16]
