"""A worker that is killed while it sends a mail: the mail arrives, twice only where it must.

That is where the worker died after the server had taken the mail and before it was written down;
then both bear the same Message-ID.
"""

import json
import signal

import pytest

WAIT = """
from django.contrib.auth import get_user_model
from blog.feedback.notices.sweep import sweep_notices
from blog.feedback.submission import Submission
from blog.models import Post
from blog.services.publishing import save_post
from comments.services import submit
author = get_user_model().objects.create_superuser("ann", "ann@example.com")
post = save_post(Post(title="A post", body="x", status="published", author=author))
submit(post, Submission(text="Hello", author_name="Ada"))
sweep_notices()
"""
WORK = "from tests.config.dying import work; work({!r})"
FINISH = """
import json
from django.core.management import call_command
from django.utils import timezone
from blog.mail.jobs import sweep_mails
from blog.mail.models import OutgoingMail
OutgoingMail.objects.update(leased_until=None)
sweep_mails()
call_command("jobs", "--once")
mail = OutgoingMail.objects.get()
print(json.dumps([mail.state, mail.attempts]))
"""


@pytest.mark.parametrize(
    ("stage", "taken"), [("before the mail goes", 1), ("after the mail went", 2)]
)
def test_wherever_the_worker_dies_the_mail_arrives(installation, mail_server, stage, taken):
    installation.environment |= {"EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}"}
    dead = installation.run("shell", "--no-imports", "-c", WAIT + WORK.format(stage))
    assert dead.returncode == -signal.SIGKILL, dead.stdout + dead.stderr
    state = json.loads(installation.shell(FINISH).splitlines()[-1])
    assert state == ["sent", 2]
    assert len(mail_server.mails) == taken
    assert len({mail["Message-ID"] for mail in mail_server.mails}) == 1
