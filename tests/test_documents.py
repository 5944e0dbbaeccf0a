"""What README, .env.example and the Makefile promise is what the code does."""

import re
from pathlib import Path

import pytest

from blog.models import SiteSettings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
# Where the environment is read, and by which calls.
READERS = [ROOT / "config" / "settings.py", *(ROOT / "config" / "management").rglob("*.py")]
READS = re.compile(
    r"""(?:env\.(?:str|list)\(|(?:switch|whole_number)\(\s*(?:StrictEnv\(\)|env),\s*)["']([A-Z_]+)["']"""
)
IN_ENVIRONMENT = {"DATABASE_URL", "EMAIL_URL"}


def names_in_code():
    found = {name for path in READERS for name in READS.findall(path.read_text())}
    return found | IN_ENVIRONMENT


def names_in_table():
    rows = re.findall(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", README, re.M)
    return {name for row in rows for name in re.findall(r"[A-Z_]+", row)}


def names_in_example():
    return set(re.findall(r"^#([A-Z_]+)=", EXAMPLE, re.M))


def test_every_setting_is_in_the_readme_and_in_the_example():
    assert names_in_table() == names_in_code()
    assert names_in_example() == names_in_code()


def test_the_example_sets_nothing_by_itself():
    assert [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")] == []


def test_every_make_target_that_the_readme_names_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"\bmake (run|test|lint|lock|bench|spam-report)\b", README)) <= targets


def test_every_command_that_the_documents_name_exists():
    from django.core.management import get_commands

    texts = README + EXAMPLE + (ROOT / "CHANGELOG.md").read_text()
    named = set(re.findall(r"manage\.py ([a-z_]+)", texts))
    assert {"serve", "firstrun", "demo", "configure"} <= named
    assert named <= get_commands().keys()


def test_every_file_that_the_readme_links_to_exists():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if "://" not in target:
            assert (ROOT / target).exists(), target


def test_the_readme_has_every_file_of_the_three_sizes_put_where_it_belongs():
    named = set(re.findall(r"config/deploy/([a-z]+/[a-z.-]+)", README))
    named |= {f"nginx/{name}" for name in re.findall(r"/etc/nginx/rejoinder/(\w+\.conf)", README)}
    folder = ROOT / "config" / "deploy"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    included = {"nginx/https.conf", "nginx/proxy.conf", "nginx/redirect.conf"}
    assert named == files - included


@pytest.mark.parametrize("key", re.findall(r"\b(title|comment_policy)=", README))
def test_the_keys_that_the_readme_sets_are_the_authors(key):
    assert SiteSettings._meta.get_field(key).editable
