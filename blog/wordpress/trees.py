"""Pure: links from a thing to the one above it, when they do not make a tree."""

from __future__ import annotations

from collections.abc import Mapping


def circular(parents: Mapping[str, str]) -> set[str]:
    """Return the keys whose links must be cut so that no chain of parents comes back to itself.

    One of each circle: the first that is met in the order of `parents`.
    """
    cut: set[str] = set()
    done: set[str] = set()
    for start in parents:
        chain: set[str] = set()
        here = start
        while here in parents and here not in done and here not in chain:
            chain.add(here)
            here = parents[here]
        if here in chain:
            cut.add(here)
        done |= chain
    return cut


def parents_first(parents: Mapping[str, str]) -> list[str]:
    """Return the keys so that each comes after its parent, where that is a key too.

    There must be no circle.
    """
    below: dict[str, list[str]] = {}
    for key, parent in parents.items():
        below.setdefault(parent if parent in parents else "", []).append(key)
    ordered = below.get("", [])
    for key in ordered:
        ordered.extend(below.get(key, []))
    return ordered
