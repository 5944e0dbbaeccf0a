"""Comments in the admin: answering in place, and mending what was written."""

import re

import pytest
from django.utils import timezone

from blog.feedback.models import Status
from comments.forms import MAX_BYTES
from comments.models import Comment
from comments.withdrawal import withdraw
from tests.blog.feedback.inbox_pages import look, press
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db

QUEUE = "/admin/comments/comment/"
INBOX = "/admin/inbox/"


@pytest.fixture
def rosa():
    return make_user("rosa", is_staff=True, first_name="Rosa", last_name="Lund")


@pytest.fixture
def admin(client, rosa):
    client.force_login(rosa)
    return client


def reply(client, comment, body, **data):
    return client.post(f"{QUEUE}{comment.pk}/reply/", {"body": body} | data, follow=True)


def edit(client, comment, **data):
    fields = {"name": comment.name, "url": comment.url, "body": comment.body}
    return client.post(f"{QUEUE}{comment.pk}/change/", fields | data)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def status_of(comment):
    comment.refresh_from_db()
    return comment.status


@pytest.mark.parametrize("page", [INBOX, QUEUE])
def test_no_answer_approves_words_that_its_writer_has_not_read(admin, page):
    comment = make_comment(status=Status.PENDING, text="Harmless words.")
    if page == QUEUE:
        page = f"{QUEUE}{comment.pk}/change/"
    seen = re.search('name="seen" value="([^"]+)"', admin.get(page).text)[1]
    comment.body, comment.edited_at = "Buy watches!", timezone.now()
    comment.save()
    response = reply(admin, comment, "Thank you!", seen=seen)
    assert response.status_code == 409
    assert "Read it again above" in response.text
    assert "Thank you!</textarea>" in response.text
    assert status_of(comment) == "pending"
    fresh = re.search('name="seen" value="([^"]+)"', response.text)[1]
    assert "is on the page" in said(reply(admin, comment, "No, thanks.", seen=fresh))
    assert status_of(comment) == "approved"


# --- The queue ---


@pytest.mark.parametrize(
    "words", ["heron", "Ann", "ann@example.org", "heron.example", "198.51.100", "Rivers"]
)
def test_a_comment_is_found_by(admin, words):
    found = make_comment(
        make_post(title="Rivers"),
        status=Status.PENDING,
        text="I saw a heron.",
        author_name="Ann",
        email="ann@example.org",
        url="https://heron.example/",
        ip="198.51.100.9",
    )
    make_comment(status=Status.PENDING)
    rows = admin.get(INBOX, {"q": words}).context["rows"]
    assert [row.item for row in rows] == [found]


def test_a_row_shows_who_wrote_what_where_and_in_answer_to_whom(admin):
    first = make_comment(author_name="Ben")
    make_comment(
        parent=first,
        status=Status.PENDING,
        author_name="Ann",
        email="ann@example.org",
        text="Line one\n\nLine two",
    )
    text = admin.get(INBOX).content.decode()
    for words in ("Ann", "ann@example.org", "In answer to Ben", "Line two", first.post.title):
        assert words in text


def test_a_comment_of_the_authors_is_marked(admin, rosa):
    make_comment(user=rosa)
    assert "queue-badge" in admin.get(INBOX, {"status": "approved"}).content.decode()


@pytest.mark.parametrize(
    ("status", "offers"),
    [("pending", True), ("approved", True), ("spam", False), ("removed", False)],
)
def test_an_answer_is_offered_where_the_comment_can_be_shown(admin, status, offers):
    comment = make_comment(status=status)
    for page in (f"{INBOX}?status={status}", f"{QUEUE}{comment.pk}/change/"):
        assert (f"/{comment.pk}/reply/" in admin.get(page).content.decode()) == offers


# --- Answering in place ---


def test_an_answer_from_the_queue_approves_the_comment_and_is_the_authors(admin, rosa):
    held = make_comment(status=Status.PENDING, author_name="Ann")
    response = reply(admin, held, "Thank you, *Ann*.", back="status=pending")
    assert status_of(held) == Status.APPROVED
    answer = held.replies.get()
    assert (answer.user, answer.name, answer.status) == (rosa, "Rosa Lund", Status.APPROVED)
    assert "<em>Ann</em>" in answer.html
    held.post.refresh_from_db()
    assert held.post.comment_count == 2
    assert held.records.last().by == rosa
    assert response.redirect_chain[-1][0] == f"{INBOX}?status=pending"
    assert answer.get_absolute_url() in said(response)


