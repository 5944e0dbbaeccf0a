"""Settings are read strictly: a slip of the pen is refused in words, never guessed at."""

import os
import subprocess
import sys
from pathlib import Path

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

ROOT = Path(__file__).resolve().parents[2]


class Env(environ.Env):
    def __init__(self, **values):
        super().__init__()
        self.ENVIRON = values


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("on", True), ("TRUE", True), ("yes ", True), ("0", False), ("off", False)],
)  # fmt: skip
def test_a_switch(text, value):
    assert environment.switch(Env(DEBUG=text), "DEBUG", default=not value) is value


def test_a_switch_that_was_not_set_keeps_its_default():
    assert environment.switch(Env(), "DEBUG", default=True) is True


def test_an_empty_variable_is_the_same_as_none(monkeypatch):
    monkeypatch.setenv("RATE_LIMITS", " ")
    assert environment.switch(environment.StrictEnv(), "RATE_LIMITS", default=True) is True


def test_a_switch_that_is_neither_on_nor_off():
    with pytest.raises(ImproperlyConfigured, match="SITE_LIVE=ture is neither on nor off"):
        environment.switch(Env(SITE_LIVE="ture"), "SITE_LIVE", default=False)


@pytest.mark.parametrize("text", ["", "many", "-1", "2.5", "٣"])
def test_a_number_that_is_none(text):
    with pytest.raises(ImproperlyConfigured, match=r"PORT=.* is not a whole number"):
        environment.whole_number(Env(PORT=text), "PORT", default=8000)


def test_a_number():
    assert environment.whole_number(Env(PORT=" 9000 "), "PORT", default=8000) == 9000
    assert environment.whole_number(Env(), "PORT", default=8000) == 8000


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://localhost:8000"),
        ("::", "http://localhost:8000"),
        ("::1", "http://[::1]:8000"),
        ("blog.lan", "http://blog.lan:8000"),
    ],
)
def test_the_address_on_this_machine(host, address):
    assert environment.local_address(host, 8000) == address


@pytest.mark.parametrize("url", ["http://[::1", "http://host:eighty", "http://host:70000"])
def test_a_site_url_that_cannot_be_taken_apart(url):
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        environment.site_address(url)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "", "/etc/localtime"])
def test_a_time_zone_that_does_not_exist(name):
    with pytest.raises(ImproperlyConfigured, match="TIME_ZONE"):
        environment.time_zone(name)


def test_a_time_zone():
    assert environment.time_zone("Europe/Paris") == "Europe/Paris"


def test_languages():
    assert [environment.language(code) for code in ("en", "pt-BR", "de-at")] == [
        "en",
        "pt-BR",
        "de-at",
    ]
    with pytest.raises(ImproperlyConfigured, match="LANGUAGE_CODE=tlh"):
        environment.language("tlh")


@pytest.mark.parametrize(
    "url", ["blog", "mysql://host/name", "sqlite://", "sqlite://:memory:", "postgres://", "postgres://h:99999/x"]
)  # fmt: skip
def test_a_database_that_cannot_be_used(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database(Env(DATABASE_URL=url), ROOT, default="")


def test_a_relative_database_file_stands_under_the_project():
    found = environment.database(Env(DATABASE_URL="sqlite:///my.db"), ROOT, default="")
    assert found["NAME"] == str(ROOT / "my.db")
    found = environment.database(Env(), ROOT, default="sqlite:////data/blog.sqlite3")
    assert found["NAME"] == "/data/blog.sqlite3"


def test_a_postgresql_database_with_an_odd_password():
    found = environment.database(
        Env(DATABASE_URL="postgres://me:p%40ss@db:5433/blog"), ROOT, default=""
    )
    assert (found["PASSWORD"], found["HOST"], found["PORT"]) == ("p@ss", "db", 5433)


@pytest.mark.parametrize("url", ["cache", "memcache://127.0.0.1:11211", "http://127.0.0.1"])
def test_a_cache_that_is_not_redis(url):
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL"):
        environment.shared_cache(url)


def test_a_redis_cache():
    found = environment.shared_cache("redis://127.0.0.1/1")
    assert found["LOCATION"] == "redis://127.0.0.1/1"
    assert found["OPTIONS"] == {"socket_connect_timeout": 1, "socket_timeout": 1}


def test_a_redis_that_may_take_its_time():
    found = environment.shared_cache("rediss://cache.lan/1?socket_timeout=3")
    assert found["OPTIONS"] == {"socket_connect_timeout": 1, "socket_timeout": 3}


def test_mail():
    assert environment.mail(Env())["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    assert environment.mail(Env(EMAIL_URL="smtp+tls://me:p@host:587"))["EMAIL_USE_TLS"] is True


@pytest.mark.parametrize("url", ["mail.example.com", "gopher://host", "smtp://host:port"])
def test_mail_that_cannot_be_sent(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        environment.mail(Env(EMAIL_URL=url))


@pytest.mark.parametrize("host", ["blog.example.com", "example.org.", "8.8.8.8", "2606:4700::1111"])
def test_a_public_host(host):
    assert environment.is_public_host(host)


@pytest.mark.parametrize(
    "host", ["", "localhost", "blog", "blog.local", "a.test", "10.0.0.1", "127.0.0.1", "::1"]
)
def test_a_private_host(host):
    assert not environment.is_public_host(host)


# --- What a person sees who runs any command with such settings -----------------------------------


def run_check(tmp_path, **variables):
    """Run `manage.py check --deploy` in an environment of these variables alone."""
    clean = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data"), "HOME": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        cwd=ROOT, env=clean | variables, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_deployment_with_nothing_but_its_address_is_clean(tmp_path):
    done = run_check(tmp_path, SITE_URL="https://blog.example.com")
    assert "System check identified no issues" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("TRUSTED_PROXIES", "my-proxy"),
        ("DATABASE_URL", "oracle"),
        ("TIME_ZONE", "Moon"),
    ],
)
def test_a_bad_setting_is_one_plain_sentence(tmp_path, name, value):
    done = run_check(tmp_path, **{name: value})
    assert done.returncode == 1
    assert done.stdout == ""
    assert name in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_a_data_dir_that_cannot_be_written_is_one_plain_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = run_check(tmp_path, DATA_DIR=str(tmp_path / "file" / "data"))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "DATA_DIR" in done.stderr
