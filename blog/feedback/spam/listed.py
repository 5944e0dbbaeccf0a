"""Pure: what the block list says: the author's own rules decide, lists from elsewhere add."""

from __future__ import annotations

from collections.abc import Iterator

from blog.feedback.spam.links import hosts_named
from blog.feedback.spam.verdict import CERTAIN, Bounds, Reason
from blog.feedback.submission import Submission
from blog.text.folding import fold
from blog.text.scripts import undisguised
from blog.web.places import networks_of

# What a term of an imported list weighs by its length in letters: the shorter, the likelier chance.
_POINTS = ((9, 3), (6, 2), (0, 1))
_MOST_POINTS = 9


def blocked_words(submission: Submission, bounds: Bounds) -> Iterator[Reason]:
    found: dict[str, str] = {}
    for text in _searched(submission):
        for rules in bounds.blocked:
            found = rules.terms_in(text) | found
    own = [term for term, source in found.items() if not source]
    if own:
        yield Reason("blocked_term", f"Has {_shown(own[0])}, which you have blocked.", CERTAIN)
    elif found:
        yield _from_lists(list(found))


def _shown(term: str) -> str:
    """Reasons outlive what a reader may have erased."""
    return "an address" if "@" in term else f"“{term}”"


def _from_lists(terms: list[str]) -> Reason:
    points = min(sum(map(_points, terms)), _MOST_POINTS)
    shown = ", ".join(f"“{term}”" for term in sorted(terms, key=_points, reverse=True)[:3])
    return Reason("listed_term", f"Has words of an imported block list: {shown}.", points)


def _points(term: str) -> int:
    letters = sum(character.isalnum() for character in term)
    return next(points for least, points in _POINTS if letters >= least)


def _searched(submission: Submission) -> set[str]:
    """The text as it is and, where words mix scripts, as it looks."""
    parts = (submission.author_name, submission.email, submission.url, submission.text)
    said = "\n".join(parts)
    return {fold(said), fold(undisguised(said))}


def blocked_host(submission: Submission, bounds: Bounds) -> Iterator[Reason]:
    hosts = [above for host in hosts_named(submission) for above in _with_domains(host)]
    for rules in bounds.blocked:
        if host := rules.host_among(hosts):
            yield Reason("blocked_host", f"Leads to {host}, which you have blocked.", CERTAIN)
            return


def _with_domains(host: str) -> list[str]:
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def blocked_network(submission: Submission, bounds: Bounds) -> Iterator[Reason]:
    networks = networks_of(submission.sender.ip)
    for rules in bounds.blocked:
        if rules.network_among(networks):
            # Not named: networks are forgotten after a while, and reasons stay.
            text = "Was sent from a network that you have blocked."
            yield Reason("blocked_network", text, CERTAIN)
            return
