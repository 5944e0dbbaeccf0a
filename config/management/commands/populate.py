"""Fills an empty blog with any number of invented posts, to see how a big one does."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from contextlib import closing
from datetime import UTC, date, datetime, time
from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from blog.models import Post
from config.populating.ahead import Lost
from config.populating.filling import Done, Wanted, example_posts, fill
from config.populating.people import NameTaken

_SECONDS_BETWEEN_LINES = 5


class Command(BaseCommand):
    help = (
        "Fills an empty blog with invented posts and comments, to see how a big one does. "
        "There is no way back but an empty database: never on a blog that is read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--posts", type=_number, default=1000, help="how many (1000)")
        parser.add_argument("--comments", type=_number, help="in all (10 a post)")
        parser.add_argument("--trackbacks", type=_number, help="in all (one on two posts)")
        parser.add_argument("--seed", default="1", help="another seed invents another blog (1)")
        parser.add_argument(
            "--until",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="when the ten years of posts end (today); with the seed it decides what there is",
        )
        parser.add_argument("--add", action="store_true", help="though there are posts already")
        parser.add_argument(
            "--no-input", action="store_false", dest="ask", help="do it without asking"
        )

    def handle(self, *, add: bool, ask: bool, verbosity: int, **options) -> None:
        if Post.objects.exists() and not add:
            raise CommandError(
                "This blog has posts. Invented ones cannot be told from them afterwards: "
                "use an empty database, or --add where that does not matter."
            )
        wanted = _wanted(**options)
        self.stdout.write(
            f"{wanted.posts:,} posts, {wanted.comments:,} comments and {wanted.trackbacks:,} links "
            f"from other sites, all invented, are added to {_place()}."
        )
        if ask:
            _confirm()
        self._fill(wanted, verbosity)
        for post in example_posts():
            self.stdout.write(f"{post.comment_count} comments: {post.get_absolute_url()}")

    def _fill(self, wanted: Wanted, verbosity: int) -> None:
        started = said_at = monotonic()
        done = Done()
        try:
            with closing(fill(wanted)) as steps:
                for done in steps:
                    if verbosity and monotonic() - said_at > _SECONDS_BETWEEN_LINES:
                        said_at = monotonic()
                        self.stdout.write(f"{_in_words(done)} of {wanted.posts:,} …")
        except NameTaken as taken:
            raise CommandError(f"The account {taken} is needed, and somebody uses it.") from taken
        except Lost as lost:
            raise CommandError(f"{lost} Stored: {_in_words(done)}.") from lost
        except KeyboardInterrupt as error:
            raise CommandError(f"Stopped. Stored: {_in_words(done)}.", returncode=130) from error
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        self.stdout.write(f"Stored in {monotonic() - started:.0f} s: {_in_words(done)}.")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ArgumentTypeError(f"{text} is no whole number of 0 or more.")
    return int(text)


def _wanted(*, posts: int, comments, trackbacks, seed: str, until, **_others) -> Wanted:
    end = datetime.combine(until or timezone.now().date(), time(), UTC)
    if end > timezone.now():
        raise CommandError("--until lies in the future: comments would come from there.")
    return Wanted(
        posts=posts,
        comments=10 * posts if comments is None else comments,
        trackbacks=posts // 2 if trackbacks is None else trackbacks,
        seed=seed,
        until=end,
    )


def _place() -> str:
    return f"the database {connection.settings_dict['NAME']} ({connection.vendor})"


def _confirm() -> None:
    try:
        answer = input("Go on? [y/N] ")
    except EOFError as error:
        raise CommandError("Nobody is there to ask: say --no-input.") from error
    if answer.strip().lower() not in {"y", "yes"}:
        raise CommandError("Nothing was done.")


def _in_words(done: Done) -> str:
    return (
        f"{done.posts:,} posts, {done.comments:,} comments, "
        f"{done.trackbacks:,} links from other sites"
    )
