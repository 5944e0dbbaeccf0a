"""config/deploy/systemd: units that systemd takes, that shut out what is not needed, that agree."""

import re
import shutil
import subprocess
import sys

import pytest

from tests.config.conftest import ROOT

FILES = ROOT / "config" / "deploy" / "systemd"
UNIT = (FILES / "rejoinder.service").read_text()


@pytest.fixture
def analyze():
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed (Debian: apt-get install systemd)")

    def run(*arguments):
        return subprocess.run([program, *arguments], text=True, capture_output=True, check=False)

    return run


@pytest.mark.parametrize("kind", ["both", "web-only", "jobs-only"])
def test_systemd_takes_the_unit_and_what_is_laid_over_it(tmp_path, analyze, kind):
    unit = tmp_path / "rejoinder.service"
    unit.write_text(with_a_python_of_this_machine(UNIT))
    if kind != "both":
        (tmp_path / "rejoinder.service.d").mkdir()
        over = with_a_python_of_this_machine((FILES / f"{kind}.conf").read_text())
        (tmp_path / "rejoinder.service.d" / f"{kind}.conf").write_text(over)
    done = analyze("verify", unit)
    assert (done.returncode, done.stderr) == (0, "")


def with_a_python_of_this_machine(text):
    """systemd looks whether there is such a program."""
    changed = text.replace("/srv/rejoinder/.venv/bin/python", sys.executable)
    assert changed != text
    return changed


def test_systemd_finds_little_that_an_intruder_could_do(analyze):
    done = analyze("security", "--offline=true", "--threshold=15", FILES / "rejoinder.service")
    assert done.returncode == 0, done.stdout


def test_it_may_write_where_the_settings_of_each_size_say():
    folder = re.search(r"^ReadWritePaths=(.+)$", UNIT, re.M)[1]
    sizes = list((ROOT / "config" / "deploy" / "env").glob("*.env"))
    assert len(sizes) == 3
    for path in sizes:
        assert f"\nDATA_DIR={folder}\n" in path.read_text()


def test_it_is_stopped_later_than_its_programs_give_up():
    from config.processes import Supervisor

    seconds = int(re.search(r"^TimeoutStopSec=(\d+)$", UNIT, re.M)[1])
    assert seconds > Supervisor([]).grace
