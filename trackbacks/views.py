"""The endpoints that other blogs call."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from blog.feedback.submission import Sender
from blog.models import Post
from blog.site import absolute_url
from trackbacks import services
from trackbacks.models import Protocol
from trackbacks.protocols import trackback
from trackbacks.targets import find_post

_MOST_DIGITS = 9


class LinkbackView(View):
    """An endpoint of one protocol: how it names a page, and how it tells to come back later."""

    @staticmethod
    def source_in(body: bytes, content_type: str) -> str:
        """Return the page that is said to link here. Raises ValueError or Fault where none is."""
        raise NotImplementedError

    @staticmethod
    def told_to_wait(refusal: services.TooManyLinkbacks) -> HttpResponse:
        raise NotImplementedError


# Other blogs have no token, and the claim is believed no more for one.
@method_decorator(csrf_exempt, name="dispatch")
class TrackbackView(LinkbackView):
    """Where trackbacks to one post go; a reader who comes here is led to those that it has.

    The specification names no status: 200 is what senders understand. Only what speaks of the
    request and not of the trackback has another one, with the same answer in its body.
    """

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, **address) -> HttpResponse:
        post = self.find(**address)
        if post is None:
            raise Http404
        return redirect(f"{post.get_absolute_url()}#trackbacks")

    def post(self, request: HttpRequest, **address) -> HttpResponse:
        post = self.find(**address)
        if post is None:
            return refuse(_("There is no such post on this blog."), HTTPStatus.NOT_FOUND)
        if is_oversized(request.headers.get("Content-Length", "")):
            message = _("That is too long for a trackback: %(n)d KB is the most.")
            return refuse(
                message % {"n": trackback.MOST_BYTES // 1024}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            )
        return self.take(request, post)

    def take(self, request: HttpRequest, post: Post) -> HttpResponse:
        try:
            ping = trackback.parse_ping(request.body, request.headers.get("Content-Type", ""))
            words = services.Words(ping.title, ping.blog_name, ping.excerpt)
            services.receive(
                post, ping.url, words, Sender.from_request(request), protocol=Protocol.TRACKBACK
            )
        except services.TooManyLinkbacks as refusal:
            return self.told_to_wait(refusal)
        except (trackback.PingRefused, services.LinkbackRefused) as refusal:
            return refuse(refusal.message)
        return answer(trackback.success())

    @staticmethod
    def source_in(body: bytes, content_type: str) -> str:
        return trackback.parse_ping(body, content_type).url

    @staticmethod
    def told_to_wait(refusal: services.TooManyLinkbacks) -> HttpResponse:
        return later(refuse(refusal.message), refusal)

    def find(self, **address) -> Post | None:
        """Return the published post at `address`, or the one that once was there."""
        raise NotImplementedError


class PostTrackbackView(TrackbackView):
    def find(self, **address) -> Post | None:
        return find_post(absolute_url(reverse("blog:post", kwargs=address)))


class PageTrackbackView(TrackbackView):
    def find(self, **address) -> Post | None:
        return Post.objects.pages().published().filter(**address).first()


def is_oversized(length: str) -> bool:
    """Is a body with the Content-Length `length` too long?

    Without one nothing is read at all, so that this is all there is to ask.
    """
    if not (length.isascii() and length.isdigit()):
        return False
    # int() itself refuses thousands of digits.
    return len(length) > _MOST_DIGITS or int(length) > trackback.MOST_BYTES


def answer(body: bytes, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return HttpResponse(body, content_type=trackback.CONTENT_TYPE, status=status)


def refuse(message, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return answer(trackback.failure(message), status)


def later(response: HttpResponse, refusal: services.TooManyLinkbacks) -> HttpResponse:
    """Make `response` say when to come back."""
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(refusal.retry_after)
    return response
