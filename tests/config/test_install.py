"""config/install.py: an environment from nothing, made once, with plain words where it cannot."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNKNOWN = f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n"


@pytest.fixture
def project(tmp_path):
    """A project that requires nothing, so that no index is asked."""
    (tmp_path / "config").mkdir()
    shutil.copy(ROOT / "config" / "install.py", tmp_path / "config")
    (tmp_path / "requirements.txt").write_text("")
    (tmp_path / "requirements-s3.txt").write_text("")
    (tmp_path / "requirements-dev.txt").write_text("")
    return tmp_path


def install(project, *arguments, python=(sys.executable,), **variables):
    clean = {"PATH": os.environ["PATH"], "PIP_NO_INDEX": "1", "HOME": str(project)}
    return subprocess.run(
        [*python, "config/install.py", *arguments],
        cwd=project, env=clean | variables, text=True, capture_output=True, check=False,
    )  # fmt: skip


INSTALLED_FOR_A_BUCKET = "Installing what requirements-s3.txt lists …\n"


# One story: to make an environment takes seconds.
def test_an_environment_is_made_once_and_anew_for_another_lock_with_what_was_asked_for(project):
    first = install(project)
    assert first.returncode == 0, first.stderr
    assert "Making .venv" in first.stdout
    assert (project / ".venv" / "bin" / "python").exists()

    assert install(project).stdout == ""

    left_over = project / ".venv" / "left-over"
    left_over.touch()
    assert "Making" not in install(project, "--dev").stdout
    assert install(project).stdout == install(project, "--dev").stdout == ""

    assert install(project, "--s3").stdout == INSTALLED_FOR_A_BUCKET
    assert install(project).stdout == install(project, "--s3").stdout == ""

    (project / "requirements.txt").write_text("# another lock\n")
    anew = install(project).stdout
    assert "Making .venv" in anew
    assert anew.endswith(INSTALLED_FOR_A_BUCKET)
    assert not left_over.exists()


def test_a_failed_installation_says_why_and_is_tried_again(project):
    (project / "requirements.txt").write_text(UNKNOWN)
    done = install(project)
    assert done.returncode == 1
    assert "The packages could not be installed" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    (project / "requirements.txt").write_text("")
    assert install(project).returncode == 0


def test_an_environment_that_is_a_link_is_left_alone(project):
    (project / "elsewhere").mkdir()
    (project / ".venv").symlink_to(project / "elsewhere")
    assert install(project).returncode == 0
    assert list((project / "elsewhere").iterdir()) == []


def as_if(change):
    code = f"import runpy, sys; sys.argv = sys.argv[1:]; {change}; "
    return (sys.executable, "-c", code + "runpy.run_path(sys.argv[0], run_name='__main__')")


def test_an_unfit_python_is_refused_in_one_sentence(project):
    done = install(project, python=as_if("sys.version_info = (3, 10, 13)"), PATH=str(project))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Rejoinder needs Python 3.11, 3.12 or 3.13, and ")
    assert "is 3.10.13" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_newest_fit_python_takes_the_place_of_an_unfit_one(project):
    for name, ends in [("python3.13", "exit 127"), ("python3.12", "echo took $0 $@")]:
        (project / name).write_text(f'#!/bin/sh\n[ "$1" = -c ] || echo started\n{ends}\n')
        (project / name).chmod(0o755)
    done = install(
        project, "--dev", python=as_if("sys.version_info = (3, 14, 0)"), PATH=f"{project}:/bin"
    )
    assert f"python3 is 3.14.0; taking {project / 'python3.12'} instead." in done.stdout
    assert done.stdout.splitlines()[-1].endswith("config/install.py --dev")


def test_a_python_without_venv_names_the_package_that_lacks(project):
    done = install(project, python=as_if("sys.modules['ensurepip'] = None"))
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert len(done.stderr.splitlines()) == 1
