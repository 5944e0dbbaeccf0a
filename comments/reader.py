"""Who reads: staff by their session, a reader by signed proof of what she wrote here."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from comments.models import Comment
from comments.origin import has_session

COOKIE = "my_comments"
COOKIE_PATH = "/comments/"
COOKIE_SECONDS = 365 * 24 * 3600
# One of her comments is enough to know her; the newest are the likeliest to stay.
KEPT = 20
RECEIPT_SECONDS = 60 * 24 * 3600
_COOKIE_SALT = "comments.reader.cookie"
_RECEIPT_SALT = "comments.reader.receipt"


def staff_of(request: HttpRequest):
    """Return the member of staff who is logged in; without a session nobody is asked for."""
    return request.user if has_session(request) and request.user.is_staff else None


def written_here(request: HttpRequest) -> list[int]:
    """Return the ids of comments that were sent from this browser, oldest first."""
    try:
        return signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_COOKIE_SALT, max_age=COOKIE_SECONDS
        )
    except signing.BadSignature:
        return []


def is_known(request: HttpRequest) -> bool:
    """Is one of the comments that were sent from this browser shown now?

    A typed address proves nothing, so it is not asked for.
    """
    ids = written_here(request)
    return bool(ids) and Comment.objects.shown_among(ids).exists()


def remember(request: HttpRequest, response: HttpResponse, comment: Comment) -> None:
    ids = [*written_here(request), comment.pk][-KEPT:]
    response.set_cookie(
        COOKIE,
        signing.dumps(ids, salt=_COOKIE_SALT),
        max_age=COOKIE_SECONDS,
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def receipt_token(comment: Comment) -> str:
    return signing.dumps(comment.pk, salt=_RECEIPT_SALT)


def comment_of_receipt(token: str) -> Comment | None:
    """Return the comment that `token` was given out for; None for a forged or old token."""
    try:
        pk = signing.loads(token, salt=_RECEIPT_SALT, max_age=RECEIPT_SECONDS)
    except signing.BadSignature:
        return None
    return Comment.objects.select_related("post", "parent").filter(pk=pk).first()
