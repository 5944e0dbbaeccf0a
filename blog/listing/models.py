"""Tables that blog.listing.triggers alone writes, in the transaction of each change."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey


class ListedPost(models.Model):
    """A published post stands in the list of a term: those to come too, and in the lists of
    categories what is filed below them. A key in the order of lists lets a page of one be read
    without sorting all of it, which a join of terms and posts cannot.
    """

    class Kind(models.TextChoices):
        CATEGORY = "category"
        TAG = "tag"

    pk = CompositePrimaryKey("kind", "term", "published_at", "post_id")
    kind = models.CharField(max_length=8, choices=Kind)
    # The id of a category or a tag.
    term = models.BigIntegerField()
    published_at = models.DateTimeField()
    post = models.ForeignKey(
        "blog.Post", models.DO_NOTHING, db_constraint=False, related_name="listed"
    )

    def __str__(self) -> str:
        return f"{self.kind} {self.term}: {self.post_id}"


class PostMonth(models.Model):
    """How many published posts, those to come too, have a date in a month of UTC."""

    # Twelve times the year, and 0 for January.
    month = models.IntegerField(primary_key=True)
    posts = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.month // 12}-{self.month % 12 + 1:02}: {self.posts}"
