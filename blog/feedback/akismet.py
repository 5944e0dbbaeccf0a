"""What Akismet is asked about a comment, and what its answer means.

https://akismet.com/developers/detailed-docs/comment-check/
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings

from blog.feedback.submission import Submission
from blog.web.exchange import Bounds, Request, Response

ADDRESS = "https://rest.akismet.com/1.1/comment-check"
# A redirect would carry the key elsewhere; an answer is one word.
BOUNDS = Bounds(seconds=15, max_bytes=4096, redirects=0, media_types=())


class NoAnswer(Exception):
    """Akismet did not say whether it is spam."""


def question(submission: Submission, *, key: str, permalink: str, sent_at: datetime) -> Request:
    """Return what is asked about `submission`, which was sent to the page `permalink`.

    A site that is not live asks as a test, from which Akismet learns nothing.
    """
    fields = {
        "api_key": key,
        "blog": settings.SITE_URL,
        "user_ip": submission.sender.ip or "127.0.0.1",
        "user_agent": submission.sender.user_agent,
        "permalink": permalink,
        "comment_type": "comment",
        "comment_author": submission.author_name,
        "comment_author_email": submission.email,
        "comment_author_url": submission.url,
        "comment_content": submission.text,
        "comment_date_gmt": sent_at.isoformat(),
        "blog_charset": "UTF-8",
        "is_test": "" if settings.SITE_LIVE else "1",
    }
    body = urlencode({name: value for name, value in fields.items() if value})
    return Request(
        ADDRESS,
        "asks whether a comment is spam",
        method="POST",
        body=body.encode(),
        content_type="application/x-www-form-urlencoded; charset=utf-8",
        accept="text/plain, */*;q=0.1",
    )


def read_answer(response: Response) -> str:
    """Return “”, “spam”, or “discard” where Akismet is certain. Raises NoAnswer."""
    said = response.text.strip().lower()
    if not response.is_success or said not in {"true", "false"}:
        raise NoAnswer
    if said == "false":
        return ""
    return "discard" if response.headers.get("x-akismet-pro-tip") == "discard" else "spam"
