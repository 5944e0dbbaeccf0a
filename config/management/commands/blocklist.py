"""Takes a block list from a file, writes the present one out, or forgets what a list brought."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from blog.feedback.block_lists import export_list, import_list
from blog.feedback.blocking import unblock
from blog.models import BlockRule


class Command(BaseCommand):
    help = "Import a block list (one term a line), export the present one, or remove a list again."

    def add_arguments(self, parser):
        commands = parser.add_subparsers(dest="what", required=True)
        importing = commands.add_parser("import", help="add the lines of a file")
        importing.add_argument("file", type=Path)
        importing.add_argument("--name", default="", help="what the list is called; else the file")
        commands.add_parser("export", help="write the whole block list out, one thing a line")
        removing = commands.add_parser("remove", help="take off what one list brought")
        removing.add_argument("name")

    def handle(self, *args, **options):
        if options["what"] == "import":
            self._import(options["file"], options["name"] or options["file"].name)
        elif options["what"] == "export":
            for line in export_list():
                self.stdout.write(line)
        else:
            self._remove(options["name"])

    def _import(self, file: Path, name: str) -> None:
        try:
            with file.open(encoding="utf-8", errors="replace") as lines:
                taken = import_list(lines, name[:100])
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        said = [f"Added {taken.new} rules under the name {name[:100]}."]
        if taken.known:
            said.append(f"{taken.known} were on the block list already.")
        if taken.refused:
            said.append(f"{taken.refused} lines were left out: too short, or without a letter.")
        self.stdout.write(" ".join(said))

    def _remove(self, name: str) -> None:
        removed = unblock(BlockRule.objects.filter(source=name))
        if not removed:
            known = BlockRule.objects.exclude(source="").values_list("source", flat=True).distinct()
            lists = ", ".join(sorted(known)) or "none"
            raise CommandError(f"No list is called {name}. There are: {lists}.")
        self.stdout.write(f"Took {removed} rules of {name} off the block list.")
