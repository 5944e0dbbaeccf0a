"""Several moderators at once: nobody waits for ever, and nothing is counted twice or not at all."""

import random
from contextlib import suppress
from uuid import uuid4

import pytest

from blog.feedback import moderation
from blog.feedback.models import Status
from blog.models import LearntToken
from comments import services
from comments.editing import edit
from comments.models import Comment
from tests.at_once import at_once
from tests.blog.feedback.learning.test_lessons import counts, recounted
from tests.factories import make_comment, make_post, make_submission, make_trackback, make_user
from trackbacks.models import Trackback

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 8
VERBS = (moderation.approve, moderation.hold, moderation.mark_as_spam, moderation.restore)


def answer(comment, text, staff):
    """Answer `comment`, which approves it where it waits."""
    with suppress(services.ReplyRefused):
        services.submit(comment.post, make_submission(text=text), parent=comment, user=staff)


def test_moderators_who_decide_on_the_same_rows_at_once_leave_true_counts():
    posts, staff = [make_post(), make_post()], make_user(is_staff=True)
    rows = [
        make(pick, status=Status.PENDING)
        for make in (make_comment, make_trackback)
        for pick in posts * 3
    ]

    def work(writer):
        pick = random.Random(writer)
        for number in range(ROUNDS):
            batch = uuid4()
            for kind in pick.sample([Comment, Trackback], 2):
                chosen = [row.pk for row in pick.sample(rows, 6) if isinstance(row, kind)]
                pick.choice(VERBS)(kind.objects.filter(pk__in=chosen), by=staff, batch=batch)
            comment = pick.choice(rows[:6])
            edit(comment, name="Ann", url="", body=f"Words {writer} {number}", by=staff)
            answer(comment, f"{writer}/{number}", staff)
            if number % 3 == 0:
                moderation.undo(Comment, batch, by=staff, batch=uuid4())

    at_once(work)

    assert counts() == recounted()
    moderation.hold(Comment.objects.all(), by=staff)
    moderation.hold(Trackback.objects.all(), by=staff)
    assert not LearntToken.objects.exists()
