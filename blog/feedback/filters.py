"""Names of what the inbox can be narrowed by: reasons and spans of time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# Short names of the codes that reasons have, wherever they are given.
REASONS = {
    "first": _("first comment"),
    "known": _("known, though it looks like spam"),
    "policy": _("all are held"),
    "import": _("from an import"),
    "trusted": _("trusted site"),
    "edited": _("edited by its writer"),
    "appeal": _("another look is asked for"),
    "withdrawn": _("withdrawn"),
    "honeypot": _("trap for programs"),
    "blocked_term": _("blocked words"),
    "blocked_host": _("blocked site"),
    "blocked_network": _("blocked network"),
    "listed_term": _("words of an imported list"),
    "learnt_spam": _("reads like spam"),
    "akismet": _("Akismet"),
    "asked": _("Akismet is asked"),
    "flattery": _("praise that fits any post"),
    "looks": _("speaks of the blog's looks"),
    "product_name": _("a product as name"),
    "commercial": _("a website that sells"),
    "website": _("praise with a website"),
    "old_post": _("praise of an old post"),
    "links": _("many links"),
    "link_only": _("nothing but a link"),
    "link_in_name": _("an address as name"),
    "markup": _("links for another site"),
    "shortened": _("a shortened link"),
    "contact": _("a number or address"),
    "repeated": _("the same words again"),
    "haste": _("sent in haste"),
    "hidden": _("invisible characters"),
    "lookalike": _("mixed alphabets"),
    "fancy": _("ornamental letters"),
    "marks": _("piled accents"),
    "script": _("other letters than the post"),
    "language": _("other language than the post"),
    "learnt_ham": _("reads like what you approved"),
    "harmless": _("short and leads nowhere"),
}
SPANS = {
    "1": _("past day"),
    "7": _("past week"),
    "30": _("past month"),
    "365": _("past year"),
}
