"""What a mail server gets of the author's mails."""

import html5lib
import pytest

from blog.feedback import moderation
from blog.feedback.models import Status
from blog.feedback.notices.sweep import sweep_notices
from blog.mail.models import OutgoingMail
from comments.models import Comment
from tests.blog.feedback.notices.notices import decide, link_to
from tests.factories import make_comment, make_post, make_trackback
from tests.mail_server import send_due

pytestmark = pytest.mark.django_db

LABELS = ["Approve", "Spam", "Remove", "Reply"]


@pytest.fixture
def post(staff):
    return make_post(author=staff, title="On bread")


@pytest.fixture
def mailed(mail_server):
    """Have what waits mailed, and return the one mail that came."""

    def mail():
        sweep_notices()
        send_due()
        return mail_server.only_mail()

    return mail


def make_waiting(post, **fields):
    return make_comment(post, status=Status.PENDING, **fields)


def test_a_mail_tells_who_said_what_where_and_why_it_waits(mailed, post, staff):
    comment = make_waiting(post, author_name="Ada", text="First line.\n\nSecond <b>line</b>.")
    mail = mailed()
    assert mail.to == [staff.email]
    assert mail["Subject"] == "Ada on “On bread” waits for you"
    assert "> First line.\n>\n> Second <b>line</b>." in mail.text
    assert "Second &lt;b&gt;line&lt;/b&gt;." in mail.html
    for part in (mail.text, mail.html):
        assert f"http://testserver/admin/comments/comment/{comment.pk}/change/" in part
        assert f"http://testserver{post.get_absolute_url()}" in part
        assert comment.reasons[0]["text"] in part
        assert comment.email not in part


def test_a_mail_stands_in_the_thread_of_its_post(mailed, post):
    comment = make_waiting(post)
    references = f"<post.{post.pk}@testserver> <comment.{comment.pk}@testserver>"
    mail = mailed()
    assert mail["References"] == references
    assert mail["Message-ID"] not in references


@pytest.mark.parametrize("notify", ["at_once", "hourly"])
def test_programs_can_sort_a_mail_and_do_not_answer_it(mailed, post, notify):
    decide(notify=notify)
    make_waiting(post)
    mail = mailed()
    assert mail["List-Id"] == '"Rejoinder" <waiting.testserver>'
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_comment_has_links_to_decide_and_to_reply(mailed, post, client):
    make_waiting(post)
    mail = mailed()
    for label in LABELS:
        assert client.get(link_to(mail, label)).status_code == 200
        assert link_to(mail, label) in mail.html


def test_a_link_from_elsewhere_cannot_be_answered(mailed, post):
    make_trackback(post, status=Status.PENDING, title="Bread again", excerpt="So true.")
    mail = mailed()
    assert "> Bread again\n> So true.\n> https://other.example/" in mail.text
    assert "Reply:" not in mail.text
    assert link_to(mail, "Approve")


def test_a_flood_is_one_mail_with_the_newest_and_the_figures(mailed, post):
    comments = [make_waiting(post, ip=None) for _ in range(25)]
    make_trackback(post, status=Status.PENDING)
    mail = mailed()
    assert mail["Subject"] == "Waiting for you: 25 comments, 1 trackback"
    assert mail.text.count("Approve: http") == 21
    assert comments[-1].body in mail.text
    assert comments[0].body not in mail.text
    assert mail.html.count(">Approve</a>") == 21
    for part in (mail.text, mail.html):
        assert "http://testserver/admin/inbox/" in part


@pytest.mark.parametrize("notify", ["at_once", "hourly"])
def test_what_was_decided_meanwhile_is_not_mailed(mail_server, post, notify):
    decide(notify=notify)
    make_waiting(post)
    sweep_notices()
    moderation.approve(Comment.objects.all())
    send_due()
    assert mail_server.mails == []
    assert OutgoingMail.objects.get().state == "dropped"


@pytest.mark.parametrize("notify", ["at_once", "hourly"])
def test_whoever_moderates_no_more_gets_no_mail(mail_server, post, staff, notify):
    decide(notify=notify)
    make_waiting(post)
    sweep_notices()
    staff.is_active = False
    staff.save()
    send_due()
    assert mail_server.mails == []


@pytest.mark.parametrize("notify", ["at_once", "hourly"])
def test_an_address_that_changes_while_mails_wait_loses_none(mail_server, post, notify):
    decide(notify=notify)
    make_waiting(post)
    sweep_notices()
    decide(notify_address="new@post.example")
    send_due()
    OutgoingMail.objects.all().delete()
    sweep_notices()
    send_due()
    assert mail_server.only_mail().to == ["new@post.example"]


def test_a_deleted_comment_is_not_mailed(mail_server, post):
    make_waiting(post)
    sweep_notices()
    Comment.objects.all().delete()
    send_due()
    assert OutgoingMail.objects.get().state == "dropped"


def test_the_outbox_holds_no_word_of_a_comment(post):
    make_waiting(post, author_name="Ada Lovelace", text="Something private")
    sweep_notices()
    held = str(list(OutgoingMail.objects.values()))
    assert "Ada" not in held
    assert "private" not in held


def test_words_of_strangers_stay_text_in_every_part(mailed, post):
    name = 'Eve\u2028<script>alert(1)</script>=?utf-8?q?Bcc:_x@y.example?= "'
    make_waiting(post, author_name=name, text="\nBcc: x@y.example\n-- \n.\n<img src=x>")
    mail = mailed()
    assert mail["Bcc"] is None
    assert "<script>" not in mail.html
    assert "<img" not in mail.html
    assert "Eve" in mail["Subject"]


@pytest.mark.parametrize("notify", ["at_once", "hourly"])
def test_the_html_is_valid_and_asks_for_nothing_from_elsewhere(mailed, post, notify):
    decide(notify=notify)
    make_waiting(post)
    html = mailed().html
    html5lib.HTMLParser(strict=True).parse(html)
    assert "src=" not in html
    assert "url(" not in html


def test_a_digest_asks_no_more_for_many_than_for_few(
    mail_is_on, post, django_assert_max_num_queries
):
    decide(notify="hourly")
    for _ in range(20):
        make_waiting(post, ip=None)
    sweep_notices()
    with django_assert_max_num_queries(25):
        send_due()
