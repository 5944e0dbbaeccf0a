"""Eight processes at once: one row for one wish, one mail for one answer."""

import pytest

from blog.feedback.models import Status
from comments.models import Comment, Notice, Subscription
from comments.subscriptions import announcing, jobs, links, services
from comments.subscriptions.announcing import NEWS
from tests.at_once import at_once
from tests.comments.subscriptions.asking import outbox, subscribe
from tests.factories import make_comment

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_wish_that_comes_several_times_at_once_is_one():
    comment = make_comment()
    at_once(lambda _writer: services.subscribe(comment, "post", ip=None, is_proved=False))
    assert Subscription.objects.count() == 1
    assert len(outbox()) == services.PER_ADDRESS.hits


def test_sweeps_at_once_tell_once():
    row = subscribe(scope="post")
    answers = [make_comment(row.post) for _ in range(3)]
    at_once(lambda _writer: jobs.tell_subscribers())
    jobs.tell_subscribers()
    told = [pk for _to, about in outbox(NEWS) for pk in about["comments"]]
    assert sorted(told) == [answer.pk for answer in answers]
    assert Notice.objects.count() == 3


def test_confirming_and_answering_at_once_misses_nothing_and_doubles_nothing():
    comment = make_comment()
    row = subscribe(comment, "post", is_proved=False)
    token = links.confirm_url(row).rstrip("/").rpartition("/")[2]

    def work(writer):
        if writer % 2:
            make_comment(parent=comment, author_name=f"Reader {writer}")
            jobs.tell_subscribers()
        else:
            services.confirm(links.to_confirm(token))

    at_once(work)
    jobs.tell_subscribers()
    assert set(row.notices.values_list("comment", flat=True)) == set(
        comment.replies.values_list("pk", flat=True)
    )
    told = [pk for _to, about in outbox(NEWS) for pk in about["comments"]]
    assert len(told) == len(set(told)) >= 3


def test_asking_again_while_the_sweep_asks_stops_neither():
    comments = [make_comment(status=Status.SPAM, email="jo@example.com") for _ in range(12)]
    for comment in comments:
        services.subscribe(comment, "answers", ip=None, is_proved=False)
    Comment.objects.update(status=Status.APPROVED)

    def work(writer):
        for comment in Comment.objects.order_by("pk"):
            if writer % 2:
                announcing.announce(comment.pk)
            else:
                services.subscribe(comment, "answers", ip=None, is_proved=False)

    at_once(work)
    assert len(outbox()) == services.PER_ADDRESS.hits
