"""Pure: safe HTML whose addresses work on every other site and in every mail."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import nh3

from blog.text.safety import POST, SCHEMES

_ADDRESSES = frozenset({"href", "src", "cite"})
_CANDIDATE = re.compile(r"(?:^|(?<=, ))\s*(\S+)")


def with_absolute_addresses(html: str, base: str) -> str:
    """Return stored `html` with links and pictures completed by `base`, the text's own address."""

    def complete(_tag: str, name: str, value: str) -> str:
        if name in _ADDRESSES:
            return _join(base, value)
        if name == "srcset":
            return _CANDIDATE.sub(lambda found: _join(base, found[0].strip()), value)
        return value

    return nh3.clean(
        html,
        tags=set(POST.tags),
        attributes={tag: set(names) for tag, names in POST.attributes.items()},
        attribute_filter=complete,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # an address that nobody can read stays as it is
        return address
