"""The link plan on the page where a post is written."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.factories import make_page, make_post, make_user
from trackbacks import jobs, plan
from trackbacks.models import OutgoingLink
from trackbacks.panel import SHOWN, TOLD

pytestmark = pytest.mark.django_db

A, B = "https://a.example/page#part", "https://b.example/page"
ADD = reverse("admin:blog_post_add")
SEND_AGAIN = reverse("admin:trackbacks_outgoinglink_send_again")
NOT_LIVE = "This copy of the blog is not live: nobody will be told."


@pytest.fixture(autouse=True)
def _live(settings):
    settings.SITE_LIVE = True


@pytest.fixture
def author():
    return make_user("ada", is_staff=True)


@pytest.fixture
def admin(client, author):
    client.force_login(author)
    return client


def change_url(post):
    return reverse(f"admin:blog_{post.kind}_change", args=[post.pk])


def plan_in(html):
    """The panel of the page, as text with its tags."""
    return re.search(r'<section class="module link-plan".*?</section>', html, re.DOTALL)[0]


def panel(client, post):
    return plan_in(client.get(change_url(post)).content.decode())


def text_of(html):
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def linking(*targets, make=make_post, **fields):
    return make(body=" ".join(f"[my words]({target})" for target in targets), **fields)


def planned(*targets, **fields):
    post = linking(*targets, status="draft", **fields)
    plan.note(post)
    return post


def make_link(post, **fields):
    return OutgoingLink.objects.create(post=post, **{"target": A} | fields)


def typed(post, **changes):
    """What the form of `post` sends when nothing but `changes` was typed."""
    usual = {"title": post.title, "body": post.body, "markup": post.markup, "status": post.status,
             "excerpt": "", "published_at": "", "author": post.author_id, "tags": "",
             "slug": post.slug}  # fmt: skip
    if post.is_page:
        usual |= {"parent": "", "menu_order": 0}
    return usual | changes


def rows(post):
    return {row.target: row for row in OutgoingLink.objects.filter(post=post)}


# --- what it says


def test_a_new_text_says_how_to_see_its_plan(admin):
    said = text_of(plan_in(admin.get(ADD).content.decode()))
    assert "Save this as a draft to see whom its links will tell" in said


def test_a_text_without_links_says_so(admin):
    assert "links to no other site" in text_of(panel(admin, make_post()))


@pytest.mark.parametrize("make", [make_post, make_page])
def test_saving_a_draft_lists_its_links_and_has_them_looked_at(admin, make):
    post = linking(A, make=make, status="draft")
    admin.post(change_url(post), typed(post))
    said = text_of(panel(admin, post))
    for words in (
        "Tell a.example",
        "“my words”",
        A,
        "being looked at",
        "Nobody is told of a draft",
    ):
        assert words in said
    (job,) = DBTaskResult.objects.all()
    assert (job.task_path, job.args_kwargs["args"]) == (
        "trackbacks.jobs.look_at_links", [post.pk],
    )  # fmt: skip


def test_nothing_is_enqueued_where_nothing_is_to_be_looked_at(admin):
    post = make_post(status="draft")
    admin.post(change_url(post), typed(post))
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize(
    ("found", "words"),
    [("", "being looked at"), ("webmention", "webmention"), ("pingback", "pingback"),
     ("trackback", "trackback"), ("nothing", "takes no links"),
     ("unreachable", "could not be reached")],
)  # fmt: skip
def test_it_shows_what_was_found(admin, found, words):
    post = planned(A)
    OutgoingLink.objects.update(found=found)
    assert words in text_of(panel(admin, post))


def test_a_draft_that_nobody_saved_here_says_so(admin):
    post = linking(A, status="draft")
    assert "not looked at yet" in text_of(panel(admin, post))


def test_it_shows_what_was_answered(admin):
    post = linking(A)
    now = timezone.now()
    make_link(post, state="told", protocol="pingback", attempts=2, told_at=now,
              last_answer="Thanks <b>& more", status_page="https://a.example/status")  # fmt: skip
    html = panel(admin, post)
    assert "Thanks &lt;b&gt;&amp; more" in html
    assert "https://a.example/status" in html
    said = text_of(html)
    for words in ("told by pingback", "2 attempts", "Told on", "Send again to a.example"):
        assert words in said


def test_it_shows_when_it_is_tried_next(admin):
    post = linking(A)
    later = timezone.now() + timedelta(minutes=20)
    make_link(post, attempts=1, next_try_at=later, last_answer="Nobody there.")
    said = text_of(panel(admin, post))
    for words in ("waiting to be told", "Nobody there.", "1 attempt of 6", "Next try on"):
        assert words in said


def test_a_copy_says_that_nobody_will_be_told(admin, settings):
    post = linking(A)
    make_link(post, state="old")
    assert NOT_LIVE not in text_of(panel(admin, post))
    settings.SITE_LIVE = False
    html = panel(admin, post)
    assert NOT_LIVE in text_of(html)
    assert "<button" not in html


def test_a_draft_with_a_date_long_ago_says_that_it_tells_nobody_by_itself(admin):
    words = "more than a week back"
    assert words not in text_of(panel(admin, planned(A)))
    post = planned(A, published_at=timezone.now() - timedelta(days=30))
    assert words in text_of(panel(admin, post))


def test_an_address_of_two_thousand_characters_fits(admin):
    address = "https://a.example/" + "a" * 1900
    post = planned(address)
    html = panel(admin, post)
    assert html.count(address) == 1
    assert len(html) < 6000


def test_more_links_ask_no_more_queries(admin, author, django_assert_num_queries):
    few = planned(A, author=author)
    many = planned(*(f"{B}{number}" for number in range(40)), author=author)
    admin.get(change_url(few))
    with django_assert_num_queries(1):
        plan.plan_of(many)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for post in (few, many):
        with CaptureQueriesContext(connection) as queries:
            admin.get(change_url(post))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- ticks


def test_a_tick_taken_away_is_remembered(admin):
    post = planned(A, B)
    mine = rows(post)
    shown = {SHOWN: [row.pk for row in mine.values()], TOLD: [mine[B].pk]}
    admin.post(change_url(post), typed(post) | shown)
    assert {target: row.is_wanted for target, row in rows(post).items()} == {A: False, B: True}
    assert panel(admin, post).count(" checked") == 1


def test_publishing_and_unticking_at_once_tells_nobody(admin):
    post = planned(A)
    shown = {SHOWN: [rows(post)[A].pk]}
    admin.post(change_url(post), typed(post, status="published") | shown)
    assert jobs.sweep_links() == 0
    assert rows(post)[A].state == "unwanted"


def test_a_form_that_is_refused_keeps_the_ticks_as_they_were_set(admin):
    post = planned(A)
    shown = {SHOWN: [rows(post)[A].pk]}
    page = admin.post(change_url(post), typed(post, title="", published_at="no date") | shown)
    assert page.status_code == 200
    assert " checked" not in plan_in(page.content.decode())
    assert rows(post)[A].is_wanted


@pytest.mark.parametrize("value", ["", "x", "-1", "1" * 30, "\x00", "²"])
def test_a_row_that_there_cannot_be_is_ignored(admin, value):
    post = planned(A)
    answer = admin.post(change_url(post), typed(post) | {SHOWN: [value], TOLD: [value]})
    assert answer.status_code == 302
    assert rows(post)[A].is_wanted


def test_whoever_may_only_look_gets_no_tick(client):
    from django.contrib.auth.models import Permission

    user = make_user(is_staff=True, is_superuser=False)
    user.user_permissions.add(Permission.objects.get(codename="view_post"))
    client.force_login(user)
    html = panel(client, planned(A))
    assert "a.example" in html
    assert "<input" not in html


# --- send again


@pytest.mark.parametrize("state", ["told", "nowhere", "refused", "failed", "old"])
def test_a_link_is_sent_again(admin, state):
    post = linking(A)
    row = make_link(post, state=state, attempts=3, next_try_at=None)
    assert 'form="send-again"' in panel(admin, post)
    answer = admin.post(SEND_AGAIN, {"link": row.pk})
    assert answer["Location"] == f"{change_url(post)}#link-plan"
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)
    assert "Word goes to a.example" in admin.get(change_url(post)).content.decode()


@pytest.mark.parametrize(
    "fields",
    [{"state": "planned", "is_present": False}, {"state": "unwanted", "is_wanted": False},
     {"state": "removed", "is_present": False}, {"state": "told", "is_wanted": False}],
)  # fmt: skip
def test_what_is_not_to_be_told_is_not_sent(admin, fields):
    post = linking(A)
    row = make_link(post, next_try_at=None, **fields)
    said = admin.post(SEND_AGAIN, {"link": row.pk}, follow=True).content.decode()
    assert "Nothing goes to a.example now" in said
    row.refresh_from_db()
    assert row.state == fields["state"]


@pytest.mark.parametrize("live", [True, False])
def test_neither_a_draft_nor_a_copy_sends(admin, settings, live):
    settings.SITE_LIVE = live
    post = linking(A, status="draft" if live else "published")
    row = make_link(post, state="told")
    admin.post(SEND_AGAIN, {"link": row.pk})
    row.refresh_from_db()
    assert row.state == "told"


def test_sending_again_takes_a_post_by_who_may_change_the_text(admin, client, author):
    row = make_link(linking(A, author=author), state="told")
    assert admin.get(SEND_AGAIN).status_code == 405
    assert admin.post(SEND_AGAIN, {"link": "1" * 30}).status_code == 400
    assert admin.post(SEND_AGAIN, {"link": row.pk + 1}).status_code == 404
    client.force_login(make_user(is_staff=True, is_superuser=False))
    assert client.post(SEND_AGAIN, {"link": row.pk}).status_code == 403
    client.logout()
    assert client.post(SEND_AGAIN, {"link": row.pk})["Location"].startswith("/admin/login/")
    row.refresh_from_db()
    assert row.state == "told"


def test_sending_again_needs_the_token(author):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(author)
    row = make_link(linking(A), state="told")
    assert strict.post(SEND_AGAIN, {"link": row.pk}).status_code == 403
