"""Whom the author of this blog trusts to link here, and whom not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from blog.feedback import moderation
from blog.feedback.moderation import Trail
from blog.web.places import hosts_above, networks_of, prefixes_of
from trackbacks.models import SourceRule, Trackback

Effect = SourceRule.Effect


@dataclass(frozen=True)
class Standing:
    """How the author stands to a page: the rule that decides, or none."""

    rule: SourceRule | None = None

    @property
    def is_trusted(self) -> bool:
        return self.rule is not None and self.rule.effect == Effect.TRUST

    @property
    def is_blocked(self) -> bool:
        return self.rule is not None and self.rule.effect == Effect.BLOCK


def standing(
    url: str, ip: str | None = None, among: Iterable[SourceRule] | None = None
) -> Standing:
    """Return how the author stands to the page `url` that somebody at `ip` speaks of: one query.

    A blocked sender decides it; else the rule that names most of the address, so that one blog
    can be trusted of a host that is blocked, and the other way round. `among` are the rules to
    ask instead of those that are stored.
    """
    if among is None:
        among = SourceRule.objects.about(url) | SourceRule.objects.about_sender(ip)
    return Standing(max(_concerning(among, url, ip), key=_weight, default=None))


def trusted_place(source: str, landed: str, among: Iterable[SourceRule] | None = None) -> str:
    """Return what the author trusts of the page `source`; nothing unless `landed` is trusted too.

    Some trusted sites redirect to whatever address one appends.
    """
    stands = [standing(url, among=among) for url in {source, landed}]
    return str(stands[0].rule) if all(stand.is_trusted for stand in stands) else ""


def _concerning(rules: Iterable[SourceRule], url: str, ip: str | None) -> list[SourceRule]:
    """A block of a site is of its subdomains too, trust is not."""
    host, *above = hosts_above(url)
    places = {("host", host), *(("prefix", prefix) for prefix in prefixes_of(url))}
    blocked = {("host", domain) for domain in above}
    blocked |= {("network", network) for network in networks_of(ip)}
    return [
        rule
        for rule in rules
        if (rule.kind, rule.value) in places
        or (rule.effect == Effect.BLOCK and (rule.kind, rule.value) in blocked)
    ]


def trusted_hosts() -> frozenset[str]:
    """Return the hosts of which the author trusts at least some pages: one query."""
    places = SourceRule.objects.trusting().values_list("value", flat=True)
    return frozenset(place.partition("/")[0] for place in places)


def _weight(rule: SourceRule) -> tuple[bool, int]:
    return rule.kind == SourceRule.Kind.NETWORK, len(rule.value)


def may_make_rules(user: Any) -> bool:
    """A decision may be new, or turn another one round."""
    return user.has_perms(["trackbacks.add_sourcerule", "trackbacks.change_sourcerule"])


@transaction.atomic
def trust_site(link: Trackback, **trail: Unpack[Trail]) -> tuple[SourceRule, int]:
    """Trust the site of `link`, and show it and what else waits from there.

    Returns the rule, and how many links are shown for it.
    """
    rule, links = _decide(link, Effect.TRUST), Trackback.objects.with_waiting_of_its_host(link)
    trail["why"] = _("The site %(host)s is trusted from now on.") % {"host": rule.value}
    return rule, moderation.approve(links, **trail)


@transaction.atomic
def block_site(link: Trackback, **trail: Unpack[Trail]) -> tuple[SourceRule, int]:
    """Block the site of `link`: it and what else waits from there becomes spam.

    Returns the rule, and how many links that concerned. What is shown already stays.
    """
    rule, links = _decide(link, Effect.BLOCK), Trackback.objects.with_waiting_of_its_host(link)
    trail["why"] = _("The site %(host)s is blocked from now on.") % {"host": rule.value}
    return rule, moderation.mark_as_spam(links, **trail)


def _decide(link: Trackback, effect: SourceRule.Effect) -> SourceRule:
    rule, _is_new = SourceRule.objects.update_or_create(
        kind=SourceRule.Kind.HOST, value=link.source_host, defaults={"effect": effect}
    )
    return rule
