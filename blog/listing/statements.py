"""The SQL of kept lists that both databases take alike; `{row}` stands for a row of posts."""

from __future__ import annotations

from blog.listing.models import ListedPost, PostMonth
from blog.models import Category, Post, Tag

LISTED = ListedPost._meta.db_table
MONTHS = PostMonth._meta.db_table
POSTS = Post._meta.db_table
CATEGORIES, FILED = Category._meta.db_table, Post.categories.through._meta.db_table
TAGS, TAGGED = Tag._meta.db_table, Post.tags.through._meta.db_table

# What decides on which lists a post stands, and where.
DECIDES = ("kind", "status", "published_at")


def is_listed(row: str) -> str:
    return f"({row}.kind = 'post' AND {row}.status = 'published')"


def is_below(row: str, above: str) -> str:
    """Does a category stand below another, or is it the same?"""
    start = f"substr({row}.path, 1, length({above}.path) + 1)"
    return f"({row}.path = {above}.path OR {start} = {above}.path || '/')"


def filed_below(*rows: str) -> str:
    """Select the ids of what is filed under categories, or below them."""
    below = " OR ".join(is_below("c", row) for row in rows)
    return (
        f"SELECT f.post_id FROM {FILED} AS f JOIN {CATEGORIES} AS c ON c.id = f.category_id"  # noqa: S608
        f" WHERE {below}"
    )


def list_anew(posts: str) -> list[str]:
    """The statements that put posts on all lists of terms that they belong to, and on no other.

    `posts` is the condition on {post}, the id of one of them.
    """
    return [
        f"DELETE FROM {LISTED} WHERE {posts.format(post='post_id')}",  # noqa: S608
        f"""
        INSERT INTO {LISTED} (kind, term, published_at, post_id)
        SELECT 'tag', t.tag_id, p.published_at, p.id
            FROM {POSTS} AS p JOIN {TAGGED} AS t ON t.post_id = p.id
            WHERE {is_listed("p")} AND {posts.format(post="p.id")}
        UNION
        SELECT 'category', above.id, p.published_at, p.id
            FROM {POSTS} AS p JOIN {FILED} AS f ON f.post_id = p.id
            JOIN {CATEGORIES} AS c ON c.id = f.category_id
            JOIN {CATEGORIES} AS above ON {is_below("c", "above")}
            WHERE {is_listed("p")} AND {posts.format(post="p.id")}
        """,  # noqa: S608  (only names of ours)
    ]


def fill(month: str) -> list[str]:
    """The statements that make both tables anew; `month` is that of the row `p`."""
    return [
        *list_anew("true"),
        f"DELETE FROM {MONTHS}",  # noqa: S608
        f"INSERT INTO {MONTHS} (month, posts) SELECT {month}, count(*) FROM {POSTS} AS p"  # noqa: S608
        f" WHERE {is_listed('p')} GROUP BY 1",
    ]
