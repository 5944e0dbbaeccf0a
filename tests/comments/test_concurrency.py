"""Eight processes on one post at once: nothing is lost, and the count is the truth."""

import random
from contextlib import suppress

import pytest

from blog import privacy
from blog.feedback import moderation
from blog.feedback.models import Status
from comments import editing, services, withdrawal
from comments.models import Comment, CommentRecord
from tests.at_once import WRITERS, at_once
from tests.factories import make_comment, make_post, make_submission, make_user

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 6


def truth(post):
    return Comment.objects.filter(post=post, status=Status.APPROVED).count()


def counted(post):
    post.refresh_from_db()
    return post.comment_count


def test_adding_moderating_and_answering_at_once_keeps_count_and_threads():
    post = make_post()
    shared = [make_comment(post) for _ in range(3)]
    staff = make_user(is_staff=True)

    def work(writer):
        pick = random.Random(writer)
        stored = []
        for number in range(ROUNDS):
            words = make_submission(text=f"{writer}/{number}")
            parent = pick.choice([None, *shared])
            stored.append(services.submit(post, words, parent=parent, is_known=True).pk)
            held = services.submit(post, make_submission(text=f"held {writer}/{number}"))
            answer = make_submission(text=f"answer {writer}/{number}")
            stored += [held.pk, services.submit(post, answer, parent=held, user=staff).pk]
            change = pick.choice([moderation.hold, moderation.mark_as_spam, moderation.remove])
            chosen = Comment.objects.filter(pk__in=pick.sample(stored, 2))
            change(chosen, by=staff)
            moderation.approve(Comment.objects.filter(pk__in=[item.pk for item in shared]))
        return stored

    stored = [pk for pks in at_once(work) for pk in pks]

    assert len(set(stored)) == WRITERS * ROUNDS * 3
    assert Comment.objects.filter(pk__in=stored).count() == len(stored), "no comment is lost"
    assert counted(post) == truth(post)
    for comment in Comment.objects.select_related("parent"):
        above = comment.parent.path if comment.parent else ""
        assert comment.path == f"{above}{comment.pk:010d}"
        last = CommentRecord.objects.filter(item=comment).latest("pk")
        assert last.new_status == comment.status


def test_the_same_comment_sent_eight_times_at_once_is_taken_once():
    post = make_post()
    words = make_submission(text="Sent by an impatient finger", author_name="Ann")

    def work(_):
        try:
            return services.submit(post, words, is_known=True)
        except services.DuplicateComment:
            return None

    assert len([comment for comment in at_once(work) if comment]) == 1
    assert counted(post) == truth(post) == 1


def test_a_comment_that_is_thrown_out_while_answers_arrive_is_refused_or_keeps_its_place():
    post = make_post()
    target = make_comment(post)

    def work(writer):
        if writer == 0:
            return moderation.remove(Comment.objects.filter(pk=target.pk))
        try:
            return services.submit(
                post, make_submission(text=f"{writer}"), parent=target, is_known=True
            )
        except services.ReplyRefused:
            return None

    answers = [item for item in at_once(work)[1:] if item]
    assert counted(post) == truth(post) == len(answers)
    assert all(answer.path.startswith(target.path) for answer in answers)


def send(client, address, body):
    typed = {"name": "Ann", "email": "ann@example.com", "body": body}
    return client.post(address, typed, headers={"Sec-Fetch-Site": "same-origin"}).status_code


def test_forms_sent_while_the_author_moderates_are_all_taken(client, settings):
    settings.RATE_LIMITS = False
    post = make_post()
    staff = make_user(is_staff=True)
    answered = [make_comment(post).pk for _ in range(2)]
    rounds = 3

    def work(writer):
        pick = random.Random(writer)
        statuses = []
        for number in range(rounds):
            reply = f"/comments/{pick.choice(answered)}/reply/"
            statuses.append(send(client, f"/comments/post/{post.pk}/", f"{writer}/{number}"))
            statuses.append(send(client, reply, f"answer {writer}/{number}"))
            change = pick.choice([moderation.approve, moderation.mark_as_spam])
            change(Comment.objects.filter(post=post).exclude(pk__in=answered), by=staff)
        assert client.get(post.get_absolute_url()).status_code == 200
        return statuses

    assert {status for statuses in at_once(work) for status in statuses} == {302}
    assert Comment.objects.count() == len(answered) + WRITERS * rounds * 2
    assert counted(post) == truth(post)


def test_the_limit_of_a_network_counts_for_all_processes_together(client, time_machine):
    time_machine.move_to("2026-01-01 12:01Z", tick=False)
    post = make_post()

    def work(writer):
        return [send(client, f"/comments/post/{post.pk}/", f"{writer}/{n}") for n in range(2)]

    statuses = sorted(status for pair in at_once(work) for status in pair)
    assert statuses == [302] * 5 + [429] * (2 * WRITERS - 5)
    assert Comment.objects.count() == 5


def test_what_is_answered_and_edited_at_once_is_never_changed_under_an_answer():
    comment = make_comment(text="No. 0")

    def work(writer):
        words = make_submission(text=f"No. {writer}", author_name=comment.name)
        if writer % 2:
            return services.submit(comment.post, words, parent=comment, is_known=True).pk
        try:
            return bool(editing.edit_own(comment, words, is_known=True))
        except editing.EditRefused:
            return False

    at_once(work)

    edits = comment.records.filter(by_sender=True)
    first_answer = CommentRecord.objects.filter(item__parent=comment).earliest("pk")
    assert not edits.filter(pk__gt=first_answer.pk).exists()


def test_withdrawn_while_it_is_moderated_it_stays_withdrawn():
    comment = make_comment(status=Status.PENDING)
    rows = Comment.objects.filter(pk=comment.pk)

    def work(writer):
        if writer == 0:
            return withdrawal.withdraw(comment)
        return [moderation.approve(rows), moderation.hold(rows), moderation.restore(rows)]

    at_once(work)

    comment.refresh_from_db()
    assert comment.status == Status.REMOVED
    assert comment.withdrawn_at is not None
    assert counted(comment.post) == 0


def test_erasing_among_answers_and_decisions_leaves_nothing_of_her_and_the_true_count():
    post, staff = make_post(), make_user(is_staff=True)
    hers = [make_comment(post, email="ann@example.com") for _ in range(4)]
    rows = Comment.objects.filter(pk__in=[comment.pk for comment in hers])

    def work(writer):
        pick = random.Random(writer)
        for number in range(2):
            if writer % 4 == 0:
                privacy.erase("ann@example.com")
                continue
            change = pick.choice([moderation.approve, moderation.hold, moderation.mark_as_spam])
            change(rows, by=staff)
            answer = make_submission(text=f"{writer}/{number}")
            with suppress(services.ReplyRefused):
                services.submit(post, answer, parent=pick.choice(hers), is_known=True)

    at_once(work)
    for comment in rows:
        assert (comment.status, comment.email, comment.body) == (Status.REMOVED, "", "")
        assert not comment.lessons.exists()
    assert counted(post) == truth(post)
