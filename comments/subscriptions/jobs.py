"""Work for the jobs worker: telling subscribers, and forgetting those that are none any more."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from comments.models import Notice, Subscription
from comments.subscriptions import announcing

# A day longer than the link that confirms it works.
UNCONFIRMED_KEPT = timedelta(days=4)
# An old mail's link still says that it is stopped.
STOPPED_KEPT = timedelta(days=30)
NOTICES_KEPT = timedelta(days=30)


def tell_subscribers() -> int:
    """Announce what is shown now, and mail what is to be told; return how many mails."""
    announcing.announce_all()
    return announcing.mail_all()


def forget_subscriptions() -> int:
    """Delete what was never confirmed or is long stopped, with its address; return how many."""
    now = timezone.now()
    Notice.objects.mailed_before(now - NOTICES_KEPT).delete()
    outlived = Subscription.objects.outlived(now, UNCONFIRMED_KEPT, STOPPED_KEPT)
    count = outlived.count()
    outlived.delete()
    return count
