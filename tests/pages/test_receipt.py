"""The receipt: a private page by which the writer of a comment sees to it, without an account."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog import privacy
from blog.feedback import moderation
from blog.feedback.models import Status
from blog.models import Post
from comments import reader
from comments.models import Comment, Subscription
from tests.factories import make_comment, make_post, make_user
from tests.pages.reading import Read, read
from tests.pages.receipts import address_of, do, only
from tests.pages.test_commenting import OURS, create_url, send

pytestmark = pytest.mark.django_db


HEADINGS = {
    Status.PENDING: "Your comment has arrived",
    Status.APPROVED: "Your comment is on the page",
    Status.SPAM: "Your comment is not shown",
    Status.REMOVED: "Your comment is not shown",
}


@pytest.mark.parametrize("status", Status.values)
def test_it_tells_what_became_of_the_comment(client, status):
    receipt = send(client, create_url(make_post()))["Location"]
    moderation.change_status(Comment.objects.all(), status)
    response = client.get(receipt)
    assert response.status_code == 200
    page = Read(response)
    assert page.texts("h1") == [HEADINGS[status]]
    assert "no-store" in response["Cache-Control"]
    assert page.meta("robots") == "noindex"
    assert "ann@example.com" not in page.html


def test_what_moderators_read_stays_with_them(client):
    comment = make_comment(status=Status.PENDING, text="Hello", ip="198.51.100.77")
    only(comment).update(reasons=[{"code": "term", "text": "Has the blocked term “hello”."}])
    moderation.remove(only(comment), by=make_user("rosa", is_staff=True), why="An old troll.")
    html = read(client, address_of(comment)).html
    for secret in ("blocked term", "An old troll", "rosa", "198.51.100.77", comment.email):
        assert secret not in html


def test_the_authors_word_is_escaped(client):
    comment = make_comment(status=Status.REMOVED)
    only(comment).update(note_to_reader="<script>alert(1)</script>")
    html = read(client, address_of(comment)).html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("way", ["", "edit/", "withdraw/", "appeal/"])
def test_a_forged_or_old_address_is_not_found(client, time_machine, way):
    time_machine.move_to(timezone.now())
    comment = make_comment()
    good = address_of(comment, way)
    token = reader.receipt_token(comment)
    bad = [token[:-1] + ("A" if token[-1] != "A" else "B"), token[1:], f"{comment.pk}", "a:b:c"]
    for forged in bad:
        address = f"/comments/receipt/{forged}/{way}"
        assert client.get(address).status_code == 404
        assert client.post(address, headers=OURS).status_code == 404
    time_machine.shift(timedelta(days=61))
    assert client.get(good).status_code == 404
    assert client.post(good, headers=OURS).status_code in {404, 405}
    comment.refresh_from_db()
    assert comment.is_public


def test_a_token_of_another_purpose_opens_no_receipt(client):
    comment = make_comment()
    send(client, create_url(comment.post))
    cookie = client.cookies[reader.COOKIE].value
    assert client.get(f"/comments/receipt/{cookie}/").status_code == 404


def test_it_goes_with_its_post(client):
    comment = make_comment()
    Post.objects.update(status=Post.Status.DRAFT)
    assert client.get(address_of(comment)).status_code == 404


@pytest.mark.parametrize("way", ["withdraw", "appeal"])
def test_a_visit_does_nothing(client, way):
    comment = make_comment(status=Status.SPAM)
    response = client.get(address_of(comment, f"{way}/"))
    assert response.status_code == 302
    assert response["Location"].startswith("/comments/receipt/")
    comment.refresh_from_db()
    assert comment.status == Status.SPAM


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_receipt_itself_is_only_read(client, method):
    assert getattr(client, method)(address_of(make_comment())).status_code == 405


# --- Withdrawing ---


def test_she_withdraws_it_and_its_answers_keep_their_places(client):
    comment = make_comment(text="My words")
    answer = make_comment(parent=comment, text="An answer")
    response = do(client, comment, "withdraw")
    assert response.status_code == 302
    assert comment.status == Status.REMOVED
    page = read(client, response["Location"])
    assert page.texts("h1") == ["You have withdrawn your comment"]
    assert not page.all("form")
    html = read(client, comment.post.get_absolute_url()).html
    assert "My words" not in html
    assert "This comment is not shown." in html
    assert f'id="comment-{answer.pk}"' in html


def test_what_was_withdrawn_can_be_erased_and_then_there_is_no_receipt(client):
    comment = make_comment(text="My words", email="ann@example.com")
    do(client, comment, "withdraw")
    assert "/comments/my-data/" in read(client, address_of(comment)).html
    privacy.erase("ann@example.com")
    assert client.get(address_of(comment)).status_code == 404


def test_withdrawing_twice_is_the_same_as_once(client):
    comment = make_comment()
    do(client, comment, "withdraw")
    first = comment.withdrawn_at
    assert do(client, comment, "withdraw").status_code == 302
    assert comment.withdrawn_at == first


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_page_of_somebody_else_withdraws_nothing(client, headers):
    comment = make_comment()
    response = do(client, comment, "withdraw", headers)
    assert response.status_code == 403
    assert "not sent from a page of this" in response.content.decode()
    assert comment.is_public


def test_a_session_needs_the_token_too():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(is_staff=True))
    comment = make_comment()
    assert do(client, comment, "withdraw").status_code == 403
    (token, *_) = [
        e.get("value")
        for e in read(client, address_of(comment)).all("input")
        if e.get("name") == "csrfmiddlewaretoken"
    ]
    assert do(client, comment, "withdraw", csrfmiddlewaretoken=token).status_code == 302
    assert comment.withdrawn_at


# --- Asking for another look ---


@pytest.mark.parametrize("status", [Status.SPAM, Status.REMOVED])
def test_she_asks_for_another_look_once(client, status):
    comment = make_comment(status=status)
    assert "Ask for another look" in read(client, address_of(comment)).html
    response = do(client, comment, "appeal", words="It is\nno spam.")
    assert response.status_code == 302
    assert comment.status == Status.PENDING
    page = read(client, address_of(comment))
    assert "You have asked for another look." in page.html
    moderation.mark_as_spam(only(comment), by=make_user(is_staff=True))
    page = read(client, address_of(comment))
    assert "has looked at it again" in page.html
    assert "Ask for another look" not in page.html
    response = do(client, comment, "appeal", words="Again")
    assert response.status_code == 409
    assert "You can ask once" in response.content.decode()
    assert comment.status == Status.SPAM


@pytest.mark.parametrize("words", ["", "  \n", "\x00", "x" * 1025])
def test_an_appeal_needs_a_few_words(client, words):
    comment = make_comment(status=Status.SPAM)
    response = do(client, comment, "appeal", words=words)
    assert response.status_code == 422
    page = Read(response)
    assert page.texts("div", role="alert")
    (kept,) = page.all("textarea")
    assert (kept.text or "").strip() == words.replace("\x00", "").strip()
    assert comment.status == Status.SPAM
    assert not comment.appealed_at


def test_an_appeal_from_another_site_is_refused_with_its_words(client):
    comment = make_comment(status=Status.SPAM)
    response = do(client, comment, "appeal", {}, words="It is no spam.")
    assert response.status_code == 403
    assert "It is no spam." in response.content.decode()
    assert comment.status == Status.SPAM


def test_a_network_asks_a_few_times_a_day(client, settings):
    settings.RATE_LIMITS = True
    answers = [
        do(client, make_comment(status=Status.SPAM), "appeal", words="Please") for _ in range(6)
    ]
    assert [response.status_code for response in answers] == [302] * 5 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 24 * 3600
    assert Comment.objects.filter(status=Status.SPAM).count() == 1


# --- Mail ---


@pytest.fixture
def mail_is_on(settings):
    settings.EMAIL_URL = "smtp://localhost"


@pytest.mark.usefixtures("mail_is_on")
@pytest.mark.parametrize("status", [Status.PENDING, Status.APPROVED])
def test_she_asks_for_mail_and_is_told_to_confirm_it(client, status):
    comment = make_comment(status=status)
    response = do(client, comment, "subscribe", notify="answers")
    row = Subscription.objects.get()
    assert (row.comment, row.scope, row.is_active) == (comment, "answers", False)
    page = read(client, response["Location"])
    assert "Open the link in it" in " ".join(page.texts("p", role="status"))


@pytest.mark.usefixtures("mail_is_on")
def test_a_wish_that_came_with_the_comment_is_told_of_on_the_receipt(client):
    response = send(client, create_url(make_post()), notify="post")
    assert "Open the link in it" in read(client, response["Location"]).html


@pytest.mark.usefixtures("mail_is_on")
@pytest.mark.parametrize("status", [Status.SPAM, Status.REMOVED])
def test_no_mail_is_to_be_had_about_what_is_not_shown(client, status):
    comment = make_comment(status=status)
    assert "Get mail" not in read(client, address_of(comment)).html
    assert "is on its way" not in read(client, f"{address_of(comment)}?mail=asked").html
    assert do(client, comment, "subscribe", notify="answers").status_code == 302
    assert not Subscription.objects.exists()


@pytest.mark.usefixtures("mail_is_on")
@pytest.mark.parametrize(
    ("headers", "fields", "status"),
    [({}, {"notify": "answers"}, 403), (OURS, {"notify": "all"}, 302), (OURS, {}, 302)],
)
def test_a_forged_or_faulty_wish_asks_for_nothing(client, headers, fields, status):
    comment = make_comment()
    assert do(client, comment, "subscribe", headers, **fields).status_code == status
    assert not Subscription.objects.exists()


@pytest.mark.usefixtures("mail_is_on")
def test_too_many_wishes_from_one_network_are_told_to_wait(client, settings):
    settings.RATE_LIMITS = True
    for _ in range(11):
        response = do(client, make_comment(), "subscribe", notify="answers")
    assert "Try again tomorrow." in read(client, response["Location"]).html
    assert Subscription.objects.count() == 10


def test_without_mail_none_is_offered(client):
    comment = make_comment()
    assert "Get mail" not in read(client, address_of(comment)).html
    do(client, comment, "subscribe", notify="answers")
    assert not Subscription.objects.exists()
