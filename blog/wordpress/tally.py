"""What a run took, found here already, or left, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from blog.text.plain import crop

KINDS = ("authors", "categories", "tags", "posts", "pages", "comments", "pingbacks", "trackbacks")
_NAMES_SHOWN = 3
_NAME_LENGTH = 40


@dataclass
class Remark:
    """Something that was said of `count` things, the first few of them by name."""

    count: int = 0
    names: list[str] = field(default_factory=list)

    def add(self, count: int, names: list[str]) -> None:
        self.count += count
        self.names = [*self.names, *names][:_NAMES_SHOWN]

    def __str__(self) -> str:
        shown = ", ".join(f"“{crop(name, _NAME_LENGTH)}”" for name in self.names)
        return f" ({shown}{', …' if self.count > len(self.names) else ''})" if shown else ""


class Tally:
    """Counts by kind. Only what was stored for good may be counted: see `add`."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.known: Counter[str] = Counter()
        self.left: Counter[str] = Counter()
        self.reasons: dict[str, Remark] = {}
        self.changes: dict[str, Remark] = {}

    def take(self, kind: str, count: int = 1) -> None:
        self.taken[kind] += count

    def know(self, kind: str, count: int = 1) -> None:
        """Count what an earlier run brought, or the blog had before."""
        self.known[kind] += count

    def leave(self, kind: str, reason: str, name: str = "") -> None:
        self.left[kind] += 1
        self.reasons.setdefault(reason, Remark()).add(1, [name] if name else [])

    def remark(self, change: str, name: str = "") -> None:
        """Note something that is different here from what it was."""
        self.changes.setdefault(change, Remark()).add(1, [name] if name else [])

    def add(self, other: Tally) -> None:
        """Count what `other` counted: that of one transaction, once it is through."""
        self.taken.update(other.taken)
        self.known.update(other.known)
        self.left.update(other.left)
        for mine, theirs in ((self.reasons, other.reasons), (self.changes, other.changes)):
            for text, remark in theirs.items():
                mine.setdefault(text, Remark()).add(remark.count, remark.names)

    def lines(self) -> Iterator[str]:
        """The table, then the reasons, then what was changed, for a terminal."""
        yield f"{'':<12}{'taken':>8}{'already here':>15}{'left':>8}"
        for kind in KINDS:
            counts = self.taken[kind], self.known[kind], self.left[kind]
            yield f"{kind:<12}{counts[0]:>8}{counts[1]:>15}{counts[2]:>8}"
        yield from _listed("Left:", self.reasons)
        yield from _listed("Worth knowing:", self.changes)


def _listed(heading: str, remarks: dict[str, Remark]) -> Iterator[str]:
    if remarks:
        yield ""
        yield heading
    for text, remark in remarks.items():
        yield f"{remark.count:>7} × {text}{remark}"  # noqa: RUF001 (a multiplication sign)
