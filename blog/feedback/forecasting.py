"""What-if: which items that came lately a planned rule would have treated otherwise.

Both verdicts come from the functions that decide on what comes in, and from what was known when
each item came, so that the forecast is what would have happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.feedback.admission import Admission
from blog.feedback.gathering import as_at, bounds_of, subject_of_text
from blog.feedback.kinds import FeedbackKind, kinds
from blog.feedback.models import Feedback, Status
from blog.feedback.rules import Rules, rules_in_force
from blog.feedback.spam import BlockList
from blog.feedback.submission import Subject
from blog.models import BlockRule, Post, SiteSettings
from blog.text.plain import text_of_html

# The newest of each kind; judging all of them twice takes a second or two.
JUDGED = 1000
LISTED = 50
# What is not taken at all has no row, and so no status.
REFUSED = "refused"

_WORDS: dict[str, str | Promise] = {
    Status.APPROVED: _("shown"),
    Status.PENDING: _("held"),
    Status.SPAM: _("spam"),
    REFUSED: _("not taken"),
}


@dataclass(frozen=True)
class Flip:
    """One item of which the rules would make something else."""

    kind: FeedbackKind
    item: Feedback
    before: str
    after: str
    reasons: list[str]

    @property
    def writer(self) -> str:
        return self.kind.writer(self.item)

    @property
    def words(self) -> str:
        return self.kind.words(self.item)

    @property
    def address(self) -> str:
        """The name of its page in the admin."""
        meta = self.item._meta
        return f"admin:{meta.app_label}_{meta.model_name}_change"


@dataclass(frozen=True)
class Group:
    """Items that flip alike; only the newest are listed."""

    before: str | Promise
    after: str | Promise
    flips: list[Flip]

    @property
    def listed(self) -> list[Flip]:
        return self.flips[:LISTED]


@dataclass(frozen=True)
class Forecast:
    """`judged` is how many items were looked at."""

    flips: list[Flip]
    judged: int

    @property
    def groups(self) -> list[Group]:
        ways = dict.fromkeys((flip.before, flip.after) for flip in self.flips)
        return [
            Group(
                _WORDS[before],
                _WORDS[after],
                [flip for flip in self.flips if (flip.before, flip.after) == (before, after)],
            )
            for before, after in ways
        ]


def forecast_rule(rule: BlockRule) -> Forecast:
    """Return what `rule` would change, which is not stored yet."""
    now = rules_in_force()
    planned = BlockList([(rule.kind, rule.value, "")])
    return forecast(replace(now, bounds=bounds_of(now.site, planned)))


def forecast_settings(site: SiteSettings) -> Forecast:
    """Return what the settings `site` would change, which are not stored yet."""
    return forecast(Rules(site, bounds_of(site)))


def forecast(planned: Rules) -> Forecast:
    """Return what becomes different by `planned` of the newest items of every kind."""
    now, flips, judged = rules_in_force(), [], 0
    for kind in kinds():
        own = kind.own_rules()
        before, after = (
            rules if rules.own is not None else replace(rules, own=own) for rules in (now, planned)
        )
        for item, subject in _judged(kind):
            judged += 1
            found = kind.admission(item, after, subject)
            was, becomes = _status(kind.admission(item, before, subject)), _status(found)
            if was != becomes:
                flips.append(Flip(kind, item, was, becomes, _in_words(found)))
    return Forecast(flips, judged)


def _status(admission: Admission | None) -> str:
    return admission.status if admission else REFUSED


def _in_words(admission: Admission | None) -> list[str]:
    return [reason.text for reason in admission.reasons] if admission else []


def _judged(kind: FeedbackKind) -> Iterator[tuple[Feedback, Subject]]:
    """Yield the newest items that were judged when they came, each with what it is about.

    What staff write and what an import brought along was never judged.
    """
    rows = kind.model.objects.judged().for_forecast().newest_first()[:JUDGED]
    items = list(rows)
    posts = Post.objects.in_bulk({item.post_id for item in items})
    texts = {
        pk: subject_of_text(f"{post.title}\n{text_of_html(post.html)}")
        for pk, post in posts.items()
    }
    for item in items:
        post = posts[item.post_id]
        item.post = post
        yield item, as_at(texts[post.pk], post, item.created_at, kind.answered(item))
