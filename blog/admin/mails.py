"""The outbox in the admin: what became of each mail, and a button to try again."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog.admin.chosen import ChosenRowsAdmin
from blog.mail.kinds import label_of
from blog.mail.models import OutgoingMail
from blog.mail.outbox import send_again
from blog.mail.transport import is_mail_on


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ChosenRowsAdmin):
    """Only the worker writes here, and what is settled is forgotten by itself."""

    list_display = ("what", "to", "state", "last_answer", "attempts", "written", "next_try")
    list_filter = ("state",)
    search_fields = ("to", "last_answer")
    ordering = ("-created_at", "-pk")
    fields = (
        "what",
        "to",
        "state",
        "last_answer",
        "attempts",
        "created_at",
        "due_at",
        "next_try_at",
        "settled_at",
        "about",
    )
    actions = ("try_again",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("blog.change_outgoingmail")

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        context = {"title": _("Outbox"), "is_mail_on": is_mail_on()}
        return super().changelist_view(request, context | (extra_context or {}))

    @admin.display(description=gettext_lazy("mail"), ordering="kind")
    def what(self, mail: OutgoingMail):
        return label_of(mail.kind)

    @admin.display(description=gettext_lazy("written"), ordering="created_at")
    def written(self, mail: OutgoingMail):
        return naturaltime(mail.created_at)

    @admin.display(description=gettext_lazy("next try"), ordering="next_try_at", empty_value="")
    def next_try(self, mail: OutgoingMail):
        """One whose time has come is taken up by the next sweep."""
        if mail.next_try_at is None:
            return None
        return naturaltime(max(mail.next_try_at, timezone.now()))

    @admin.action(description=gettext_lazy("Send again"), permissions=["resend"])
    def try_again(self, request: HttpRequest, queryset) -> None:
        due = send_again(queryset)
        words = ngettext("%(n)d mail is tried again.", "%(n)d mails are tried again.", due)
        if due and not is_mail_on():
            words = _("Mail is off: they wait until it is turned on.")
        self.message_user(
            request, words % {"n": due}, messages.SUCCESS if due else messages.WARNING
        )
