"""A worker that is killed in the middle of checking a trackback: it is checked later, once."""

import json

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
