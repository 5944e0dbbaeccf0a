"""Pure: all checks together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from blog.feedback.spam import disguise, flattery, foreign, learnt, links, listed, outside, traps
from blog.feedback.spam.verdict import CERTAIN, Bounds, Reason, Verdict
from blog.feedback.submission import Submission

Check = Callable[[Submission, Bounds], Iterator[Reason]]

CHECKS: tuple[Check, ...] = (
    traps.honeypot,
    listed.blocked_host,
    listed.blocked_network,
    listed.blocked_words,
    traps.repeated,
    links.many_links,
    links.little_else,
    links.foreign_markup,
    links.shortened,
    links.link_in_name,
    disguise.hidden_characters,
    disguise.mixed_scripts,
    disguise.fancy_letters,
    disguise.piled_marks,
    flattery.flattery,
    flattery.contact,
    foreign.other_script,
    foreign.other_language,
    learnt.learnt,
    outside.asked,
    traps.haste,
)
# These only soften what others found.
SOFTENING: tuple[Check, ...] = (flattery.harmless,)


def judge(submission: Submission, bounds: Bounds) -> Verdict:
    """Return what speaks against `submission`, the heaviest first, by what the author allows."""
    found = [reason for check in CHECKS for reason in check(submission, bounds)]
    if 0 < sum(reason.weight for reason in found) < CERTAIN:
        found += [reason for check in SOFTENING for reason in check(submission, bounds)]
    return Verdict(tuple(sorted(found, key=_heaviest_first)), bounds)


def _heaviest_first(reason: Reason) -> int:
    return -reason.weight
