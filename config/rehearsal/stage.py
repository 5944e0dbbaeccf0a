"""Our blog as the second one sees it: by HTTP alone, through the site's own fetcher."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone

from blog.models import Post
from blog.services.publishing import save_post
from blog.site import absolute_url
from config.rehearsal.otherblog import OtherBlog
from trackbacks.announcement import permalink, pingback_url, trackback_url, webmention_url
from trackbacks.exchange import Bounds, FetchError, Request, Response
from trackbacks.http import Fetcher
from trackbacks.protocols import pingback, trackback_client, webmention
from trackbacks.protocols.trackback import Ping

START_SECONDS = 60
# Longer than the worker takes to see that there is something to do, and to do it.
SHOWN_SECONDS, QUIET_SECONDS = 30.0, 4.0
_BOUNDS = Bounds(seconds=10, redirects=2, media_types=())


class Stage:
    """What the acts of the rehearsal do and see."""

    def __init__(self, other: OtherBlog, author) -> None:
        self.other = other
        self._author = author
        parts = urlsplit(settings.SITE_URL)
        self._fetcher = Fetcher(allowed={parts.netloc.lower()}, bounds=_BOUNDS)

    def publish(self, title: str, body: str, **fields) -> Post:
        post = Post(title=title, body=body, author=self._author, published_at=timezone.now())
        for name, value in {"status": Post.Status.PUBLISHED, **fields}.items():
            setattr(post, name, value)
        return save_post(post)

    def get(self, url: str) -> Response:
        return self._fetcher.fetch(Request(url, "a rehearsal"))

    def post(self, url: str, body: bytes, content_type: str, origin: str = "") -> Response:
        return self._fetcher.fetch(
            Request(url, "a rehearsal", "POST", body, content_type, origin=origin)
        )

    def comment(self, post: Post, words: str) -> Response:
        fields = {"name": "Rehearsing reader", "email": "reader@example.org", "body": words}
        address = absolute_url(reverse("comments:create", args=[post.pk]))
        body = urlencode(fields).encode()
        return self.post(address, body, webmention.FORM, origin=settings.SITE_URL)

    def trackback(self, post: Post, source: str, excerpt: str = "") -> Response:
        body = trackback_client.request(Ping(source, title=source, excerpt=excerpt))
        return self.post(trackback_url(post), body, trackback_client.CONTENT_TYPE)

    def pingback(self, post: Post, source: str) -> Response:
        body = pingback.request(source, permalink(post))
        return self.post(pingback_url(), body, pingback.CONTENT_TYPE)

    def webmention(self, post: Post, source: str) -> Response:
        body = webmention.request(source, permalink(post))
        return self.post(webmention_url(), body, webmention.FORM)

    def shows(self, post: Post, words: str, *, within: float = SHOWN_SECONDS) -> str:
        """Say whether readers see `words` below `post`, at the latest after `within` seconds."""
        seen = waited(lambda: words in self.get(permalink(post)).text, within)
        return "shown" if seen else "not shown"

    def keeps_out(self, post: Post, words: str) -> str:
        """Say whether readers do not see `words`, given time enough to appear."""
        return self.shows(post, words, within=QUIET_SECONDS)

    def hides(self, post: Post, words: str) -> str:
        gone = waited(lambda: words not in self.get(permalink(post)).text, SHOWN_SECONDS)
        return "not shown" if gone else "shown"


def waited(is_so: Callable[[], bool], seconds: float) -> bool:
    """Look again and again whether something is so; return whether it came to be in time."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.5)
    return True


@contextmanager
def served() -> Iterator[None]:
    """Serve the site with its worker as `manage.py serve` does. Raises CommandError."""
    command = [sys.executable, "manage.py", "serve"]
    process = subprocess.Popen(  # noqa: S603
        command, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        if not waited(lambda: process.poll() is not None or _answers(), START_SECONDS):
            raise CommandError(f"The site does not answer at {settings.SITE_URL}.")
        if process.poll() is not None:
            raise CommandError(f"The site could not be served: is port {settings.PORT} taken?")
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers() -> bool:
    fetcher = Fetcher(allowed={urlsplit(settings.SITE_URL).netloc.lower()}, bounds=_BOUNDS)
    try:
        return fetcher.fetch(Request(f"{settings.SITE_URL}/healthz", "a rehearsal")).is_success
    except FetchError:
        return False
