"""How the author writes down whom to trust and whom to block."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from blog.admin.fields import PlainForm
from blog.web.places import LONGEST_PLACE, READERS, PlaceRefused
from trackbacks.models import SourceRule


class SourceRuleForm(PlainForm):
    """Takes a place as people write it, and keeps the one spelling that is compared."""

    # Longer than what is kept: an address is cut to its host.
    value = forms.CharField(
        label=_("Where"),
        max_length=4 * LONGEST_PLACE,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text=_(
            "A site: example.org (blocked with all its subdomains, trusted without them). "
            "Addresses: example.org/blog/. A network: 192.0.2.7 or 192.0.2.0/24."
        ),
    )

    class Meta:
        model = SourceRule
        fields: ClassVar = ["effect", "kind", "value", "note"]

    def clean(self):
        cleaned = super().clean() or {}
        kind, value = cleaned.get("kind"), cleaned.get("value")
        if kind and value:
            try:
                cleaned["value"] = READERS[kind](value)
            except PlaceRefused as refusal:
                self.add_error("value", str(refusal.reason))
        if kind == SourceRule.Kind.NETWORK and cleaned.get("effect") == SourceRule.Effect.TRUST:
            self.add_error(
                "kind",
                _("Anybody can send links in the name of any page: trust a site, not a network."),
            )
        return cleaned
