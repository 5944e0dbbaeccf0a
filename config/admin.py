"""The admin site: the blog's own name and order, a start page, and a login with patience."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.current import site_settings
from blog.feedback.inbox.kinds import kinds_for
from blog.feedback.inbox.views import inbox_paths
from config.cache_panel import cache_panel
from config.login import LimitedLoginForm, remember_browser
from config.waiting import latest_comments, mail_hint, what_waits

# The menu: what the author uses every day, and behind a word what she looks into now and then. What
# is not named here, such as the tables of a library, has its pages all the same. The inbox is no
# table, and lists two.
_DAILY = ["Post", "Page", "Inbox", "Category", "Tag", "SiteSettings"]
_SELDOM = [
    *("Claim", "OutgoingLink", "SourceRule", "BlockRule"),
    *("OutgoingMail", "Subscription", "User", "Group"),
]


class RejoinderAdminSite(admin.AdminSite):
    site_header = "Rejoinder"
    site_title = "Rejoinder"
    index_title = _("What waits for you")
    index_template = "admin/start.html"
    login_form = LimitedLoginForm
    # The header leads everywhere, on a phone and without script too.
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        models = [model for app in context["available_apps"] for model in app["models"]]
        if kinds_for(request.user):
            inbox = {"name": _("Inbox"), "admin_url": reverse(f"{self.name}:inbox")}
            models.append(inbox | {"object_name": "Inbox"})
        seldom = _menu(models, _SELDOM)
        return context | {
            "site_header": site_settings().title,
            "menu": _menu(models, _DAILY),
            "more": seldom,
            "is_in_more": any(model["admin_url"] in request.path for model in seldom),
            "is_start": request.path == reverse(f"{self.name}:index"),
        }

    def get_urls(self):
        return [*inbox_paths(self), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context=None) -> TemplateResponse:
        waiting = {
            "waiting": what_waits(request.user, self),
            "latest_comments": latest_comments(request.user, self),
            "mail_hint": mail_hint(request.user, self),
            "cache": cache_panel(request.user),
        }
        return super().index(request, waiting | (extra_context or {}))

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        response = super().login(request, extra_context)
        if request.method == "POST" and request.user.is_authenticated:
            remember_browser(response, request.user)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if form and form.has_error(NON_FIELD_ERRORS, "too_many"):
            response.status_code = 429
            response.headers["Retry-After"] = str(form.seconds_left)
        return response


def _menu(models: list[dict], names: list[str]) -> list[dict]:
    """Return those of `models` that have a page and one of the `names`, in the order of these."""
    shown = [model for model in models if model["object_name"] in names and model["admin_url"]]
    return sorted(shown, key=lambda model: names.index(model["object_name"]))
