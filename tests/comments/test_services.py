"""Taking comments: what is shown at once, what waits, what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.current import site_settings
from blog.feedback import moderation
from blog.feedback.blocking import block, unblock
from blog.feedback.models import Status
from blog.models import BlockRule
from comments import services
from comments.models import Comment
from tests.factories import make_comment, make_page, make_post, make_submission, make_user

pytestmark = pytest.mark.django_db


def set_site(**values):
    row = site_settings()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def submit(post, **fields):
    keywords = {key: fields.pop(key) for key in ("parent", "user", "is_known") if key in fields}
    return services.submit(post, make_submission(**fields), **keywords)


def codes(comment):
    return [reason["code"] for reason in comment.reasons]


def count(post):
    post.refresh_from_db()
    return post.comment_count


def test_a_first_comment_is_held_and_not_counted():
    post = make_post()
    comment = submit(post, text="Hello *there*")
    assert (comment.status, codes(comment)) == (Status.PENDING, ["first"])
    assert "<em>there</em>" in comment.html
    assert count(post) == 0


def test_the_name_of_a_long_comment_shows_that_it_was_cut():
    assert str(Comment(name="Ada", body="word " * 20)).endswith("word…")
    assert str(Comment(name="Ada", body="Short.")) == "Ada: Short."


def test_a_known_reader_is_shown_at_once_and_counted():
    post = make_post()
    assert submit(post, is_known=True).is_public
    assert count(post) == 1


@pytest.mark.parametrize(
    ("policy", "is_known", "status"),
    [
        ("hold_all", True, Status.PENDING),
        ("hold_all", False, Status.PENDING),
        ("hold_first", False, Status.PENDING),
        ("hold_first", True, Status.APPROVED),
        ("publish", False, Status.APPROVED),
    ],
)
def test_the_policy_decides_on_a_clean_comment(policy, is_known, status):
    set_site(comment_policy=policy)
    assert submit(make_post(), is_known=is_known).status == status


def test_many_links_hold_even_a_known_reader():
    set_site(comment_policy="publish", max_links=2)
    links = " ".join(f"https://example.com/{n}" for n in range(3))
    held = submit(make_post(), text=links, is_known=True)
    assert held.status == Status.PENDING
    assert {"links", "link_only"} <= set(codes(held))


def test_the_trap_for_programs_leads_to_the_spam_folder():
    set_site(comment_policy="publish")
    caught = submit(make_post(), honeypot="buy")
    assert (caught.status, codes(caught)) == (Status.SPAM, ["honeypot"])


def test_what_a_known_reader_writes_is_held_and_not_put_away():
    set_site(comment_policy="publish")
    held = submit(make_post(), honeypot="buy", is_known=True)
    assert (held.status, codes(held)) == (Status.PENDING, ["honeypot", "known"])
    assert held.score == 100


def test_the_same_words_on_another_post_are_held():
    set_site(comment_policy="publish")
    words = "I have seen the very same thing happen, more than once, at home."
    assert submit(make_post(), text=words).status == Status.APPROVED
    again = submit(make_post(), text=f"{words.upper()} 2")
    assert "repeated" in codes(again)
    removed = make_comment(text=words.replace("home", "work"), status=Status.REMOVED)
    assert codes(submit(make_post(), text=removed.body)) == []


def test_what_was_known_of_a_comment_is_kept_for_a_later_look():
    comment = submit(make_post(), seconds=12.3456, is_known=True)
    assert comment.evidence == {
        "honeypot": "",
        "seconds": 12.3,
        "is_known": True,
        "repeats": 0,
        "probability": None,
    }


def test_a_blocked_word_is_spam_at_once():
    set_site(comment_policy="publish")
    block("term", "casino", None)
    assert codes(submit(make_post(), text="To the casino!")) == ["blocked_term"]
    unblock(BlockRule.objects.all())
    assert codes(submit(make_post(), text="To the casino once more!")) == []


def test_the_audit_trail_begins_with_the_first_status():
    comment = submit(make_post())
    record = comment.records.get()
    assert (record.old_status, record.new_status, record.by) == ("", Status.PENDING, None)
    assert "no approved comment" in record.why


def test_staff_write_under_the_name_of_their_account_and_are_shown_at_once():
    set_site(comment_policy="hold_all")
    staff = make_user("rosa", is_staff=True, first_name="Rosa", last_name="Lund")
    comment = submit(make_post(), user=staff, author_name="Somebody", url="https://x.example")
    assert (comment.name, comment.email, comment.url) == ("Rosa Lund", "rosa@example.com", "")
    assert comment.is_public
    assert comment.user == staff
    assert comment.records.get().by == staff


def test_an_account_that_is_not_staff_is_a_reader_like_any_other():
    comment = submit(make_post(), user=make_user(), author_name="Visitor")
    assert (comment.user, comment.name, comment.status) == (None, "Visitor", Status.PENDING)


def test_answering_a_held_comment_approves_that_one_alone():
    post = make_post()
    held, other = submit(post), submit(post)
    staff = make_user(is_staff=True)
    submit(post, parent=held, user=staff)
    held.refresh_from_db()
    other.refresh_from_db()
    assert (held.status, other.status) == (Status.APPROVED, Status.PENDING)
    assert held.records.last().by == staff
    assert count(post) == 2


def test_a_reply_stands_under_what_it_answers():
    first = make_comment()
    reply = submit(first.post, parent=first)
    assert (reply.parent, reply.depth) == (first, 2)
    assert reply.path == f"{first.path}{reply.pk:010d}"


def test_a_reply_below_the_last_level_keeps_its_parent_and_joins_that_level():
    set_site(thread_depth=2)
    first = make_comment()
    second = make_comment(parent=first)
    third = submit(first.post, parent=second)
    assert (third.parent, third.depth, third.root) == (second, 2, first.path)


@pytest.mark.parametrize("status", [Status.PENDING, Status.SPAM, Status.REMOVED])
def test_a_reader_cannot_answer_what_is_not_shown(status):
    hidden = make_comment(status=status)
    with pytest.raises(services.ReplyRefused):
        submit(hidden.post, parent=hidden)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("status", [Status.SPAM, Status.REMOVED])
def test_staff_cannot_answer_what_was_thrown_out(status):
    hidden = make_comment(status=status)
    with pytest.raises(services.ReplyRefused):
        submit(hidden.post, parent=hidden, user=make_user(is_staff=True))


def test_a_comment_of_another_post_cannot_be_answered_here():
    with pytest.raises(services.ReplyRefused):
        submit(make_post(), parent=make_comment())


def test_a_refused_answer_leaves_the_held_comment_held():
    held = make_comment(status=Status.PENDING)
    with pytest.raises(services.ReplyRefused):
        submit(make_post(), parent=held, user=make_user(is_staff=True))
    held.refresh_from_db()
    assert held.status == Status.PENDING


def test_the_same_words_by_the_same_name_are_taken_once():
    post = make_post()
    said = {"text": "Twice", "author_name": "Ann"}
    submit(post, **said)
    with pytest.raises(services.DuplicateComment):
        submit(post, **said)
    submit(post, text="Twice", author_name="Ben")
    submit(make_post(), **said)
    assert Comment.objects.count() == 3


def test_the_same_words_are_taken_again_after_a_day(time_machine):
    time_machine.move_to(timezone.now())
    post = make_post()
    submit(post, text="Still true", author_name="Ann")
    time_machine.shift(timedelta(days=1, minutes=1))
    assert submit(post, text="Still true", author_name="Ann").pk


def test_staff_may_thank_several_readers_in_the_same_words():
    post = make_post()
    staff = make_user(is_staff=True)
    first, second = make_comment(post), make_comment(post)
    submit(post, parent=first, user=staff, text="Thank you!")
    submit(post, parent=second, user=staff, text="Thank you!")
    with pytest.raises(services.DuplicateComment):
        submit(post, parent=second, user=staff, text="Thank you!")


@pytest.mark.parametrize(
    ("site", "post", "words"),
    [
        ({"comments_open": False}, {}, "on this blog"),
        ({}, {"comments_allowed": False}, "on this post"),
        ({"close_after_days": 1}, {}, "for 1 day,"),
        ({"close_after_days": 30}, {}, "for 30 days,"),
    ],
)
def test_a_closed_discussion_says_why_and_takes_nothing(site, post, words):
    set_site(**site)
    old = make_post(published_at=timezone.now() - timedelta(days=40), **post)
    with pytest.raises(services.CommentsClosed) as refusal:
        submit(old)
    assert words in str(refusal.value.message)
    assert not Comment.objects.exists()


def test_the_switch_of_the_site_reaches_old_posts_at_once():
    post = make_post()
    assert services.why_closed(post, site_settings()) == ""
    set_site(comments_open=False)
    assert services.why_closed(post, site_settings())


def test_a_page_never_grows_too_old_for_comments():
    set_site(close_after_days=1)
    page = make_page(published_at=timezone.now() - timedelta(days=400))
    assert submit(page).pk


def test_staff_may_answer_after_the_discussion_was_closed():
    first = make_comment()
    set_site(comments_open=False)
    assert submit(first.post, parent=first, user=make_user(is_staff=True)).is_public


@pytest.fixture
def limits(settings):
    settings.RATE_LIMITS = True


@pytest.mark.usefixtures("limits")
def test_one_network_may_send_five_comments_in_ten_minutes(time_machine):
    time_machine.move_to("2026-03-01 12:00:30+00:00", tick=False)
    sender = make_submission(ip="203.0.113.7").sender
    neighbour = make_submission(ip="203.0.113.200").sender
    stranger = make_submission(ip="198.51.100.1").sender
    for _ in range(5):
        services.count_attempt(sender)
    with pytest.raises(services.TooManyComments) as refusal:
        services.count_attempt(neighbour)
    assert refusal.value.retry_after == 570
    assert "in 10 minutes" in str(refusal.value.message)
    services.count_attempt(stranger)
    time_machine.shift(570)
    services.count_attempt(sender)


@pytest.mark.usefixtures("limits")
def test_one_network_may_send_thirty_comments_a_day(time_machine):
    time_machine.move_to("2026-03-01 00:00:00+00:00", tick=False)
    sender = make_submission().sender
    for _ in range(6):
        for _ in range(5):
            services.count_attempt(sender)
        time_machine.shift(600)
    with pytest.raises(services.TooManyComments) as refusal:
        services.count_attempt(sender)
    assert refusal.value.retry_after == 23 * 3600
    assert "in 23 hours" in str(refusal.value.message)


@pytest.mark.usefixtures("limits")
def test_senders_without_an_address_share_one_count():
    for _ in range(5):
        services.count_attempt(make_submission(ip=None).sender)
    with pytest.raises(services.TooManyComments):
        services.count_attempt(make_submission(ip=None).sender)


def test_moderation_between_two_comments_keeps_the_count_true():
    post = make_post()
    first = submit(post, is_known=True)
    moderation.remove(Comment.objects.filter(pk=first.pk))
    submit(post, is_known=True)
    assert count(post) == 1
