"""Asking for mail, confirming it, stopping it: the only writers of a subscription's state."""

from __future__ import annotations

from enum import Enum

from django.db import transaction
from django.utils import timezone

from blog.feedback.models import Status
from blog.limits import Limit, allow, mailbox_of, network_of
from blog.mail.outbox import post_mail
from comments.models import Comment, Notice, Subscription

CONFIRMATION = "confirm_subscription"

# A comment can carry anybody's address. So nobody gets more than three of these mails a day,
# whoever asks for them; a network asks for as many as a family would; and a crowd of networks
# cannot have the blog's own mail server taken for a spammer's.
PER_ADDRESS = Limit("subscribe-address", 3, 24 * 3600)
PER_NETWORK = Limit("subscribe-network", 10, 24 * 3600)
ON_THE_SITE = Limit("subscribe-site", 100, 3600)
# Nobody reads more; each costs a row for every comment on its post.
MOST_OF_ADDRESS = 100
# What was said between her comment and her click on the link, at most.
MOST_CAUGHT_UP = 20

Scope, State = Subscription.Scope, Subscription.State


class Outcome(Enum):
    """What the reader may be told of her wish; ASKED says nothing about what is known of her."""

    ACTIVE = "active"
    ASKED = "asked"
    LATER = "later"
    TOO_MANY = "too_many"


class TooManySubscriptions(Exception):
    """This address has as many as anybody may have."""


def subscribe(comment: Comment, scope: str, *, ip: str | None, is_proved: bool) -> Outcome:
    """Note that the writer of `comment` wants mail, and ask her by mail whether she does.

    `is_proved`: her browser has shown that mail to the address of the comment reaches her; then
    nothing is asked. Nothing is asked for a comment that passes for spam either, until it does no
    longer. TOO_MANY depends on the network and the site alone, never on the address, unless that is
    proved. Raises ValueError for a comment without an address.
    """
    if not comment.email:
        raise ValueError("there is nowhere to send mail to")
    if is_proved:
        return _activate_proved(comment, scope)
    is_spam = comment.status == Status.SPAM
    if not is_spam and not _may_ask(ip):
        return Outcome.TOO_MANY
    with transaction.atomic():
        subscription = _row(comment, scope)
        if not subscription.is_active:
            _begin(subscription)
            if not is_spam:
                ask(subscription)
    return Outcome.LATER if is_spam else Outcome.ASKED


def _may_ask(ip: str | None) -> bool:
    """Count one more question. Spam asks none, so that it uses up nothing of what others may."""
    who = network_of(ip) if ip else "unknown"
    return allow(PER_NETWORK, who) and allow(ON_THE_SITE, "all")


def _activate_proved(comment: Comment, scope: str) -> Outcome:
    with transaction.atomic():
        subscription = _row(comment, scope)
        if not subscription.is_active:
            _begin(subscription)
        try:
            confirm(subscription)
        except TooManySubscriptions:
            return Outcome.TOO_MANY
    return Outcome.ACTIVE


def _row(comment: Comment, scope: str) -> Subscription:
    """Return the row of this wish, locked; a new one where there was none."""
    subject = {"comment": comment} if scope == Scope.ANSWERS else {"post_id": comment.post_id}
    row, _is_new = Subscription.objects.select_for_update(no_key=True).get_or_create(
        email=comment.email.lower(),
        scope=scope,
        **subject,
        defaults={"comment": comment, "post_id": comment.post_id},
    )
    return row


def _begin(subscription: Subscription) -> None:
    subscription.state, subscription.created_at = State.UNCONFIRMED, timezone.now()
    subscription.confirmed_at = subscription.stopped_at = subscription.rests_until = None
    subscription.save()


def ask(subscription: Subscription) -> None:
    """Ask by mail whether she wants it, unless her address was asked too often today."""
    if not allow(PER_ADDRESS, mailbox_of(subscription.email)):
        return
    subscription.asked_at = timezone.now()
    subscription.save(update_fields=["asked_at"])
    post_mail(CONFIRMATION, subscription.email, {"subscription": subscription.pk})


def confirm(subscription: Subscription) -> None:
    """Begin to send mail; what was said since it was asked for comes too. Again: nothing happens.

    Nothing happens either where it was stopped meanwhile. Raises TooManySubscriptions.
    """
    with transaction.atomic():
        row = _locked(subscription)
        if row is None or not row.is_unconfirmed:
            return
        others = Subscription.objects.of_address(row.email).active()
        if others.count() >= MOST_OF_ADDRESS:
            raise TooManySubscriptions
        row.state, row.confirmed_at = State.ACTIVE, timezone.now()
        row.save(update_fields=["state", "confirmed_at"])
        _catch_up(row)
    subscription.refresh_from_db(fields=["state", "confirmed_at"])


def _catch_up(row: Subscription) -> None:
    missed = Comment.objects.public().news_for(row)[:MOST_CAUGHT_UP]
    Notice.objects.bulk_create(
        (Notice(subscription=row, comment=comment) for comment in missed),
        ignore_conflicts=True,  # it may be announced in this moment
    )


def stop(subscription: Subscription) -> None:
    """Send no more of it. Again: nothing happens."""
    stop_all(Subscription.objects.filter(pk=subscription.pk))
    subscription.refresh_from_db(fields=["state", "stopped_at"])


@transaction.atomic
def stop_all(subscriptions) -> int:
    """Stop each of the queryset; what waits to be told is forgotten. Return how many stopped."""
    ids = list(subscriptions.not_stopped().values_list("pk", flat=True))
    Notice.objects.waiting().filter(subscription__in=ids).delete()
    running = Subscription.objects.filter(pk__in=ids).not_stopped()
    return running.update(state=State.STOPPED, stopped_at=timezone.now())


def _locked(subscription: Subscription) -> Subscription | None:
    rows = Subscription.objects.select_for_update(no_key=True)
    return rows.filter(pk=subscription.pk).first()
