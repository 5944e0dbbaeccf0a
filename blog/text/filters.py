"""html5lib filters that rewrite a tree between the two gates: videos, pictures, ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bleach.html5lib_shim import Filter

from blog.text.plain import unescaped
from blog.text.videos import Video, find_video

Token = dict
_HREF, _CLASS, _EMBED, _ID = (None, "href"), (None, "class"), (None, "data-embed"), (None, "id")
_REL, _SRC = (None, "rel"), (None, "src")
_PICTURE_DEFAULTS = {(None, "alt"): "", (None, "loading"): "lazy", (None, "decoding"): "async"}
_HOLDERS = frozenset({"p", "div"})
_INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small"}
    | {"span", "strong", "sub", "sup", "u", "img", "br", "time", "wbr"}
)


class VideoFacades(Filter):
    """Turn an address of a video that stands alone on a line into a click-to-load facade.

    Without script the facade is a plain link; nothing is asked of anybody before the click.
    """

    def __iter__(self) -> Iterator[Token]:
        held: list[Token] = []
        for token in super().__iter__():
            if _opens(token, _HOLDERS):
                yield from held
                held = [token]
            elif not held:
                yield token
            elif _closes(token, held[0]["name"]):
                yield from _with_facades(held[0], held[1:], token)
                held = []
            else:
                held.append(token)
                if not _is_inline(token):
                    yield from held
                    held = []
        yield from held


class PrefixedIds(Filter):
    """Begin every id with `prefix`, and the links to it; an id that is there already goes."""

    def __init__(self, source: Iterable[Token], prefix: str) -> None:
        super().__init__(source)
        self.prefix = f"{prefix}--"

    def __iter__(self) -> Iterator[Token]:
        tokens = list(super().__iter__())
        known = {token["data"][_ID] for token in tokens if _ID in _attributes(token)}
        given: set[str] = set()
        for token in tokens:
            attributes = _attributes(token)
            if _ID in attributes:
                attributes[_ID] = self._prefixed(attributes[_ID])
                if attributes[_ID] in given:
                    del attributes[_ID]
                else:
                    given.add(attributes[_ID])
            href = attributes.get(_HREF, "")
            if href.startswith("#") and href[1:] in known:
                attributes[_HREF] = "#" + self._prefixed(href[1:])
            yield token

    def _prefixed(self, name: str) -> str:
        return name if name.startswith(self.prefix) else self.prefix + name


class Pictures(Filter):
    """Load pictures late, give each an alternative text, and drop those without an address."""

    def __iter__(self) -> Iterator[Token]:
        for token in super().__iter__():
            if token.get("name") != "img":
                yield token
            elif _SRC in token["data"]:
                yield dict(token, data=_PICTURE_DEFAULTS | token["data"])


def _attributes(token: Token) -> dict:
    return token["data"] if token["type"] in {"StartTag", "EmptyTag"} else {}


def _opens(token: Token, names: frozenset[str]) -> bool:
    return token["type"] == "StartTag" and token["name"] in names


def _closes(token: Token, name: str) -> bool:
    return token["type"] == "EndTag" and token["name"] == name


def _is_inline(token: Token) -> bool:
    return "name" not in token or token["type"] == "Entity" or token["name"] in _INLINE


def _with_facades(start: Token, content: list[Token], end: Token) -> Iterator[Token]:
    """Yield a paragraph, cut where one of its lines is a video; nothing if it is empty."""
    parts = _parts(content)
    if len(parts) == 1:
        if start["name"] != "p" or _trimmed(content):
            yield from (start, *content, end)
        return
    for part in map(_trimmed, parts):
        if part:
            yield from (dict(start, data=dict(start["data"])), *part, end)


def _parts(content: list[Token]) -> list[list[Token]]:
    """What stands before, between and after the videos of a paragraph, and their facades."""
    parts: list[list[Token]] = [[]]
    for line in _lines(content):
        if facade := _facade_of(line):
            parts += [facade, []]
        else:
            parts[-1] += line
    return parts


def _lines(content: list[Token]) -> Iterator[list[Token]]:
    """Cut at <br> and at line ends in the paragraph's own text; each line keeps its end."""
    line: list[Token] = []
    depth = 0
    for token in content:
        depth += {"StartTag": 1, "EndTag": -1}.get(token["type"], 0)
        if depth == 0 and token["type"] in {"Characters", "SpaceCharacters"}:
            *whole, rest = token["data"].split("\n")
            for text in whole:
                yield [*line, dict(token, data=text + "\n")]
                line = []
            if rest:
                line.append(dict(token, data=rest))
            continue
        line.append(token)
        if token.get("name") == "br":
            yield line
            line = []
    if line:
        yield line


def _is_blank(token: Token) -> bool:
    if token["type"] in {"Characters", "SpaceCharacters"}:
        return not token["data"].strip()
    return token.get("name") == "br"


def _trimmed(line: list[Token]) -> list[Token]:
    kept = [index for index, token in enumerate(line) if not _is_blank(token)]
    return line[kept[0] : kept[-1] + 1] if kept else []


def _facade_of(line: list[Token]) -> list[Token]:
    """The facade for a line that holds nothing but the address of a video, already made a link."""
    match _trimmed(line):
        case [{"type": "StartTag", "name": "a"} as link, *words, {"type": "EndTag", "name": "a"}]:
            address = unescaped(link["data"].get(_HREF, "")).strip()
            video = find_video(address) if _same_address(_text_of(words), address) else None
            return _facade(video, link["data"]) if video else []
    return []


def _text_of(tokens: list[Token]) -> str:
    """The text of tokens that are nothing but text, and otherwise none."""
    parts = [
        f"&{token['name']};" if token["type"] == "Entity" else token["data"]
        for token in tokens
        if token["type"] in {"Characters", "SpaceCharacters", "Entity"}
    ]
    return unescaped("".join(parts)).strip() if len(parts) == len(tokens) else ""


def _same_address(shown: str, address: str) -> bool:
    """Is the link's text its own address? Words that somebody chose are left alone."""
    return shown.rpartition("://")[2] == address.rpartition("://")[2]


def _facade(video: Video, link: dict) -> list[Token]:
    attributes = {_CLASS: "video-facade", _HREF: video.url, _EMBED: video.player}
    if _REL in link:
        attributes[_REL] = link[_REL]
    return [
        {"type": "StartTag", "name": "a", "namespace": None, "data": attributes},
        {"type": "Characters", "data": video.url},
        {"type": "EndTag", "name": "a", "namespace": None, "data": {}},
    ]
