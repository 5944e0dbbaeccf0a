"""Comments in the admin: the queue, answering in place, and mending what a reader wrote."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from blog.feedback.admin import FeedbackAdmin
from blog.feedback.forms import LineField, TextField, WebsiteField
from blog.feedback.submission import Sender
from blog.text.plain import clean_line
from comments import editing, receipts, services
from comments.forms import MAX_BYTES, StaffCommentForm
from comments.models import Comment
from comments.origin import is_forged
from comments.subscriptions import admin as _subscriptions  # noqa: F401  (registers its own)

# As many answers as the page of a comment shows; the discussion itself has the others.
SHOWN_REPLIES = 20
FORGED = gettext_lazy(
    "This form was too old, or was not sent from this blog. Nothing is lost: if the words below "
    "are yours, send them again from here."
)
CHANGED = gettext_lazy(
    "The comment was changed after you opened it. Read it again above; your answer is kept below."
)


@admin.register(Comment)
class CommentAdmin(FeedbackAdmin):
    fields = ("name", "url", "body")
    # Whoever mends a comment is held to what its writer was held to.
    formfield_overrides = {
        models.CharField: {"form_class": LineField},
        models.URLField: {"form_class": WebsiteField, "widget": forms.URLInput},
        models.TextField: {"form_class": TextField, "max_bytes": MAX_BYTES},
    }

    def get_urls(self):
        return [
            path(
                "<int:pk>/reply/",
                # Exempt from the token alone: is_forged decides, and the text is kept.
                self.admin_site.admin_view(csrf_exempt(self.reply_view)),
                name=self.url_name("reply"),
            ),
            *super().get_urls(),
        ]

    def moderate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change one comment, and keep what its writer shall read on her receipt."""
        response = super().moderate_view(request, pk)
        if "note" in request.POST:
            receipts.add_note(pk, clean_line(request.POST["note"]))
        return response

    def reply_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer comment `pk` as one of the blog's staff, which approves it where it waits."""
        comment = self.moderated_or_404(request, pk)
        if request.method != "POST":
            return self.show_reply_form(request, comment, StaffCommentForm())
        form = StaffCommentForm(request.POST)
        if is_forged(request):
            form.add_error(None, FORGED)
            return self.show_reply_form(request, comment, form, HTTPStatus.FORBIDDEN)
        if form.is_valid() and self.is_changed(request, comment):
            form.add_error(None, CHANGED)
            return self.show_reply_form(request, comment, form, HTTPStatus.CONFLICT)
        if form.is_valid():
            try:
                reply = self.reply(request, comment, form)
            except services.CommentRefused as refusal:
                form.add_error(None, why_refused(refusal))
            else:
                self.tell_of_reply(request, comment, reply)
                return self.back_from(request, comment)
        return self.show_reply_form(request, comment, form, HTTPStatus.UNPROCESSABLE_ENTITY)

    def reply(self, request: HttpRequest, comment: Comment, form: StaffCommentForm) -> Comment:
        submission = form.submission(Sender.from_request(request))
        return services.submit(comment.post, submission, parent=comment, user=request.user)

    def tell_of_reply(self, request: HttpRequest, comment: Comment, reply: Comment) -> None:
        text = _("Your answer to %(name)s is on the page.") % {"name": comment.name}
        link = format_html('<a href="{}">{}</a>', reply.get_absolute_url(), _("See it there"))
        self.message_user(request, format_html("{} {}", text, link), messages.SUCCESS)

    def show_reply_form(
        self, request: HttpRequest, comment: Comment, form, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Answer %(name)s") % {"name": comment.name},
            "opts": self.opts,
            "original": comment,
            "form": form,
            "back": request.POST.get("back"),
            "seen": timezone.now().isoformat(),
            "media": self.media,
        }
        return TemplateResponse(
            request, "admin/comments/comment/reply.html", context, status=status
        )

    def save_model(self, request, obj, form, change):
        obj.changed_fields = editing.edit(obj, **form.cleaned_data, by=request.user)

    def response_change(self, request, obj):
        said = _("Saved.") if obj.changed_fields else _("Nothing was changed.")
        self.message_user(request, said, messages.SUCCESS)
        return self.back_from(request, obj)

    def render_change_form(self, request, context, *args, **kwargs):
        context |= {
            "reply_form": StaffCommentForm(),
            "replies": context["original"].replies.in_thread_order()[:SHOWN_REPLIES],
        }
        return super().render_change_form(request, context, *args, **kwargs)


def why_refused(refusal: services.CommentRefused) -> str:
    if isinstance(refusal, services.ReplyRefused):
        return _("This comment is not on the page: restore or approve it first, then answer.")
    return str(refusal.message)
