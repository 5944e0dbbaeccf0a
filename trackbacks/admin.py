"""Links from other blogs in the admin: the queue, and the claims that were made."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from blog.admin.forecasts import ForecastAdmin, set_forecaster
from blog.admin.panels import add_panel
from blog.feedback.admin import FeedbackAdmin, KeptAdmin
from blog.models import Page, Post
from blog.row_ids import is_row_id
from trackbacks.admitting import forecast_source_rule
from trackbacks.forms import SourceRuleForm
from trackbacks.models import Claim, OutgoingLink, SourceRule, Trackback
from trackbacks.panel import LinkPlanPanel, may_send_again
from trackbacks.policy import block_site, may_make_rules, standing, trust_site
from trackbacks.rechecking import check_again, tell_again

add_panel(LinkPlanPanel())
set_forecaster(SourceRule, forecast_source_rule)


_DECISIONS = {
    "trust": (trust_site, gettext_lazy("Links from %(host)s are shown at once from now on.")),
    "block": (block_site, gettext_lazy("No more links are taken from %(host)s.")),
}


@admin.register(Trackback)
class TrackbackAdmin(FeedbackAdmin):
    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.decide_view))
        return [path("<int:pk>/site/", view, name=self.url_name("site")), *super().get_urls()]

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Trust or block the site of one link, and go back to the page of the link."""
        link = self.moderated_or_404(request, pk)
        if not may_make_rules(request.user) or not link.source_host:
            raise PermissionDenied
        decide, said = _DECISIONS.get(request.POST.get("do", ""), (None, ""))
        if decide is None:
            raise BadRequest("an unknown thing to do")
        rule, links = decide(link, by=request.user)
        self.log_change(request, link, said % {"host": rule.value})
        text = ngettext("%(n)d link changed with it.", "%(n)d links changed with it.", links)
        told = f"{said % {'host': rule.value}} {text % {'n': links}}"
        self.message_user(request, told, messages.SUCCESS)
        return redirect(self.address("change", pk))

    def render_change_form(self, request, context, *args, **kwargs):
        link = context["original"]
        may_decide = may_make_rules(request.user) and bool(link.source_host)
        context |= {"may_decide": may_decide, "stands": standing(link.source)}
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(SourceRule)
class SourceRuleAdmin(ForecastAdmin):
    """Which sites are trusted, and what is blocked."""

    form = SourceRuleForm
    list_display = ("value", "kind", "effect", "note", "added_at")
    list_filter = ("effect", "kind")
    search_fields = ("value", "note")
    ordering = ("-added_at", "-pk")
    radio_fields: ClassVar = {"effect": admin.VERTICAL, "kind": admin.VERTICAL}


@admin.register(Claim)
class ClaimAdmin(KeptAdmin):
    """What others say links here, and how far the worker came with checking it."""

    list_display = ("page", "state", "attempts", "last_answer", "next_try_at", "target_post")
    list_display_links = None
    list_filter = ("state", "protocol")
    list_select_related = ("post",)
    search_fields = ("source", "post__title", "last_answer")
    ordering = ("-received_at", "-pk")
    readonly_fields = tuple(field.name for field in Claim._meta.fields)
    actions = ("check_again_now",)

    class Media:
        css = {"all": ["blog/admin/moderation.css"]}

    def has_change_permission(self, request, obj=None):
        """Only the worker writes here."""
        return False

    def has_recheck_permission(self, request):
        return request.user.has_perm("trackbacks.change_claim")

    @admin.display(description=gettext_lazy("page"), ordering="source")
    def page(self, claim):
        return format_html('<a href="{0}" rel="noopener nofollow">{0}</a>', claim.source)

    @admin.display(description=gettext_lazy("post"), ordering="post")
    def target_post(self, claim):
        return format_html('<a href="{}">{}</a>', claim.post.get_absolute_url(), claim.post)

    @admin.action(description=gettext_lazy("Check again now"), permissions=["recheck"])
    def check_again_now(self, request, queryset):
        due = check_again(queryset)
        self.message_user(
            request,
            ngettext(
                "%(n)d claim will be checked within a minute or two.",
                "%(n)d claims will be checked within a minute or two.",
                due,
            )
            % {"n": due},
            messages.SUCCESS if due else messages.WARNING,
        )


@admin.register(OutgoingLink)
class OutgoingLinkAdmin(KeptAdmin):
    """Whom the posts link to, and what was told there."""

    list_display = ("page", "source_post", "state", "protocol", "answered", "attempts", "told_at")
    list_display_links = None
    list_filter = ("state", "protocol", "is_present")
    list_select_related = ("post",)
    search_fields = ("target", "post__title", "last_answer")
    ordering = ("-found_at", "-pk")
    readonly_fields = tuple(field.name for field in OutgoingLink._meta.fields)
    actions = ("send_again",)

    class Media:
        css = {"all": ["blog/admin/moderation.css"]}

    def has_change_permission(self, request, obj=None):
        """Only the worker writes here."""
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.send_again_view))
        return [path("send-again/", view, name=self.url_name("send_again")), *super().get_urls()]

    def send_again_view(self, request: HttpRequest) -> HttpResponse:
        """Have one link told of again, for whoever may change its post; then back to the post."""
        pk = request.POST.get("link", "")
        if not is_row_id(pk):
            raise BadRequest("an id that no row can have")
        link = get_object_or_404(OutgoingLink.objects.select_related("post"), pk=pk)
        post = link.post
        if post is None:
            raise Http404
        writing = self.admin_site.get_model_admin(Page if post.is_page else Post)
        if not writing.has_change_permission(request, post):
            raise PermissionDenied
        is_due = may_send_again(link, post) and tell_again(OutgoingLink.objects.filter(pk=pk))
        self.message_user(request, *_sent_again(link, is_due=bool(is_due)))
        page = reverse(f"{self.admin_site.name}:blog_{post.kind}_change", args=[post.pk])
        return redirect(f"{page}#link-plan")

    def has_resend_permission(self, request):
        return request.user.has_perm("trackbacks.change_outgoinglink")

    @admin.display(description=gettext_lazy("page"), ordering="target")
    def page(self, link):
        return format_html('<a href="{0}" rel="noopener nofollow">{0}</a>', link.target)

    @admin.display(description=gettext_lazy("post"), ordering="post")
    def source_post(self, link):
        post = link.post
        if post is None:
            return _("a post that was deleted")
        place = post.get_absolute_url() if post.is_live else post.get_preview_url()
        return format_html('<a href="{}">{}</a>', place, post)

    @admin.display(description=gettext_lazy("last answer"))
    def answered(self, link):
        if not link.status_page:
            return link.last_answer
        return format_html(
            '<a href="{}" rel="noopener nofollow">{}</a>', link.status_page, link.last_answer
        )

    @admin.action(description=gettext_lazy("Send again"), permissions=["resend"])
    def send_again(self, request, queryset):
        due = tell_again(queryset)
        self.message_user(
            request,
            ngettext(
                "%(n)d page will be told within a minute or two.",
                "%(n)d pages will be told within a minute or two.",
                due,
            )
            % {"n": due},
            messages.SUCCESS if due else messages.WARNING,
        )


def _sent_again(link: OutgoingLink, *, is_due: bool) -> tuple[str, int]:
    host = urlsplit(link.target).hostname or ""
    if is_due:
        return _("Word goes to %(host)s within a minute or two.") % {"host": host}, messages.SUCCESS
    if not settings.SITE_LIVE:
        words = _("This copy of the blog is not live: nobody will be told.")
    else:
        words = _("Nothing goes to %(host)s now: look below how it stands.") % {"host": host}
    return words, messages.WARNING
