"""What an author sees and decides of the links in a text before anybody is told."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.services.publishing import save_post
from blog.web.exchange import FetchFailed, FetchRefused, Response
from tests.factories import make_post
from tests.trackbacks.test_outgoing import A, B, Web, rewrite, scan_all, states, tell_all, write
from trackbacks import jobs, outgoing, plan
from trackbacks.announcement import permalink
from trackbacks.models import OutgoingLink

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _live(settings):
    settings.SITE_LIVE = True


def draft(*targets, **fields):
    post = write(*targets, status="draft", **fields)
    plan.note(post)
    return post


def untick(post, target):
    row = OutgoingLink.objects.get(post=post, target=target)
    plan.choose(post, shown=[row.pk], wanted=[])
    return row


def look_at(target, web):
    plan.look(OutgoingLink.objects.get(target=target).pk, web)
    return OutgoingLink.objects.get(target=target)


def publish(post, **fields):
    post.status = "published"
    for name, value in fields.items():
        setattr(post, name, value)
    return save_post(post)


# --- what is planned


def test_the_plan_lists_the_links_to_other_sites_in_their_order():
    body = f"[two words]({B}) [home](/) [own]({permalink(make_post())}) <{A}> [again]({B})"
    post = make_post(status="draft", body=body)
    links = plan.plan_of(post).links
    assert [(link.address, link.words, link.host) for link in links] == [
        (B, "two words", "b.example"), (A, A, "a.example"),
    ]  # fmt: skip
    assert [link.row for link in links] == [None, None]


def test_a_plan_costs_one_query_however_many_links_there_are(django_assert_num_queries):
    post = draft(*(f"https://a.example/{number}" for number in range(60)))
    with django_assert_num_queries(1):
        assert len(plan.plan_of(post).links) == 60


def test_of_very_many_links_the_first_are_planned():
    post = draft(*(f"https://a.example/{number}" for number in range(103)))
    found = plan.plan_of(post)
    assert (len(found.links), found.left_out) == (100, 3)
    assert OutgoingLink.objects.count() == 100


def test_what_leaves_a_draft_is_forgotten_but_not_that_it_was_unwanted():
    post = draft(A, B)
    untick(post, A)
    plan.note(rewrite(post))
    assert dict(OutgoingLink.objects.values_list("target", "is_wanted")) == {A: False}
    plan.note(rewrite(post, A, B))
    assert dict(OutgoingLink.objects.values_list("target", "is_wanted")) == {A: False, B: True}


# --- nobody is told too early


def test_nobody_is_told_of_a_draft():
    draft(A, B)
    assert tell_all(Web()).sent == []
    assert jobs.sweep_links() == 0
    assert states() == {A: "planned", B: "planned"}


def test_nobody_is_told_of_a_post_that_was_taken_back_just_before():
    post = write(A)
    scan_all()
    type(post).objects.update(status="draft")
    web = Web()
    outgoing.tell(OutgoingLink.objects.get().pk, web)
    assert web.sent == []


def test_a_draft_that_is_published_tells_its_ticked_links_alone():
    post = draft(A, B)
    untick(post, A)
    publish(post)
    (sent,) = tell_all(Web()).sent
    assert "b.example" in sent[1]
    assert states() == {A: "unwanted", B: "told"}


def test_a_tick_taken_away_holds_for_a_scheduled_post():
    post = draft(A, B)
    untick(post, A)
    publish(post, published_at=timezone.now() + timedelta(days=1))
    assert tell_all(Web()).sent == []
    type(post).objects.update(published_at=timezone.now() - timedelta(seconds=1))
    assert len(tell_all(Web()).sent) == 1
    assert states() == {A: "unwanted", B: "told"}


def test_a_tick_that_is_set_later_has_the_link_told():
    post = draft(A)
    row = untick(post, A)
    publish(post)
    assert tell_all(Web()).sent == []
    plan.choose(post, shown=[row.pk], wanted=[row.pk])
    rewrite(post, A)
    assert len(tell_all(Web()).sent) == 1


def test_a_tick_taken_away_at_the_last_moment_holds():
    post = write(A)
    scan_all()
    row = untick(post, A)
    web = Web()
    outgoing.tell(row.pk, web)
    rewrite(post, A)
    assert tell_all(web).sent == []
    assert states() == {A: "unwanted"}


def test_what_was_told_cannot_be_unticked():
    post = write(A)
    tell_all(Web())
    untick(post, A)
    assert OutgoingLink.objects.get().is_wanted
    rewrite(post)
    assert len(tell_all(Web()).sent) == 1


def test_ticks_reach_no_other_post():
    post, other = draft(A), draft(A)
    row = OutgoingLink.objects.get(post=other)
    plan.choose(post, shown=[row.pk], wanted=[])
    row.refresh_from_db()
    assert row.is_wanted


def test_on_a_copy_nobody_is_told_even_later(settings):
    settings.SITE_LIVE = False
    post = draft(A)
    publish(post)
    assert tell_all(Web()).sent == []
    assert states() == {A: "old"}
    settings.SITE_LIVE = True
    assert tell_all(Web()).sent == []


def test_a_link_added_to_a_published_post_is_planned_and_then_told():
    post = write(A)
    tell_all(Web())
    plan.note(rewrite(post, A, B))
    assert states() == {A: "told", B: "planned"}
    assert len(tell_all(Web()).sent) == 1
    assert states() == {A: "told", B: "told"}


# --- looking


@pytest.mark.parametrize(
    ("web", "found", "words"),
    [
        (Web(), "webmention", ""),
        (Web(link="", **{"x-pingback": "https://a.example/rpc"}), "pingback", ""),
        (Web(link=""), "nothing", ""),
        (Web(Response(A, 404, {})), "nothing", "404"),
        (Web(Response(A, 503, {})), "unreachable", "503"),
        (Web(FetchFailed("Nobody there.")), "unreachable", "Nobody there."),
        (Web(FetchRefused("It is not public.")), "unreachable", "It is not public."),
    ],
)
def test_a_look_tells_what_the_page_takes(web, found, words):
    draft(A)
    row = look_at(A, web)
    assert (row.found, row.state, row.attempts) == (found, "planned", 0)
    assert words in row.last_answer
    assert row.looked_at is not None
    assert web.sent == []


def test_the_address_of_a_draft_is_not_given_away():
    post = draft(A)
    purposes = []

    def fetch(request, bounds):
        purposes.append(f"{request}")
        return Web()(request, bounds)

    look_at(A, fetch)
    assert permalink(post) not in purposes[0]


def test_a_page_is_looked_at_once():
    post = draft(A)
    look_at(A, Web())
    row = look_at(A, Web(FetchFailed("Nobody there.")))
    assert row.found == "webmention"
    assert plan.note(rewrite(post, A)) is False


def test_a_page_that_could_not_be_reached_is_looked_at_again_after_a_while():
    post = draft(A)
    look_at(A, Web(FetchFailed("Nobody there.")))
    assert plan.note(post) is False
    OutgoingLink.objects.update(looked_at=timezone.now() - timedelta(hours=1))
    assert plan.note(post) is True
    assert look_at(A, Web()).found == "webmention"


def test_two_workers_do_not_look_at_the_same():
    draft(A)

    def meanwhile(request, bounds):
        look_at(A, pytest.fail)
        return Web()(request, bounds)

    assert look_at(A, meanwhile).found == "webmention"


def test_a_look_that_comes_too_late_changes_nothing():
    post = draft(A)

    def meanwhile(request, bounds):
        publish(post)
        scan_all()
        return Web()(request, bounds)

    row = look_at(A, meanwhile)
    assert (row.state, row.found) == ("waiting", "")
    plan.look(999_999_999)


def test_new_links_are_enqueued_once_in_a_while():
    post = draft(A, B)
    jobs.look_at_links.call(post.pk)
    assert DBTaskResult.objects.count() == 2
    assert jobs.sweep_plans() == 0


def test_the_sweep_finds_what_a_killed_worker_left_behind():
    draft(A)
    past = timezone.now() - timedelta(seconds=1)
    OutgoingLink.objects.update(next_try_at=past, leased_until=past)
    assert jobs.sweep_plans() == 1
    assert look_at(A, Web()).found == "webmention"


def test_a_sweep_of_plans_with_nothing_to_do_asks_one_thing(django_assert_num_queries):
    draft(A, B)
    jobs.sweep_plans()
    with django_assert_num_queries(1):
        jobs.sweep_plans()
