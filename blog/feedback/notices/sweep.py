"""Writing the mails for what waits: by comparing what waits with what was mentioned.

Nothing is done while somebody's comment is taken; a sweep finds what no mail has mentioned. So
imports, crashes, and rows that come to wait later all come out right.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from blog.current import site_settings
from blog.feedback.kinds import FeedbackKind, kinds
from blog.feedback.notices.recipients import Recipient, recipients
from blog.mail.models import OutgoingMail
from blog.mail.outbox import post_mail
from blog.models import SiteSettings

ONE, SEVERAL = "waiting", "waiting-digest"
# Of so many in an hour each gets a mail of its own; more are a flood, and become one.
AT_ONCE_AN_HOUR = 10
# How long a digest holds back the next one.
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A digest lists so many of each kind, the newest, and counts the others.
LISTED = 20

Notify = SiteSettings.Notify
# The ids of what waits and was in no mail yet, the newest LISTED of each kind.
News = dict[FeedbackKind, list[int]]


def sweep_notices() -> int:
    """Write the mails that are due for what waits; return how many.

    One for each row, or one for all: as the author chose, and where a flood came.
    """
    notify = site_settings().notify
    if notify == Notify.OFF or not any(_rows(kind).exists() for kind in kinds()):
        return 0
    to, now = recipients(), timezone.now()
    if not to:
        return 0
    with transaction.atomic():
        news = {kind: ids for kind in kinds() if (ids := _locked_ids(kind))}
        if notify == Notify.AT_ONCE and _have_room(news, now):
            return _write_one_each(to, news, now)
        if _is_digest_due(DAY if notify == Notify.DAILY else HOUR, now):
            return _write_digest(to, news, now)
    return 0


def _rows(kind: FeedbackKind):
    return kind.model.objects.unmentioned()


def _locked_ids(kind: FeedbackKind) -> list[int]:
    """Locked, so that of two sweeps at once the second finds nothing."""
    rows = _rows(kind).newest_first().select_for_update(no_key=True, of=("self",))
    return list(rows.values_list("pk", flat=True)[:LISTED])


def _have_room(news: News, now: datetime) -> bool:
    """May each of `news` have a mail of its own, after those that went lately or still wait?"""
    notices = OutgoingMail.objects.filter(kind__in=[ONE, SEVERAL])
    lately = notices.queued() | notices.filter(created_at__gt=now - HOUR)
    most = lately.order_by().values("to").annotate(count=Count("pk")).order_by("-count").first()
    coming = sum(map(len, news.values()))
    return coming + (most["count"] if most else 0) <= AT_ONCE_AN_HOUR


def _is_digest_due(span: timedelta, now: datetime) -> bool:
    digests = OutgoingMail.objects.filter(kind=SEVERAL)
    return not (digests.queued() | digests.filter(created_at__gt=now - span)).exists()


def _write_one_each(to: list[Recipient], news: News, now: datetime) -> int:
    """Oldest first, as they came."""
    count = 0
    for kind, ids in news.items():
        for one in _moderators(to, kind):
            for pk in reversed(ids):
                post_mail(ONE, one.address, {"kind": kind.name, "id": pk, "user": one.user.pk})
                count += 1
        if _moderators(to, kind):
            # These alone: another may have come while they were written.
            kind.model.objects.filter(pk__in=ids).update(mentioned_at=now)
    return count


def _write_digest(to: list[Recipient], news: News, now: datetime) -> int:
    count = 0
    for one in to:
        items = {kind.name: ids for kind, ids in news.items() if one.may_moderate(kind)}
        if items:
            post_mail(SEVERAL, one.address, {"items": items, "user": one.user.pk})
            count += 1
    _note_mentioned(to, news, now)
    return count


def _note_mentioned(to: list[Recipient], news: News, now: datetime) -> None:
    """Those that are beyond LISTED as well: every digest tells how many wait in all."""
    for kind in news:
        if _moderators(to, kind):
            _rows(kind).update(mentioned_at=now)


def _moderators(to: list[Recipient], kind: FeedbackKind) -> list[Recipient]:
    return [one for one in to if one.may_moderate(kind)]
