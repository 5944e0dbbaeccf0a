"""What becomes of a verified link: for a new one and for what-if alike."""

from __future__ import annotations

from dataclasses import replace

from blog.feedback.admission import Admission, admit_linkback
from blog.feedback.forecasting import Forecast, forecast
from blog.feedback.gathering import evidence, subject_of
from blog.feedback.rules import Rules, rules_in_force
from blog.feedback.spam import judge
from blog.feedback.submission import Subject, Submission
from trackbacks.models import SourceRule, Trackback
from trackbacks.policy import standing, trusted_place


def admission(link: Trackback, rules: Rules, subject: Subject | None = None) -> Admission | None:
    """Return what becomes of `link` by `rules`; None where it would not be taken at all."""
    submission = link.submission(subject or subject_of(link.post, link.created_at))
    landed = submission.landed or link.source
    if standing(link.source, link.ip, rules.own).is_blocked or (
        landed != link.source and standing(landed, among=rules.own).is_blocked
    ):
        return None
    return admit_linkback(
        rules.site.linkback_policy,
        judge(submission, rules.bounds),
        trusted=trusted_place(link.source, landed, rules.own),
        is_known=submission.is_known,
    )


def forecast_source_rule(rule: SourceRule) -> Forecast:
    """Return what `rule` would change, which is new, or not stored yet as it reads now."""
    others = SourceRule.objects.exclude(pk=rule.pk)
    return forecast(replace(rules_in_force(), own=[*others, rule]))


def admit_new(link: Trackback, landed: str) -> Admission | None:
    """Return what becomes of a link that is not stored yet, and give it its evidence.

    `landed` is where its page was found in the end.
    """
    is_known = Trackback.objects.approved().filter(source_host=link.source_host).exists()
    link.evidence = evidence(Submission(""), link, is_known=is_known) | {"landed": landed}
    return admission(link, rules_in_force())
