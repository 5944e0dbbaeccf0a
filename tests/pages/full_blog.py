"""A blog of some thousand rows in each large table, stored as rows: to publish them takes hours."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import CharField, Value
from django.db.models.functions import Cast, LPad
from django.utils import timezone

from blog.models import Post
from comments.models import Comment
from comments.threads import PATH_STEP
from tests.factories import make_category, make_comment, make_post, make_tag, make_user
from trackbacks.models import Claim, OutgoingLink, Trackback

POSTS = 3000
START = datetime(2009, 1, 1, tzinfo=UTC)
# So long that few rows fit on a page of a database, as in a real blog.
HTML = f"<p>{'An answer that nobody has read so far. ' * 30}</p>"


def make_full_blog():
    """Return the posts, the newest first: the first has 1,000 comments, the second 14."""
    posts = make_posts()
    comments = [post for post in posts for _ in range(2)] + posts[:1] * 998 + posts[1:2] * 12
    Comment.objects.bulk_create(
        Comment(
            post=post, name="Ann", email=f"ann{number % 500}@example.com", body="Words.", html=HTML,
            status="pending" if number % 50 == 7 else "spam" if number % 20 == 3 else "approved",
            created_at=post.published_at + timedelta(minutes=number), fingerprint=number,
        )
        for number, post in enumerate(comments)
    )  # fmt: skip
    Comment.objects.update(path=LPad(Cast("pk", CharField()), PATH_STEP, Value("0")))
    make_links(posts)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return posts


def make_posts():
    author = make_user("ann", is_staff=True)
    Post.objects.bulk_create(
        Post(title=f"Bread {number}", slug=f"bread-{number}", body=HTML, html=HTML, author=author,
             status="published", published_at=timezone.now() - timedelta(hours=30 * number))
        for number in range(1, POSTS)
    )  # fmt: skip
    make_post(author=author, title="To come", published_at=timezone.now() + timedelta(days=9))
    posts = list(Post.objects.listed())
    file(posts, Post.categories.through, "category_id", [make_category() for _ in range(5)])
    file(posts, Post.tags.through, "tag_id", [make_tag() for _ in range(30)])
    return posts


def file(posts, through, column, terms):
    through.objects.bulk_create(
        through(**{"post_id": post.pk, column: terms[number % len(terms)].pk})
        for number, post in enumerate(posts)
    )


def make_links(posts):
    fields = {"protocol": "webmention", "title": "An answer"}
    rows = [(post, f"https://other{number % 400}.example/{number}/{'a' * 200}")
            for number, post in enumerate(posts)]  # fmt: skip
    Trackback.objects.bulk_create(
        Trackback(post=post, source=url, source_host=url.split("/")[2], excerpt="Words. " * 99,
                  status="approved" if len(url) % 9 else "pending",
                  created_at=post.published_at, **fields)
        for post, url in rows
    )  # fmt: skip
    Claim.objects.bulk_create(
        Claim(post=post, source=url, source_host=url.split("/")[2], state="verified",
              target=url, excerpt="Words. " * 40, next_try_at=None, visited_at=timezone.now(),
              received_at=post.published_at, **fields)
        for post, url in rows
    )  # fmt: skip
    OutgoingLink.objects.bulk_create(OutgoingLink(post=post, target=url) for post, url in rows)


def make_own_comment(post):
    """Return a comment that came as all do, for its receipt."""
    return make_comment(post, email="bea@example.com")
