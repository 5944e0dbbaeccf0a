"""Only the page itself can say that it links to a post."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from blog.feedback import moderation
from blog.feedback.submission import Sender
from blog.models import Redirect, SiteSettings
from blog.web.exchange import FetchFailed, FetchRefused, Response
from tests.factories import make_post, make_trackback, make_user
from trackbacks import services, verification
from trackbacks.announcement import permalink
from trackbacks.models import Claim, Protocol, Trackback
from trackbacks.recording import WITHDRAWN
from trackbacks.verification import MOST_ATTEMPTS, verify

pytestmark = pytest.mark.django_db

SOURCE = "https://other.example/answer"
SENDER = Sender(ip="93.184.215.14", user_agent="Other/1")


@pytest.fixture(autouse=True)
def _no_limits(settings):
    settings.RATE_LIMITS = False


def policy(name):
    SiteSettings.objects.update_or_create(pk=1, defaults={"linkback_policy": name})


@pytest.fixture
def publish():
    policy("publish_verified")


def send(post, **words):
    words = {"title": "An answer", "blog_name": "Wool", "excerpt": "It is true."} | words
    return services.receive(
        post, SOURCE, services.Words(**words), SENDER, protocol=Protocol.TRACKBACK
    )


class Web:
    """Stands for the world: answers every request with the same, and notes it."""

    def __init__(self, answer):
        self.answer = answer
        self.requests = []

    def __call__(self, request, bounds):
        assert not transaction.get_connection().savepoint_ids[1:], "no visit in a transaction"
        self.requests.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def page(body, *, status=200, url=SOURCE, **options):
    headers = {"content-type": "text/html; charset=utf-8"}
    return Web(Response(url, status, headers, body.encode(), **options))


def linking(post, *, title="Its own title", words="I liked {}."):
    link = f'<a href="{permalink(post)}">that post</a>'
    site = "<meta property=og:site_name content='Its own name'>"
    return page(f"<title>{title}</title>{site}<p>{words.format(link)}</p>")


def checked(claim, web):
    verify(claim.pk, web)
    claim.refresh_from_db()
    return claim


def only_link():
    return Trackback.objects.get()


def test_a_page_that_links_becomes_a_trackback(publish):
    post = make_post()
    web = linking(post)
    claim = checked(send(post), web)
    link = only_link()
    assert (link.title, link.blog_name, link.excerpt) == ("An answer", "Wool", "It is true.")
    assert (link.post, link.source, link.source_host) == (post, SOURCE, "other.example")
    assert (link.protocol, link.status) == ("trackback", "approved")
    assert (link.ip, link.user_agent) == (SENDER.ip, SENDER.user_agent)
    assert link.verified_at is not None
    post.refresh_from_db()
    assert post.trackback_count == 1
    assert (claim.state, claim.attempts, claim.next_try_at) == ("verified", 1, None)
    assert (claim.leased_until, claim.last_answer) == (None, "The page links to this post.")
    assert link.records.get().new_status == "approved"
    (request,) = web.requests
    assert request.url == SOURCE
    assert request.purpose == "checking a trackback that 93.184.215.14 sent"


def test_a_trackback_waits_for_the_author_where_she_wants_to_see_each():
    post = make_post()
    policy("hold")
    checked(send(post), linking(post))
    link = only_link()
    assert link.status == "pending"
    assert link.reasons[0]["code"] == "policy"
    assert "waits for the author" in link.records.get().why
    post.refresh_from_db()
    assert post.trackback_count == 0


def test_a_trackback_full_of_links_waits_with_the_reason(publish):
    post = make_post()
    checked(send(post, excerpt="http://a http://b http://c"), linking(post))
    assert only_link().status == "pending"
    assert only_link().reasons[0]["code"] == "links"


def test_what_the_sender_leaves_out_is_read_from_the_page(publish):
    post = make_post()
    checked(send(post, title="", blog_name="", excerpt=""), linking(post))
    link = only_link()
    assert (link.title, link.blog_name) == ("Its own title", "Its own name")
    assert link.excerpt == "I liked that post."


@pytest.mark.parametrize(
    "web",
    [
        page("<p>no link"),
        page("http://testserver/2026/"),
        page("", status=410),
        Web(FetchRefused("The host is not on the public internet.")),
    ],
)
def test_a_page_that_does_not_link_never_appears(web):
    claim = checked(send(make_post()), web)
    assert (claim.state, claim.next_try_at) == ("refused", None)
    assert claim.last_answer != ""
    assert not Trackback.objects.exists()


def test_a_large_page_of_which_the_first_part_does_not_link_is_refused():
    claim = checked(send(make_post()), page("<p>", is_cut=True))
    assert claim.state == "refused"
    assert "first part" in claim.last_answer


def test_a_page_that_leads_back_to_this_blog_proves_nothing():
    post = make_post()
    web = page(f"<a href='{permalink(post)}'>x</a>", url=permalink(make_post()))
    claim = checked(send(post), web)
    assert claim.state == "refused"
    assert "this blog itself" in claim.last_answer


def test_a_link_to_another_post_is_none_to_this_one():
    assert checked(send(make_post()), linking(make_post())).state == "refused"


def test_a_link_to_an_address_that_the_post_once_had_counts(publish):
    post = make_post()
    Redirect.objects.create(path="/2009/09/28/älter/", post=post)
    web = page("<a href='https://testserver/2009/09/28/%C3%A4lter#top'>x</a>")
    assert checked(send(post), web).state == "verified"


# --- trying again


@pytest.mark.parametrize(
    "web", [page("", status=500), page("", status=404), page("", status=503),
            page("<a href='http://testserver/'>x</a>", status=302), Web(FetchFailed("Too slow."))],
)  # fmt: skip
def test_a_page_that_cannot_be_seen_now_is_tried_again(web):
    claim = checked(send(make_post()), web)
    assert (claim.state, claim.leased_until) == ("queued", None)
    wait = claim.next_try_at - timezone.now()
    assert timedelta(minutes=4) < wait < timedelta(minutes=6)
    assert not Trackback.objects.exists()


def test_tries_come_ever_later_and_end():
    claim = send(make_post())
    waits = []
    for _ in range(MOST_ATTEMPTS - 1):
        checked(claim, Web(FetchFailed("Too slow.")))
        waits.append(claim.next_try_at - claim.checked_at)
    assert waits == sorted(set(waits))
    assert timedelta(hours=12) < waits[-1] < timedelta(days=2)
    checked(claim, Web(FetchFailed("Too slow.")))
    assert (claim.state, claim.last_answer, claim.next_try_at) == ("failed", "Too slow.", None)


def test_a_check_that_kills_every_worker_is_given_up():
    claim = send(make_post())
    Claim.objects.update(attempts=MOST_ATTEMPTS)
    web = page("<p>")
    assert checked(claim, web).state == "failed"
    assert web.requests == []


# --- once


def test_a_claim_is_in_one_workers_hands_at_a_time():
    claim = send(make_post())
    assert verification.take(claim.pk).attempts == 1
    assert verification.take(claim.pk) is None
    Claim.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert verification.take(claim.pk).attempts == 2


def test_a_settled_claim_is_not_checked_again(publish):
    post = make_post()
    web = linking(post)
    claim = checked(send(post), web)
    checked(claim, web)
    assert len(web.requests) == 1
    assert Trackback.objects.count() == 1


def test_a_job_for_a_claim_that_is_gone_does_nothing():
    verify(999_999_999, page("<p>"))


def test_a_worker_that_was_overtaken_writes_nothing(publish):
    post = make_post()
    claim = send(post)
    slow = verification.take(claim.pk)
    Claim.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    checked(claim, linking(post))
    verification.settle(slow, verification.look(slow, linking(post)))
    assert Trackback.objects.count() == 1
    verification.settle(slow, verification.look(slow, page("<p>no link")))
    assert only_link().status == "approved"


# --- later


def again(claim, web):
    """The same page is announced anew and checked."""
    Claim.objects.filter(pk=claim.pk).update(checked_at=timezone.now() - timedelta(days=1))
    return checked(send(claim.post), web)


def test_a_page_that_no_longer_links_is_withdrawn_and_may_come_back(publish):
    post = make_post()
    claim = checked(send(post), linking(post))
    for web in (page("<p>no link"), page("", status=410)):
        assert again(claim, web).state == "gone"
        link = only_link()
        assert link.status == "removed"
        assert link.records.last().why == WITHDRAWN
        post.refresh_from_db()
        assert post.trackback_count == 0
        assert again(claim, linking(post)).state == "verified"
        assert only_link().status == "approved"
        post.refresh_from_db()
        assert post.trackback_count == 1


def test_a_page_that_cannot_be_seen_now_keeps_its_place(publish):
    post = make_post()
    claim = checked(send(post), linking(post))
    for web in (page("", status=503), Web(FetchFailed("x")), Web(FetchRefused("x"))):
        again(claim, web)
        assert only_link().status == "approved"


def test_an_imported_link_is_verified_but_never_withdrawn():
    post = make_post()
    make_trackback(post, source=SOURCE, verified_at=None)
    claim = checked(send(post), page("<p>no link"))
    assert (claim.state, only_link().status) == ("gone", "approved")
    again(claim, linking(post))
    assert only_link().verified_at is not None


def test_what_the_author_removed_meanwhile_stays_out(publish):
    post = make_post()
    claim = checked(send(post), linking(post))
    Claim.objects.update(state="queued")
    moderation.remove(Trackback.objects.all(), by=make_user(is_staff=True))
    checked(claim, linking(post))
    assert only_link().status == "removed"


def test_a_link_that_waits_takes_the_newest_words():
    post = make_post()
    policy("hold")
    checked(send(post), linking(post))
    checked(send(post, title="A better title"), linking(post))
    assert only_link().title == "A better title"


def test_nobody_can_put_other_words_to_a_link_that_is_shown(publish):
    post = make_post()
    checked(send(post), linking(post))
    checked(send(post, title="BUY THIS", excerpt="NOW"), linking(post))
    link = only_link()
    assert (link.title, link.excerpt) == ("Its own title", "I liked that post.")


def test_words_that_the_author_approved_stay():
    post = make_post()
    policy("hold")
    checked(send(post), linking(post))
    moderation.approve(Trackback.objects.all(), by=make_user(is_staff=True))
    checked(send(post, title="BUY THIS"), linking(post, title="AND THIS"))
    assert only_link().title == "An answer"


# --- what a page says in microformats


def entry(post, kind, *, name="Ann", content="I disagree, kindly."):
    return page(
        '<title>Notes</title><article class="h-entry">'
        f'<a class="p-author h-card" href="/ann">{name}</a>'
        f'<a class="u-{kind}" href="{permalink(post)}">re</a><p class="e-content">{content}</p>'
        '<time class="dt-published" datetime="2026-01-02T03:04:05Z">x</time></article>'
    )


def mention(post):
    return services.receive(post, SOURCE, services.Words(), SENDER, protocol=Protocol.WEBMENTION)


@pytest.mark.parametrize(
    ("named", "kind"),
    [("in-reply-to", "reply"), ("like-of", "like"), ("repost-of", "repost"),
     ("bookmark-of", "bookmark"), ("url", "mention")],
)  # fmt: skip
def test_a_link_is_of_the_kind_that_the_page_says(publish, named, kind):
    post = make_post()
    checked(mention(post), entry(post, named))
    link = only_link()
    assert (link.kind, link.author, link.author_url) == (kind, "Ann", "https://other.example/ann")
    assert link.written_at.isoformat() == "2026-01-02T03:04:05+00:00"


def test_a_reply_is_kept_with_its_words_and_renewed(publish):
    post = make_post()
    checked(mention(post), entry(post, "in-reply-to"))
    assert only_link().excerpt == "I disagree, kindly."
    checked(mention(post), entry(post, "like-of", name="Ann B.", content="Changed my mind."))
    link = only_link()
    assert (link.kind, link.author, link.excerpt) == ("like", "Ann B.", "Changed my mind.")


def test_words_that_the_author_approved_stay_as_they_were():
    post = make_post()
    policy("hold")
    checked(mention(post), entry(post, "in-reply-to"))
    moderation.approve(Trackback.objects.all(), by=make_user(is_staff=True))
    checked(mention(post), entry(post, "in-reply-to", name="Spam", content="Buy this."))
    assert (only_link().author, only_link().excerpt) == ("Ann", "I disagree, kindly.")


def test_a_page_that_was_there_and_is_not_found_any_more_is_gone(publish):
    post = make_post()
    checked(mention(post), linking(post))
    claim = checked(mention(post), page("", status=404))
    assert (claim.state, only_link().status) == ("gone", "removed")
    claim = checked(mention(post), linking(post))
    assert (claim.state, only_link().status) == ("verified", "approved")


def test_a_picture_of_ours_is_a_mention_but_no_trackback(publish):
    post = make_post()
    picture = page(f'<img src="{permalink(post)}">')
    assert checked(mention(post), picture).state == "verified"
    other = make_post()
    picture = page(f'<img src="{permalink(other)}">')
    assert checked(send(other), picture).state == "refused"
