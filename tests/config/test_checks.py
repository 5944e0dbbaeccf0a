"""Each bad combination of settings is found, by an id and with a hint; good ones pass."""

import pytest
from django.core.checks import run_checks

GOOD = {
    "SITE_URL": "https://blog.example.com",
    "SITE_HOST": "blog.example.com",
    "SITE_IS_HTTPS": True,
    "ALLOWED_HOSTS": ["blog.example.com"],
    "DEBUG": False,
    "HOST": "127.0.0.1",
    "PORT": 8000,
    "SITE_LIVE": True,
    "RATE_LIMITS": True,
    "TRUSTED_PROXIES": [],
    "FETCH_ALLOW_HOSTS": [],
    "WEB_WORKERS": 2,
    "WEB_THREADS": 4,
}
LOCAL = {"SITE_URL": "http://localhost:8000", "SITE_HOST": "localhost", "SITE_IS_HTTPS": False,
         "ALLOWED_HOSTS": ["localhost"]}  # fmt: skip


def found(settings, **changes):
    for name, value in (GOOD | changes).items():
        setattr(settings, name, value)
    messages = [message for message in run_checks() if message.id.startswith("site.")]
    assert all(message.hint for message in messages)
    return [message.id for message in messages]


def test_good_settings_raise_no_question(settings):
    assert found(settings) == []
    assert found(settings, **LOCAL, SITE_LIVE=False) == []


@pytest.mark.parametrize("url", ["blog.example.com", "/blog", "ftp://blog.example.com", "https://"])
def test_a_site_url_that_is_not_absolute(settings, url):
    assert found(settings, SITE_URL=url) == ["site.E001"]


@pytest.mark.parametrize("rest", ["/blog", "?a=b", "#top"])
def test_a_site_url_with_more_than_a_host(settings, rest):
    assert found(settings, SITE_URL=f"https://blog.example.com{rest}") == ["site.E002"]


def test_a_site_url_with_a_password(settings):
    assert found(settings, SITE_URL="https://me:secret@blog.example.com") == ["site.E002"]


def test_allowed_hosts_without_the_sites_own(settings):
    assert found(settings, ALLOWED_HOSTS=["www.example.com"]) == ["site.E003"]
    assert found(settings, ALLOWED_HOSTS=[".example.com"]) == []


@pytest.mark.parametrize("name", ["https://blog.example.com", "blog.example.com:443", "a.com/b"])
def test_a_host_that_is_more_than_a_name(settings, name):
    assert found(settings, ALLOWED_HOSTS=[".example.com", name]) == ["site.E009"]


@pytest.mark.parametrize("name", ["*", ".example.com", "[::1]", "www.example.com"])
def test_a_host_that_is_a_name(settings, name):
    assert found(settings, ALLOWED_HOSTS=[".example.com", name]) == []


@pytest.mark.parametrize(
    "pair", ["127.0.0.1", "host:", "host:0", "host:70000", "http://host:80", ":80"]
)
def test_a_fetch_exemption_that_is_not_host_and_port(settings, pair):
    assert found(settings, FETCH_ALLOW_HOSTS=[pair]) == ["site.E004"]


@pytest.mark.parametrize("pair", ["127.0.0.1:8001", "[::1]:80", "intranet.example:8080"])
def test_a_fetch_exemption_that_is(settings, pair):
    assert found(settings, FETCH_ALLOW_HOSTS=[pair]) == []


def test_debug_on_a_public_https_site(settings):
    assert found(settings, DEBUG=True) == ["site.E005"]


def test_debug_on_ones_own_machine_is_fine(settings):
    assert found(settings, **LOCAL, SITE_LIVE=False, DEBUG=True) == []


def test_an_sqlite_database_in_a_folder_that_is_missing(settings, monkeypatch, tmp_path):
    database = settings.DATABASES["default"]
    monkeypatch.setitem(database, "ENGINE", "django.db.backends.sqlite3")
    monkeypatch.setitem(database, "NAME", str(tmp_path / "missing" / "blog.sqlite3"))
    assert found(settings) == ["site.E006"]
    monkeypatch.setitem(database, "NAME", str(tmp_path / "blog.sqlite3"))
    assert found(settings) == []


@pytest.mark.parametrize("name", ["WEB_WORKERS", "WEB_THREADS"])
def test_no_worker_at_all(settings, name):
    assert found(settings, **{name: 0}) == ["site.E007"]


@pytest.mark.parametrize("port", [0, 65536])
def test_a_port_that_is_none(settings, port):
    assert found(settings, PORT=port) == ["site.E008"]


def test_a_private_site_that_would_ping_others(settings):
    assert found(settings, **LOCAL, SITE_LIVE=True) == ["site.W001"]


def test_a_rehearsal_may_ping_the_hosts_it_names(settings):
    assert found(settings, **LOCAL, SITE_LIVE=True, FETCH_ALLOW_HOSTS=["127.0.0.1:8001"]) == []


def test_a_live_site_without_limits(settings):
    assert found(settings, RATE_LIMITS=False) == ["site.W002"]


def test_an_https_site_that_trusts_no_proxy_though_it_listens_to_the_world(settings):
    assert found(settings, HOST="0.0.0.0") == ["site.W003"]
    assert found(settings, HOST="0.0.0.0", TRUSTED_PROXIES=["10.0.0.1"]) == []


@pytest.mark.parametrize("sender", ["blog@127.0.0.1", "blog", "Ada <ada>", ""])
def test_mails_from_what_is_no_address(settings, sender):
    assert found(settings, DEFAULT_FROM_EMAIL=sender, EMAIL_URL="") == []
    mail_is_on = {"EMAIL_URL": "smtp://127.0.0.1"}
    assert found(settings, DEFAULT_FROM_EMAIL=sender, **mail_is_on) == ["site.W004"]
    assert found(settings, DEFAULT_FROM_EMAIL="Ada <ada@example.com>", **mail_is_on) == []


@pytest.mark.parametrize(
    ("cache_url", "is_given", "ids"),
    [("redis://10.0.0.21", False, ["site.W005"]), ("redis://10.0.0.21", True, []), ("", False, [])],
)
def test_several_hosts_without_a_common_key(settings, cache_url, is_given, ids):
    assert found(settings, CACHE_URL=cache_url, SECRET_KEY_IS_GIVEN=is_given) == ids
