"""Whoever reads mail at an address sees, takes along or erases what is kept about it.

The link goes by mail alone, and names the row of that mail in the outbox: no address stands in
it, and once that row is gone, erased with the rest, it leads nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog import leftovers, privacy
from blog.current import site_settings
from blog.feedback.submission import Sender
from blog.limits import Limit, allow, mailbox_of, network_of
from blog.mail import kinds
from blog.mail.message import Message, render
from blog.mail.models import OutgoingMail
from blog.mail.outbox import post_mail
from blog.site import absolute_url

KIND = "my_data"
LINK_LASTS = timedelta(days=1)
_SALT = "comments.my_data"

# A household asks for a few; whoever asks for more wants to find out who comments here.
NETWORK_LIMITS = (Limit("my-data", 5, 3600), Limit("my-data-day", 20, 24 * 3600))
# Nobody gets more mails than these, whoever asks for them.
ADDRESS_LIMIT = Limit("my-data-address", 3, 24 * 3600)
SITE_LIMIT = Limit("my-data-site", 100, 3600)


class TooManyRequests(Exception):
    """`retry_after` is in seconds."""

    def __init__(self, retry_after: int):
        super().__init__(retry_after)
        self.retry_after = retry_after


def ask_for_link(address: str, sender: Sender) -> None:
    """Send a link to the page of `address`, to that address, if anything is kept about it.

    What is kept decides only when the mail is composed: here everything is the same for an
    address that is known, one that is not, and one that has had its mails of the day. Raises
    TooManyRequests, which tells of the network and of the site alone.
    """
    network = network_of(sender.ip) if sender.ip else "unknown"
    for limit, who in [*((limit, network) for limit in NETWORK_LIMITS), (SITE_LIMIT, "all")]:
        if not allow(limit, who):
            raise TooManyRequests(limit.seconds_left())
    if allow(ADDRESS_LIMIT, mailbox_of(address)):
        post_mail(KIND, address, {})


def token_for(mail: OutgoingMail) -> str:
    return signing.dumps(mail.pk, salt=_SALT)


def address_of(token: str) -> str | None:
    """Return the address that `token` was mailed to; None for one that is forged, old or used."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=LINK_LASTS)
    except signing.BadSignature:
        return None
    return OutgoingMail.objects.filter(pk=pk, kind=KIND).values_list("to", flat=True).first()


def compose(mail: OutgoingMail) -> Message:
    if not privacy.is_anything_kept(mail.to):
        raise kinds.Dropped(_("Nothing is kept about this address."))
    subject = _("What %(site)s keeps about you") % {"site": site_settings().title}
    link = absolute_url(reverse("comments:my_data_page", args=[token_for(mail)]))
    hours = int(LINK_LASTS.total_seconds() // 3600)
    context = {"subject": subject, "link": link, "hours": hours}
    return Message(subject, *render("my_data", context))


def erase(address: str) -> None:
    """Erase all that is kept about `address`, in the files of the database too."""
    privacy.erase(address)
    leftovers.clear_later.enqueue()


def anonymise(address: str) -> None:
    """Keep what was said from `address`, and nothing of who said it, in the files too."""
    privacy.anonymise(address)
    leftovers.clear_later.enqueue()


def as_json(address: str) -> Iterator[dict]:
    """All that is kept about `address`, one kind after the other, for programs."""
    for keeper in privacy.keepers():
        items = [_item_as_json(item) for item in keeper.items(address)]
        if items:
            yield {"kind": str(keeper.title), "items": items}


def _item_as_json(item: privacy.Item) -> dict:
    facts = [
        {"what": str(fact.label), "value": fact.value, "deleted": fact.until or item.until}
        for fact in item.facts
        if fact.value
    ]
    return {
        "title": item.title,
        "address": absolute_url(item.url) if item.url else None,
        "kept": facts,
    }


def register() -> None:
    kinds.register(KIND, compose, label=gettext_lazy("the link to what is kept about somebody"))
