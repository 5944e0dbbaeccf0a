"""Whom the author trusts, and whom not: before anything is stored, before and after the visit."""

import pytest

from blog.feedback.models import Status
from blog.feedback.submission import Sender
from blog.models import SiteSettings
from blog.web.exchange import Response
from tests.factories import make_post, make_trackback, make_user
from trackbacks import policy, services, verification
from trackbacks.announcement import permalink
from trackbacks.models import Claim, Protocol, SourceRule, Trackback

pytestmark = pytest.mark.django_db

ANN = "https://ann.example/blog/a"
SENDER = Sender("93.184.215.14")


@pytest.fixture(autouse=True)
def _no_limits(settings):
    settings.RATE_LIMITS = False


def rule(effect, kind, value):
    return SourceRule.objects.create(effect=effect, kind=kind, value=value)


def send(post, source=ANN, sender=SENDER, **words):
    words = services.Words(**words)
    return services.receive(post, source, words, sender, protocol=Protocol.TRACKBACK)


def web(post, url=ANN, title="Its own title"):
    body = f"<title>{title}</title><a href='{permalink(post)}'>x</a>".encode()
    return lambda request, bounds: Response(url, 200, {"content-type": "text/html"}, body)


def check(claim, fetch):
    verification.verify(claim.pk, fetch)
    claim.refresh_from_db()
    return claim


def never(request, bounds):
    raise AssertionError(f"{request.url} was visited")


# --- Which rule decides


@pytest.mark.parametrize(
    ("kind", "value", "is_meant"),
    [
        ("host", "ann.example", True),
        ("host", "example", True),
        ("host", "nn.example", False),
        ("host", "blog.ann.example", False),
        ("prefix", "ann.example/blog", True),
        ("prefix", "ann.example/blo", False),
        ("prefix", "ann.example/blog/a/b", False),
        ("network", "93.184.215.0/24", True),
        ("network", "93.184.216.0/24", False),
    ],
)
def test_a_block_is_of_what_lies_in_it(kind, value, is_meant):
    rule("block", kind, value)
    assert policy.standing(ANN, SENDER.ip).is_blocked is is_meant


def test_trust_is_in_one_host_and_not_in_its_subdomains():
    rule("trust", "host", "example")
    assert not policy.standing(ANN).is_trusted
    rule("trust", "host", "ann.example")
    assert policy.standing(ANN).is_trusted


def test_the_rule_that_names_more_of_the_address_decides_and_a_blocked_sender_before_all():
    rule("block", "host", "example")
    rule("trust", "host", "ann.example")
    assert policy.standing(ANN).is_trusted
    rule("block", "prefix", "ann.example/blog")
    assert policy.standing(ANN).is_blocked
    rule("trust", "prefix", "ann.example/blog/a")
    assert policy.standing(ANN, SENDER.ip).is_trusted
    rule("block", "network", "93.0.0.0/8")
    assert policy.standing(ANN, SENDER.ip).is_blocked


def test_it_is_one_query_however_many_rules_there_are(django_assert_num_queries):
    for number in range(50):
        rule("block", "host", f"junk{number}.example")
    with django_assert_num_queries(1):
        assert policy.standing(ANN, SENDER.ip).rule is None


# --- Blocked


@pytest.mark.parametrize(
    ("kind", "value"), [("host", "ann.example"), ("network", "93.184.215.14/32")]
)
def test_what_is_blocked_is_refused_and_nothing_stored(kind, value):
    rule("block", kind, value)
    with pytest.raises(services.BlockedSource):
        send(make_post())
    assert not Claim.objects.exists()


def test_what_is_blocked_while_it_waits_is_never_visited():
    claim = send(make_post())
    rule("block", "host", "ann.example")
    assert check(claim, never).state == "refused"
    assert "blocked" in claim.last_answer


def test_a_way_round_by_a_redirect_is_blocked_too():
    post = make_post()
    rule("block", "host", "junk.example")
    assert check(send(post), web(post, "https://junk.example/")).state == "refused"
    assert not Trackback.objects.exists()


@pytest.mark.parametrize("status", ["draft", "private"])
def test_a_post_that_is_no_longer_published_makes_no_visit(status):
    post = make_post()
    claim = send(post)
    type(post).objects.update(status=status)
    assert check(claim, never).state == "refused"


def test_a_post_that_was_closed_makes_no_visit_and_the_claim_says_why():
    post = make_post()
    claim = send(post)
    type(post).objects.update(linkbacks_allowed=False)
    assert "on this post" in check(claim, never).last_answer


# --- Trusted


def test_a_trusted_site_is_shown_at_once_whatever_the_policy_and_the_checks_say():
    SiteSettings.objects.create(pk=1, linkback_policy="hold", max_links=0)
    post = make_post()
    rule("trust", "host", "ann.example")
    check(send(post), web(post, title="http://a http://b"))
    link = Trackback.objects.get()
    assert link.status == "approved"
    assert link.reasons == [
        {"code": "trusted", "text": "Links from ann.example are trusted.", "weight": 0}
    ]
    assert link.records.get().why == "Links from ann.example are trusted."
    post.refresh_from_db()
    assert post.trackback_count == 1


def test_a_stranger_cannot_put_words_into_the_mouth_of_a_trusted_site():
    post = make_post()
    rule("trust", "prefix", "ann.example/blog")
    check(send(post, title="Buy now", blog_name="Casino", excerpt="Cheap"), web(post))
    link = Trackback.objects.get()
    assert (link.title, link.blog_name, link.excerpt) == ("Its own title", "", "x")


def test_trust_ends_where_a_redirect_leads_elsewhere():
    SiteSettings.objects.create(pk=1, linkback_policy="hold")
    post = make_post()
    rule("trust", "host", "ann.example")
    check(send(post), web(post, "https://junk.example/"))
    assert Trackback.objects.get().status == "pending"


def test_a_link_that_waited_is_shown_once_its_site_is_trusted_and_it_is_sent_again():
    SiteSettings.objects.create(pk=1, linkback_policy="hold")
    post = make_post()
    check(send(post), web(post))
    assert Trackback.objects.get().status == "pending"
    rule("trust", "host", "ann.example")
    check(send(post, title="New words"), web(post))
    link = Trackback.objects.get()
    assert link.status == "approved"
    assert link.records.latest("pk").why == "Links from ann.example are trusted."


# --- Decided at a link


def test_to_trust_a_site_shows_what_waits_from_there():
    staff, post = make_user(is_staff=True), make_post()
    link = make_trackback(post, source=ANN, status=Status.PENDING)
    waiting = make_trackback(post, source=f"{ANN}/2", status=Status.PENDING)
    spam = make_trackback(post, source=f"{ANN}/3", status=Status.SPAM)
    other = make_trackback(post, status=Status.PENDING)
    made, changed = policy.trust_site(link, by=staff)
    assert (made.effect, made.kind, made.value, changed) == ("trust", "host", "ann.example", 2)
    states = {row.pk: row.status for row in Trackback.objects.all()}
    assert [states[row.pk] for row in (link, waiting, spam, other)] == [
        "approved", "approved", "spam", "pending",
    ]  # fmt: skip
    record = waiting.records.latest("pk")
    assert (record.by, "ann.example is trusted" in record.why) == (staff, True)


def test_to_block_a_site_turns_trust_round():
    staff = make_user(is_staff=True)
    link = make_trackback(source=ANN)
    policy.trust_site(link, by=staff)
    made, changed = policy.block_site(link, by=staff)
    assert (SourceRule.objects.get(), made.effect, changed) == (made, "block", 1)
    link.refresh_from_db()
    assert link.status == "spam"
