"""Makes the index of words anew, which the search asks."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from blog.search import index


class Command(BaseCommand):
    help = "Makes the index of the search anew. Nobody can write meanwhile."

    def handle(self, **_options) -> None:
        index.install(anew=True)
        self.stdout.write("The index of the search is new.")
