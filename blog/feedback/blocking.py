"""The only writer of the block list: what the author wants never to see on the blog."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from blog.block_rules import LONGEST_VALUE
from blog.models import BlockListVersion, BlockRule
from blog.text.folding import fold
from blog.text.plain import clean_line
from blog.web.places import PlaceRefused, read_host, read_network

# Two letters stand in half of all texts.
SHORTEST_TERM = 3


def read_term(text: str) -> str:
    """Return the words that `text` names, in the spelling in which texts are searched."""
    term = fold(clean_line(text))
    if len(term) < SHORTEST_TERM:
        raise PlaceRefused(
            _("Write at least %(n)d characters: less stands in many texts.") % {"n": SHORTEST_TERM}
        )
    if len(term) > LONGEST_VALUE:
        raise PlaceRefused(_("Write at most %(n)d characters.") % {"n": LONGEST_VALUE})
    return term


READERS: dict[str, Callable[[str], str]] = {
    "term": read_term,
    "host": read_host,
    "network": read_network,
}


@transaction.atomic
def block(kind: str, value: str, by, why: str = "") -> BlockRule:
    """Block words, a site or a network from now on; what stands already is not changed.

    `kind` is one of BlockRule.Kind; `value` may be written as people do, an e-mail address among
    the words. What an import brought along becomes the decision of `by`. Raises PlaceRefused,
    whose reason says what to write instead.
    """
    rule, _is_new = BlockRule.objects.update_or_create(
        kind=kind,
        value=READERS[kind](value),
        defaults={"why": clean_line(why)[:300], "by": by, "source": ""},
    )
    mark_changed()
    return rule


@transaction.atomic
def unblock(rules: QuerySet[BlockRule]) -> int:
    """Take `rules` off the block list; return how many."""
    mark_changed()
    return rules.delete()[0]


def mark_changed() -> None:
    """Make every process read the block list again; must run in the transaction of the change."""
    BlockListVersion.objects.update_or_create(pk=1, defaults={"token": BlockListVersion().token})
