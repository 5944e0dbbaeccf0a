"""`manage.py blocklist`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from blog.models import BlockRule

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("blocklist", *arguments, stdout=out)
    return out.getvalue()


def test_a_file_is_taken_written_out_and_forgotten(tmp_path):
    file = tmp_path / "words.txt"
    file.write_text("casino\npoker\nab\n")
    assert run("import", str(file)) == (
        "Added 2 rules under the name words.txt. "
        "1 lines were left out: too short, or without a letter.\n"
    )
    assert run("export") == "casino\npoker\n"
    assert run("remove", "words.txt") == "Took 2 rules of words.txt off the block list.\n"
    assert not BlockRule.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run("import", str(tmp_path / "none.txt"))


def test_a_list_that_nobody_imported_is_not_removed():
    BlockRule.objects.create(value="casino", source="words.txt")
    with pytest.raises(CommandError, match=r"There are: words\.txt"):
        run("remove", "others.txt")
