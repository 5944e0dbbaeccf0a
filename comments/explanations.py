"""Pure: what a reader is told about why her comment is held or not shown.

The reasons that moderators read name terms, hosts and figures of the filter; whoever wants to get
past it would learn them here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_LISTED = _("Something about it is on a block list of this blog.")
_EMPTY = _("It says little about the post itself.")
_ADVERTISES = _("Its name or website looks like an advertisement.")
_DISGUISED = _("It has unusual characters, which can hide words.")
_FOREIGN = _("It is in another language or script than the post.")

# By the code of a reason: empty for what speaks for her, or what her receipt tells in other words.
IN_PLAIN_WORDS: dict[str, str | Promise] = {
    "policy": _("On this blog every comment waits until the author has read it."),
    "first": _(
        "It is the first one from this browser, and the author reads that before it is shown. "
        "Once one is shown, later ones need not wait."
    ),
    "edited": _("It was changed after it was sent."),
    "honeypot": _(
        "A field that people cannot see was filled in. A program that fills in forms for you may "
        "have done it."
    ),
    "haste": _("It was sent sooner than most people type."),
    "repeated": _("The same words were sent here before."),
    "links": _("It has more links than comments here usually have."),
    "link_only": _("It says next to nothing besides a link."),
    "markup": _("Its links are written for another kind of site."),
    "shortened": _("It has a short address, which hides where it leads."),
    "contact": _("It gives a number or an address to write to."),
    "asked": _(
        "A service that knows spam is asked about it. Nothing else keeps it back; that takes a "
        "minute or two."
    ),
    "akismet": _("A service that knows spam takes it for some."),
    "learnt_spam": _("It reads like what was spam here before."),
    **dict.fromkeys(("blocked_term", "blocked_host", "blocked_network", "listed_term"), _LISTED),
    **dict.fromkeys(("flattery", "looks", "old_post"), _EMPTY),
    **dict.fromkeys(("website", "commercial", "product_name", "link_in_name"), _ADVERTISES),
    **dict.fromkeys(("hidden", "lookalike", "fancy", "marks"), _DISGUISED),
    **dict.fromkeys(("script", "language"), _FOREIGN),
    **dict.fromkeys(("appeal", "withdrawn", "known", "learnt_ham", "harmless"), ""),
    **dict.fromkeys(("import", "trusted"), ""),
}
_SOMETHING = _("Something in it made the filter against spam careful.")


def explain(reasons: Iterable[Mapping[str, str]]) -> list[str | Promise]:
    """Return what a reader may know of `reasons`, as {code, text}: each thing once."""
    said = (IN_PLAIN_WORDS.get(reason["code"], _SOMETHING) for reason in reasons)
    return list(dict.fromkeys(words for words in said if words))
