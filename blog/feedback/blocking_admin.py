"""The block list in the admin: rules are added and taken off, never changed."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.admin.fields import PlainForm
from blog.admin.forecasts import ForecastAdmin, set_forecaster
from blog.block_rules import LONGEST_VALUE
from blog.feedback.blocking import READERS, block, unblock
from blog.feedback.forecasting import forecast_rule, forecast_settings
from blog.models import BlockRule, SiteSettings
from blog.pagination import LongRowsPaginator
from blog.web.places import PlaceRefused

set_forecaster(BlockRule, forecast_rule)
set_forecaster(SiteSettings, forecast_settings)


class BlockRuleForm(PlainForm):
    """Takes what is to be blocked as people write it, and keeps the spelling that is compared."""

    value = forms.CharField(
        label=_("What"),
        max_length=4 * LONGEST_VALUE,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text=_(
            "Words: cheap watches, or an e-mail address. A site with all its subdomains:"
            " example.org. A network: 192.0.2.7 or 192.0.2.0/24."
        ),
    )

    class Meta:
        model = BlockRule
        fields: ClassVar = ["kind", "value", "why"]

    def clean(self):
        cleaned = super().clean() or {}
        kind, value = cleaned.get("kind"), cleaned.get("value")
        if kind and value:
            try:
                cleaned["value"] = READERS[kind](value)
                self._take_over(kind, cleaned["value"])
            except PlaceRefused as refusal:
                self.add_error("value", str(refusal.reason))
        return cleaned

    def _take_over(self, kind: str, value: str) -> None:
        """What is blocked already, as by an imported list, may be blocked once more: by hand."""
        self.instance = BlockRule.objects.filter(kind=kind, value=value).first() or self.instance


class ListFilter(admin.AllValuesFieldListFilter):
    """The imported lists, and what is on none of them, which has no name of its own."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or _("added by hand")}


@admin.register(BlockRule)
class BlockRuleAdmin(ForecastAdmin):
    form = BlockRuleForm
    list_display = ("value", "kind", "why", "source", "by", "created_at")
    list_filter = ("kind", ("source", ListFilter))
    list_select_related = ("by",)
    list_display_links = None
    search_fields = ("value", "why")
    ordering = ("-created_at", "-pk")
    radio_fields: ClassVar = {"kind": admin.VERTICAL}
    list_max_show_all = 0
    paginator = LongRowsPaginator
    actions = ("take_off",)

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request, obj, form, change) -> None:
        made = block(obj.kind, obj.value, request.user, obj.why)
        obj.pk = made.pk

    def delete_model(self, request, obj) -> None:
        unblock(BlockRule.objects.filter(pk=obj.pk))

    @admin.action(description=_("Take off the block list"), permissions=["delete"])
    def take_off(self, request, queryset):
        taken = unblock(queryset.order_by())
        text = ngettext("%(n)d rule is gone.", "%(n)d rules are gone.", taken) % {"n": taken}
        self.message_user(request, text, messages.SUCCESS)
