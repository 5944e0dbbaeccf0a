"""The rehearsal with a second blog on this machine."""

import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings

from config.management.commands.rehearse import Command, environment_for, free_ports
from config.rehearsal.acts import ACTS, Act
from config.rehearsal.otherblog import other_blog
from config.rehearsal.stage import waited
from trackbacks.exchange import Bounds, FetchFailed, Request
from trackbacks.http import Fetcher


def fetched(blog, path, **options):
    allowed = {blog.origin.removeprefix("http://")}
    fetcher = Fetcher(allowed=allowed, bounds=Bounds(media_types=()))
    return fetcher.fetch(Request(blog.url(path), "a test", **options))


def test_the_second_blog_serves_its_pages_and_notes_the_visits():
    with other_blog() as blog:
        blog.write_link("/a", 'https://own.example/?a&"b"', "I read")
        assert (
            '<a href="https://own.example/?a&amp;&quot;b&quot;">this</a>'
            in fetched(blog, "/a").text
        )
        blog.write("/a", "", status=410)
        assert fetched(blog, "/a").status == 410
        assert fetched(blog, "/b").status == 404
        assert blog.visits == ["/a", "/a", "/b"]


def test_the_second_blog_takes_word_by_every_protocol():
    with other_blog() as blog:
        for path, words in (("/xmlrpc", "Thanks."), ("/trackback", "<error>0"), ("/wm", "queued")):
            assert words in fetched(blog, path, method="POST", body=b"of our post").text
        assert blog.times_told("our post") == 3
        assert blog.times_told("another") == 0


def test_an_act_is_right_where_it_happened_as_expected():
    out = StringIO()
    command = Command(stdout=out)
    assert command.play(Act("One", "shown", lambda stage: "shown"), None)
    assert not command.play(Act("Two", "shown", lambda stage: "not shown"), None)
    assert out.getvalue().startswith("ok    One")
    assert "WRONG Two" in out.getvalue()


def test_a_site_that_does_not_answer_is_no_crash():
    def fail(stage):
        raise FetchFailed("The host does not answer.")

    out = StringIO()
    assert not Command(stdout=out).play(Act("One", "shown", fail), None)
    assert "The host does not answer." in out.getvalue()


def test_something_is_waited_for_only_so_long():
    looks = iter([False, True])
    assert waited(lambda: next(looks), 5)
    assert not waited(lambda: False, 0)


def test_the_stage_is_apart_from_the_real_site(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://real.example/blog")
    monkeypatch.setenv("SECRET_KEY", "real")
    port, other_port = free_ports(2)
    environment = environment_for(tmp_path, port, other_port)
    assert port != other_port
    assert environment["DATA_DIR"] == str(tmp_path)
    assert environment["FETCH_ALLOW_HOSTS"] == f"127.0.0.1:{other_port}"
    assert not {"DATABASE_URL", "SECRET_KEY"} & set(environment)


@pytest.mark.parametrize("name", [act.name for act in ACTS])
def test_acts_have_names_of_their_own(name):
    assert sum(act.name == name for act in ACTS) == 1
    assert len(name) <= 50


def test_the_whole_rehearsal_goes_as_it_should(tmp_path):
    command = [sys.executable, "manage.py", "rehearse", "--keep", str(tmp_path / "stage")]
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        command,
        check=False,
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"All {len(ACTS)} happened as they should." in done.stdout
    assert "WRONG" not in done.stdout
    assert (tmp_path / "stage" / "blog.sqlite3").exists()
