"""Where mails to subscribers lead: confirming, stopping, and all of one address."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from blog.feedback.submission import Sender
from blog.row_ids import is_row_id
from comments import reader
from comments.models import Comment, Subscription
from comments.origin import is_forged
from comments.subscriptions import links, services


def subscribe(request: HttpRequest, comment: Comment, scope: str) -> services.Outcome:
    """Note that whoever wrote `comment`, and uses this browser, wants mail."""
    sender = Sender.from_request(request)
    is_proved = reader.has_confirmed(request, comment.email)
    return services.subscribe(comment, scope, ip=sender.ip, is_proved=is_proved)


# Exempt, since only who reads her mail knows the address that is posted to; and a mail program
# that stops a subscription for her (RFC 8058) has neither cookie nor token.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class SignedView(View):
    """A page at a signed address. Opening it never changes anything: mail scanners open all."""

    template_name: str
    subscription: Subscription

    def dispatch(self, request: HttpRequest, token: str):
        found = self.find(token)
        if found is None:
            raise Http404
        self.subscription = found
        return super().dispatch(request)

    def find(self, token: str) -> Subscription | None:
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()

    def show(self, *, status: int = HTTPStatus.OK, **context) -> HttpResponse:
        context |= {"subscription": self.subscription, "post": self.subscription.post}
        return render(self.request, self.template_name, context, status=status)


class ConfirmSubscriptionView(SignedView):
    template_name = "comments/confirm_subscription.html"

    def find(self, token: str) -> Subscription | None:
        return links.to_confirm(token)

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            services.confirm(self.subscription)
        except services.TooManySubscriptions:
            return self.show(status=HTTPStatus.CONFLICT, most=services.MOST_OF_ADDRESS)
        response = self.show()
        # Sent from a foreign page the form comes without her cookie, and would replace it.
        if self.subscription.is_active and not is_forged(request):
            reader.remember_address(request, response, self.subscription.email)
        return response

    def show(self, **context) -> HttpResponse:
        manage_url = links.manage_url(self.subscription)
        stop_url = links.stop_url(self.subscription)
        return super().show(manage_url=manage_url, stop_url=stop_url, **context)


class StopSubscriptionView(SignedView):
    template_name = "comments/stop_subscription.html"

    def find(self, token: str) -> Subscription | None:
        return links.to_stop(token)

    def post(self, request: HttpRequest) -> HttpResponse:
        services.stop(self.subscription)
        return self.show()


class ManageSubscriptionsView(SignedView):
    template_name = "comments/manage_subscriptions.html"

    def find(self, token: str) -> Subscription | None:
        return links.to_manage(token)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Stop one of them, or all."""
        return self.show(stopped=services.stop_all(self.chosen(request.POST)))

    def chosen(self, data):
        if "all" in data:
            return self.all_of_address()
        pk = data.get("stop", "")
        return self.all_of_address().filter(pk=pk if is_row_id(pk) else None)

    def show(self, **context) -> HttpResponse:
        running = self.all_of_address().not_stopped().with_subject().order_by("-pk")
        return super().show(subscriptions=running, **context)

    def all_of_address(self):
        return Subscription.objects.of_address(self.subscription.email)
