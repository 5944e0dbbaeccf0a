"""The stage: this site as it is served, an author who writes on it, and patience."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO
from urllib.parse import unquote

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from blog.models import Post, Redirect
from blog.services.publishing import delete_post, save_post
from config.management.commands.serve import answers
from config.processes import Program
from config.rehearsal import visitor
from config.rehearsal.second_blog import SecondBlog
from trackbacks import outgoing
from trackbacks.announcement import permalink, trackback_url
from trackbacks.models import Claim, OutgoingLink

START_SECONDS, QUIET_SECONDS, END_SECONDS = 60.0, 60.0, 15.0
LOOK_SECONDS = 0.2
# So many characters of what a site says that does not start.
SHOWN_OF_LOG = 2000


class StageBroken(Exception):
    """Why the rehearsal cannot go on, in a sentence for the owner."""


class Stage:
    """What the scenes work with; `inside` is on loopback too, and nothing of ours may visit it."""

    def __init__(self, blog: SecondBlog, inside: SecondBlog, author) -> None:
        self.blog = blog
        self.inside = inside
        self._author = author

    def publish(self, title: str, body: str = "Words.", **fields) -> Post:
        values = {"status": Post.Status.PUBLISHED, "published_at": timezone.now(), **fields}
        post = Post(title=f"Rehearsal: {title}", body=body, author=self._author, **values)
        return save_post(post)

    def send(self, protocol: str, post: Post, source: str, *, announced_by: Post) -> str:
        """Tell `post` of a link from `source`, as `announced_by` says; return the answer."""
        page = visitor.ask(permalink(announced_by))
        if protocol == "trackback":
            announced = visitor.trackback_endpoint(page)
            endpoint = announced if post == announced_by else trackback_url(post)
            return visitor.trackback(endpoint, source, title="A trackback")
        if protocol == "pingback":
            return visitor.pingback(visitor.pingback_endpoint(page), source, permalink(post))
        endpoint = visitor.mention_endpoint(page)
        return visitor.said(visitor.webmention(endpoint, source, permalink(post)))

    def shown(self, post: Post, words: str) -> str:
        """Say how often `words` stand on the page of `post`."""
        times = visitor.read(permalink(post)).count(words)
        return {0: "not shown", 1: "shown once"}.get(times, f"shown {times} times")

    def wait_until_quiet(self) -> None:
        """Wait until the worker has done what there is to do. Raises StageBroken."""
        time.sleep(LOOK_SECONDS)
        if not waited_for(is_quiet, QUIET_SECONDS):
            raise StageBroken("The worker does not come to an end with its work.")


def is_quiet() -> bool:
    """Has each link been looked at that came in or is in a post? A later try does not count."""
    claims = Claim.objects.filter(state=Claim.State.QUEUED)
    links = OutgoingLink.objects.filter(state=OutgoingLink.State.WAITING)
    return not (
        outgoing.changed_posts().exists() or _untried(claims).exists() or _untried(links).exists()
    )


def _untried(rows: QuerySet) -> QuerySet:
    return rows.filter(Q(attempts=0) | Q(leased_until__isnull=False))


def waited_for(is_so: Callable[[], bool], seconds: float) -> bool:
    """Look again and again whether something is so; return whether it came to be in time."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(LOOK_SECONDS)
    return True


@contextmanager
def served() -> Iterator[None]:
    """Serve the site with its worker for as long as the context lasts. Raises StageBroken.

    To be entered before this process starts a thread: it forks.
    """
    os.chdir(settings.BASE_DIR)
    with tempfile.TemporaryFile() as log:
        site = Program("site", [sys.executable, "manage.py", "serve"], output=log)
        site.start()
        try:
            _wait_for(site, log)
            yield
        finally:
            _end(site)


def _wait_for(site: Program, log: IO[bytes]) -> None:
    def is_settled() -> bool:
        return site.reap() is not None or answers(settings.HOST, settings.PORT)

    if waited_for(is_settled, START_SECONDS) and site.runs:
        return
    log.seek(0)
    said = log.read().decode("utf-8", "replace")[-SHOWN_OF_LOG:]
    raise StageBroken(f"The site does not answer at {settings.SITE_URL}. It said:\n{said}")


def _end(site: Program) -> None:
    """Ask `site` to end, and see to it that it does, whatever signal comes meanwhile."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    site.signal(signal.SIGTERM)
    if site.process is not None:
        with suppress(subprocess.TimeoutExpired):
            site.process.wait(END_SECONDS)
    site.kill()


def sweep_away(author) -> None:
    """Delete what `author` has published, and all that came of it.

    Nobody is told that it is gone: those who were told of it are gone themselves.
    """
    for post in Post.objects.filter(author=author):
        OutgoingLink.objects.filter(post=post).delete()
        Redirect.objects.filter(post=post).delete()
        address = unquote(post.get_absolute_url())
        delete_post(post)
        Redirect.objects.filter(path=address).delete()
