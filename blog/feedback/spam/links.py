"""Pure: links in a text, and what their number and their writing say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blog.feedback.spam.verdict import Bounds, Reason
from blog.feedback.submission import Submission

LINK = re.compile(r"https?://|\bwww\.", re.I)
_HOST = re.compile(r"(?:https?://|\bwww\.)([^\s/?#<>\"'()\[\]\\]{1,300})", re.I)
_WHOLE_LINK = re.compile(r"(?:https?://|\bwww\.)\S+", re.I)
_BARE_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.I)
_WORD = re.compile(r"[^\W\d_]{2,}")
# Markup of forums and of HTML pages, which this blog shows as it is typed.
_FOREIGN_MARKUP = re.compile(r"\[(?:url|link)\b[^\]]{0,300}\]|<a\s[^>]{0,300}href", re.I)
_SHORTENERS = frozenset(
    ["bit.ly", "cutt.ly", "goo.gl", "is.gd", "ow.ly", "rb.gy", "t.co", "tinyurl.com"]
)
_FEWEST_WORDS = 3


def count_links(text: str) -> int:
    return len(LINK.findall(text))


def hosts_in(text: str) -> list[str]:
    """Return the hosts that `text` links to, in order, lower case and without port."""
    found = (host.rpartition("@")[2].partition(":")[0] for host in _HOST.findall(text))
    return [host.lower().rstrip(".,;:!") for host in found]


def hosts_named(submission: Submission) -> list[str]:
    """Return the hosts of the links, the website and the mail address of `submission`."""
    addresses = (submission.url, submission.landed, submission.text)
    hosts = [host for text in addresses for host in hosts_in(text)]
    if "@" in submission.email:
        hosts.append(submission.email.rpartition("@")[2].lower())
    return hosts


def many_links(submission: Submission, bounds: Bounds) -> Iterator[Reason]:
    links = count_links(submission.text)
    if links > bounds.max_links:
        points = min(4 + links - bounds.max_links - 1, 8)
        yield Reason("links", f"Has {links} links; {bounds.max_links} are allowed.", points)


def little_else(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    """A linkback is a link: only a comment should say something."""
    if submission.kind != "comment" or not count_links(submission.text):
        return
    words = _WORD.findall(_WHOLE_LINK.sub(" ", submission.text))
    if len(words) < _FEWEST_WORDS:
        yield Reason("link_only", "Says next to nothing besides a link.", 4)


def foreign_markup(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    if _FOREIGN_MARKUP.search(submission.text):
        text = "Its links are written for another kind of site, as programs write them."
        yield Reason("markup", text, 3)


def shortened(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    hosts = _SHORTENERS & {host.removeprefix("www.") for host in hosts_named(submission)}
    if hosts:
        yield Reason("shortened", f"Hides where a link leads, behind {min(hosts)}.", 3)


def link_in_name(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    if submission.kind == "comment" and is_address(submission.author_name):
        yield Reason("link_in_name", "The name is the address of a website.", 5)


def is_address(name: str) -> bool:
    """Is `name` a web address, or a bare host such as cheap-watches.example?"""
    if LINK.search(name):
        return True
    return _BARE_HOST.fullmatch(name) is not None
