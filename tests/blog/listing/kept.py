"""What is kept of lists, and what should be by the tables that they are made of."""

from collections import Counter
from datetime import UTC

from blog.models import ListedPost, Post, PostMonth


def kept():
    terms = Counter(ListedPost.objects.values_list("kind", "term", "published_at", "post_id"))
    months = PostMonth.objects.exclude(posts=0).values_list("month", "posts")
    return terms, dict(months)


def wanted():
    """Return the same from the tables themselves, by Python."""
    terms, months = Counter(), Counter()
    for post in Post.objects.filter(kind="post", status="published"):
        date = post.published_at.astimezone(UTC)
        months[date.year * 12 + date.month - 1] += 1
        filed = {("tag", tag.pk) for tag in post.tags.all()}
        for category in post.categories.all():
            filed |= {("category", above.pk) for above in with_those_above(category)}
        terms.update((*term, post.published_at, post.pk) for term in filed)
    return terms, dict(months)


def with_those_above(category):
    return [category, *with_those_above(category.parent)] if category else []
