"""`manage.py rehearse`: the whole site against a second blog, in real processes."""

import os
import re
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Post, SiteSettings
from config.management.commands import rehearse
from config.rehearsal import here, visitor
from config.rehearsal.scenes import PAUSE, Row, play
from config.rehearsal.second_blog import SecondBlog, Word, free_ports
from config.rehearsal.stage import StageBroken, sweep_away, waited_for
from tests.config.conftest import ROOT, descendants, is_running
from tests.factories import make_post, make_user
from tests.waiting import wait_until
from trackbacks import jobs
from trackbacks.models import OutgoingLink

LEFT = """
from django.contrib.auth import get_user_model
from blog.models import Post, Redirect
from comments.models import Comment
from trackbacks.models import Claim, OutgoingLink, Trackback
print(*[model.objects.count() for model in (
    get_user_model(), Post, Redirect, Comment, Claim, OutgoingLink, Trackback)])
"""


@pytest.fixture
def scratch(tmp_path):
    """Where the rehearsal makes its folder."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


# About 15 seconds: the longest scene waits for the worker four times.
def test_everything_happens_as_expected_and_nothing_is_left(bare_installation, scratch):
    done = bare_installation.run("rehearse", TMPDIR=str(scratch))
    assert done.returncode == 0, done.stdout + done.stderr
    rows = re.findall(r"^(ok|FAIL) ", done.stdout, re.M)
    assert len(rows) > 70
    assert set(rows) == {"ok"}
    assert f"All {len(rows)} rows are as expected" in done.stdout
    assert list(scratch.iterdir()) == []
    assert not (bare_installation.folder / "data" / "blog.sqlite3").exists()


# About 15 seconds, in the site's own database.
def test_a_check_that_is_broken_is_found(installation, scratch):
    installation.must_run("configure", "comment_policy=publish", "linkback_policy=publish_verified")
    done = installation.run(
        "rehearse", "--here", "--no-input", "--settings=tests.config.believing_stage",
        TMPDIR=str(scratch),
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    failed = re.findall(r"^FAIL  (.*?)  +not shown  +shown once$", done.stdout, re.M)
    assert failed == [
        f"A {protocol} whose page links to an address like it"
        for protocol in ("trackback", "pingback", "webmention")
    ]
    assert "3 of" in done.stderr
    assert installation.shell(LEFT).split() == ["0"] * 7
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_leaves_no_process_and_no_folder(bare_installation, scratch, number):
    command = bare_installation.start("rehearse", TMPDIR=str(scratch))
    wait_until(lambda: len(descendants(command.pid)) >= 4)  # serve, gunicorn, its worker, jobs
    everything = descendants(command.pid)
    assert list(scratch.iterdir()) != []
    command.send_signal(number)
    assert command.wait(timeout=30) == rehearse.STOPPED
    assert "Stopped before its end." in bare_installation.output()
    assert not any(map(is_running, everything))
    assert list(scratch.iterdir()) == []


def test_a_stop_at_the_very_beginning_leaves_no_folder(bare_installation, scratch):
    command = bare_installation.start("rehearse", TMPDIR=str(scratch))
    wait_until(lambda: list(scratch.iterdir()))
    command.send_signal(signal.SIGINT)
    assert command.wait(timeout=30) == rehearse.STOPPED
    assert list(scratch.iterdir()) == []


def test_a_throw_away_site_knows_nothing_of_the_real_one(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://real.example/blog")
    monkeypatch.setenv("EMAIL_URL", "smtp://real.example")
    monkeypatch.setenv("SECRET_KEY", "real")
    environment = rehearse.environment_for("/folder", 8001, 8002, "some.settings")
    assert environment["DATA_DIR"] == "/folder"
    assert environment["FETCH_ALLOW_HOSTS"] == "127.0.0.1:8002"
    assert {environment[name] for name in ("DATABASE_URL", "EMAIL_URL", "SECRET_KEY")} == {""}


def test_a_rehearsal_here_keeps_the_database_and_sends_no_mail(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://real.example/blog")
    monkeypatch.setenv("EMAIL_URL", "smtp://real.example")
    environment = rehearse.environment_for(None, 8001, 8002, "some.settings")
    assert environment["DATABASE_URL"] == "postgres://real.example/blog"
    assert environment["EMAIL_URL"] == ""


def test_only_a_folder_of_its_own_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(rehearse.tempfile, "gettempdir", lambda: str(tmp_path))
    ours, other, inner = (tmp_path / name for name in ("rejoinder-rehearsal-1", "var", "var/x"))
    deep = other / "rejoinder-rehearsal-2"
    for folder in (ours, other, inner, deep):
        folder.mkdir()
        rehearse.remove_folder(folder)
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "rejoinder-rehearsal-2",
        "var",
        "x",
    ]


class TestObjections:
    """To a rehearsal in the present database."""

    @pytest.fixture(autouse=True)
    def _fitting_settings(self, db):
        SiteSettings.objects.update_or_create(pk=1, defaults=here.wanted_settings())

    def test_a_quiet_copy_has_none(self):
        assert list(here.objections()) == []

    def test_a_live_site(self, settings):
        settings.SITE_LIVE = True
        assert "SITE_LIVE is on" in " ".join(here.objections())

    def test_a_post_that_appears_soon(self):
        soon = timezone.now() + timedelta(minutes=5)
        make_post(status="published", published_at=soon)
        assert "ten minutes" in " ".join(here.objections())

    def test_links_that_wait_to_be_told(self):
        OutgoingLink.objects.create(post=make_post(), target="https://a.example/")
        assert "wait to be told" in " ".join(here.objections())

    def test_settings_that_hold_back_are_named_with_the_command_that_changes_them(self):
        SiteSettings.objects.update(comment_policy="hold_all", linkbacks_open=False)
        (told,) = here.objections()
        assert told.endswith("manage.py configure comment_policy=publish linkbacks_open=on")

    def test_jobs_that_wait(self):
        jobs.verify.enqueue(1)
        assert "manage.py jobs --once" in " ".join(here.objections())

    def test_a_site_that_is_served(self, monkeypatch):
        monkeypatch.setattr(here, "split_by_life", lambda folder: ({"worker"}, set()))
        assert "stop it first" in " ".join(here.objections())


@pytest.mark.django_db
def test_links_that_were_there_before_are_never_told(settings):
    make_post(body="I read [this](https://a.example/page).")
    here.settle_posts()
    settings.SITE_LIVE = True
    assert jobs.sweep_links() == 0
    assert OutgoingLink.objects.get().state == "old"


@pytest.mark.django_db
def test_only_the_rehearsals_own_posts_are_swept_away():
    mine, author = make_post(), make_user()
    make_post(author=author)
    sweep_away(author)
    assert list(Post.objects.all()) == [mine]


def test_scenes_share_their_waits_and_keep_their_rows_together():
    waits = []

    def scene(name):
        yield Row(f"{name} 1", "a", "a")
        yield PAUSE
        yield Row(f"{name} 2", "a", "b")

    rows = play([scene("x"), scene("y")], lambda: waits.append(1))
    assert [row.what for row in rows] == ["x 1", "x 2", "y 1", "y 2"]
    assert [row.is_ok for row in rows] == [True, False, True, False]
    assert len(waits) == 1


def test_a_scene_that_breaks_is_a_row_that_is_wrong():
    def scene():
        yield PAUSE
        raise ConnectionRefusedError("nobody there")

    (row,) = play([scene()], lambda: None)
    assert not row.is_ok
    assert "nobody there" in row.happened


def test_a_wait_without_end_is_a_row_that_is_wrong_and_the_last_wait():
    waits = []

    def scene():
        yield PAUSE
        yield PAUSE
        yield Row("x", "a", "a")

    def wait():
        waits.append(1)
        raise StageBroken("No end.")

    first, last = play([scene()], wait)
    assert first.is_ok
    assert (last.is_ok, last.happened) == (False, "No end.")
    assert len(waits) == 1


@pytest.mark.parametrize(
    ("typed", "is_agreed"), [("yes", True), ("no", False), ("", False), (EOFError, False)]
)
def test_the_present_database_is_taken_after_a_yes_alone(monkeypatch, typed, is_agreed):
    def answer(_question):
        if typed is EOFError:
            raise EOFError
        return typed

    monkeypatch.setattr("builtins.input", answer)
    assert rehearse.is_agreed() is is_agreed


def test_something_is_waited_for_only_so_long():
    looks = iter([False, True])
    assert waited_for(lambda: next(looks), 5)
    assert not waited_for(lambda: False, 0)


class TestSecondBlog:
    @pytest.fixture
    def blog(self):
        blog = SecondBlog()
        with blog.open():
            yield blog

    def test_it_serves_its_pages_and_notes_the_visits(self, blog):
        source = blog.write_link("/a", 'https://own.example/?a&"b"', "I read")
        assert 'href="https://own.example/?a&amp;&quot;b&quot;"' in visitor.read(source)
        blog.write("/a", "", status=410)
        assert visitor.ask(source).status == 410
        assert visitor.ask(blog.url("/b")).status == 404
        assert blog.visits == ["/a", "/a", "/b"]

    def test_its_client_finds_and_tells_what_its_pages_announce(self, blog):
        url = blog.write_open("/a", "webmention", "pingback", "trackback")
        page, source = visitor.ask(url), "https://own.example/?a&b"
        endpoint = blog.url(visitor.mention_endpoint(page))
        assert visitor.said(visitor.webmention(endpoint, source, url)) == "taken"
        assert visitor.pingback(visitor.pingback_endpoint(page), source, url) == "taken"
        assert visitor.trackback(visitor.trackback_endpoint(page), source, title="T") == "taken"
        assert blog.told_of(url) == [
            Word("webmention", source, url),
            Word("pingback", source, url),
            Word("trackback", source, url, "T"),
        ]

    def test_a_page_that_announces_nothing_is_told_nothing(self, blog):
        page = visitor.ask(blog.write_open("/a"))
        assert visitor.mention_endpoint(page) == ""
        assert visitor.pingback_endpoint(page) == ""
        assert visitor.trackback_endpoint(page) == ""
        assert visitor.ask(blog.url("/other"), "POST", "x").status == 404


@pytest.mark.parametrize(
    "url",
    ["http://example.com:80/", "https://127.0.0.1:1/", "http://localhost:1/", "http://127.0.0.1/"],
)
def test_the_client_connects_to_loopback_alone(url):
    with pytest.raises(ValueError, match="not on loopback"):
        visitor.ask(url)


def test_free_ports_differ():
    assert len(set(free_ports(3))) == 3


def test_the_second_blog_can_be_asked_for_help():
    done = subprocess.run(
        [sys.executable, "manage.py", "rehearse", "--help"],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "--here" in done.stdout
    assert "--second-blog" not in done.stdout
