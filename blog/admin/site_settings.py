"""The one row of what the author decides for the site: its list is its form."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.admin.fields import PlainForm
from blog.admin.forecasts import ForecastAdmin
from blog.current import forget_site_settings, site_settings
from blog.models import SiteSettings


@admin.register(SiteSettings)
class SiteSettingsAdmin(ForecastAdmin):
    form = PlainForm
    radio_fields = {
        "comment_policy": admin.VERTICAL,
        "linkback_policy": admin.VERTICAL,
        "notify": admin.VERTICAL,
    }
    fieldsets = [
        (_("The site"), {"fields": ["title", "tagline", "posts_per_page", "feed_items"]}),
        (
            _("Discussion"),
            {
                "fields": [
                    "comments_open",
                    "linkbacks_open",
                    "close_after_days",
                    "thread_depth",
                    "comment_order",
                ]
            },
        ),
        (_("Moderation"), {"fields": ["comment_policy", "linkback_policy"]}),
        (
            _("Mail"),
            {
                "fields": ["notify", "notify_address"],
                "description": _(
                    "Whoever reads these mails can decide by the links in them, and reply in the "
                    "name of the account."
                ),
            },
        ),
        (_("Spam filter"), {"fields": ["max_links", "hold_from", "spam_from"]}),
        (_("Privacy"), {"fields": ["show_avatars", "forget_networks_after_days"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id, from_field=None) -> SiteSettings | None:
        """The row, or unsaved defaults before anything was saved."""
        return site_settings() if str(object_id) == "1" else None

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("admin:blog_sitesettings_change", 1)

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        forget_site_settings()

    def response_change(self, request: HttpRequest, obj) -> HttpResponse:
        super().response_change(request, obj)
        return redirect(reverse("admin:blog_sitesettings_change", args=[1]))
