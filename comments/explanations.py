"""Pure: what a reader is told about why her comment is held or not shown.

The reasons that moderators read name terms, hosts and figures of the filter; whoever wants to get
past it would learn them here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By the code of a reason; those that say nothing to a reader are empty.
_IN_PLAIN_WORDS: dict[str, str | Promise] = {
    "policy": _("On this blog every comment waits until the author has read it."),
    "first": _(
        "It is the first one from this browser, and the author reads that before it is shown. "
        "Later ones are shown at once."
    ),
    "links": _("It has more links than comments here usually have."),
    "honeypot": _(
        "A field that people cannot see was filled in. A program that fills in forms for you may "
        "have done it."
    ),
    "import": "",
    "trusted": "",
    "appeal": "",
    "withdrawn": "",
    "edited": _("It was changed, and the author reads it once more."),
}
_SOMETHING = _("Something in it made the filter against spam careful.")


def explain(reasons: Iterable[Mapping[str, str]]) -> list[str | Promise]:
    """Return what a reader may know of `reasons`, as {code, text}: each thing once."""
    said = (_IN_PLAIN_WORDS.get(reason["code"], _SOMETHING) for reason in reasons)
    return list(dict.fromkeys(words for words in said if words))
