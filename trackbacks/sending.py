"""Telling another site that a page links to it: where it wants to hear it, and what it says."""

from __future__ import annotations

from collections.abc import Callable

from blog.current import site_settings
from blog.web import http
from blog.web.exchange import Bounds, FetchFailed, FetchRefused, Request, Response
from trackbacks import discovery
from trackbacks.protocols import pingback, trackback_client, webmention
from trackbacks.protocols.answers import Answer, Verdict, answer
from trackbacks.protocols.trackback import Ping
from trackbacks.targets import find_post
from trackbacks.words import EXCERPT_LENGTH, NAME_LENGTH, TITLE_LENGTH, short_line

# A pingback server may be announced by a picture's headers.
PAGE_BOUNDS = Bounds(seconds=20, media_types=())
# A redirect of what was sent is an answer to a GET that nobody asked (RFC 9110, section 15.4).
ANSWER_BOUNDS = Bounds(seconds=20, max_bytes=64 * 1024, redirects=0, media_types=())

Fetch = Callable[[Request, Bounds], Response]


def visit(target: str, source: str, fetch: Fetch = http.fetch) -> Response:
    """Fetch the page that `source` links to, to see where it takes word. Raises FetchError."""
    return fetch(Request(target, f"looking where to tell of a link from {source}"), PAGE_BOUNDS)


def discover(protocol: str, target: str, fetch: Fetch = http.fetch) -> str | None:
    """Return where `target` takes word by `protocol`, or None. Raises FetchError."""
    return discovery.find_endpoint(protocol, visit(target, "a page of this site", fetch), target)


def tell(
    protocol: str, endpoint: str, source: str, target: str, fetch: Fetch = http.fetch
) -> Answer:
    """Send word by `protocol` to `endpoint` that `source` links to `target`, once."""
    body, content_type = _body(protocol, source, target)
    request = Request(
        endpoint,
        f"sending a {protocol} from {source}",
        method="POST",
        body=body,
        content_type=content_type,
        accept="*/*",
    )
    try:
        response = fetch(request, ANSWER_BOUNDS)
    except FetchRefused as refusal:
        return answer(Verdict.REFUSED, refusal.reason)
    except FetchFailed as failure:
        return answer(Verdict.LATER, failure.reason)
    return _JUDGES[protocol](response)


_JUDGES: dict[str, Callable[[Response], Answer]] = {
    "webmention": webmention.judge,
    "pingback": pingback.judge,
    "trackback": trackback_client.judge,
}


def _body(protocol: str, source: str, target: str) -> tuple[bytes, str]:
    if protocol == "webmention":
        return webmention.request(source, target), webmention.FORM
    if protocol == "pingback":
        return pingback.request(source, target), pingback.CONTENT_TYPE
    return trackback_client.request(_ping(source)), trackback_client.CONTENT_TYPE


def _ping(source: str) -> Ping:
    """Return what a trackback says of the page `source`: more where it is a post of this blog."""
    post = find_post(source)
    if post is None:
        return Ping(source, title=source)
    return Ping(
        source,
        title=short_line(post.title, TITLE_LENGTH),
        excerpt=short_line(post.summary, EXCERPT_LENGTH),
        blog_name=short_line(site_settings().title, NAME_LENGTH),
    )
