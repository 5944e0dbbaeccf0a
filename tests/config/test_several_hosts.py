"""Two hosts of one site: they share PostgreSQL and the secret key, and perhaps Redis."""

import os
import re
import shutil
import urllib.parse
import urllib.request
from contextlib import ExitStack
from datetime import timedelta
from http.cookiejar import CookieJar

import psycopg
import pytest
from django.utils import timezone

from blog.limits import Limit
from tests.config.conftest import Installation
from tests.config.sample_jobs import lines
from tests.factories import PASSWORD
from tests.redis_server import redis_server
from tests.waiting import wait_until

pytestmark = pytest.mark.skipif(
    "TEST_DATABASE_URL" not in os.environ, reason="SQLite is a file of one machine"
)


class Visitor:
    """A browser from a network of its own, as a proxy on this machine tells the site."""

    def __init__(self, address):
        self.address = address
        self.jar = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), NoRedirect
        )

    def ask(self, host, path, **form):
        """Return status and text of the answer."""
        headers = {"X-Forwarded-For": self.address, "Sec-Fetch-Site": "same-origin"}
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(f"http://127.0.0.1:{host.port}{path}", data, headers)
        with self._opener.open(request, timeout=60) as answer:
            return answer.status, answer.read().decode()

    def comment(self, host, number):
        form = {"name": "Ann", "email": f"ann{number}@example.com", "body": f"Thought {number}."}
        return self.ask(host, "/comments/post/1/", **form)[0]

    def log_in(self, host, password, name="marta"):
        _status, page = self.ask(host, "/admin/login/")
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]
        form = {"username": name, "password": password, "csrfmiddlewaretoken": token}
        return self.ask(host, "/admin/login/?next=/admin/", **form)


class NoRedirect(urllib.request.HTTPErrorProcessor):
    def http_response(self, request, response):
        return response


def make_hosts(folder, url, **variables):
    hosts = []
    for name in ("one", "other"):
        (folder / name).mkdir()
        hosts.append(
            Installation(
                folder / name, DATABASE_URL=url, TRUSTED_PROXIES="127.0.0.1", WEB_WORKERS="1",
                SITE_URL="http://127.0.0.1", **variables,
            )
        )  # fmt: skip
    return hosts


MAKE_SITE = """
from blog.models import SiteSettings
from tests.factories import make_post, make_user
SiteSettings.objects.create(pk=1, comment_policy="publish")
make_post(title="A post", slug="a-post")
for name in ("marta", "otto"):
    make_user(name, is_staff=True, is_superuser=True)
"""


def serve(hosts, static_files):
    hosts[0].shell(MAKE_SITE)
    for host in hosts:
        shutil.copytree(static_files, host.folder / "data" / "static")
        host.start("serve", "--no-worker")
    for host in hosts:
        host.wait_for_output("answers at")
    return hosts


@pytest.fixture(scope="module", params=["PostgreSQL", "PostgreSQL and Redis"])
def hosts(request, tmp_path_factory, empty_database, static_files):
    folder = tmp_path_factory.mktemp("hosts")
    with ExitStack() as stack:
        redis = {}
        if request.param == "PostgreSQL and Redis":
            redis = {"CACHE_URL": stack.enter_context(redis_server(folder)).url}
        made = serve(make_hosts(folder, empty_database(folder), **redis), static_files)
        yield made
        for host in made:
            host.end()


@pytest.fixture
def stretch():
    """Enough of the present ten minutes is left: no count begins anew meanwhile."""
    wait_until(lambda: Limit("ten-minutes", 1, 600).seconds_left() > 30, seconds=60)


def test_who_logged_in_on_one_host_is_known_on_the_other(hosts):
    marta = Visitor("192.0.2.1")
    assert marta.log_in(hosts[0], PASSWORD)[0] == 302
    for host in hosts:
        status, page = marta.ask(host, "/admin/")
        assert status == 200
        assert "marta" in page


def test_failed_logins_count_on_both_hosts(hosts, stretch):
    stranger = Visitor("198.51.100.1")
    for number in range(10):
        assert "Too many" not in stranger.log_in(hosts[number % 2], f"guess {number}", "otto")[1]
    for host in hosts:
        assert (
            "Too many attempts to log in have failed"
            in stranger.log_in(host, "one more", "otto")[1]
        )


def test_comments_of_one_network_count_on_both_hosts(hosts, stretch):
    ann = Visitor("203.0.113.1")
    said = [ann.comment(hosts[number % 2], f"a{number}") for number in range(7)]
    assert said == [302] * 5 + [429] * 2
    assert Visitor("203.0.114.1").comment(hosts[0], "elsewhere") == 302


