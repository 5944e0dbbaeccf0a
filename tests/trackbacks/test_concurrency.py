"""Eight at once: one claim, one check, one Trackback, and a count that is the truth."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from blog.feedback import moderation
from blog.feedback.models import Status
from blog.feedback.submission import Sender
from blog.models import SiteSettings
from blog.web.exchange import Response
from tests.factories import make_post, make_user
from trackbacks import services, verification
from trackbacks.announcement import permalink
from trackbacks.models import Claim, Protocol, Trackback, TrackbackRecord

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8


@pytest.fixture(autouse=True)
def _open_house(settings):
    settings.RATE_LIMITS = False
    SiteSettings.objects.create(pk=1, linkback_policy="publish_verified")


def at_once(work):
    """Run work(writer) in WRITERS threads, each on its own connection, begun together."""
    start = Barrier(WRITERS)

    def run(writer):
        try:
            start.wait(timeout=30)
            return work(writer)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


def send(post, source="https://other.example/"):
    return services.receive(
        post, source, services.Words("T"), Sender("1.1.1.1"), protocol=Protocol.TRACKBACK
    )


def web_of(post):
    body = f"<a href='{permalink(post)}'>x</a>".encode()
    return lambda request, bounds: Response(request.url, 200, {"content-type": "text/html"}, body)


def counted(post):
    post.refresh_from_db()
    return post.trackback_count


def test_the_same_trackback_sent_eight_times_is_taken_once():
    post = make_post()

    def work(_):
        try:
            return send(post)
        except services.DuplicateLinkback:
            return None

    assert len([claim for claim in at_once(work) if claim]) == 1
    assert Claim.objects.count() == 1


def test_eight_workers_at_one_claim_make_one_trackback():
    post = make_post()
    claim = send(post)
    web = web_of(post)
    at_once(lambda _: verification.verify(claim.pk, web))
    claim.refresh_from_db()
    assert (claim.state, claim.attempts) == ("verified", 1)
    assert Trackback.objects.count() == counted(post) == 1


def test_checking_and_moderating_at_once_keeps_the_count():
    post = make_post()
    staff, web = make_user(is_staff=True), web_of(post)

    def work(writer):
        pick = random.Random(writer)
        for number in range(5):
            claim = send(post, f"https://other.example/{writer}/{number}")
            verification.verify(claim.pk, web)
            link = Trackback.objects.from_page(post, claim.source)
            change = pick.choice([moderation.hold, moderation.mark_as_spam, moderation.approve])
            change(link, by=staff)

    at_once(work)
    shown = Trackback.objects.filter(post=post, status=Status.APPROVED).count()
    assert Trackback.objects.count() == WRITERS * 5
    assert counted(post) == shown
    for link in Trackback.objects.all():
        assert TrackbackRecord.objects.filter(item=link).latest("pk").new_status == link.status
