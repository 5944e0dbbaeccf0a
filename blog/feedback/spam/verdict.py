"""Pure: the reasons that checks give, what they come to together, and what the author allows."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from blog.feedback.spam.blocked import BlockList

# More points than any threshold can be.
CERTAIN = 100


@dataclass(frozen=True)
class Reason:
    """One finding: a code for programs, words for the author, and points; below 0 it speaks for."""

    code: str
    text: str
    weight: int = 0

    def as_json(self) -> dict:
        return asdict(self)


@dataclass(frozen=True)
class Bounds:
    """What the author allows: links, blocked things, and how many points change a status."""

    max_links: int = 2
    hold_from: int = 4
    spam_from: int = 10
    blocked: tuple[BlockList, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What the checks found, strongest first."""

    reasons: tuple[Reason, ...]
    bounds: Bounds

    @property
    def score(self) -> int:
        """The sum of the points; 0 where more speaks for than against."""
        return max(0, sum(reason.weight for reason in self.reasons))

    @property
    def is_held(self) -> bool:
        return self.score >= self.bounds.hold_from

    @property
    def is_spam(self) -> bool:
        return self.score >= self.bounds.spam_from
