"""The kinds of feedback there are: each app brings its own, and none is named here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from blog.feedback.admission import Admission
from blog.feedback.models import Feedback
from blog.feedback.rules import Rules
from blog.feedback.submission import Sender, Subject


class AnswerRefused(Exception):
    """Why an answer was not taken, in words for the author."""


class FeedbackKind:
    """What can be asked of rows of `model` without knowing what else they are."""

    model: type[Feedback]
    can_be_answered = False

    @property
    def name(self) -> str:
        """How addresses and jobs call it."""
        return str(self.model._meta.model_name)

    def writer(self, item: Any) -> str:
        """Return who said it, as one line."""
        raise NotImplementedError

    def words(self, item: Any) -> str:
        """Return what it says, as plain text."""
        raise NotImplementedError

    def answered(self, item: Any) -> str:
        """Return the words that it answers, where it answers others than the post's."""
        return ""

    def own_rules(self) -> Sequence[Any] | None:
        """Return the rules that this kind has besides the settings and the block list."""
        return None

    def admission(self, item: Any, rules: Rules, subject: Subject) -> Admission | None:
        """Return what becomes of it by `rules`; None where it would not be taken at all."""
        raise NotImplementedError

    def answer(self, item: Any, text: str, *, by: Any, sender: Sender) -> Feedback:
        """Store the answer of staff to `item`, which approves it where it waits.

        Raises AnswerRefused, and then has stored nothing.
        """
        raise NotImplementedError


_kinds: dict[str, FeedbackKind] = {}


def register(kind: FeedbackKind) -> None:
    _kinds[kind.name] = kind


def kinds() -> list[FeedbackKind]:
    return list(_kinds.values())


def kind_named(name: str) -> FeedbackKind | None:
    return _kinds.get(name)
