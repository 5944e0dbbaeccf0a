"""How a refusal is told to programs: its status, and when to come back."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from comments import appeals, editing, services

STATUS_OF = {
    services.CommentsClosed: HTTPStatus.FORBIDDEN,
    services.ReplyRefused: HTTPStatus.CONFLICT,
    services.DuplicateComment: HTTPStatus.CONFLICT,
    services.TooManyComments: HTTPStatus.TOO_MANY_REQUESTS,
    editing.EditRefused: HTTPStatus.CONFLICT,
    appeals.AppealRefused: HTTPStatus.CONFLICT,
}
FORGED = _(
    "This form was not sent from a page of this blog, or the page was too old. "
    "Nothing is lost: if the words below are yours, send them again from here."
)


def as_refused(response: HttpResponse, refusal: services.CommentRefused) -> HttpResponse:
    """Give `response`, which says in words what was refused, the status for that."""
    response.status_code = STATUS_OF[type(refusal)]
    if isinstance(refusal, services.TooManyComments):
        response["Retry-After"] = str(refusal.retry_after)
    return response
