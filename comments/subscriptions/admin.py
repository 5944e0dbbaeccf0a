"""Subscriptions in the admin: who gets mail of which comments, and stopping it for whoever asks."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.admin.chosen import ChosenRowsAdmin
from comments.models import Subscription
from comments.subscriptions import services


@admin.register(Subscription)
class SubscriptionAdmin(ChosenRowsAdmin):
    """Nobody is subscribed here: that takes her own word, by mail."""

    list_display = ("email", "post", "extent", "state", "asked")
    list_filter = ("state", "scope")
    search_fields = ("email", "post__title")
    ordering = ("-pk",)
    fields = ("email", "scope", "post", "state", "created_at", "confirmed_at", "stopped_at")
    actions = ("stop",)

    def get_queryset(self, request: HttpRequest):
        return Subscription.objects.with_subject()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_stop_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.change_subscription")

    @admin.display(description=_("mail about"), ordering="scope")
    def extent(self, subscription: Subscription):
        return _("answers") if subscription.is_for_answers else _("all comments")

    @admin.display(description=_("asked"), ordering="created_at")
    def asked(self, subscription: Subscription):
        return naturaltime(subscription.created_at)

    @admin.action(description=_("Stop"), permissions=["stop"])
    def stop(self, request: HttpRequest, queryset) -> None:
        stopped = services.stop_all(queryset)
        words = ngettext("%(n)d subscription is stopped.", "%(n)d are stopped.", stopped)
        self.message_user(
            request, words % {"n": stopped}, messages.SUCCESS if stopped else messages.WARNING
        )
