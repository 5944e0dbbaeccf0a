"""What this blog keeps about people: in general, and for each who asks by mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from blog import privacy
from blog.feedback.submission import Sender
from blog.freshness import always_asked_again
from blog.mail import outbox
from blog.mail.transport import is_mail_on
from comments import my_data, reader
from comments.forms import MyDataForm
from comments.origin import has_session, is_forged
from comments.outside import is_on
from comments.subscriptions.jobs import STOPPED_KEPT, UNCONFIRMED_KEPT

# As many of each kind as a page holds; the others are in the download.
SHOWN = 50


@method_decorator(always_asked_again, name="dispatch")
class PrivacyView(TemplateView):
    """Says to every reader what is kept, why, and for how long."""

    template_name = "comments/privacy.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            cookie_days=reader.COOKIE_SECONDS // 86400,
            outbox_days=outbox.KEPT.days,
            unconfirmed_days=UNCONFIRMED_KEPT.days,
            stopped_days=STOPPED_KEPT.days,
            asks_akismet=is_on(),
            **kwargs,
        )


# Exempt from the token alone: is_forged decides.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class AskView(View):
    """Takes an address, and answers alike whatever is known about it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(MyDataForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = MyDataForm(request.POST)
        if is_forged(request):
            form.add_error(None, _("This form was not sent from this blog. Send it from here."))
            return self.show(form, HTTPStatus.FORBIDDEN)
        if not is_mail_on():
            return self.show(form, HTTPStatus.SERVICE_UNAVAILABLE)
        if not form.is_valid():
            return self.show(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            if not form.cleaned_data["subject"]:
                sender = Sender.from_request(request)
                my_data.ask_for_link(form.cleaned_data["email"], sender)
        except my_data.TooManyRequests as refusal:
            return self.refuse(form, refusal)
        return redirect("comments:my_data_asked")

    def refuse(self, form: MyDataForm, refusal: my_data.TooManyRequests) -> HttpResponse:
        form.add_error(None, _("Too many asked for this lately. Try again in an hour or two."))
        response = self.show(form, HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(refusal.retry_after)
        return response

    def show(self, form: MyDataForm, status: int = HTTPStatus.OK) -> HttpResponse:
        context = {
            "form": form,
            "has_session": has_session(self.request),
            "is_mail_on": is_mail_on(),
        }
        return render(self.request, "comments/my_data/ask.html", context, status=status)


class OfAddressView(View):
    """Stands before what only whoever reads mail at an address may do. Else 404."""

    address: str

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        address = my_data.address_of(kwargs["token"])
        if address is None:
            raise Http404
        self.address = address
        return super().dispatch(request, *args, **kwargs)


@dataclass(frozen=True)
class Shown:
    """What is kept of one kind: `items` are the first of `count`."""

    title: str | Promise
    count: int
    items: list[privacy.Item]

    @property
    def more(self) -> int:
        return self.count - len(self.items)


@method_decorator(never_cache, name="dispatch")
class DataView(OfAddressView):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        kinds = [
            Shown(keeper.title, count, list(islice(keeper.items(self.address), SHOWN)))
            for keeper in sorted(privacy.keepers(), key=lambda keeper: keeper.is_byproduct)
            if (count := keeper.count(self.address))
        ]
        context = {"address": self.address, "token": token, "kinds": kinds}
        return render(request, "comments/my_data/page.html", context)


@method_decorator(never_cache, name="dispatch")
class DownloadView(OfAddressView):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        response = JsonResponse(
            {"address": self.address, "kinds": list(my_data.as_json(self.address))},
            json_dumps_params={"indent": 2, "ensure_ascii": False},
        )
        response["Content-Disposition"] = 'attachment; filename="my-data.json"'
        return response


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class LetGoView(OfAddressView):
    """Asks once more, and then does what the child says."""

    let_go: ClassVar[Callable[[str], None]]
    template_name: ClassVar[str]
    done: ClassVar[str]

    def get(self, request: HttpRequest, token: str, status: int = HTTPStatus.OK) -> HttpResponse:
        context = {"address": self.address, "token": token, "has_session": has_session(request)}
        return render(request, self.template_name, context, status=status)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if is_forged(request):
            return self.get(request, token, HTTPStatus.FORBIDDEN)
        type(self).let_go(self.address)
        return redirect(self.done)


class EraseView(LetGoView):
    let_go = my_data.erase
    template_name = "comments/my_data/erase.html"
    done = "comments:my_data_erased"


class AnonymiseView(LetGoView):
    let_go = my_data.anonymise
    template_name = "comments/my_data/anonymise.html"
    done = "comments:my_data_anonymised"
