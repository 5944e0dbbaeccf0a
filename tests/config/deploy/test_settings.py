"""config/deploy/env: settings that exist, and with which the site finds nothing to complain of."""

import environ
import pytest

from config.bucket import bucket_of
from tests.config.conftest import ROOT, Installation
from tests.test_documents import names_in_code

FOLDER = ROOT / "config" / "deploy" / "env"
FILES = sorted(FOLDER.glob("*.env"))


def settings_of(path):
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def checked(path, folder, **variables):
    mine = {
        "DATA_DIR": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "MEDIA_STORAGE": "",  # the check would ask the bucket
    }
    site = Installation(folder, **(settings_of(path) | mine | variables))
    return site.run("check", "--deploy", "--fail-level", "WARNING")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_site_has_nothing_to_say_against_the_settings_of_a_size(tmp_path, path):
    assert settings_of(path).keys() <= names_in_code()
    done = checked(path, tmp_path, SECRET_KEY="chance" * 10)
    assert (done.returncode, done.stderr) == (0, "")


def test_several_hosts_are_told_that_the_key_is_still_to_be_filled_in(tmp_path):
    done = checked(FOLDER / "large.env", tmp_path)
    assert done.returncode == 1
    assert "site.W005" in done.stderr


def test_the_bucket_of_several_hosts_can_be_read():
    found = bucket_of(settings_of(FOLDER / "large.env")["MEDIA_STORAGE"])
    assert found.url == "https://s3.example.com/rejoinder/"


def test_the_database_of_the_same_machine_needs_no_password():
    url = settings_of(FOLDER / "medium.env")["DATABASE_URL"]
    found = environ.Env.db_url_config(url)
    assert (found["NAME"], found["HOST"], found["PASSWORD"]) == ("rejoinder", "", "")
