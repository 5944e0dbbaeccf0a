"""The table of versions: when what stands behind a tag was last changed."""

from __future__ import annotations

from django.db import models


class CacheTag(models.Model):
    """`version` is a moment in milliseconds since 1970, but always greater than any before it.

    Written by the triggers of blog.page_cache.triggers alone, in the transaction of the change.
    That of the clock is negative while the triggers are taken away: then nothing may be kept.
    """

    tag = models.BigIntegerField(primary_key=True)
    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.tag}: {self.version}"
