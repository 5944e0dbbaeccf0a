"""Pure: a link from another blog as far as a page prints it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Shown(NamedTuple):
    """Columns of a trackback by their names."""

    pk: int
    source: str
    source_host: str
    title: str
    blog_name: str
    excerpt: str
    kind: str
    author: str
    author_url: str
    created_at: datetime
