"""The pages behind the links of a mail: they show, ask once more, and act only when sent."""

from __future__ import annotations

from http import HTTPStatus
from uuid import uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from blog.feedback.inbox.actions import VERBS
from blog.feedback.inbox.kinds import kind_of
from blog.feedback.kinds import AnswerRefused
from blog.feedback.moderation import Trail
from blog.feedback.notices.links import REPLY, Link, read
from blog.feedback.submission import Sender


class ReplyForm(forms.Form):
    """What is too long or empty the kind of feedback itself refuses."""

    body = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8, "required": True})
    )


# Exempt: whoever can forge the form has the link, and with it what a token would prove.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class ActView(View):
    """One decision, or an answer; without a login, since the mail's reader holds the link.

    A link that was used, or whose row was decided on otherwise, tells how the row stands.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.show(request, found_or_404(token), ReplyForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        link = found_or_404(token)
        if not link.is_open:
            return self.show(request, link, ReplyForm(), HTTPStatus.CONFLICT)
        form = ReplyForm(request.POST)
        try:
            act(link, form, Sender.from_request(request))
        except AnswerRefused as refusal:
            form.add_error("body", str(refusal))
            return self.show(request, link, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        return redirect(f"{request.path}?done=1")

    def show(
        self, request: HttpRequest, link: Link, form: ReplyForm, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        options = link.kind.model._meta
        page = f"admin:{options.app_label}_{options.model_name}_change"
        context = {
            "link": link,
            "is_done": "done" in request.GET,
            "verb": VERBS.get(link.verb),
            "what": options.verbose_name,
            "writer": link.kind.writer(link.item),
            "words": link.kind.words(link.item),
            "form": form,
            "admin_url": reverse(page, args=[link.item.pk]),
        }
        return render(request, "feedback/act.html", context, status=status)


def found_or_404(token: str) -> Link:
    link = read(token)
    if link is None:
        raise Http404
    return link


def act(link: Link, form: ReplyForm, sender: Sender) -> None:
    """Do what `link` allows, unless somebody was quicker. Raises AnswerRefused."""
    if link.verb == REPLY:
        form.full_clean()
        text = form.cleaned_data["body"]
        link.kind.answer(link.item, text, by=link.by.user, sender=sender)
    else:
        waiting = link.kind.model.objects.pending().filter(pk=link.item.pk)
        trail = Trail(by=link.by.user, why=_("By a link in a mail."), batch=uuid4())
        VERBS[link.verb].change(kind_of(link.item), waiting, trail)
