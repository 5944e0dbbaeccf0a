"""Fills the blog with demonstration content, or takes it away again."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from config.bucket_checks import bucket_failure
from config.demo import clearing, planting


class Command(BaseCommand):
    help = "Add invented posts, comments and pictures to look at; --remove takes them away again."

    def add_arguments(self, parser):
        parser.add_argument(
            "--remove",
            action="store_true",
            help="take away what the demonstration added, and nothing else",
        )

    def handle(self, *args, **options):
        self.stdout.write(self._remove() if options["remove"] else self._add())

    def _add(self) -> str:
        author = get_user_model().objects.filter(is_superuser=True).order_by("pk").first()
        if author is None:
            raise CommandError(
                "The demonstration needs an author. "
                "Make an administrator first: manage.py createsuperuser"
            )
        if reason := bucket_failure():
            raise CommandError(f"Its pictures cannot be kept (MEDIA_STORAGE): {reason}")
        added = planting.add(author)
        if not added:
            return "The demonstration content is there already."
        return (
            f"Added {added} demonstration posts and pages by {author}. "
            "Take them away with: manage.py demo --remove"
        )

    def _remove(self) -> str:
        removed = clearing.remove()
        said = [f"Took away {removed.posts} demonstration posts and pages."]
        if removed.answers:
            said.append(f"Comments and trackbacks of others that went along: {removed.answers}.")
        if removed.kept:
            said.append(f"Kept, since you use them: {', '.join(removed.kept)}.")
        return " ".join(said)
