"""Sending one mail of the outbox: leased to one worker, composed, handed over, written down."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.mail import kinds, transport
from blog.mail.message import mail_host
from blog.mail.models import OutgoingMail

logger = logging.getLogger(__name__)

# Longer than a slow server takes: a worker that has not come back by then never will.
LEASE = timedelta(minutes=5)
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=1), timedelta(hours=1)
# While the server is down one mail tries it, and the others wait for so long.
PAUSE = timedelta(minutes=1)

State = OutgoingMail.State


def deliver(mail_id: int) -> None:
    """Send the mail, unless another worker has it or it is settled; may be called at any time.

    Sent at least once: where the worker is killed after the server took the mail and before that
    is written down, it goes once more when the lease is over, under the same Message-ID, by which
    most mail programs show it once. Nothing closer is to be had from SMTP.
    """
    mail = take(mail_id) if transport.is_mail_on() else None
    if mail is None:
        return
    try:
        transport.send(kinds.compose(mail), mail.to, _own_id(mail))
    except kinds.Dropped as reason:
        settle(mail, State.DROPPED, str(reason))
    except transport.MailRefused as refusal:
        settle(mail, State.FAILED, str(refusal))
    except transport.MailDelayed as delay:
        postpone(mail, str(delay))
        if delay.is_down:
            _pause_others(mail)
    except Exception as error:  # a fault in one kind of mail must not lose it, nor hold up others
        logger.exception("Mail %d of the kind %s cannot be composed", mail.pk, mail.kind)
        postpone(mail, _("It cannot be composed (%(error)s).") % {"error": type(error).__name__})
    else:
        settle(mail, State.SENT, _("The mail server took it."))


def take(mail_id: int) -> OutgoingMail | None:
    """Lease a mail to the caller for LEASE; only one caller at a time gets it.

    None where another has it, or where it was erased in this moment.
    """
    now = timezone.now()
    free = OutgoingMail.objects.free(now).filter(pk=mail_id)
    if not free.update(leased_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return OutgoingMail.objects.filter(pk=mail_id).first()


def _own_id(mail: OutgoingMail) -> str:
    """The same for each try; the time tells it from one of a database that was begun anew."""
    return f"<mail.{mail.pk}.{int(mail.created_at.timestamp())}@{mail_host()}>"


def settle(mail: OutgoingMail, state: str, answer: str) -> None:
    _write(mail, state=state, last_answer=answer[:300], next_try_at=None, settled_at=timezone.now())


def postpone(mail: OutgoingMail, answer: str) -> None:
    wait = min(FIRST_RETRY * 4 ** min(mail.attempts - 1, 6), LONGEST_RETRY)
    _write(mail, last_answer=answer[:300], next_try_at=timezone.now() + wait)


def _write(mail: OutgoingMail, **values) -> None:
    """Only where the lease still stands: past it another worker has the mail."""
    mine = OutgoingMail.objects.filter(pk=mail.pk, leased_until=mail.leased_until)
    mine.update(leased_until=None, **values)


def _pause_others(mail: OutgoingMail) -> None:
    """A server that is down costs a long wait at each try: not one for each mail that is due."""
    now = timezone.now()
    OutgoingMail.objects.free(now).exclude(pk=mail.pk).update(next_try_at=now + PAUSE)
