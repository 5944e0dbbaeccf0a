"""Pure: which addresses are videos, and the player that a click may load for them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_YOUTUBE_HOST = r"(?:www\.|m\.|music\.)?youtube(?:-nocookie)?\.com"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# PeerTube's short form: a UUID in base 58, which is 22 characters, seldom 21.
_SHORT_UUID = r"[1-9A-HJ-NP-Za-km-z]{21,22}"
_HOST = r"(?=[a-z0-9.-]{4,253}[:/])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}"
_REST = r"(?:[?&#]\S*)?"

_YOUTUBE = re.compile(
    rf"https?://(?:{_YOUTUBE_HOST}/(?:watch/?\?(?:\S*?&)?v=|(?:shorts|live|embed|v)/)|youtu\.be/)"
    rf"(?P<id>[\w-]{{11}})/?{_REST}",
    re.ASCII,
)
_VIMEO = re.compile(
    rf"https?://(?:www\.|player\.)?vimeo\.com/(?:video/|channels/[\w-]+/)?(?P<id>\d{{1,12}})"
    rf"(?:/(?P<key>[0-9a-f]{{6,20}}))?/?{_REST}",
    re.ASCII,
)
_PEERTUBE = re.compile(
    rf"https?://(?P<host>{_HOST})/(?:w|videos/(?:watch|embed))/(?P<id>{_UUID}|{_SHORT_UUID})/?{_REST}",
    re.ASCII,
)
_START = re.compile(r"[?&#](?:t|start)=(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?(?:&|#|$)")

_PLAYER = re.compile(
    r"https://www\.youtube-nocookie\.com/embed/[\w-]{11}(\?start=\d+)?"
    r"|https://player\.vimeo\.com/video/\d{1,12}\?(h=[0-9a-f]+&)?dnt=1"
    rf"|https://{_HOST}/videos/embed/({_UUID}|{_SHORT_UUID})",
    re.ASCII,
)


@dataclass(frozen=True)
class Video:
    """`url` is the page to visit, `player` what may be framed once the reader asks for it."""

    url: str
    player: str


def find_video(url: str) -> Video | None:
    """Return the video that the address `url` shows, or None where it is not one we know.

    YouTube, Vimeo, and PeerTube, which any host may run and which its path alone gives away.
    """
    if len(url) > 400:
        return None
    if match := _YOUTUBE.fullmatch(url):
        return _youtube(match["id"], _start_of(url))
    if match := _VIMEO.fullmatch(url):
        return _vimeo(match["id"], match["key"])
    if match := _PEERTUBE.fullmatch(url):
        site, name = match["host"], match["id"]
        return Video(f"https://{site}/w/{name}", f"https://{site}/videos/embed/{name}")
    return None


def is_player(url: str) -> bool:
    """Is `url` exactly what find_video gives as a player?"""
    return bool(_PLAYER.fullmatch(url))


def _youtube(name: str, start: int) -> Video:
    page = f"https://www.youtube.com/watch?v={name}"
    player = f"https://www.youtube-nocookie.com/embed/{name}"
    return Video(f"{page}&t={start}", f"{player}?start={start}") if start else Video(page, player)


def _vimeo(number: str, key: str | None) -> Video:
    path, query = (f"{number}/{key}", f"h={key}&dnt=1") if key else (number, "dnt=1")
    return Video(f"https://vimeo.com/{path}", f"https://player.vimeo.com/video/{number}?{query}")


def _start_of(url: str) -> int:
    """Seconds into the video where the address says to begin: t=90, t=90s, t=1m30s, start=90."""
    match = _START.search(url)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return min(hours * 3600 + minutes * 60 + seconds, 86400)
