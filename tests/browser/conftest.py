"""A real browser on a live server: Debian's chromium, which may ask no other host for anything.

A test fails where a page asks another host, breaks the Content-Security-Policy or raises an
uncaught error in its scripts. A test that expects one of these takes the fixture of its list
(`outside_requests`, `page_faults`), checks what it holds, and clears it.
"""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WAIT_MS = 10_000
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if not executable:
        reason = "chromium is not installed: `apt-get install chromium` brings it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, in which the ORM would refuse to work.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def outside_requests():
    """Addresses of other hosts that pages asked for; none of them was let through."""
    return []


@pytest.fixture
def page_faults():
    """What the browser complained about: broken policy, uncaught errors in scripts."""
    return []


@pytest.fixture
def site(live_server, settings):
    """The address of the running site, which the site itself knows too."""
    settings.SITE_URL = live_server.url
    settings.SITE_HOST = urlsplit(live_server.url).hostname
    return live_server.url


@pytest.fixture
def new_context(browser, site, outside_requests, page_faults):
    """Make browser contexts (separate readers) that are watched and closed at the end."""
    opened = []

    def open_context(**options):
        options = {"base_url": site, "locale": "en", "service_workers": "block"} | options
        context = browser.new_context(**options)
        context.set_default_timeout(WAIT_MS)
        _watch(context, site, outside_requests, page_faults)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()
    assert outside_requests == [], "a page asked another host"
    assert page_faults == [], "the browser complained"


@pytest.fixture
def page(new_context):
    return new_context().new_page()


@pytest.fixture
def page_without_js(new_context):
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture
def log_in(site):
    """Give a page's browser the session of a user: log_in(page, user)."""

    def give_session(page, user):
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": site}
        page.context.add_cookies([cookie])

    return give_session


def _watch(context, site, outside_requests, page_faults):
    ours = urlsplit(site).netloc

    def stay_at_home(route):
        url = route.request.url
        if urlsplit(url).netloc == ours:
            route.fallback()
        else:
            outside_requests.append(url)
            route.abort()

    def note_console(message):
        if message.type == "error" and "Content Security Policy" in message.text:
            page_faults.append(message.text)

    context.route("**/*", stay_at_home)
    context.on("console", note_console)
    context.on("weberror", lambda fault: page_faults.append(str(fault.error)))
