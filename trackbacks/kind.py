"""Links from other blogs as one kind of feedback."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from blog.feedback.admission import Admission
from blog.feedback.inbox.kinds import InboxKind
from blog.feedback.inbox.senders import Mark
from blog.feedback.rules import Rules
from blog.feedback.submission import Subject
from trackbacks.admitting import admission
from trackbacks.models import Protocol, SourceRule, Trackback
from trackbacks.policy import block_site, may_make_rules


class TrackbackKind(InboxKind):
    model = Trackback
    row_template = "admin/trackbacks/trackback/inbox_row.html"
    search_fields = ("source", "source_host", "title", "blog_name", "excerpt", "ip", "post__title")
    sender_column, sender_mark = "source_host", "host"
    parts = {code: (label, Q(protocol=code)) for code, label in Protocol.choices}

    def writer(self, item: Trackback) -> str:
        return item.author or item.blog_name or item.source_host

    def words(self, item: Trackback) -> str:
        return "\n".join(filter(None, [item.title, item.excerpt, item.source]))

    def own_rules(self) -> list[SourceRule]:
        return list(SourceRule.objects.all())

    def admission(self, item: Trackback, rules: Rules, subject: Subject) -> Admission | None:
        return admission(item, rules, subject)

    # --- In the inbox ---

    def marks(self, item: Trackback) -> list[Mark]:
        site = [Mark("host", item.source_host)] if item.source_host else []
        return site + super().marks(item)

    def sent_by(self, mark: Mark) -> Q:
        return Q(source_host=mark.value) if mark.code == "host" else super().sent_by(mark)

    def can_block(self, mark: Mark, user: Any) -> bool:
        return may_make_rules(user) if mark.code == "host" else super().can_block(mark, user)

    def block(self, item: Trackback, mark: Mark, *, by: Any, batch: UUID) -> int:
        """A site is blocked by a rule for links: nothing is even fetched from there any more."""
        if mark.code != "host":
            return super().block(item, mark, by=by, batch=batch)
        _rule, changed = block_site(item, by=by, batch=batch)
        return changed
