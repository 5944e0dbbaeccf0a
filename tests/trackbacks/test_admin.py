"""Links from other blogs in the admin, and the claims that the worker checks."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from blog.feedback.models import Status
from tests.factories import make_post, make_trackback, make_user
from trackbacks.models import Claim

pytestmark = pytest.mark.django_db

QUEUE = "/admin/trackbacks/trackback/"
INBOX = "/admin/inbox/"
CLAIMS = "/admin/trackbacks/claim/"


@pytest.fixture
def admin(client):
    client.force_login(make_user(is_staff=True))
    return client


def make_claim(post=None, **fields):
    post = post or make_post()
    number = Claim.objects.count()
    defaults = {
        "source": f"https://other.example/{number}",
        "target": f"https://blog.example{post.get_absolute_url()}",
        "protocol": "trackback",
    }
    return Claim.objects.create(post=post, **defaults | fields)


def check_again(client, *claims, **data):
    chosen = {"action": "check_again_now", "_selected_action": [claim.pk for claim in claims]}
    return client.post(CLAIMS, chosen | data, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


# --- The queue ---


def test_a_row_shows_where_the_link_comes_from_and_how(admin):
    make_trackback(
        status=Status.PENDING,
        source="https://heron.example/2026/a?b=1&c=2",
        title="On herons",
        blog_name="Grey birds",
        excerpt="They say it well.",
        protocol="webmention",
    )
    text = admin.get(INBOX).content.decode()
    for words in ("On herons", "Grey birds", "heron.example", "They say it well.", "webmention"):
        assert words in text
    assert 'href="https://heron.example/2026/a?b=1&amp;c=2" rel="noopener nofollow"' in text
    assert "link verified" in text


def test_a_link_that_an_import_brought_is_not_called_verified(admin):
    trackback = make_trackback(status=Status.PENDING, verified_at=None)
    assert "link not verified here" in admin.get(INBOX).content.decode()
    assert "came with an import" in admin.get(f"{QUEUE}{trackback.pk}/change/").content.decode()


@pytest.mark.parametrize("words", ["heron.example", "grey", "well said", "Rivers"])
def test_a_link_is_found_by(admin, words):
    found = make_trackback(
        make_post(title="Rivers"),
        status=Status.PENDING,
        source="https://heron.example/a",
        blog_name="Grey birds",
        excerpt="Well said.",
    )
    make_trackback(status=Status.PENDING)
    rows = admin.get(INBOX, {"q": words}).context["rows"]
    assert [row.item for row in rows] == [found]


def test_what_another_blog_said_cannot_be_edited(admin):
    trackback = make_trackback(title="As it was")
    response = admin.post(f"{QUEUE}{trackback.pk}/change/", {"title": "Else"})
    assert response.status_code == 405
    trackback.refresh_from_db()
    assert trackback.title == "As it was"


def test_the_author_and_the_kind_of_a_link_are_shown(admin):
    link = make_trackback(
        status=Status.PENDING, kind="reply", author="Ann <b>", author_url="https://ann.example/"
    )
    for path in (INBOX, f"{QUEUE}{link.pk}/change/"):
        html = admin.get(path).content.decode()
        assert "Ann &lt;b&gt;" in html
        assert "reply" in html
    assert "https://ann.example/" in html


# --- Claims ---


def test_a_claim_shows_how_far_the_worker_came(admin):
    claim = make_claim(state="failed", attempts=5, last_answer="503 Service Unavailable")
    text = admin.get(CLAIMS).content.decode()
    for words in (claim.source, "could not be checked", "503 Service Unavailable", ">5<"):
        assert words in text


@pytest.mark.parametrize("state", ["failed", "refused", "verified", "gone", "queued"])
def test_a_claim_is_made_due_now(admin, state):
    later = timezone.now() + timedelta(hours=3)
    claim = make_claim(state=state, attempts=4, next_try_at=later if state == "queued" else None)
    other = make_claim(state="failed", next_try_at=None)
    response = check_again(admin, claim)
    claim.refresh_from_db()
    other.refresh_from_db()
    assert (claim.state, claim.attempts, claim.leased_until) == ("queued", 0, None)
    assert claim.next_try_at <= timezone.now()
    assert other.state == "failed"
    assert "1 claim will be checked" in said(response)


def test_a_claim_that_a_worker_holds_is_left_to_it(admin):
    until = timezone.now() + timedelta(minutes=5)
    held = make_claim(leased_until=until, attempts=2)
    dead = make_claim(leased_until=timezone.now() - timedelta(minutes=5), attempts=2)
    assert "1 claim will be checked" in said(check_again(admin, held, dead))
    held.refresh_from_db()
    assert (held.leased_until, held.attempts) == (until, 2)


def test_claims_can_be_read_and_nothing_more(admin):
    claim = make_claim(title="As it was")
    response = admin.get(f"{CLAIMS}{claim.pk}/change/")
    assert response.status_code == 200
    assert 'name="title"' not in response.content.decode()
    assert admin.post(f"{CLAIMS}{claim.pk}/change/", {"title": "Else"}).status_code == 403
    assert admin.get(f"{CLAIMS}add/").status_code == 403
    admin.post(f"{CLAIMS}{claim.pk}/delete/", {"post": "yes"})
    check_again(admin, claim, action="delete_selected", post="yes")
    claim.refresh_from_db()
    assert claim.title == "As it was"


def test_who_may_only_look_cannot_make_a_claim_due(client):
    looker = make_user(is_staff=True, is_superuser=False)
    looker.user_permissions.set(Permission.objects.filter(codename="view_claim"))
    client.force_login(looker)
    claim = make_claim(state="failed", next_try_at=None)
    assert "check_again_now" not in client.get(CLAIMS).content.decode()
    check_again(client, claim)
    claim.refresh_from_db()
    assert claim.state == "failed"


@pytest.mark.parametrize("odd", ["9" * 40, "one", "1\x00", "-1"])
def test_a_claim_that_cannot_be_is_refused(admin, odd):
    claim = make_claim(state="failed", next_try_at=None)
    assert check_again(admin, claim, _selected_action=odd).status_code in {200, 400}
    claim.refresh_from_db()
    assert claim.state == "failed"


def test_what_strangers_claim_is_escaped(admin):
    make_claim(source='https://e.example/"><script>alert(1)</script>', last_answer="<b>no</b>")
    text = admin.get(CLAIMS).content.decode()
    assert "<script>alert" not in text
    assert "<b>no</b>" not in text


def test_ten_times_the_claims_cost_the_same_queries(admin):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(more):
        for _ in range(more):
            make_claim()
        with CaptureQueriesContext(connection) as queries:
            admin.get(CLAIMS)
        return len(queries)

    assert cost(3) == cost(27)
