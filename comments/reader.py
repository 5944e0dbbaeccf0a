"""Who reads: staff by their session, a reader by signed proof of what she wrote here."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from comments.models import Comment
from comments.origin import has_session

COOKIE = "my_comments"
COOKIE_PATH = "/comments/"
COOKIE_SECONDS = 365 * 24 * 3600
# One of her comments is enough to know her; the newest are the likeliest to stay.
KEPT = 20
ADDRESS_COOKIE = "my_addresses"
# A reader has one or two; each costs 44 bytes of every request below COOKIE_PATH.
KEPT_ADDRESSES = 5
RECEIPT_DAYS = 60
_COOKIE_SALT = "comments.reader.cookie"
_ADDRESS_COOKIE_SALT = "comments.reader.addresses"
_ADDRESS_SALT = "comments.reader.address"
_RECEIPT_SALT = "comments.reader.receipt"


def staff_of(request: HttpRequest):
    """Return the member of staff who is logged in; without a session nobody is asked for."""
    return request.user if has_session(request) and request.user.is_staff else None


def written_here(request: HttpRequest) -> list[int]:
    """Return the ids of comments that were sent from this browser, oldest first."""
    return _signed(request, COOKIE, _COOKIE_SALT)


def browser_of(request: HttpRequest) -> int | None:
    """Return what stands for this browser: its first comment, as far as the rest still tell."""
    kept = Comment.objects.filter(pk__in=written_here(request)).order_by("pk")
    first = kept.values_list("pk", "browser").first()
    return (first[1] or first[0]) if first else None


def is_known(request: HttpRequest, email: str = "") -> bool:
    """May what comes from this browser, under the address `email`, be trusted to be decent?

    It may where one of the comments that were sent from here is shown now, or where `email` was
    confirmed here and nothing that came under it stands as spam. That it was typed proves
    nothing.
    """
    ids = written_here(request)
    if ids and Comment.objects.shown_among(ids).exists():
        return True
    return has_confirmed(request, email) and not Comment.objects.spam_from(email).exists()


def has_confirmed(request: HttpRequest, email: str) -> bool:
    """Has whoever uses this browser proved that mail to `email` reaches her?"""
    return bool(email) and _digest(email) in _signed(request, ADDRESS_COOKIE, _ADDRESS_COOKIE_SALT)


def remember(request: HttpRequest, response: HttpResponse, comment: Comment) -> None:
    """Let this browser prove, for a year, that `comment` came from it."""
    ids = [*written_here(request), comment.pk][-KEPT:]
    _give(response, COOKIE, ids, _COOKIE_SALT)


def remember_address(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let this browser prove, for a year, that mail to `email` reaches whoever uses it.

    For an address that was confirmed through it just now. A digest is kept, not the address:
    whoever finds the cookie reads none.
    """
    digest = _digest(email)
    others = _signed(request, ADDRESS_COOKIE, _ADDRESS_COOKIE_SALT)
    kept = [*(other for other in others if other != digest), digest][-KEPT_ADDRESSES:]
    _give(response, ADDRESS_COOKIE, kept, _ADDRESS_COOKIE_SALT)


def forget_here(response: HttpResponse) -> None:
    """Let this browser prove nothing any more."""
    for cookie in (COOKIE, ADDRESS_COOKIE):
        response.delete_cookie(cookie, path=COOKIE_PATH, samesite="Lax")


def _digest(email: str) -> str:
    return salted_hmac(_ADDRESS_SALT, email.lower(), algorithm="sha256").hexdigest()[:40]


def _signed(request: HttpRequest, cookie: str, salt: str) -> list:
    try:
        return signing.loads(request.COOKIES.get(cookie, ""), salt=salt, max_age=COOKIE_SECONDS)
    except signing.BadSignature:
        return []


def _give(response: HttpResponse, cookie: str, value: list, salt: str) -> None:
    response.set_cookie(
        cookie,
        signing.dumps(value, salt=salt),
        max_age=COOKIE_SECONDS,
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def receipt_token(comment: Comment) -> str:
    return signing.dumps(comment.pk, salt=_RECEIPT_SALT)


def receipt_url(comment: Comment, *, mail: str = "") -> str:
    """Return an address of the receipt of `comment`; `mail`: what came of a wish for mail."""
    token = receipt_token(comment)
    return reverse("comments:receipt", args=[token], query={"mail": mail} if mail else None)


def comment_of_receipt(token: str) -> Comment | None:
    """Return the comment that `token` was given out for; None for a forged or old token.

    None too where it was erased, or where its post is not for everyone now.
    """
    try:
        pk = signing.loads(token, salt=_RECEIPT_SALT, max_age=RECEIPT_DAYS * 24 * 3600)
    except signing.BadSignature:
        return None
    return Comment.objects.for_receipts().filter(pk=pk).first()
