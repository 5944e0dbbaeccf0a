"""A worker that is killed while it checks a trackback: it is checked later, and ends once."""

import json
import signal

import pytest

from tests.trackbacks.servers import http, serving
from tests.waiting import wait_until

STATE = """
import json
from trackbacks.models import Claim, Trackback
claim = Claim.objects.get()
links = [str(link.status) for link in Trackback.objects.all()]
print(json.dumps([claim.state, claim.attempts, links]))
"""
SEND = """
from blog.current import site_settings
from blog.feedback.submission import Sender
from django.contrib.auth import get_user_model
from blog.models import Post
from blog.services.publishing import save_post
from trackbacks import services
settings = site_settings()
settings.linkback_policy = "publish_verified"
settings.save()
author = get_user_model().objects.create_user("ann")
post = save_post(Post(title="A post", body="x", status="published", author=author))
claim = services.receive(
    post, {source!r}, services.Words("T"), Sender("1.1.1.1"), protocol="trackback"
)
print(claim.target)
"""
LET_TWO_MINUTES_PASS = """
from django.utils import timezone
from trackbacks import jobs
from trackbacks.models import Claim
Claim.objects.update(leased_until=timezone.now(), next_try_at=timezone.now())
jobs.sweep_claims()
"""


WORK = "from tests.config.dying import work; work({!r})"
FORGET_THE_JOB = """
from django_tasks_db.models import DBTaskResult
DBTaskResult.objects.all().delete()
"""


class SlowFirst:
    """Answers the first visitor never, the others with a page that links to `target`."""

    def __init__(self):
        self.visits = 0
        self.target = ""

    def __call__(self, connection, server):
        self.visits += 1
        if self.visits == 1:
            server.is_over.wait(60)
        else:
            connection.sendall(http(f'<p>See <a href="{self.target}">this</a>.'))


FINISH = (
    LET_TWO_MINUTES_PASS
    + """
from django.core.management import call_command
from blog.models import Post
from trackbacks.models import TrackbackRecord
call_command("jobs", "--once")
"""
    + STATE.replace(
        "links]", "links, TrackbackRecord.objects.count(), Post.objects.get().trackback_count]"
    )
)


@pytest.fixture
def source():
    return SlowFirst()


def test_the_check_is_finished_later_and_once(installation, source):
    with serving({"/answer": source}) as server:
        installation.environment["FETCH_ALLOW_HOSTS"] = server.host_and_port
        source.target = installation.shell(SEND.format(source=server.url("/answer"))).strip()
        worker = installation.start("jobs")
        wait_until(lambda: source.visits == 1)
        worker.kill()
        worker.wait()
        installation.shell(LET_TWO_MINUTES_PASS)
        # Two jobs ask for the same check now: the killed worker's, and that of the sweep.
        installation.must_run("jobs", "--once")
        assert source.visits == 2
        assert json.loads(installation.shell(STATE)) == ["verified", 2, ["approved"]]


@pytest.mark.parametrize(
    ("stage", "visits"),
    [
        ("before the visit", 1),
        ("after the visit", 2),
        ("before the commit", 2),
        ("after the commit", 1),
    ],
)
def test_wherever_the_worker_dies_the_claim_ends_once(installation, source, stage, visits):
    source.visits = 1  # so that it answers everybody
    with serving({"/answer": source}) as server:
        installation.environment["FETCH_ALLOW_HOSTS"] = server.host_and_port
        source.target = installation.shell(SEND.format(source=server.url("/answer"))).strip()
        dead = installation.run("shell", "--no-imports", "-c", WORK.format(stage))
        assert dead.returncode == -signal.SIGKILL, dead.stdout + dead.stderr
        state = json.loads(installation.shell(FINISH).splitlines()[-1])
    attempts = 1 if stage == "after the commit" else 2
    assert state == ["verified", attempts, ["approved"], 1, 1]
    assert len(server.requests) == visits


def test_a_claim_whose_job_was_never_enqueued_is_found(installation, source):
    source.visits = 1
    with serving({"/answer": source}) as server:
        installation.environment["FETCH_ALLOW_HOSTS"] = server.host_and_port
        source.target = installation.shell(
            SEND.format(source=server.url("/answer")) + FORGET_THE_JOB
        ).strip()
        state = json.loads(installation.shell(FINISH).splitlines()[-1])
    assert state == ["verified", 1, ["approved"], 1, 1]
