"""Others are told of the links in our posts: once, and again where the text says otherwise."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.models import SiteSettings
from blog.services.publishing import delete_post, save_post
from blog.web.exchange import FetchFailed, FetchRefused, Response
from tests.factories import make_page, make_post
from trackbacks import jobs, outgoing
from trackbacks.announcement import permalink
from trackbacks.models import OutgoingLink, OwnLink
from trackbacks.protocols import pingback

pytestmark = pytest.mark.django_db

A, B = "https://a.example/page#part", "https://b.example/page"


@pytest.fixture(autouse=True)
def _live(settings):
    settings.SITE_LIVE = True


class Web:
    """Stands for the world: pages that take webmentions, and notes what they are sent."""

    def __init__(self, page=None, answer=202, **headers):
        self.headers = {"content-type": "text/html", "link": "</wm>; rel=webmention"} | headers
        self.page, self.answer, self.sent = page, answer, []

    def __call__(self, request, bounds):
        if request.method == "POST":
            self.sent.append((request.url, request.body.decode()))
            return Response(request.url, self.answer, {})
        if isinstance(self.page, Exception):
            raise self.page
        return self.page or Response(request.url, 200, self.headers)


def write(*targets, **fields):
    return make_post(body=" ".join(f"[x]({target})" for target in targets), **fields)


def rewrite(post, *targets, **fields):
    for name, value in fields.items():
        setattr(post, name, value)
    post.body = " ".join(f"[x]({target})" for target in targets)
    return save_post(post)


def scan_all():
    for post in outgoing.changed_posts():
        outgoing.scan(post)


def tell_all(web):
    scan_all()
    for link in OutgoingLink.objects.due(timezone.now()):
        outgoing.tell(link.pk, web)
    return web


def states():
    return dict(OutgoingLink.objects.values_list("target", "state"))


# --- what is written down


def test_each_link_of_a_live_post_is_written_down_once():
    post = write(A, B, A, "/own/", permalink(make_post()))
    scan_all()
    scan_all()
    assert states() == {A: "waiting", B: "waiting"}
    assert set(OutgoingLink.objects.values_list("post", flat=True)) == {post.pk}


def test_pages_tell_too():
    make_page(body=f"<{A}>")
    scan_all()
    assert states() == {A: "waiting"}


def test_what_nobody_can_read_tells_nobody():
    write(A, status="draft")
    write(A, status="private")
    write(A, published_at=timezone.now() + timedelta(days=1))
    scan_all()
    assert states() == {}


def test_a_scheduled_post_tells_when_it_appears():
    post = write(A, published_at=timezone.now() + timedelta(days=1))
    scan_all()
    type(post).objects.update(published_at=timezone.now() - timedelta(seconds=1))
    scan_all()
    assert states() == {A: "waiting"}


def test_a_post_that_was_published_long_ago_stays_silent():
    post = write(A, published_at=timezone.now() - timedelta(days=30))
    scan_all()
    assert states() == {A: "old"}
    rewrite(post, A, B)
    scan_all()
    assert states() == {A: "old", B: "waiting"}


def test_only_posts_that_changed_are_compared():
    post = write(A)
    write(B)
    assert outgoing.changed_posts().count() == 2
    scan_all()
    assert outgoing.changed_posts().count() == 0
    rewrite(post, A, B)
    assert list(outgoing.changed_posts()) == [post]


def test_links_between_own_posts_are_known_without_telling():
    first = make_post()
    second = write(first.get_absolute_url(), permalink(first), A)
    third = write(f"http://testserver/?p={first.pk}", f"http://testserver/?p={second.pk}#x")
    write("/nowhere/", "/")
    scan_all()
    pairs = set(OwnLink.objects.values_list("source", "target"))
    assert pairs == {(second.pk, first.pk), (third.pk, first.pk), (third.pk, second.pk)}
    rewrite(third, f"/?p={second.pk}")
    rewrite(second, A, status="draft")
    scan_all()
    assert set(OwnLink.objects.values_list("source", "target")) == {(third.pk, second.pk)} or (
        not OwnLink.objects.exists()
    )


# --- what is told


def test_a_link_is_told_once():
    post = write(A)
    web = tell_all(tell_all(Web()))
    (sent,) = web.sent
    assert sent[0] == "https://a.example/wm"
    assert "target=https%3A%2F%2Fa.example%2Fpage%23part" in sent[1]
    link = OutgoingLink.objects.get()
    assert (link.state, link.protocol, link.attempts) == ("told", "webmention", 1)
    assert link.told_at is not None
    assert (link.leased_until, link.next_try_at) == (None, None)
    assert permalink(post).split("//")[1].split("/")[0] in sent[1]


def test_an_edit_tells_only_what_changed():
    post = write(A)
    tell_all(Web())
    rewrite(post, A, B, title="Another title")
    (sent,) = tell_all(Web()).sent
    assert "b.example" in sent[1]


def test_a_link_that_went_is_told_to_whoever_was_told_of_it():
    post = write(A, B)
    tell_all(Web())
    rewrite(post, B)
    (sent,) = tell_all(Web()).sent
    assert "a.example" in sent[1]
    assert states() == {A: "removed", B: "told"}
    assert tell_all(Web()).sent == []
    rewrite(post, A, B)
    (sent,) = tell_all(Web()).sent
    assert states() == {A: "told", B: "told"}


def test_a_post_that_is_taken_back_tells_so_once():
    post = write(A)
    tell_all(Web())
    rewrite(post, A, status="draft")
    assert len(tell_all(Web()).sent) == 1
    assert tell_all(Web()).sent == []
    assert states() == {A: "removed"}


def test_a_post_that_is_deleted_tells_so_once_and_is_then_forgotten():
    post = write(A)
    source = quote(permalink(post), safe="")
    tell_all(Web())
    delete_post(post)
    outgoing.take_back_deleted()
    (sent,) = tell_all(Web()).sent
    assert f"source={source}&" in sent[1]
    outgoing.take_back_deleted()
    assert not OutgoingLink.objects.exists()


def test_what_cannot_be_taken_back_is_forgotten_with_its_post():
    post = write(A, B)
    scan_all()
    OutgoingLink.objects.filter(target=A).update(
        state="told", protocol="pingback", told_at=timezone.now(), source=permalink(post)
    )
    delete_post(post)
    assert outgoing.take_back_deleted() == 2
    assert tell_all(Web()).sent == []
    assert not OutgoingLink.objects.exists()


def test_a_post_that_is_deleted_while_its_link_is_told_leaves_nothing_half_done():
    post = write(A)

    def web(request, bounds):
        delete_post(post)
        return Response(request.url, 503, {})

    tell_all(web)
    outgoing.take_back_deleted()
    assert not OutgoingLink.objects.exists()


def test_a_link_that_went_is_taken_back_at_the_address_that_was_told():
    post = write(A, slug="first-name")
    tell_all(Web())
    rewrite(post, A, slug="second-name")
    rewrite(post, B)
    taken_back = [body for _, body in tell_all(Web()).sent if "a.example" in body]
    assert len(taken_back) == 1
    assert "first-name" in taken_back[0]


def test_what_was_never_told_is_not_taken_back():
    post = write(A)
    scan_all()
    rewrite(post)
    assert tell_all(Web()).sent == []
    assert states() == {A: "removed"}


def test_a_pingback_cannot_be_taken_back():
    post = write(A)
    headers = {"link": "", "x-pingback": "https://a.example/rpc"}

    def rpc(request, bounds):
        if request.method == "POST":
            return Response(request.url, 200, {}, pingback.success("Thanks."))
        return Response(request.url, 200, headers)

    tell_all(rpc)
    assert OutgoingLink.objects.get().protocol == "pingback"
    rewrite(post)
    assert tell_all(Web()).sent == []
    assert states() == {A: "removed"}


def test_a_page_that_takes_nothing_is_left_alone():
    write(A)
    assert tell_all(Web(link="")).sent == []
    assert states() == {A: "nowhere"}
    assert OutgoingLink.objects.due(timezone.now()).count() == 0


def test_a_site_as_such_is_told_by_webmention_alone():
    write("https://a.example/")
    web = tell_all(Web(**{"link": "", "x-pingback": "https://a.example/rpc"}))
    assert web.sent == []
    assert states() == {"https://a.example/": "nowhere"}


def test_our_own_endpoint_is_never_told():
    write(A)
    web = Web(link="<http://testserver/webmention/>; rel=webmention")
    assert tell_all(web).sent == []


@pytest.mark.parametrize(
    "web",
    [Web(FetchFailed("Nobody there.")), Web(Response(A, 503, {})), Web(Response(A, 429, {})),
     Web(answer=503)],
)  # fmt: skip
def test_what_fails_is_tried_again_ever_later_and_then_no_more(web):
    write(A)
    scan_all()
    waits = []
    for _try in range(outgoing.MOST_ATTEMPTS):
        link = OutgoingLink.objects.get()
        assert link.state == "waiting"
        before = timezone.now()
        outgoing.tell(link.pk, web)
        link.refresh_from_db()
        waits.append(link.next_try_at and link.next_try_at - before)
    assert (link.state, link.next_try_at) == ("failed", None)
    assert waits[:-1] == sorted(waits[:-1])
    assert link.last_answer


def test_what_is_refused_is_not_tried_again():
    write(A)
    tell_all(Web(FetchRefused("It is not public.")))
    link = OutgoingLink.objects.get()
    assert (link.state, link.last_answer) == ("refused", "It is not public.")
    write(B)
    tell_all(Web(answer=400))
    assert states()[B] == "refused"


def test_two_workers_do_not_tell_the_same():
    write(A)
    scan_all()
    link = OutgoingLink.objects.get()
    assert outgoing.take(link.pk) is not None
    assert outgoing.take(link.pk) is None
    OutgoingLink.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert outgoing.take(link.pk) is not None


def test_a_change_during_the_visit_is_not_lost():
    post = write(A)
    scan_all()

    class Meanwhile(Web):
        def __call__(self, request, bounds):
            if request.method == "POST":
                rewrite(post)
                scan_all()
            return super().__call__(request, bounds)

    tell_all(Meanwhile())
    assert OutgoingLink.objects.get().is_present is False
    assert OutgoingLink.objects.get().state == "removed"


# --- the sweep


def test_the_sweep_enqueues_what_is_due_once_in_a_while():
    write(A, B)
    assert jobs.sweep_links() == 2
    assert DBTaskResult.objects.count() == 2
    assert jobs.sweep_links() == 0


def test_a_site_that_is_not_live_tells_nobody_even_later(settings):
    settings.SITE_LIVE = False
    write(A)
    assert jobs.sweep_links() == 0
    assert states() == {A: "old"}
    settings.SITE_LIVE = True
    assert jobs.sweep_links() == 0


def test_a_copy_of_a_live_site_tells_nobody(settings):
    write(A)
    scan_all()
    settings.SITE_LIVE = False
    web = tell_all(Web())
    assert jobs.sweep_links() == 0
    assert web.sent == []
    assert states() == {A: "waiting"}


def test_a_sweep_with_nothing_to_do_asks_four_things_however_many_posts_there_are(
    django_assert_num_queries,
):
    for _ in range(3):
        write(A)
    jobs.sweep_links()
    with django_assert_num_queries(4):
        jobs.sweep_links()


def test_nobody_is_told_while_links_are_switched_off_and_all_are_afterwards():
    write(A)
    SiteSettings.objects.update_or_create(pk=1, defaults={"linkbacks_open": False})
    web = tell_all(Web())
    assert jobs.sweep_links() == 0
    assert (web.sent, states()) == ([], {A: "waiting"})
    SiteSettings.objects.update(linkbacks_open=True)
    assert jobs.sweep_links() == 1
    assert len(tell_all(web).sent) == 0  # the sweep has left it to its job
    outgoing.tell(OutgoingLink.objects.get().pk, web)
    assert len(web.sent) == 1
