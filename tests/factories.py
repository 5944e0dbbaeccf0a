"""Plain functions that make rows as the product's own services make them."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from django.contrib.auth import get_user_model
from django.utils import timezone

from blog.feedback import moderation
from blog.feedback.models import Status
from blog.feedback.submission import Sender, Submission
from blog.models import Category, Post, Tag
from blog.services.publishing import save_post
from blog.services.taxonomy import save_category
from blog.slugs import make_slug

_numbers = count(1)

PASSWORD = "correct horse battery"


def make_user(username=None, *, is_staff=False, **fields):
    """A reader's account, or with `is_staff` one that may do everything; see PASSWORD."""
    username = username or f"user{next(_numbers)}"
    fields = {"email": f"{username}@example.com", "is_superuser": is_staff} | fields
    return get_user_model().objects.create_user(
        username, password=PASSWORD, is_staff=is_staff, **fields
    )


def make_category(name=None, *, parent=None, **fields):
    name = name or f"Category {next(_numbers)}"
    return save_category(Category(name=name, parent=parent, **fields))


def make_tag(name=None, **fields):
    name = name or f"tag {next(_numbers)}"
    return Tag.objects.create(name=name, **{"slug": make_slug(name)} | fields)


def make_post(*, categories=None, tags=None, **fields):
    """A post that was published an hour ago by a new member of staff, unless said otherwise."""
    number = next(_numbers)
    defaults = {
        "title": f"Post {number}",
        "body": f"The text of post {number}.",
        "status": Post.Status.PUBLISHED,
    }
    if fields.get("status") != Post.Status.DRAFT:
        defaults["published_at"] = timezone.now() - timedelta(hours=1)
    if "author" not in fields:
        fields["author"] = make_user(is_staff=True)
    return save_post(Post(**defaults | fields), categories=categories, tags=tags)


def make_page(**fields):
    return make_post(**{"title": f"Page {next(_numbers)}", "kind": Post.Kind.PAGE} | fields)


def make_submission(**fields):
    """What a polite reader sends; `ip` is the sender's address."""
    number = next(_numbers)
    sender = Sender(ip=fields.pop("ip", "203.0.113.7"), user_agent="a test")
    defaults = {
        "text": f"What reader {number} thinks of it.",
        "author_name": f"Reader {number}",
        "email": f"reader{number}@example.com",
        "sender": sender,
    }
    return Submission(**defaults | fields)


def make_comment(post=None, *, parent=None, user=None, status=Status.APPROVED, **fields):
    """A comment of a new reader, moderated to `status`; `fields` are those of a Submission."""
    from comments.services import submit

    post = post or (parent.post if parent else make_post())
    comment = submit(post, make_submission(**fields), parent=parent, user=user)
    return _moderated(comment, status)


def make_trackback(post=None, *, status=Status.APPROVED, **fields):
    """A verified link from another blog to `post`, moderated to `status`."""
    from trackbacks.models import Trackback

    number = next(_numbers)
    source = fields.setdefault("source", f"https://other.example/{number}")
    defaults = {
        "protocol": "trackback",
        "source_host": source.split("/")[2],
        "title": f"An answer {number}",
        "blog_name": "Another blog",
        "excerpt": "They say it well.",
        "verified_at": timezone.now(),
    }
    row = Trackback.objects.create(post=post or make_post(), **defaults | fields)
    moderation.record_first_status(row)
    return _moderated(row, status)


def _moderated(row, status):
    moderation.change_status(type(row).objects.filter(pk=row.pk), status)
    row.refresh_from_db()
    return row
