"""Putting mails into the outbox: cheap, safe in any transaction, and never waiting for a server."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.mail import jobs
from blog.mail.models import OutgoingMail
from blog.mail.transport import is_mail_on

# After so long a mail that nobody took, or that waited for mail to be switched on, is given up.
PATIENCE = timedelta(days=7)
# How long the outbox remembers what became of a mail, and to whom it went.
KEPT = timedelta(days=30)

State = OutgoingMail.State


def post_mail(
    kind: str, to: str, about: dict, *, once_key: str = "", not_before: datetime | None = None
) -> OutgoingMail | None:
    """Put a mail of `kind` to the address `to` into the outbox, and return it.

    `about` holds ids alone: what the mail says is composed when it is sent, after `not_before`.
    It goes once the transaction around the call has ended well. Returns None, and adds nothing,
    where one with this `once_key` is in the outbox already, sent ones included; all are forgotten
    after KEPT. Raises ValidationError where `to` is no address.
    """
    validate_email(to)
    now = timezone.now()
    due = not_before or now
    mail = OutgoingMail(
        kind=kind, to=to, about=about, once_key=once_key, due_at=due, next_try_at=due
    )
    with transaction.atomic():
        if not _add(mail):
            return None
        if due <= now and is_mail_on():
            jobs.deliver.enqueue(mail.pk)
    return mail


def _add(mail: OutgoingMail) -> bool:
    if mail.once_key and OutgoingMail.objects.filter(once_key=mail.once_key).exists():
        return False
    try:
        with transaction.atomic():
            mail.save()
    except IntegrityError:  # another process was quicker
        return False
    return True


def send_again(mails: QuerySet) -> int:
    """Have `mails` tried as if they never had been; return how many, without those being sent."""
    now = timezone.now()
    held = mails.filter(state=State.QUEUED, leased_until__gte=now)
    return mails.exclude(pk__in=held.values("pk")).update(
        state=State.QUEUED, attempts=0, due_at=now, next_try_at=now, settled_at=None,
        leased_until=None,
    )  # fmt: skip


def tidy() -> int:
    """Give up what waited too long and forget what is settled for long; return how many."""
    now = timezone.now()
    given_up = OutgoingMail.objects.overdue(now, PATIENCE).update(
        state=State.FAILED, next_try_at=None, settled_at=now, leased_until=None,
        last_answer=_("Given up: it could not be sent for a week."),
    )  # fmt: skip
    return given_up + OutgoingMail.objects.settled_before(now - KEPT).delete()[0]
