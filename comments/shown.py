"""Pure: a comment as far as a page prints it; whole rows would cost it twice as much."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from blog.avatars import Avatar, avatar_of


class Shown(NamedTuple):
    """Columns of a comment by their names; of `email`, which is private, a picture is made."""

    pk: int
    path: str
    parent_id: int | None
    user_id: int | None
    name: str
    email: str
    url: str
    html: str
    created_at: datetime
    is_edited_by_staff: bool

    @property
    def avatar(self) -> Avatar | None:
        """The writer's picture: an account's own, or that of an address; None without either."""
        who = f"account {self.user_id}" if self.user_id else self.email
        return avatar_of(who) if who else None
