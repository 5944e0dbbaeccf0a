"""What narrows a queue: a status, a post, a time, a reason. Unknown values narrow nothing."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.admin import SimpleListFilter
from django.utils.translation import gettext_lazy as _

from blog.feedback.models import Status
from blog.row_ids import is_row_id

EVERY_STATUS = "all"
# As many posts as a list to choose from can hold; search finds the others by their title.
LISTED_POSTS = 50

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


class ChoiceFilter(SimpleListFilter):
    def value(self):
        value = super().value()
        return value if value in dict(self.lookup_choices) else None


class StatusFilter(ChoiceFilter):
    """Which queue is shown. The queue itself selects, since it counts the others too."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [*Status.choices, (EVERY_STATUS, _("all"))]

    def value(self):
        return super().value() or Status.PENDING.value

    def queryset(self, request, queryset):
        return queryset


class PostFilter(ChoiceFilter):
    title = _("post")
    parameter_name = "post"

    def lookups(self, request, model_admin):
        rows = model_admin.model.objects.all()
        listed = list(rows.posts_by_newest()[:LISTED_POSTS])
        chosen = self.used_parameters.get(self.parameter_name, "")
        if is_row_id(chosen) and int(chosen) not in dict(listed):
            listed += rows.filter(post_id=chosen).posts_by_newest()
        return [(str(pk), title) for pk, title in listed]

    def queryset(self, request, queryset):
        return queryset.filter(post_id=self.value()) if self.value() else queryset


class ReceivedFilter(ChoiceFilter):
    title = _("received")
    parameter_name = "received"

    def lookups(self, request, model_admin):
        return SPANS.items()

    def queryset(self, request, queryset):
        if days := self.value():
            return queryset.received_within(timedelta(days=int(days)))
        return queryset


class ReasonFilter(ChoiceFilter):
    title = _("reason")
    parameter_name = "reason"

    def lookups(self, request, model_admin):
        return [("any", _("has a reason")), ("none", _("has no reason")), *REASONS.items()]

    def queryset(self, request, queryset):
        code = self.value()
        if code is None:
            return queryset
        if code in REASONS:
            return queryset.with_reason(code)
        return queryset.exclude(reasons=[]) if code == "any" else queryset.filter(reasons=[])
