"""Pure: where a comment stands in its thread, and how threads are cut into pages and lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comments.shown import Shown

# A path holds 10 digits a level; 10 levels is the deepest thread that the settings allow.
PATH_STEP = 10
MAX_DEPTH = 10
# A page of a discussion ends with the thread that fills it: threads are never cut.
PAGE_SIZE = 50


def place(pk: int, parent_path: str, levels: int) -> tuple[str, int]:
    """Return path and depth of comment `pk` that answers the one at `parent_path` ("": none).

    An answer to the last of `levels` stands beside what it answers instead of below it.
    """
    path = f"{parent_path[: PATH_STEP * (levels - 1)]}{pk:0{PATH_STEP}d}"
    return path, len(path) // PATH_STEP


@dataclass(frozen=True)
class ThreadPage:
    """The threads from root `first` to root `last`, as they are read.

    `first_number` is that of the first one: the oldest thread of a post has the number 1, in
    whatever order they are read.
    """

    number: int
    first: str
    last: str
    first_number: int
    is_newest_first: bool = False

    @property
    def oldest(self) -> str:
        return min(self.first, self.last)

    @property
    def newest(self) -> str:
        return max(self.first, self.last)

    @property
    def end(self) -> str:
        """A path after every one that the page holds and before every other, in any collation:
        paths are digits alone."""
        return self.newest + "9" * PATH_STEP


def cut_pages(
    sizes: Iterable[tuple[str, int]], *, is_newest_first: bool = False
) -> list[ThreadPage]:
    """Cut threads into pages of about PAGE_SIZE comments.

    `sizes` are (root, comments shown), the oldest thread first whatever is read first. A thread
    is on the page into which its first comment falls. Numbers have no gaps: where one thread
    covers several pages alone, the next thread simply begins the next page.
    """
    threads = list(enumerate(sizes, start=1))
    if is_newest_first:
        threads.reverse()
    starts, offset, slot = [], 0, -1
    for place_in_list, (_number, (_root, size)) in enumerate(threads):
        if offset // PAGE_SIZE != slot:
            slot = offset // PAGE_SIZE
            starts.append(place_in_list)
        offset += size
    ends = [*starts[1:], len(threads)]
    return [
        ThreadPage(number, first, threads[end - 1][1][0], first_number, is_newest_first)
        for number, (start, end) in enumerate(zip(starts, ends, strict=False), start=1)
        for first_number, (first, _size) in [threads[start]]
    ]


def roots_in(text: str) -> list[str]:
    """Return the roots that stand in `text` one after the other."""
    return [text[start : start + PATH_STEP] for start in range(0, len(text), PATH_STEP)]


def page_of(pages: list[ThreadPage], root: str) -> ThreadPage | None:
    """Return the page that holds the thread of `root`."""
    return next((page for page in pages if page.oldest <= root <= page.newest), None)


@dataclass
class Node:
    """One item of the printed list; `comment` is None where only its place is kept.

    `opens`: its replies follow. `closes`: how many lists end after it. `answers`: what it is an
    answer to, where that is not the comment it stands under.
    """

    pk: int
    depth: int
    comment: Shown | None = None
    number: int | None = None
    opens: bool = False
    closes: int = 0
    answers: Shown | None = None

    @property
    def is_by_author(self) -> bool:
        """By anybody of the blog."""
        return self.comment is not None and self.comment.user_id is not None

    @property
    def closing(self) -> range:
        return range(self.closes)


def as_nodes(
    comments: Iterable[Shown], first_number: int = 1, *, is_newest_first: bool = False
) -> list[Node]:
    """Return the nodes of `comments`, which are those shown, in the order they are given in.

    That is the order of their paths, or the newest thread first; replies stand oldest first.

    A comment that is not among them but is answered by one that is keeps its place: nothing of
    it is known here but its id, which the paths of its answers tell.
    """
    nodes: list[Node] = []
    seen: dict[str, Node] = {}
    for comment in comments:
        for end in range(PATH_STEP, len(comment.path) + 1, PATH_STEP):
            path = comment.path[:end]
            if path not in seen:
                seen[path] = Node(int(path[-PATH_STEP:]), end // PATH_STEP)
                nodes.append(seen[path])
        seen[comment.path].comment = comment
    _number(nodes, first_number, -1 if is_newest_first else 1)
    _nest(nodes)
    _link_answers(nodes)
    return nodes


def _number(nodes: list[Node], first_number: int, step: int) -> None:
    threads = (node for node in nodes if node.depth == 1)
    for node, number in zip(threads, count(first_number, step), strict=False):
        node.number = number


def _nest(nodes: list[Node]) -> None:
    following = [node.depth for node in nodes[1:]] + [1]
    for node, next_depth in zip(nodes, following, strict=False):
        node.opens = next_depth > node.depth
        node.closes = max(node.depth - next_depth, 0)


def _link_answers(nodes: list[Node]) -> None:
    shown = {node.pk: node.comment for node in nodes if node.comment}
    for node in nodes:
        parent = node.comment.parent_id if node.comment else None
        if node.comment and parent and parent != _above(node.comment.path):
            node.answers = shown.get(parent)


def _above(path: str) -> int | None:
    """The id of what stands one level above `path`."""
    return int(path[-2 * PATH_STEP : -PATH_STEP] or 0) or None