def test_an_answer_from_the_page_of_a_comment_leads_back_to_it(admin):
    comment = make_comment()
    response = reply(admin, comment, "Thank you.")
    assert response.redirect_chain[-1][0] == f"{QUEUE}{comment.pk}/change/"
    assert "Thank you." in response.content.decode()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "Write something first."),
        (" \x00\n ", "Write something first."),
        ("long " * (MAX_BYTES // 4), "Please shorten it"),
        ("https://e.example/a " * 21, "Leave some out"),
    ],
    ids=["empty", "blank", "too long", "too many links"],
)
def test_an_answer_that_cannot_be_taken_is_kept_and_nothing_happens(admin, body, words):
    held = make_comment(status=Status.PENDING)
    response = reply(admin, held, body, back="status=pending")
    text = response.content.decode()
    assert response.status_code == 422
    assert words in text
    assert body.replace("\x00", "").strip() in text
    assert 'name="back" value="status=pending"' in text
    assert status_of(held) == Status.PENDING
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("status", [Status.SPAM, Status.REMOVED])
def test_an_answer_to_what_was_thrown_out_meanwhile_is_kept(admin, status):
    comment = make_comment(status=status)
    response = reply(admin, comment, "My considered answer.")
    assert response.status_code == 422
    assert "restore or approve it first" in response.content.decode()
    assert "My considered answer." in response.content.decode()
    assert status_of(comment) == status


def test_the_same_answer_is_not_given_twice(admin):
    comment = make_comment()
    reply(admin, comment, "Thank you.")
    response = reply(admin, comment, "Thank you.")
    assert "already sent exactly this comment" in response.content.decode()
    assert comment.replies.count() == 1


def test_an_answer_can_be_written_on_a_page_of_its_own(admin):
    comment = make_comment(text="What about *owls*?", author_name="Ann")
    text = admin.get(f"{QUEUE}{comment.pk}/reply/").content.decode()
    assert "Answer Ann" in text
    assert "<em>owls</em>" in text
    assert "<textarea" in text


def test_an_answer_with_hostile_text_is_safe(admin):
    comment = make_comment()
    reply(admin, comment, "<script>alert(1)</script> [x](javascript:alert(1))")
    html = comment.replies.get().html
    assert "<script" not in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize("pk", [404, 10**40])
def test_no_comment_no_answer(admin, pk):
    assert admin.post(f"{QUEUE}{pk}/reply/", {"body": "Hello?"}).status_code == 404


def test_who_may_not_change_comments_cannot_answer_here(client):
    from django.contrib.auth.models import Permission

    looker = make_user(is_staff=True, is_superuser=False)
    looker.user_permissions.set(Permission.objects.filter(codename="view_comment"))
    client.force_login(looker)
    held = make_comment(status=Status.PENDING)
    assert reply(client, held, "Hello").status_code == 403
    assert client.get(f"{QUEUE}{held.pk}/reply/").status_code == 403
    assert status_of(held) == Status.PENDING


def test_a_form_that_is_too_old_or_of_another_site_is_refused_with_its_words_kept(rosa):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(rosa)
    held = make_comment(status=Status.PENDING)
    response = reply(client, held, "My considered answer.", csrfmiddlewaretoken="x" * 64)
    text = response.content.decode()
    assert response.status_code == 403
    assert "My considered answer." in text
    assert "send them again from here" in text
    assert status_of(held) == Status.PENDING
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', text)[1]
    assert reply(client, held, "My answer.", csrfmiddlewaretoken=token).status_code == 200
    assert status_of(held) == Status.APPROVED


# --- The page of a comment ---


def test_the_page_of_a_comment_shows_its_thread_and_its_sender(admin):
    first = make_comment(author_name="Ben", text="Where do owls sleep?")
    comment = make_comment(parent=first, email="ann@example.org", ip="198.51.100.9")
    make_comment(parent=comment, author_name="Cleo", status=Status.PENDING)
    text = admin.get(f"{QUEUE}{comment.pk}/change/").content.decode()
    for words in ("Where do owls sleep?", "Cleo", "ann@example.org", "198.51.100.9", "a test"):
        assert words in text
    assert comment.get_absolute_url() in text


def test_a_comment_that_is_not_shown_has_no_link_to_the_page(admin):
    held = make_comment(status=Status.PENDING)
    assert held.get_absolute_url() not in admin.get(f"{QUEUE}{held.pk}/change/").content.decode()


def test_the_page_of_a_comment_costs_the_same_with_many_answers(admin):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    comment = make_comment()

    def cost(answers):
        for _ in range(answers):
            make_comment(parent=comment)
        with CaptureQueriesContext(connection) as queries:
            admin.get(f"{QUEUE}{comment.pk}/change/")
        return len(queries)

    # What a process keeps once it has asked is left out of the comparison.
    cost(0)
    assert cost(2) == cost(20) <= 16


# --- A word to the reader ---


def test_a_word_to_the_reader_goes_with_the_decision(admin):
    comment = make_comment(status=Status.PENDING)
    page = admin.get(f"{QUEUE}{comment.pk}/change/").content.decode()
    assert "A word to the reader" in page
    data = {"do": "remove", "why": "Off topic", "note": "Thank you,\nbut not here."}
    admin.post(f"{QUEUE}{comment.pk}/moderate/", data)
    assert status_of(comment) == Status.REMOVED
    assert comment.note_to_reader == "Thank you, but not here."
    assert "Thank you, but not here." in admin.get(f"{QUEUE}{comment.pk}/change/").content.decode()


