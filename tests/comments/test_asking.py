"""Asking Akismet: never in a request, and never a reason to lose a comment."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from blog.feedback import moderation
from blog.feedback.models import Status
from blog.models import SiteSettings
from blog.web.exchange import FetchFailed, Response
from comments import asking, editing, jobs, services
from comments.models import Comment, OutsideQuestion
from comments.outside import RETRIES
from tests.factories import make_post, make_submission, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _akismet_is_on(settings):
    settings.AKISMET_KEY = "k3y"
    SiteSettings.objects.create(pk=1, comment_policy="publish")


def submit(**fields):
    return services.submit(make_post(), make_submission(**fields), is_known=fields.get("x", False))


def answering(body, **headers):
    def fetch(request, bounds):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Response(request.url, 200, named, body)

    return fetch


def down(request, bounds):
    raise FetchFailed("The host does not answer.")


def standing(comment):
    comment.refresh_from_db()
    return comment.status, [reason["code"] for reason in comment.reasons]


def test_a_comment_that_would_be_shown_waits_and_the_author_is_told_nothing():
    comment = submit()
    assert standing(comment) == (Status.PENDING, ["asked"])
    assert not Comment.objects.unmentioned().exists()


def test_it_is_shown_as_soon_as_nothing_is_found():
    comment = submit()
    asking.ask(comment.pk, answering(b"false"))
    assert standing(comment) == (Status.APPROVED, [])
    comment.post.refresh_from_db()
    assert comment.post.comment_count == 1
    assert not OutsideQuestion.objects.exists()


def test_what_akismet_takes_for_spam_waits_for_the_author():
    comment = submit()
    asking.ask(comment.pk, answering(b"true"))
    assert standing(comment) == (Status.PENDING, ["akismet", "harmless"])
    assert list(Comment.objects.unmentioned()) == [comment]


def test_what_akismet_is_certain_of_is_spam_but_for_a_known_reader():
    text = "The loaf: https://a.example/ is the best"
    certain = answering(b"true", x_akismet_pro_tip="discard")
    stranger = submit(text=text)
    asking.ask(stranger.pk, certain)
    assert standing(stranger) == (Status.SPAM, ["akismet"])
    known = services.submit(make_post(), make_submission(text=text), is_known=True)
    asking.ask(known.pk, certain)
    assert standing(known) == (Status.PENDING, ["akismet", "known"])


def test_the_filter_here_decides_where_akismet_is_down():
    comment = submit()
    for _ in range(1 + len(RETRIES)):
        assert standing(comment)[0] == Status.PENDING
        asking.ask(comment.pk, down)
    assert standing(comment) == (Status.APPROVED, [])


def test_an_answer_that_says_nothing_is_asked_for_again():
    comment = submit()
    asking.ask(comment.pk, answering(b"invalid"))
    assert OutsideQuestion.objects.get().attempts == 1
    asking.ask(comment.pk, answering(b"false"))
    assert standing(comment)[0] == Status.APPROVED


def test_what_is_held_or_spam_anyway_and_what_staff_write_is_not_sent():
    submit(text="https://a.example https://b.example https://c.example")
    submit(honeypot="x")
    answer = services.submit(make_post(), make_submission(), user=make_user(is_staff=True))
    assert answer.status == Status.APPROVED
    assert not OutsideQuestion.objects.exists()


def test_nobody_is_asked_without_a_key(settings):
    settings.AKISMET_KEY = ""
    assert submit().status == Status.APPROVED


def test_a_key_that_is_taken_away_lets_what_waits_be_shown(settings):
    comment = submit()
    settings.AKISMET_KEY = ""
    asking.ask(comment.pk, down)
    assert standing(comment)[0] == Status.APPROVED


def test_what_somebody_decided_meanwhile_stands():
    comment = submit()
    moderation.remove(Comment.objects.filter(pk=comment.pk), by=make_user(is_staff=True))
    asking.ask(comment.pk, answering(b"false"))
    assert standing(comment)[0] == Status.REMOVED
    assert not OutsideQuestion.objects.exists()


@pytest.mark.parametrize("decide", [moderation.approve, moderation.hold])
@pytest.mark.parametrize("answer", [b"true", b"false"])
def test_what_the_author_approved_or_held_meanwhile_stands_whatever_is_answered(decide, answer):
    comment, staff = submit(), make_user(is_staff=True)
    rows = Comment.objects.filter(pk=comment.pk)
    moderation.approve(rows, by=staff)
    decide(rows, by=staff)
    decided = standing(comment)
    asking.ask(comment.pk, answering(answer))
    assert standing(comment) == decided
    assert not OutsideQuestion.objects.exists()


def test_only_one_worker_asks_at_a_time():
    comment = submit()
    calls = []

    def fetch(request, bounds):
        calls.append(request)
        asking.ask(comment.pk, fetch)
        return Response(request.url, 200, {}, b"false")

    asking.ask(comment.pk, fetch)
    assert len(calls) == 1


def test_an_answer_about_other_words_is_none():
    comment = submit()

    def fetch(request, bounds):
        editing.edit_own(comment, make_submission(text="Other words"), is_known=False)
        return Response(request.url, 200, {}, b"false")

    asking.ask(comment.pk, fetch)
    assert standing(comment)[0] == Status.PENDING
    asking.ask(comment.pk, answering(b"false"))
    assert standing(comment)[0] == Status.APPROVED


def test_new_words_of_a_shown_comment_are_asked_about():
    comment = submit()
    asking.ask(comment.pk, answering(b"false"))
    comment.refresh_from_db()
    editing.edit_own(comment, make_submission(text="Other words"), is_known=True)
    assert standing(comment)[0] == Status.APPROVED
    asking.ask(comment.pk, answering(b"true"))
    assert standing(comment) == (Status.PENDING, ["akismet", "harmless"])


def test_a_sweep_finds_what_a_dead_worker_left(django_assert_num_queries):
    comment = submit()
    OutsideQuestion.objects.update(leased_until=timezone.now(), next_try_at=timezone.now())
    assert jobs.sweep_questions() == 1
    OutsideQuestion.objects.update(leased_until=timezone.now() + timedelta(minutes=1))
    assert jobs.sweep_questions() == 0
    assert standing(comment)[0] == Status.PENDING


def test_the_privacy_page_says_that_somebody_else_is_asked(client, settings):
    page = reverse("comments:privacy")
    assert "Akismet" in client.get(page).content.decode()
    settings.AKISMET_KEY = ""
    assert "Akismet" not in client.get(page).content.decode()
