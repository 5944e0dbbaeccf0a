"""The private page of whoever sent a comment, and what she can do there."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from blog.feedback.submission import Sender
from blog.mail.transport import is_mail_on
from blog.text.render import render_comment
from comments import appeals, editing, reader, receipts, services
from comments.forms import AppealForm, OwnCommentForm, SubscribeForm
from comments.models import Comment
from comments.origin import has_session, is_forged
from comments.views.refusals import FORGED, as_refused
from comments.views.subscription import subscribe
from comments.withdrawal import withdraw


# Exempt from the token alone: is_forged decides.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class ReceiptView(View):
    """Tells the writer of a comment what became of it.

    Whoever knows the address may do what she may: it is as good as a key.
    """

    comment: Comment
    token: str

    def dispatch(self, request: HttpRequest, token: str):
        comment = reader.comment_of_receipt(token)
        if comment is None:
            raise Http404
        self.comment, self.token = comment, token
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()

    def show(self, *, status: int = HTTPStatus.OK, **context) -> HttpResponse:
        receipt = receipts.make_out(self.comment)
        context = {
            "receipt": receipt,
            "appeal_form": AppealForm(),
            "subscribe_form": SubscribeForm() if is_mail_on() else None,
            "mail": self.request.GET.get("mail") if receipt.may_subscribe else None,
        } | context
        return self.page("comments/receipt.html", context, status)

    def page(self, template: str, context: dict, status: int) -> HttpResponse:
        context |= {
            "comment": self.comment,
            "token": self.token,
            "post": self.comment.post,
            "post_url": self.comment.post.get_absolute_url(),
            "has_session": has_session(self.request),
            "days": reader.RECEIPT_DAYS,
        }
        return render(self.request, template, context, status=status)

    def back(self) -> HttpResponse:
        """Lead to the receipt: what was done is read there, and a reload does nothing again."""
        return redirect("comments:receipt", token=self.token)


class WithdrawView(ReceiptView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.back()

    def post(self, request: HttpRequest) -> HttpResponse:
        if is_forged(request):
            return self.show(refusal=FORGED, status=HTTPStatus.FORBIDDEN)
        withdraw(self.comment)
        return self.back()


class AppealView(ReceiptView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.back()

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AppealForm(request.POST)
        if is_forged(request):
            form.add_error(None, FORGED)
            return self.show(appeal_form=form, status=HTTPStatus.FORBIDDEN)
        if not form.is_valid():
            return self.show(appeal_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            services.count_attempt(Sender.from_request(request), appeals.LIMITS)
            appeals.appeal(self.comment, form.cleaned_data["words"])
        except services.CommentRefused as refusal:
            form.add_error(None, str(refusal.message))
            return as_refused(self.show(appeal_form=form), refusal)
        return self.back()


class SubscribeView(ReceiptView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.back()

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SubscribeForm(request.POST)
        if is_forged(request):
            return self.show(refusal=FORGED, status=HTTPStatus.FORBIDDEN)
        receipt = receipts.make_out(self.comment)
        if not (is_mail_on() and receipt.may_subscribe and form.is_valid()):
            return self.back()
        outcome = subscribe(request, self.comment, form.cleaned_data["notify"])
        return redirect(reader.receipt_url(self.comment, mail=outcome.value))


class EditView(ReceiptView):
    """The form in which the writer of a comment changes it, while she may."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if editing.why_final(self.comment):
            return self.back()
        stored = {name: getattr(self.comment, name) for name in OwnCommentForm.base_fields}
        return self.show_form(OwnCommentForm(initial=stored, auto_id="comment_%s"))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OwnCommentForm(request.POST, auto_id="comment_%s")
        if is_forged(request):
            form.add_error(None, FORGED)
            return self.show_form(form, status=HTTPStatus.FORBIDDEN)
        if not form.is_valid():
            return self.show_form(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            return self.preview(form) if "preview" in request.POST else self.save(form)
        except services.CommentRefused as refusal:
            form.add_error(None, str(refusal.message))
            return as_refused(self.show_form(form), refusal)

    def preview(self, form: OwnCommentForm) -> HttpResponse:
        services.count_attempt(Sender.from_request(self.request), services.PREVIEW_LIMITS)
        return self.show_form(form, preview=render_comment(form.cleaned_data["body"]))

    def save(self, form: OwnCommentForm) -> HttpResponse:
        sender = Sender.from_request(self.request)
        services.count_attempt(sender, editing.LIMITS)
        # Her receipt proves that she wrote it, whatever browser she opens it with.
        is_known = self.comment.is_public or reader.is_known(self.request, self.comment.email)
        editing.edit_own(self.comment, form.submission(sender), is_known=is_known)
        return self.back()

    def show_form(
        self, form: OwnCommentForm, *, preview: str = "", status: int = HTTPStatus.OK
    ) -> HttpResponse:
        return self.page("comments/edit.html", {"form": form, "preview": preview}, status)
