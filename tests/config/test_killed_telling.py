"""A worker that is killed while it tells another site of a link: that site hears it at least once.

Twice only where the worker died after the other side had heard and before it was written down.
"""

import json
import signal

import pytest

from tests.trackbacks.servers import http, serving

WRITE = """
from django.contrib.auth import get_user_model
from blog.models import Post
from blog.services.publishing import save_post
from trackbacks import jobs
author = get_user_model().objects.create_user("ann")
save_post(Post(title="A post", body="[x]({target})", status="published", author=author))
jobs.sweep_links()
"""
WORK = "from tests.config.dying import work; work({!r})"
FINISH = """
import json
from django.core.management import call_command
from django.utils import timezone
from trackbacks import jobs
from trackbacks.models import OutgoingLink
OutgoingLink.objects.update(leased_until=None, next_try_at=timezone.now())
jobs.sweep_links()
call_command("jobs", "--once")
link = OutgoingLink.objects.get()
print(json.dumps([link.state, link.protocol, link.attempts]))
"""


@pytest.mark.parametrize(
    ("stage", "messages", "attempts"),
    [
        ("before the page is read", 1, 2),
        ("before it is sent", 1, 2),
        ("after it is sent", 2, 2),
        ("before it is noted", 2, 2),
        ("after it is noted", 1, 1),
    ],
)
def test_wherever_the_worker_dies_the_other_side_is_told(installation, stage, messages, attempts):
    answers = {
        "/page": http("hello", Link="</wm>; rel=webmention"),
        "/wm": http("", status="202 Accepted"),
    }
    with serving(answers) as server:
        installation.environment |= {"FETCH_ALLOW_HOSTS": server.host_and_port, "SITE_LIVE": "on"}
        written = WRITE.format(target=server.url("/page"))
        dead = installation.run("shell", "--no-imports", "-c", written + WORK.format(stage))
        assert dead.returncode == -signal.SIGKILL, dead.stdout + dead.stderr
        state = json.loads(installation.shell(FINISH).splitlines()[-1])
        assert state == ["told", "webmention", attempts]
        assert server.paths.count("/wm") == messages
