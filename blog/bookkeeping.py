"""Tables that no page shows: old addresses, imported rows, limits, what the classifier knows."""

from __future__ import annotations

from django.db import models


class Redirect(models.Model):
    """An address that a post or a page once had, so that links to it still arrive.

    It names the post and not the new address: after any number of changes one step leads there.
    It names none once the post is deleted: whoever comes is told that it is gone for good.
    `path` holds letters and not their codes, which would be three times as long.
    """

    path = models.CharField(max_length=2500, unique=True)
    post = models.ForeignKey("blog.Post", models.SET_NULL, null=True, related_name="redirects")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.path


class LimitWindow(models.Model):
    """How often something was done in one stretch of time; see blog.limits."""

    key = models.CharField(max_length=120)
    starts_at = models.BigIntegerField(help_text="Seconds since 1970.")
    ends_at = models.BigIntegerField(db_index=True)
    hits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "starts_at"], name="limit_window_unique")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.hits}"


class ImportedItem(models.Model):
    """Which row an item of another engine's export became, so that a second run adds nothing."""

    source = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    external_id = models.CharField(max_length=300)
    object_id = models.BigIntegerField()
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "external_id"], name="imported_item_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id} of {self.source}"


class LearntToken(models.Model):
    """In how many texts of each sort a token was seen; see blog.feedback.learning.

    The number is a hash: no word that anybody wrote is kept here.
    """

    token = models.BigIntegerField(primary_key=True)
    ham = models.PositiveIntegerField(default=0)
    spam = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.token}: {self.ham} ham, {self.spam} spam"
