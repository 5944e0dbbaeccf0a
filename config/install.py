"""Makes .venv and installs the locked requirements; needs nothing but Python itself.

Any Python from 3.6 on can read this file, so that an unfit one is refused in words.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "installed.json")
OLDEST, NEWEST = (3, 11), (3, 13)
LOCK, S3_LOCK, DEV_LOCK = "requirements.txt", "requirements-s3.txt", "requirements-dev.txt"


def main(arguments):
    if not is_fit(sys.version_info):
        run_with_another_python(arguments)
    if os.path.islink(VENV):
        return  # whoever made the link looks after what it leads to
    found = read_stamp()
    locks = wanted_locks(arguments, found)
    wanted = {"python": sys.version}
    wanted.update((lock, digest(lock)) for lock in locks)
    if all(found.get(key) == value for key, value in wanted.items()):
        return
    if found.get("python") != sys.version or found.get(LOCK) != wanted[LOCK]:
        make_environment()
    install(locks[-1])
    with open(STAMP, "w") as file:
        json.dump(wanted, file)


def wanted_locks(arguments, found):
    """Each holds what those before it hold. What was once asked for by --s3 stays."""
    locks = [LOCK]
    if "--s3" in arguments or S3_LOCK in found:
        locks.append(S3_LOCK)
    if "--dev" in arguments:
        locks.append(DEV_LOCK)
    return locks


def is_fit(version):
    return OLDEST <= tuple(version[:2]) <= NEWEST


def run_with_another_python(arguments):
    """Become the newest fit Python of this machine, or end with a sentence."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other and subprocess.call([other, "-c", ""], stderr=subprocess.DEVNULL) == 0:  # noqa: S603
            say(f"python3 is {version_text()}; taking {other} instead.")
            os.execv(other, [other, os.path.abspath(__file__), *arguments])  # noqa: S606
    give_up(
        f"Rejoinder needs Python 3.11, 3.12 or 3.13, and {sys.executable} is {version_text()}. "
        "Install one of them; PYTHON=/path/to/python3.12 names one that is not on the PATH."
    )


def version_text():
    return ".".join(str(part) for part in sys.version_info[:3])


def digest(name):
    with open(os.path.join(ROOT, name), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def read_stamp():
    """Return what is installed; nothing where the environment is missing, broken or unfinished."""
    try:
        with open(STAMP) as file:
            return json.load(file) if os.access(PYTHON, os.X_OK) else {}
    except (OSError, ValueError):
        return {}


def make_environment():
    try:
        import ensurepip  # noqa: F401, PLC0415
        import venv  # noqa: PLC0415
    except ImportError:
        give_up(
            f"{sys.executable} cannot make environments: its module venv is not complete. "
            "On Debian and Ubuntu, `apt-get install python3-venv` brings it."
        )
    say(f"Making .venv with Python {version_text()} …")
    try:
        venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as error:
        give_up(f"The environment {VENV} could not be made: {error}")


def install(lock):
    say(f"Installing what {lock} lists …")
    if os.path.exists(STAMP):
        os.remove(STAMP)
    done = subprocess.run(  # noqa: S603
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
         "--require-hashes", "--only-binary", ":all:", "-r", os.path.join(ROOT, lock)],
        stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        give_up(
            "The packages could not be installed; pip's own words stand above. "
            "This step alone needs a connection to a package index: run the command again with one."
        )


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def give_up(sentence):
    sys.exit(sentence)


if __name__ == "__main__":
    main(sys.argv[1:])
