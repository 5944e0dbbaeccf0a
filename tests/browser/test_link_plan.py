"""Who will be told of a text's links, chosen and followed as the author does it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from blog.models import Post
from config.worker import JobsWorker
from tests.browser.accessibility import assert_accessible
from tests.factories import make_post, make_user
from tests.hostile_text import OWN
from tests.trackbacks.servers import http, serving
from trackbacks import jobs
from trackbacks.models import OutgoingLink

pytestmark = pytest.mark.django_db(transaction=True)

TAKES = http("<p>Hello</p>", Link="</webmention>; rel=webmention")


@pytest.fixture
def author():
    return make_user("ada", is_staff=True)


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def has_script(request):
    return request.param


@pytest.fixture
def any_page(new_context, has_script):
    return new_context(java_script_enabled=has_script).new_page()


@pytest.fixture
def elsewhere(settings, tmp_path):
    """Another site, on this machine, which this blog may tell."""
    answers = {
        "/takes": TAKES, "/too": TAKES, "/plain": http("<p>Hello</p>"),
        "/webmention": http(status="202 Accepted"),
    }  # fmt: skip
    with serving(answers) as server:
        settings.SITE_LIVE, settings.DATA_DIR, settings.PERIODIC_JOBS = True, tmp_path, {}
        settings.FETCH_ALLOW_HOSTS = [server.host_and_port]
        yield server


def work():
    """Have the worker do all that is due."""
    jobs.sweep_links()
    JobsWorker().drain()


def save_and_stay(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue editing").click()


def line(page, address):
    return page.locator(".link-plan-line", has=page.get_by_role("link", name=address))


def told(server):
    return [request for request in server.requests if request.startswith(b"POST")]


def test_an_author_chooses_who_is_told_and_sees_what_was_answered(
    any_page, has_script, author, elsewhere, log_in
):
    page = any_page
    log_in(page, author)
    page.goto(reverse("admin:blog_post_add"))
    page.get_by_label("Title").fill("A walk")
    links = [elsewhere.url(path) for path in ("/takes", "/too", "/plain")]
    page.locator("#id_body").fill(" ".join(f"[some words]({link})" for link in links))
    save_and_stay(page)
    takes, too, plain = (line(page, link) for link in links)
    for each in (takes, too, plain):
        expect(each.get_by_text("being looked at")).to_be_visible()
        expect(each.get_by_role("checkbox")).to_be_checked()

    work()
    if not has_script:
        page.reload()
    expect(takes.get_by_text("webmention")).to_be_visible()
    expect(plain.get_by_text("takes no links")).to_be_visible()
    assert told(elsewhere) == []

    too.get_by_role("checkbox").uncheck()
    page.get_by_label("Published: everyone sees it").check()
    save_and_stay(page)
    expect(too.get_by_role("checkbox")).not_to_be_checked()
    work()
    page.reload()
    expect(takes.get_by_text("told by webmention")).to_be_visible()
    expect(takes.get_by_text("accepted (HTTP 202)")).to_be_visible()
    expect(too.get_by_text("not to be told")).to_be_visible()
    assert len(told(elsewhere)) == 1

    with page.expect_navigation():
        takes.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("Word goes to 127.0.0.1 within a minute")).to_be_visible()
    work()
    assert len(told(elsewhere)) == 2
    assert all(b"too" not in request for request in told(elsewhere))
    assert Post.objects.get().title == "A walk"


@pytest.fixture
def in_every_state(author, settings):
    """A post with a link in each state, and words and addresses of the awkward kind."""
    settings.SITE_LIVE = True
    addresses = [f"https://a.example/{state}" for state in OutgoingLink.State]
    addresses += [f"https://{'long' * 12}.example/{'x' * 900}?q=%3Cb%3E"]
    post = make_post(author=author, body=" ".join(f"[{'word' * 40}]({a})" for a in addresses))
    for state, address in zip(OutgoingLink.State, addresses, strict=False):
        OutgoingLink.objects.create(
            post=post, target=address, state=state, protocol="webmention", attempts=1,
            last_answer=" ".join([*OWN, "x" * 200]).replace("\x00", "")[:300],
            status_page="https://a.example/status",
        )  # fmt: skip
    return reverse("admin:blog_post_change", args=[post.pk])


@pytest.mark.parametrize("width", [320, 1280])
def test_links_in_every_state_stay_in_their_place(page, author, in_every_state, log_in, width):
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    log_in(page, author)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(in_every_state)
    expect(page.locator(".link-plan-line")).to_have_count(len(OutgoingLink.State) + 1)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert_accessible(page)


def test_what_is_typed_meanwhile_stays(page, author, elsewhere, log_in):
    post = make_post(author=author, status="draft", body=f"<{elsewhere.url('/takes')}>")
    log_in(page, author)
    page.goto(reverse("admin:blog_post_change", args=[post.pk]))
    save_and_stay(page)
    page.get_by_label("Title").fill("Another title")
    page.locator(".link-plan").get_by_role("checkbox").uncheck()
    page.get_by_label("Title").focus()
    work()
    expect(page.locator(".link-plan").get_by_text("webmention")).to_be_visible()
    expect(page.locator(".link-plan").get_by_role("checkbox")).not_to_be_checked()
    expect(page.get_by_label("Title")).to_have_value("Another title")