def test_a_decision_from_the_queue_leaves_the_word_alone(admin):
    comment = make_comment(status=Status.PENDING)
    Comment.objects.update(note_to_reader="Not here.")
    admin.post(f"{QUEUE}{comment.pk}/moderate/", {"do": "remove"})
    comment.refresh_from_db()
    assert comment.note_to_reader == "Not here."


def test_a_word_that_is_too_long_is_cut(admin):
    comment = make_comment(status=Status.PENDING)
    admin.post(f"{QUEUE}{comment.pk}/moderate/", {"do": "remove", "note": "x" * 400})
    comment.refresh_from_db()
    assert comment.note_to_reader == "x" * 300


def test_who_may_not_moderate_leaves_no_word(client):
    client.force_login(make_user(is_staff=True, is_superuser=False))
    comment = make_comment(status=Status.PENDING)
    response = client.post(f"{QUEUE}{comment.pk}/moderate/", {"do": "remove", "note": "No."})
    assert response.status_code == 403
    comment.refresh_from_db()
    assert comment.note_to_reader == ""


def test_what_its_writer_withdrew_offers_no_decision(admin):
    comment = make_comment()
    withdraw(comment)
    comment.refresh_from_db()
    (row,) = look(admin, status="removed").context["rows"]
    assert (row.item, row.verbs) == (comment, [])
    page = admin.get(f"{QUEUE}{comment.pk}/change/").content.decode()
    assert "Withdrawn by its writer" in page
    assert 'name="do"' not in page
    press(admin, comment, "approve")
    assert status_of(comment) == Status.REMOVED


# --- Mending ---


def test_all_that_an_edit_replaced_can_be_read(admin):
    comment = make_comment(text="Old <b>words</b>, and the very last of them.")
    edit(admin, comment, body="New words")
    page = admin.get(f"{QUEUE}{comment.pk}/change/").content.decode()
    assert "Old &lt;b&gt;words&lt;/b&gt;, and the very last of them." in page


def test_a_comment_is_mended_and_the_record_says_so(admin, rosa):
    comment = make_comment(text="Old wrods", author_name="Ann", url="https://e.example/")
    assert edit(admin, comment, body="Old *words*", url="").status_code == 302
    comment.refresh_from_db()
    assert (comment.body, comment.url, comment.name) == ("Old *words*", "", "Ann")
    assert "<em>words</em>" in comment.html
    assert comment.records.last().by == rosa
    text = admin.get(f"{QUEUE}{comment.pk}/change/").content.decode()
    assert "was “Old wrods”" in text


def test_mending_in_the_inbox_leads_back_there(admin):
    comment = make_comment(status="pending", text="Old wrods")
    assert "Old wrods</textarea>" in admin.get(INBOX).content.decode()
    response = edit(admin, comment, body="Old words", back="status=pending&q=old")
    assert response["Location"] == f"{INBOX}?status=pending&q=old"
    refused = edit(admin, comment, body="", back="status=pending")
    assert 'name="back" value="status=pending"' in refused.content.decode()


def test_readers_see_what_somebody_else_than_its_writer_edited(admin, client):
    mended, own = make_comment(text="Old wrods"), make_comment(text="Mine")
    edit(admin, mended, body="Old words")
    Comment.objects.filter(pk=own.pk).update(edited_at=own.created_at)
    pages = [client.get(row.post.get_absolute_url()).content.decode() for row in (mended, own)]
    assert ["Edited by the blog" in page for page in pages] == [True, False]


def test_saving_without_a_change_leaves_no_trace(admin):
    comment = make_comment(text="Words")
    records = comment.records.count()
    edit(admin, comment)
    comment.refresh_from_db()
    assert comment.edited_at is None
    assert comment.records.count() == records


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"body": ""}, "This field is required."),
        ({"name": "\x00 "}, "This field is required."),
        ({"name": "n" * 101}, "at most 100 characters"),
        ({"url": "javascript:alert(1)"}, "Enter a valid"),
        ({"body": "long " * MAX_BYTES}, "Please shorten it"),
    ],
    ids=str,
)
def test_what_cannot_be_saved_is_kept_in_the_form(admin, wrong, words):
    comment = make_comment(text="As it was", author_name="Ann")
    fields = {"name": "Anne", "url": "https://new.example/", "body": "My new words"} | wrong
    response = edit(admin, comment, **fields)
    text = response.content.decode()
    assert words in text
    assert all(value.replace("\x00", "").strip() in text for value in fields.values())
    comment.refresh_from_db()
    assert (comment.name, comment.body) == ("Ann", "As it was")


def test_what_was_sent_in_vain_is_not_shown_as_what_the_comment_says(admin):
    comment = make_comment(author_name="Ann", text="Words")
    response = edit(admin, comment, name="Mallory", body="")
    assert "<bdi>Mallory</bdi>" not in response.content.decode()


def test_mending_is_seen_by_readers_at_the_next_request(admin, client):
    comment = make_comment(text="Old words")
    edit(admin, comment, body="New words")
    feed = client.get("/comments/feed/").content.decode()
    assert "New words" in feed
    assert "Old words" not in feed
