"""Commenting from the page: what happens to the words, whatever is wrong with the rest."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.current import site_settings
from blog.feedback import moderation
from blog.feedback.forms import new_stamp
from blog.feedback.models import Status
from comments.models import Comment
from tests.factories import PASSWORD, make_comment, make_page, make_post, make_user
from tests.pages.reading import Read, read

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
TYPED = {
    "name": "Ann Onym",
    "email": "ann@example.com",
    "url": "https://ann.example/",
    "body": "A thought *of mine*,\nin two lines.",
}


def create_url(post):
    return f"/comments/post/{post.pk}/"


def send(client, address, headers=OURS, **fields):
    return client.post(address, TYPED | fields, headers=headers)


def set_site(**values):
    row = site_settings()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def log_in(client, **fields):
    user = make_user(**{"is_staff": True} | fields)
    client.login(username=user.username, password=PASSWORD)
    return user


def kept_in(page):
    """What stands in the fields of the form."""
    inputs = {e.get("name"): e.get("value", "") for e in page.all("input")}
    (text,) = page.all("textarea")
    return {name: inputs[name] for name in ("name", "email", "url")} | {
        "body": (text.text or "").replace("\r\n", "\n")
    }


def assert_refused(response, status, words, **changes):
    """It says what is wrong, stored nothing, and every word that was typed is still there."""
    page = Read(response)
    assert response.status_code == status
    assert words in " ".join(page.texts("div", role="alert"))
    assert kept_in(page) == {k: v.replace("\x00", "") for k, v in (TYPED | changes).items()}
    assert not Comment.objects.filter(name=TYPED["name"]).exists()
    assert page.meta("robots") == "noindex"
    assert "no-store" in response["Cache-Control"]
    return page


def test_the_form_on_the_post_says_where_it_leads(client):
    post = make_post()
    page = read(client, post.get_absolute_url())
    (form,) = page.all("form", **{"class": "comment-form"})
    assert (form.get("method"), form.get("action")) == ("post", create_url(post))
    fields = {e.get("name") for e in form.iter() if e.get("name")}
    assert {"name", "email", "url", "body", "subject", "preview"} <= fields


def test_a_first_comment_is_held_and_its_writer_gets_a_receipt(client):
    post = make_post()
    response = send(client, create_url(post))
    assert response.status_code == 302
    assert response["Location"].startswith("/comments/receipt/")
    page = read(client, response["Location"])
    assert page.texts("h1") == ["Your comment has arrived"]
    assert "<em>of mine</em>" in page.html
    assert TYPED["email"] not in page.html
    comment = Comment.objects.get()
    assert (comment.status, comment.name, comment.body) == (
        Status.PENDING, TYPED["name"], TYPED["body"]
    )  # fmt: skip
    assert "of mine" not in read(client, post.get_absolute_url()).html


def test_an_approved_comment_is_seen_on_the_very_next_request(client):
    post = make_post()
    receipt = send(client, create_url(post))["Location"]
    moderation.approve(Comment.objects.all())
    page = read(client, post.get_absolute_url())
    assert "<em>of mine</em>" in page.html
    assert page.texts("a", **{"class": "tab"})[0] == "Comments (1)"
    (link,) = [e for e in read(client, receipt).all("a") if e.text == "See it on the page"]
    assert link.get("href") == f"/comments/{Comment.objects.get().pk}/"


def test_a_reader_whose_comment_was_shown_is_known_by_her_browser(client):
    post = make_post()
    send(client, create_url(post))
    moderation.approve(Comment.objects.all())
    response = send(client, create_url(post), body="Another")
    comment = Comment.objects.latest("pk")
    assert comment.is_public
    assert response["Location"] == comment.get_absolute_url()
    send(Client(), create_url(post), body="A third, in her name")
    assert not Comment.objects.latest("pk").is_public


def test_the_cookie_that_knows_a_reader_is_sent_to_the_comments_alone(client):
    cookie = send(client, create_url(make_post())).cookies["my_comments"]
    assert cookie["path"] == "/comments/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_forged_cookie_knows_nobody(client):
    make_comment()
    client.cookies["my_comments"] = "[1]:x:y"
    send(client, create_url(make_post()))
    assert not Comment.objects.latest("pk").is_public


def test_a_comment_at_once_leads_to_its_place(client):
    set_site(comment_policy="publish")
    post = make_post()
    response = send(client, create_url(post))
    comment = Comment.objects.get()
    assert client.get(response["Location"])["Location"] == (
        f"{post.get_absolute_url()}#comment-{comment.pk}"
    )


def test_pages_are_commented_on_like_posts(client):
    page = make_page()
    assert send(client, create_url(page)).status_code == 302
    assert Comment.objects.get().post == page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Give a name"),
        ({"name": " \t "}, "Give a name"),
        ({"name": "x" * 101}, "at most 100"),
        ({"email": ""}, "Give an e-mail address"),
        ({"email": "ann"}, "This is not an e-mail address"),
        ({"email": "ann@example.com, bob@example.com"}, "This is not an e-mail address"),
        ({"url": "javascript:alert(1)"}, "This is not the address of a website"),
        ({"url": "not a site"}, "This is not the address of a website"),
        ({"url": "https://x.example/" + "y" * 400}, "at most 400"),
        ({"body": ""}, "Write something first."),
        ({"body": "\n \n"}, "Write something first."),
        ({"body": "x" * 10241}, "10 KB is the most"),
        ({"body": "漢" * 3414}, "10 KB is the most"),
        ({"body": "https://x.example/ " * 21}, "21 links"),
        ({"name": "\x00", "body": "NUL\x00 in it"}, "Give a name"),
    ],
)
def test_whatever_is_wrong_is_said_and_nothing_is_lost(client, changes, words):
    post = make_post(title="About it")
    page = assert_refused(send(client, create_url(post), **changes), 422, words, **changes)
    assert page.texts("title")[0].startswith("Not sent yet: Leave a comment")
    assert "About it" in page.html


def test_every_fault_is_named_at_its_field(client):
    response = send(client, create_url(make_post()), name="", email="x", url="::", body="")
    page = Read(response)
    assert len(page.texts("p", **{"class": "field-error"})) == 4
    for field in ("name", "email", "url", "body"):
        (element,) = [e for e in page.tree.iter() if e.get("name") == field]
        assert element.get("aria-invalid") == "true"
        assert f"comment_{field}_error" in element.get("aria-describedby")


def test_sent_too_early_it_is_asked_for_once_more(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    post = make_post()
    response = send(client, create_url(post), stamp=new_stamp())
    page = assert_refused(response, 422, "quicker than anyone can type")
    (stamp,) = [e.get("value") for e in page.all("input") if e.get("name") == "stamp"]
    time_machine.shift(5)
    assert send(client, create_url(post), stamp=stamp).status_code == 302


def test_a_form_that_was_open_for_days_is_asked_for_once_more(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    post = make_post()
    stamp = new_stamp()
    time_machine.shift(timedelta(days=2))
    page = assert_refused(send(client, create_url(post), stamp=stamp), 422, "more than a day ago")
    (stamp,) = [e.get("value") for e in page.all("input") if e.get("name") == "stamp"]
    time_machine.shift(5)
    assert send(client, create_url(post), stamp=stamp).status_code == 302


@pytest.mark.parametrize("stamp", ["forged", "a:b:c", "é:é", "x" * 5000])
def test_a_forged_stamp_counts_as_an_old_one(client, stamp):
    assert_refused(send(client, create_url(make_post()), stamp=stamp), 422, "more than a day ago")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/"},
    ],
)
def test_from_another_site_it_is_refused_with_the_text(client, headers):
    post = make_post()
    assert_refused(send(client, create_url(post), headers), 403, "not sent from a page of this")


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://testserver"}, {"Referer": "http://testserver/2009/"}]
)
def test_older_browsers_are_known_by_origin_or_referer(client, headers):
    assert send(client, create_url(make_post()), headers).status_code == 302


def test_a_session_needs_the_token_too():
    client = Client(enforce_csrf_checks=True)
    log_in(client)
    post = make_post()
    response = send(client, create_url(post))
    assert response.status_code == 403
    page = Read(response)
    assert "not sent from a page of this" in page.html
    assert page.all("textarea")[0].text.strip().replace("\r\n", "\n") == TYPED["body"]
    (token,) = [e.get("value") for e in page.all("input") if e.get("name") == "csrfmiddlewaretoken"]
    assert send(client, create_url(post), csrfmiddlewaretoken=token).status_code == 302


def test_readers_pages_hold_no_token(client):
    for address in (make_post().get_absolute_url(), create_url(make_post())):
        response = client.get(address)
        assert b"csrfmiddlewaretoken" not in response.content
        assert not response.cookies


@pytest.mark.parametrize(
    ("site", "fields", "words"),
    [
        ({"comments_open": False}, {}, "takes no comments on this blog at present"),
        ({}, {"comments_allowed": False}, "takes no comments on this post"),
        ({"close_after_days": 7}, {"published_at": timezone.now() - timedelta(days=8)},
         "Posts take comments for 7 days"),
    ],
)  # fmt: skip
def test_a_closed_post_says_so_and_keeps_what_was_typed_before(client, site, fields, words):
    set_site(**site)
    post = make_post(**fields)
    page = read(client, post.get_absolute_url())
    assert "Comments are closed." in page.html
    assert words in page.html
    assert not page.all("form", **{"class": "comment-form"})
    assert not read(client, create_url(post)).all("textarea")
    assert_refused(send(client, create_url(post)), 403, words)


def test_the_same_words_twice_are_refused(client):
    post = make_post()
    send(client, create_url(post))
    response = send(client, create_url(post))
    assert response.status_code == 409
    assert "already sent exactly this comment" in response.content.decode()
    assert kept_in(Read(response))["body"] == TYPED["body"]
    assert Comment.objects.count() == 1


def test_too_many_from_one_network_are_told_to_wait(client, settings, time_machine):
    settings.RATE_LIMITS = True
    time_machine.move_to(timezone.now().replace(hour=12, minute=0, second=30))
    post = make_post()
    for number in range(5):
        assert send(client, create_url(post), body=f"No. {number}", name="Bob").status_code == 302
    response = send(client, create_url(post))
    assert_refused(response, 429, "Too many comments came from your network")
    assert "send it again in 10 minutes" in response.content.decode()
    assert 0 < int(response["Retry-After"]) <= 600
    elsewhere = client.post(create_url(post), TYPED, headers=OURS, REMOTE_ADDR="198.51.100.1")
    assert elsewhere.status_code == 302
    time_machine.shift(600)
    assert send(client, create_url(post), body="Later").status_code == 302


def test_neighbours_in_one_network_share_its_limit(client, settings):
    settings.RATE_LIMITS = True
    post = make_post()
    answers = [
        client.post(
            create_url(post), TYPED | {"body": str(n)}, headers=OURS, REMOTE_ADDR=f"2001:db8::{n:x}"
        ).status_code
        for n in range(6)
    ]
    assert answers == [302] * 5 + [429]


def test_faulty_tries_and_previews_do_not_use_up_the_limit(client, settings):
    settings.RATE_LIMITS = True
    post = make_post()
    for _ in range(10):
        send(client, create_url(post), name="")
        assert send(client, create_url(post), preview="1").status_code == 200
    assert send(client, create_url(post)).status_code == 302


def test_a_preview_shows_the_comment_and_stores_nothing(client):
    post = make_post()
    response = send(client, create_url(post), preview="1", stamp=new_stamp())
    page = Read(response)
    assert response.status_code == 200
    assert "Not sent yet" in page.html
    assert "<em>of mine</em>" in page.html
    assert kept_in(page) == TYPED
    assert not Comment.objects.exists()


def test_too_many_previews_are_refused_with_the_text(client, settings):
    settings.RATE_LIMITS = True
    post = make_post()
    for _ in range(40):
        send(client, create_url(post), preview="1")
    assert_refused(send(client, create_url(post), preview="1"), 429, "Too many comments")


def test_the_trap_that_only_programs_fill_in_hides_the_comment_from_all_but_the_author(client):
    set_site(comment_policy="publish")
    response = send(client, create_url(make_post()), subject="Buy this")
    assert response["Location"].startswith("/comments/receipt/")
    assert Comment.objects.get().status == Status.SPAM


def test_the_page_of_a_reply_quotes_what_it_answers(client):
    parent = make_comment(author_name="Bob", text="I *doubt* it.")
    page = read(client, f"/comments/{parent.pk}/reply/")
    assert page.texts("h1") == ["Reply to Bob"]
    assert "I <em>doubt</em> it." in page.html
    (form,) = page.all("form", **{"class": "comment-form"})
    assert form.get("action") == f"/comments/{parent.pk}/reply/"


def test_a_reply_belongs_to_what_it_answers(client):
    parent = make_comment()
    assert send(client, f"/comments/{parent.pk}/reply/").status_code == 302
    reply = Comment.objects.latest("pk")
    assert (reply.parent, reply.post, reply.depth) == (parent, parent.post, 2)


def test_a_faulty_reply_keeps_the_text_and_the_quotation(client):
    parent = make_comment(author_name="Bob", text="I *doubt* it.")
    response = send(client, f"/comments/{parent.pk}/reply/", email="x")
    page = assert_refused(response, 422, "This is not an e-mail address", email="x")
    assert "I <em>doubt</em> it." in page.html
    assert page.texts("title")[0].startswith("Not sent yet: Reply to Bob")


@pytest.mark.parametrize("status", [Status.PENDING, Status.SPAM, Status.REMOVED])
def test_a_reply_to_what_is_not_shown_becomes_a_comment_of_its_own(client, status):
    parent = make_comment(status=status, text="Secret words", author_name="Bob")
    address = f"/comments/{parent.pk}/reply/"
    assert client.get(address).status_code == 404
    for changes in ({}, {"preview": "1"}, {"email": "x"}):
        response = send(client, address, **changes)
        assert "Secret words" not in response.content.decode()
        assert "Bob" not in response.content.decode()
    page = assert_refused(send(client, address), 409, "no longer shown")
    (form,) = page.all("form", **{"class": "comment-form"})
    assert form.get("action") == create_url(parent.post)
    assert send(client, form.get("action")).status_code == 302
    assert Comment.objects.latest("pk").parent is None


def test_a_reply_to_nothing_is_not_found(client):
    assert send(client, "/comments/999999/reply/").status_code == 404
    assert send(client, "/comments/post/999999/").status_code == 404


def test_staff_answer_under_their_own_name_and_are_shown_at_once(client):
    ann = log_in(client, first_name="Ann", last_name="Author")
    parent = make_comment()
    page = read(client, f"/comments/{parent.pk}/reply/")
    assert "Commenting as" in page.html
    assert not [e for e in page.all("input") if e.get("name") in {"name", "email", "url", "stamp"}]
    response = client.post(f"/comments/{parent.pk}/reply/", {"body": "Thank you"}, headers=OURS)
    answer = Comment.objects.latest("pk")
    assert response["Location"] == answer.get_absolute_url()
    assert (answer.name, answer.user, answer.is_public) == ("Ann Author", ann, True)
    assert "my_comments" not in response.cookies
    page = read(Client(), parent.post.get_absolute_url())
    (item,) = page.all("li", **{"class": "comment--author"})
    assert item.get("id") == f"comment-{answer.pk}"
    assert page.texts("span", **{"class": "comment-badge"}) == ["Author"]


def test_staff_may_comment_where_readers_may_not(client, settings):
    settings.RATE_LIMITS = True
    set_site(comments_open=False)
    log_in(client)
    post = make_post()
    for number in range(7):
        response = client.post(create_url(post), {"body": f"No. {number}"}, headers=OURS)
        assert response.status_code == 302
    assert Comment.objects.approved().count() == 7


def test_an_account_that_is_not_staff_is_a_reader_like_all(client):
    log_in(client, is_staff=False)
    assert send(client, create_url(make_post())).status_code == 302
    comment = Comment.objects.get()
    assert (comment.user, comment.name, comment.is_public) == (None, TYPED["name"], False)


@pytest.mark.parametrize(
    "content",
    [
        b"body=%ff%fe%00&name=%ed%a0%80&email=a%40b.example",
        b"body=x&body=y&name=a&name=b&email=a%40b.example&email=",
        b"=&&&==&%",
        b"",
    ],
)
def test_broken_encodings_are_a_faulty_form_at_worst(client, content):
    post = make_post()
    response = client.post(
        create_url(post), content, content_type="application/x-www-form-urlencoded", headers=OURS
    )
    assert response.status_code in {302, 422}
    for kind in (
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "text/plain",
        "a/b; charset=x",
    ):
        response = client.generic("POST", create_url(post), content, kind, headers=OURS)
        assert response.status_code in {400, 422}, kind


def test_controls_and_strange_letters_are_stored_as_they_may_be(client):
    send(client, create_url(make_post()), name="A\x00\x1b\nB", body="C\x00\x07\u202e🎈é",
         url="ann.example")  # fmt: skip
    comment = Comment.objects.get()
    assert (comment.name, comment.body, comment.url) == (
        "A B", "C\u202e🎈é", "https://ann.example"
    )  # fmt: skip


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(create_url(make_post())).status_code == 405


def test_the_form_answers_head_and_has_an_address_of_its_own(client):
    post = make_post()
    assert client.head(create_url(post)).status_code == 200
    assert read(client, create_url(post)).texts("h1") == ["Leave a comment"]


def test_what_comes_from_one_browser_is_told_apart_without_an_account(client):
    post = make_post()
    for body in ("First", "Second", "Third"):
        send(client, create_url(post), body=body)
    send(Client(), create_url(post), body="Of another")
    first, second, third, other = Comment.objects.order_by("pk")
    assert (first.browser, other.browser) == (None, None)
    assert second.browser == third.browser == first.pk
