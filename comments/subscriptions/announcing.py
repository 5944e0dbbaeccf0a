"""Telling subscribers of comments that are shown now: from what is true, whatever made it so.

A comment is shown because it was approved at once, later, alone, in bulk, by an answer, or since
its post has appeared. Nobody has to say so: a sweep finds what is shown and was not announced.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from blog.mail.outbox import post_mail
from comments.models import Comment, Notice, Subscription
from comments.subscriptions import services

NEWS = "comments_news"

# A mail for each answer while a talk is slow; once it runs, one with all of it each hour.
MAILS_IN_A_ROW = 3
REST = timedelta(hours=1)
# So many comments and so many mails are seen to in one sweep; the rest waits for the next.
ANNOUNCED_AT_ONCE = 500
MAILED_AT_ONCE = 500
BATCH = 500


def announce_all() -> int:
    """Write down who is to be told of what is shown and was not announced; return how many."""
    found = Comment.objects.to_announce().values_list("pk", flat=True)[:ANNOUNCED_AT_ONCE]
    return sum(announce(pk) for pk in list(found))


@transaction.atomic
def announce(comment_id: int) -> bool:
    """Write down whom comment `comment_id` is news for, once for ever; return whether it was due.

    Whoever subscribed with it while it passed for spam is asked now.
    """
    due = Comment.objects.to_announce().select_for_update(no_key=True)
    comment = due.filter(pk=comment_id).first()
    if comment is None:
        return False
    # Several of one address: she is told once, by the one that fits best, which comes first.
    wanting = list(Subscription.objects.wanting(comment).only("email"))
    chosen = {row.email: row for row in reversed(wanting)}
    Notice.objects.bulk_create(
        (Notice(subscription=row, comment=comment) for row in chosen.values()),
        batch_size=BATCH,
        ignore_conflicts=True,  # she may confirm in this moment
    )
    # Locked before its address is counted, as whoever subscribes does it.
    for subscription in Subscription.objects.unasked_with(comment).select_for_update(no_key=True):
        services.ask(subscription)
    Comment.objects.filter(pk=comment_id).update(announcement=Comment.Announcement.DONE)
    return True


def mail_all() -> int:
    """Put mails with what waits to be told into the outbox; return how many."""
    due = Subscription.objects.due(timezone.now()).values_list("pk", flat=True)
    return sum(mail(pk) for pk in list(due[:MAILED_AT_ONCE]))


@transaction.atomic
def mail(subscription_id: int) -> bool:
    """Put one mail with all that waits for a subscription into the outbox, unless it must rest.

    Return whether there is one. The mail and the fact that it was written go in together, so that
    nothing is told twice or not at all, whenever the worker dies.
    """
    now = timezone.now()
    rows = Subscription.objects.select_for_update(no_key=True)
    subscription = rows.awake(now).filter(pk=subscription_id).first()
    waiting = Notice.objects.waiting().filter(subscription=subscription_id)
    comments = sorted(waiting.values_list("comment_id", flat=True))
    if subscription is None or not comments:
        return False
    waiting.update(mailed_at=now)
    subscription.rests_until = now + REST if _is_in_full_flow(subscription, now) else None
    subscription.save(update_fields=["rests_until"])
    about = {"subscription": subscription.pk, "comments": comments}
    post_mail(NEWS, subscription.email, about)
    return True


def _is_in_full_flow(subscription: Subscription, now) -> bool:
    lately = Notice.objects.filter(subscription=subscription).mailed_since(now - REST)
    return lately.values("mailed_at").distinct().count() >= MAILS_IN_A_ROW
