"""Where pingbacks and webmentions go, and the page that tells what became of one."""

from __future__ import annotations

from http import HTTPStatus

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from blog.feedback.models import Status
from blog.feedback.submission import Sender
from blog.site import absolute_url, own_path
from trackbacks import services
from trackbacks.models import Claim, Protocol, Trackback
from trackbacks.protocols import pingback, webmention
from trackbacks.protocols.pingback import Fault, FaultCode
from trackbacks.targets import find_post
from trackbacks.views import LinkbackView, is_oversized, later

PLAIN = "text/plain; charset=utf-8"
NO_WORDS = services.Words()


def status_url(claim: Claim) -> str:
    """Return the address of the page that tells of `claim`; nobody can guess another one's."""
    return absolute_url(reverse("trackbacks:claim", args=[_signer().sign(str(claim.pk))]))


def _signer() -> Signer:
    return Signer(salt="trackbacks.claim")


# Other blogs have no token, and the claim is believed no more for one.
@method_decorator(csrf_exempt, name="dispatch")
class PingbackView(LinkbackView):
    """XML-RPC with one method and the list of them."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponseNotAllowed(
            ["POST"], _("Pingbacks are sent here by POST, as XML-RPC.\n"), content_type=PLAIN
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            if is_oversized(request.headers.get("Content-Length", "")):
                raise Fault(FaultCode.NO_XML, _("That is too long for a pingback."))
            call = pingback.read_call(request.body)
            if call.method == pingback.LIST_METHODS:
                return _xml(pingback.method_list())
            return _xml(self.take(call, Sender.from_request(request)))
        except Fault as fault:
            return _xml(pingback.failure(fault))
        except services.TooManyLinkbacks as refusal:
            return self.told_to_wait(refusal)

    @staticmethod
    def source_in(body: bytes, content_type: str) -> str:  # noqa: ARG004
        return pingback.read_call(body).source

    @staticmethod
    def told_to_wait(refusal: services.TooManyLinkbacks) -> HttpResponse:
        fault = Fault(FaultCode.GENERIC, refusal.message)
        return later(_xml(pingback.failure(fault)), refusal)

    def take(self, call: pingback.Call, sender: Sender) -> bytes:
        """Store the claim and return the answer. Raises Fault, or TooManyLinkbacks.

        That there is a draft, or a host inside, is told by no other fault than that there is none.
        """
        post = find_post(call.target)
        if post is None:
            is_ours = own_path(call.target) is not None
            raise Fault(FaultCode.NO_TARGET if is_ours else FaultCode.TARGET_CLOSED)
        try:
            services.receive(post, call.source, NO_WORDS, sender, protocol=Protocol.PINGBACK)
        except services.DuplicateLinkback as refusal:
            raise Fault(FaultCode.REGISTERED, refusal.message) from refusal
        except services.BlockedSource as refusal:
            raise Fault(FaultCode.DENIED, refusal.message) from refusal
        except services.LinkbacksClosed as refusal:
            raise Fault(FaultCode.TARGET_CLOSED, refusal.message) from refusal
        except (services.BadSource, services.OwnSource) as refusal:
            raise Fault(FaultCode.GENERIC, refusal.message) from refusal
        return pingback.success(_("Thank you. It appears once this blog has seen your link."))


@method_decorator(csrf_exempt, name="dispatch")
class WebmentionView(LinkbackView):
    """Webmention, section 3.2: what is checked at once is answered at once, the rest by a page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "trackbacks/webmention.html")

    def post(self, request: HttpRequest) -> HttpResponse:
        if is_oversized(request.headers.get("Content-Length", "")):
            message = _("That is too long for a webmention.")
            return _plain(message, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            return self.take(request)
        except webmention.MentionRefused as refusal:
            return _plain(refusal.reason, HTTPStatus.BAD_REQUEST)
        except services.TooManyLinkbacks as refusal:
            return self.told_to_wait(refusal)
        except services.LinkbackRefused as refusal:
            status = _STATUSES.get(type(refusal), HTTPStatus.BAD_REQUEST)
            return _plain(refusal.message, status)

    @staticmethod
    def source_in(body: bytes, content_type: str) -> str:
        return webmention.parse_mention(body, content_type).source

    @staticmethod
    def told_to_wait(refusal: services.TooManyLinkbacks) -> HttpResponse:
        return later(_plain(refusal.message, HTTPStatus.TOO_MANY_REQUESTS), refusal)

    def take(self, request: HttpRequest) -> HttpResponse:
        content_type = request.headers.get("Content-Type", "")
        mention = webmention.parse_mention(request.body, content_type)
        post = find_post(mention.target)
        if post is None:
            raise webmention.MentionRefused(_("The target is no page of this blog."))
        sender = Sender.from_request(request)
        claim = services.receive(
            post, mention.source, NO_WORDS, sender, protocol=Protocol.WEBMENTION
        )
        place = status_url(claim)
        told = _("Thank you. This blog will look at your page. What became of it: %(place)s")
        response = _plain(told % {"place": place}, HTTPStatus.CREATED)
        response["Location"] = place
        return response


class ClaimView(View):
    """What became of a claim, in words; of the visit itself nothing that could help an attacker."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            claims = Claim.objects.select_related("post")
            claim = get_object_or_404(claims, pk=int(_signer().unsign(token)))
        except (BadSignature, ValueError) as error:
            raise Http404 from error
        link = Trackback.objects.from_page(claim.post, claim.source).first()
        is_live = claim.post.is_live
        context = {
            "claim": claim,
            "post": claim.post if is_live else None,
            "link": link if is_live else None,
            "is_held": link is not None and link.status == Status.PENDING,
            "is_waiting": claim.state == Claim.State.QUEUED,
            "is_seen": claim.visited_at is not None and claim.attempts == 0,
        }
        response = render(request, "trackbacks/claim.html", context)
        response["X-Robots-Tag"] = "noindex"
        add_never_cache_headers(response)
        return response


def _xml(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type=pingback.CONTENT_TYPE)


def _plain(message, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{message}\n", content_type=PLAIN, status=status)


_STATUSES: dict[type, HTTPStatus] = {
    services.BlockedSource: HTTPStatus.FORBIDDEN,
    services.DuplicateLinkback: HTTPStatus.OK,
}
