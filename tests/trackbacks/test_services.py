"""What becomes of the word of another blog before anybody has looked at its page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.feedback import moderation
from blog.feedback.submission import Sender
from blog.limits import Limit
from blog.models import SiteSettings
from blog.web.exchange import FetchFailed
from tests.factories import make_page, make_post, make_trackback, make_user
from trackbacks import intake, services, verification
from trackbacks.jobs import sweep_claims
from trackbacks.models import Claim, Protocol, SourceRule, Trackback
from trackbacks.rechecking import check_again
from trackbacks.recording import Outcome
from trackbacks.source import Source

pytestmark = pytest.mark.django_db

SOURCE = "https://other.example/answer"
SENDER = Sender(ip="93.184.215.14", user_agent="Other/1")


def send(post, source=SOURCE, *, title="An answer", sender=SENDER, **words):
    return services.receive(
        post, source, services.Words(title, **words), sender, protocol=Protocol.TRACKBACK
    )


def jobs():
    return DBTaskResult.objects.count()


def stored():
    return Claim.objects.count()


def test_a_claim_is_stored_with_what_was_said_and_a_job_to_check_it(
    django_capture_on_commit_callbacks,
):
    post = make_post()
    with django_capture_on_commit_callbacks(execute=True):
        claim = send(post, blog_name="Wool", excerpt="Words.")
    claim.refresh_from_db()
    assert (claim.post, claim.source, claim.state) == (post, SOURCE, "queued")
    assert claim.target == f"http://testserver{post.get_absolute_url()}"
    assert (claim.title, claim.blog_name, claim.excerpt) == ("An answer", "Wool", "Words.")
    assert (claim.ip, claim.user_agent) == (SENDER.ip, SENDER.user_agent)
    assert DBTaskResult.objects.get().args_kwargs == {"args": [claim.pk], "kwargs": {}}
    assert not Trackback.objects.exists()


def test_a_page_of_the_site_takes_links_too():
    assert send(make_page()).target.startswith("http://testserver/page-")


def test_the_source_is_stored_as_it_will_be_asked_for():
    assert send(make_post(), "HTTPS://Other.Example#part").source == "https://other.example/"


@pytest.mark.parametrize(
    "source", ["", "words", "javascript:alert(1)", "ftp://other.example/", "http://localhost/",
               "http://10.0.0.1/", "https://a:b@other.example/", f"https://x.example/{'a' * 3000}",
               "https://other.example/ä" + "ä" * 900, "https://other.example/\x00"],
)  # fmt: skip
def test_a_source_that_cannot_be_visited_is_refused(source):
    with pytest.raises(services.BadSource) as refusal:
        send(make_post(), source)
    assert "cannot be visited" in str(refusal.value.message)
    assert stored() == 0


@pytest.mark.parametrize("path", ["/", "/2026/01/01/x/", "/anything?a=b"])
def test_a_page_of_this_blog_itself_is_refused(path, settings):
    settings.SITE_URL = "https://blog.example.org"
    for scheme in ("http", "https"):
        with pytest.raises(services.OwnSource):
            send(make_post(), f"{scheme}://Blog.Example.Org{path}")


def test_a_closed_post_takes_nothing_and_says_why():
    with pytest.raises(services.LinkbacksClosed, match="on this post"):
        send(make_post(linkbacks_allowed=False))
    SiteSettings.objects.create(pk=1, close_after_days=2)
    with pytest.raises(services.LinkbacksClosed, match="this one is older"):
        send(make_post(published_at=timezone.now() - timedelta(days=3)))
    assert stored() == 0


# --- repeats


def test_the_same_again_is_a_duplicate_and_makes_no_second_job(django_capture_on_commit_callbacks):
    post = make_post()
    with django_capture_on_commit_callbacks(execute=True):
        send(post)
        with pytest.raises(services.DuplicateLinkback):
            send(post)
    assert (stored(), jobs()) == (1, 1)


def test_one_page_may_link_to_two_posts():
    send(make_post())
    send(make_post())
    assert stored() == 2


def test_other_words_replace_those_that_wait(django_capture_on_commit_callbacks):
    post = make_post()
    with django_capture_on_commit_callbacks(execute=True):
        first = send(post, blog_name="Wool")
        second = send(post, title="A better title")
    assert second.pk == first.pk
    assert (second.title, second.blog_name) == ("A better title", "Wool")
    assert jobs() == 1


def test_words_that_come_while_a_worker_looks_are_what_it_writes_down():
    post = make_post()
    held = verification.take(send(post).pk)
    send(post, title="A better title")
    page = Source(is_linking=True, title="Its own title")
    verification.settle(held, Outcome(Claim.State.VERIFIED, "yes", page))
    assert Trackback.objects.get().title == "A better title"
    assert Claim.objects.get().state == "verified"


@pytest.mark.parametrize("state", ["refused", "failed", "gone"])
def test_a_page_that_came_to_nothing_may_be_sent_again(state):
    post = make_post()
    claim = send(post)
    Claim.objects.update(state=state, next_try_at=None, attempts=6, checked_at=timezone.now())
    assert send(post).pk == claim.pk
    claim.refresh_from_db()
    assert (claim.state, claim.attempts) == ("queued", 0)
    assert claim.next_try_at is not None


def verified(post, *, checked_at):
    claim = send(post)
    Claim.objects.update(state="verified", next_try_at=None, checked_at=checked_at)
    return claim, make_trackback(post, source=SOURCE)


def test_a_verified_page_is_looked_at_again_for_other_words_or_after_a_while():
    post = make_post()
    now = timezone.now()
    verified(post, checked_at=now)
    with pytest.raises(services.DuplicateLinkback):
        send(post)
    assert send(post, title="New words").state == "queued"
    Claim.objects.update(state="verified", checked_at=now - timedelta(hours=2))
    assert send(post, title="New words").state == "queued"


@pytest.mark.parametrize("throw_out", [moderation.remove, moderation.mark_as_spam])
def test_what_the_author_threw_out_stays_out(throw_out):
    post = make_post()
    _claim, link = verified(post, checked_at=timezone.now() - timedelta(days=9))
    throw_out(Trackback.objects.filter(pk=link.pk), by=make_user(is_staff=True))
    with pytest.raises(services.DuplicateLinkback):
        send(post, title="New words")
    link.delete()
    with pytest.raises(services.DuplicateLinkback):
        send(post, title="Newer words")
    assert Claim.objects.get().state == "verified"


def test_what_an_import_brought_as_spam_stays_out():
    post = make_post()
    make_trackback(post, source=SOURCE, status="spam")
    with pytest.raises(services.DuplicateLinkback):
        send(post)
    assert stored() == 0


# --- limits


def test_one_network_can_announce_only_so_much(monkeypatch):
    monkeypatch.setattr(intake, "SENDER_LIMITS", (Limit("test-network", 2, 600),))
    post = make_post()
    for number, ip in enumerate(["93.184.215.14", "93.184.215.99"]):
        send(post, f"https://x{number}.example/", sender=Sender(ip=ip))
    with pytest.raises(services.TooManyLinkbacks) as refusal:
        send(post, "https://x3.example/", sender=SENDER)
    assert 0 < refusal.value.retry_after <= 600
    send(post, "https://x4.example/", sender=Sender(ip="1.1.1.1"))
    assert stored() == 3


def test_one_host_is_visited_only_so_often_whoever_asks(monkeypatch):
    monkeypatch.setattr(intake, "HOST_LIMITS", (Limit("test-host", 2, 600),))
    post = make_post()
    for number in (1, 2):
        send(post, f"https://victim.example/{number}", sender=Sender(ip=f"1.1.{number}.1"))
    with pytest.raises(services.TooManyLinkbacks):
        send(post, "http://Victim.Example/3", sender=Sender(ip="1.1.9.1"))
    send(post, "https://other.example/1", sender=Sender(ip="1.1.9.1"))


def test_limits_can_be_switched_off_for_test_runs(settings, monkeypatch):
    settings.RATE_LIMITS = False
    monkeypatch.setattr(intake, "SENDER_LIMITS", (Limit("test-off", 1, 600),))
    post = make_post()
    for number in range(3):
        send(post, f"https://other.example/{number}")


def test_a_sender_without_an_address_counts_as_one(monkeypatch):
    monkeypatch.setattr(intake, "SENDER_LIMITS", (Limit("test-none", 1, 600),))
    post = make_post()
    send(post, sender=Sender())
    with pytest.raises(services.TooManyLinkbacks):
        send(post, "https://other.example/2", sender=Sender())


def test_a_flood_from_everywhere_fills_the_queue_and_no_more(monkeypatch):
    monkeypatch.setattr(intake, "MOST_WAITING", 5)
    post = make_post()
    for number in range(5):
        send(post, f"https://junk{number}.example/", sender=Sender(ip=f"93.184.{number}.1"))
    with pytest.raises(services.TooManyLinkbacks) as refusal:
        send(post, "https://honest.example/", sender=Sender(ip="93.185.1.1"))
    assert refusal.value.retry_after == intake.FULL_SECONDS
    assert stored() == 5
    Claim.objects.filter(source="https://junk1.example/").update(visited_at=timezone.now())
    send(post, "https://honest.example/", sender=Sender(ip="93.185.1.1"))


def test_a_flood_from_everywhere_is_refused_for_the_rest_of_the_hour(monkeypatch):
    monkeypatch.setattr(intake, "STRANGERS_LIMITS", (Limit("test-site", 3, 3600),))
    post = make_post()
    for number in range(3):
        send(post, f"https://junk{number}.example/", sender=Sender(ip=f"93.184.{number}.1"))
    with pytest.raises(services.TooManyLinkbacks) as refusal:
        send(post, "https://other.example/", sender=Sender(ip="93.185.1.1"))
    assert 0 < refusal.value.retry_after <= 3600
    assert stored() == 3


def test_trusted_sites_get_in_while_strangers_fill_the_queue(monkeypatch):
    monkeypatch.setattr(intake, "MOST_WAITING", 1)
    monkeypatch.setattr(intake, "STRANGERS_LIMITS", (Limit("test-strangers", 1, 3600),))
    SourceRule.objects.create(effect="trust", kind="host", value="ann.example")
    post = make_post()
    send(post)
    with pytest.raises(services.TooManyLinkbacks):
        send(post, "https://junk.example/")
    assert send(post, "https://ann.example/a").state == "queued"


def test_one_host_has_no_more_than_its_share_of_the_queue(monkeypatch):
    monkeypatch.setattr(intake, "MOST_WAITING_OF_HOST", 2)
    post = make_post()
    for number in (1, 2):
        send(post, f"https://other.example/{number}")
    with pytest.raises(services.TooManyLinkbacks):
        send(post, "https://other.example/3")
    assert send(post, "https://another.example/")


def test_what_is_refused_writes_nothing_and_asks_little(monkeypatch):
    monkeypatch.setattr(intake, "STRANGERS_LIMITS", (Limit("test-cheap", 1, 3600),))
    post = make_post()
    send(post)
    for most in (4, 2):  # the second time this process knows that the hour is used up, and for whom
        with CaptureQueriesContext(connection) as asked, pytest.raises(services.TooManyLinkbacks):
            send(post, "https://junk.example/")
        assert len(asked) <= most
        assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


# --- one visit a day


def visited(claim, state="verified"):
    Claim.objects.update(
        state=state, visited_at=timezone.now(), checked_at=timezone.now(), next_try_at=None,
        attempts=1,
    )  # fmt: skip
    return claim


@pytest.mark.parametrize("state", ["verified", "refused", "failed", "gone"])
@pytest.mark.parametrize("protocol", list(Protocol))
def test_a_page_is_visited_once_a_day_whatever_is_sent(state, protocol):
    post = make_post()
    claim = visited(send(post), state)
    if state == "verified":
        make_trackback(post, source=SOURCE)
    for number in range(5):
        words = services.Words(f"Other words {number}")
        services.receive(post, SOURCE, words, SENDER, protocol=protocol)
        assert verification.take(claim.pk) is None
    claim.refresh_from_db()
    assert (claim.state, claim.attempts) == ("queued", 0)
    in_a_day = timezone.now() + timedelta(days=1)
    assert in_a_day - timedelta(minutes=1) < claim.next_try_at <= in_a_day
    Claim.objects.update(visited_at=timezone.now() - timedelta(days=1))
    assert verification.take(claim.pk).title == "Other words 4"


def test_a_page_that_changes_while_it_is_looked_at_is_looked_at_again_in_a_day():
    post = make_post()
    held = verification.take(send(post).pk)
    mention = Protocol.WEBMENTION
    services.receive(post, SOURCE, services.Words(), SENDER, protocol=mention)
    page = Source(is_linking=True, title="Its own title")
    verification.settle(held, Outcome(Claim.State.VERIFIED, "yes", page))
    claim = Claim.objects.get()
    assert Trackback.objects.exists()
    assert (claim.state, claim.attempts) == ("queued", 0)
    assert claim.next_try_at == claim.visited_at + timedelta(days=1)
    assert verification.take(claim.pk) is None


def test_without_limits_it_is_looked_at_again_at_once(settings):
    settings.RATE_LIMITS = False
    post = make_post()
    claim = visited(send(post))
    make_trackback(post, source=SOURCE)
    send(post, title="Other words")
    assert verification.take(claim.pk) is not None


def test_the_author_may_have_it_looked_at_at_any_time():
    claim = visited(send(make_post()))
    check_again(Claim.objects.all())
    assert verification.take(claim.pk) is not None


def test_a_page_that_did_not_answer_is_tried_again_before_the_day_is_over():
    claim = send(make_post())
    verification.settle(verification.take(claim.pk), Outcome(Claim.State.QUEUED, "no answer"))
    assert verification.take(claim.pk).attempts == 2


# --- the switch


def test_nothing_is_taken_or_visited_while_links_are_switched_off():
    post = make_post()
    claim = send(post)
    SiteSettings.objects.update_or_create(pk=1, defaults={"linkbacks_open": False})
    with pytest.raises(services.LinkbacksClosed):
        send(post, "https://another.example/")

    def never(request, bounds):
        raise AssertionError("visited")

    Claim.objects.update(next_try_at=timezone.now())
    assert sweep_claims() == 0
    verification.verify(claim.pk, never)
    claim.refresh_from_db()
    assert (claim.state, claim.attempts, claim.visited_at) == ("queued", 0, None)
    SiteSettings.objects.update(linkbacks_open=True)
    assert sweep_claims() == 1


def test_no_host_is_visited_in_quick_succession():
    visits = []

    def fetch(request, bounds):
        visits.append(request.url)
        raise FetchFailed("no answer")

    claims = [send(make_post()) for _ in range(8)]
    for claim in claims:
        verification.verify(claim.pk, fetch)
    assert len(visits) == 6
    waiting = Claim.objects.filter(attempts=0)
    assert waiting.count() == 2
    assert all(claim.next_try_at > timezone.now() for claim in waiting)
