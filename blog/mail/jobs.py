"""Work for the jobs worker: sending a mail at once, and what is due and nobody has sent."""

from __future__ import annotations

import time

from django.utils import timezone
from django_tasks import task

from blog.mail import delivery
from blog.mail.models import OutgoingMail
from blog.mail.transport import is_mail_on

# One job sends so many, and begins none after so long: other jobs want their turn too.
SENT_AT_ONCE, LONGEST_SECONDS = 200, 60


@task()
def deliver(mail_id: int) -> None:
    delivery.deliver(mail_id)


@task()
def deliver_due() -> None:
    """Send the mails that are due, the longest due first; each try makes one less due."""
    end = time.monotonic() + LONGEST_SECONDS
    for _number in range(SENT_AT_ONCE):
        mail = OutgoingMail.objects.free(timezone.now()).longest_due_first().first()
        if mail is None or time.monotonic() > end:
            break
        delivery.deliver(mail.pk)


def sweep_mails() -> bool:
    """Enqueue one job for all mails that are due, and tell whether there are any.

    Such whose time has come, whose last try failed or whose worker died. Without a mail server
    they wait.
    """
    is_due = is_mail_on() and OutgoingMail.objects.free(timezone.now()).exists()
    if is_due:
        deliver_due.enqueue()
    return is_due