def test_a_comment_is_seen_at_once_on_the_other_host(hosts):
    jo, reader = Visitor("203.0.115.1"), Visitor("203.0.116.1")
    path = f"/{timezone.now() - timedelta(hours=1):%Y/%m/%d}/a-post/"
    for number, (at, read_at) in enumerate([hosts, hosts[::-1]]):
        assert reader.ask(read_at, path)[0] == 200
        assert jo.comment(at, f"b{number}") == 302
        assert f"Thought b{number}." in reader.ask(read_at, path)[1]


@pytest.mark.parametrize("failure", ["kill", "hang"])
def test_readers_go_on_while_redis_fails_and_the_limit_holds(
    tmp_path, empty_database, static_files, failure, stretch
):
    with redis_server(tmp_path) as redis:
        hosts = make_hosts(tmp_path, empty_database(tmp_path), CACHE_URL=redis.url)
        try:
            serve(hosts, static_files)
            ann, ben = Visitor("203.0.113.1"), Visitor("203.0.114.1")
            assert ann.comment(hosts[0], "before") == 302
            getattr(redis, failure)()
            said = [ben.comment(hosts[number % 2], f"c{number}") for number in range(7)]
            assert said == [302] * 5 + [429] * 2
            assert [ann.ask(host, "/")[0] for host in hosts] == [200, 200]
            for host in hosts:
                assert host.output().count("Redis (CACHE_URL) fails") == 1
                assert '"redis": "unreachable"' in ann.ask(host, "/readyz")[1]
        finally:
            for host in hosts:
                host.end()


def make_bare(url):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def test_two_hosts_that_start_at_once_make_one_site(tmp_path, empty_database):
    url = empty_database(tmp_path)
    make_bare(url)
    hosts = make_hosts(tmp_path, url)
    try:
        starting = [host.start("firstrun", "--demo", PYTHONUNBUFFERED="1") for host in hosts]
        output = "".join(host.output() for host in hosts)
        assert [process.wait(timeout=300) for process in starting] == [0, 0], output
        output = "".join(host.output() for host in hosts)
        assert output.count("printed this once") == 1
        assert output.count("Making the demonstration content") == 1
        assert output.count("Collected the static files") == 2  # each host serves its own
        count = "from blog.models import Post, SiteSettings as S; print(S.objects.count())"
        assert hosts[0].shell(count).strip() == "1"
        names = [static_names(host) for host in hosts]
        assert names[0] == names[1]  # a page of one host is styled by the other
    finally:
        for host in hosts:
            host.end()


def static_names(host):
    return {path.name for path in (host.folder / "data" / "static").rglob("*.*")}


@pytest.fixture
def workers(tmp_path, empty_database):
    """Two hosts whose workers are not started yet, and a paper on which jobs write."""
    hosts = make_hosts(tmp_path, empty_database(tmp_path))
    yield hosts, tmp_path / "paper"
    for host in hosts:
        host.end()


def test_each_job_is_done_by_one_of_two_hosts(workers):
    hosts, paper = workers
    hosts[0].shell(
        "from tests.config.sample_jobs import write_down\n"
        f"for number in range(60): write_down.enqueue({str(paper)!r}, str(number))"
    )
    for host in hosts * 2:
        host.start("jobs")
    wait_until(lambda: len(lines(paper)) >= 60)
    hosts[1].must_run("jobs", "--once")
    assert sorted(map(int, lines(paper))) == list(range(60))


def test_a_periodic_job_is_called_by_one_of_two_hosts_in_each_stretch(workers):
    hosts, paper = workers
    for host in hosts * 2:
        host.start("jobs", TICK_FILE=str(paper), TICK_SECONDS="1")
    wait_until(lambda: len(lines(paper)) >= 6)
    for host in hosts:
        host.end()
    seconds = [line.split()[1] for line in lines(paper)]
    assert len(seconds) == len(set(seconds))


def test_the_job_of_a_killed_host_is_taken_over_when_its_lease_is_over(workers):
    hosts, paper = workers
    hosts[0].enqueue("hang_the_first_time", str(paper))
    first = hosts[0].start("jobs", JOB_LEASE="3")
    wait_until(lambda: lines(paper))
    hosts[1].must_run("jobs", "--once", JOB_LEASE="3600")
    assert lines(paper) == [f"began {first.pid}"]
    first.kill()
    first.wait()
    second = hosts[1].start("jobs", JOB_LEASE="3")
    wait_until(lambda: lines(paper)[-1:] == ["done"])
    assert lines(paper) == [f"began {first.pid}", f"began {second.pid}", "done"]
