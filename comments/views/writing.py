"""The form for a comment, or an answer to one, on a page of its own."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from blog.current import site_settings
from blog.feedback.submission import Sender
from blog.models import Post
from blog.text.render import render_comment
from comments import discussion, reader, services
from comments.forms import CommentForm, StaffCommentForm
from comments.models import Comment
from comments.origin import has_session, is_forged
from comments.subscriptions.services import Outcome
from comments.views.places import readable_or_404
from comments.views.refusals import FORGED, as_refused
from comments.views.subscription import subscribe


# Exempt from the token alone: is_forged decides, and keeps the text where it refuses.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class CommentFormView(View):
    """The form on its own page: it works without script, and shows what was wrong with a try."""

    post_object: Post
    parent: Comment | None = None

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.staff = reader.staff_of(request)

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        self.find(**kwargs)
        readable_or_404(request, self.post_object)
        return super().dispatch(request, *args, **kwargs)

    def find(self, **kwargs) -> None:
        """Set the post, and the comment that is answered."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self.show(self.form_class()(auto_id="comment_%s"))

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = self.form_class()(request.POST, auto_id="comment_%s")
        if is_forged(request):
            return self.refuse_forged(form)
        if not form.is_valid():
            return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        if "preview" in request.POST:
            return self.preview(form)
        if not self.staff and form.has_timing_fault():
            return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return self.submit(form)

    def form_class(self):
        return StaffCommentForm if self.staff else CommentForm

    def refuse_forged(self, form) -> HttpResponse:
        form.add_error(None, FORGED)
        return self.show(form, status=HTTPStatus.FORBIDDEN)

    def preview(self, form) -> HttpResponse:
        try:
            self.count_attempt(services.PREVIEW_LIMITS)
        except services.CommentRefused as refusal:
            return self.refuse(form, refusal)
        return self.show(form, preview=render_comment(form.cleaned_data["body"]))

    def submit(self, form) -> HttpResponse:
        try:
            self.count_attempt(services.LIMITS)
            comment = services.submit(
                self.post_object,
                form.submission(self.sender()),
                parent=self.parent,
                user=self.staff,
                is_known=reader.is_known(self.request, form.cleaned_data.get("email", "")),
            )
        except services.CommentRefused as refusal:
            return self.refuse(form, refusal)
        mail = form.wanted_mail and subscribe(self.request, comment, form.wanted_mail).value
        return self.thank(comment, mail)

    def sender(self) -> Sender:
        browser = None if self.staff else reader.browser_of(self.request)
        return replace(Sender.from_request(self.request), browser=browser)

    def count_attempt(self, limits) -> None:
        if not self.staff:
            services.count_attempt(Sender.from_request(self.request), limits)

    def refuse(self, form, refusal: services.CommentRefused) -> HttpResponse:
        form.add_error(None, str(refusal.message))
        if isinstance(refusal, services.ReplyRefused):
            self.parent = None
        return as_refused(self.show(form), refusal)

    def thank(self, comment: Comment, mail: str) -> HttpResponse:
        """Lead to the comment in its place, or where there is more to tell to its receipt."""
        if comment.is_public and mail in {"", Outcome.ACTIVE.value}:
            response = redirect(comment)
        else:
            response = redirect(reader.receipt_url(comment, mail=mail))
        if not self.staff:
            reader.remember(self.request, response, comment)
        return response

    def show(self, form, *, preview: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
        context = {
            "form": form,
            "preview": preview,
            "post": self.post_object,
            "parent": self.parent,
            "action": self.action(),
            "post_url": discussion.page_url(self.post_object, 1),
            "is_timed": not self.staff,
            "staff": self.staff,
            "has_session": has_session(self.request),
            "closed": services.why_closed(self.post_object, site_settings()),
        }
        return render(self.request, "comments/comment_form.html", context, status=status)

    def action(self) -> str:
        if self.parent:
            return reverse("comments:reply", args=[self.parent.pk])
        return reverse("comments:create", args=[self.post_object.pk])


class CommentCreateView(CommentFormView):
    def find(self, **kwargs) -> None:
        self.post_object = get_object_or_404(Post, pk=kwargs["post_pk"])


class CommentReplyView(CommentFormView):
    """A reply to a comment that is gone is refused when it is sent: the words are kept then."""

    def find(self, **kwargs) -> None:
        comments = Comment.objects.select_related("post", "parent")
        self.parent = get_object_or_404(comments, pk=kwargs["pk"])
        self.post_object = self.parent.post

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if self.hides_parent():
            raise Http404
        return super().get(request, **kwargs)

    def show(self, form, **kwargs) -> HttpResponse:
        """Never quote what readers may not see."""
        if self.hides_parent():
            self.parent = None
        return super().show(form, **kwargs)

    def hides_parent(self) -> bool:
        return bool(self.parent and not self.parent.is_public and not self.staff)
