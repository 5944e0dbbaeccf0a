"""Collects the static files when they have changed, and only then."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_changed() -> bool:
    """Run collectstatic unless it ran for these very files; return whether it ran.

    Compressing takes seconds, and a second start should not. A file counts as changed when its
    size or time has.
    """
    stamp, manifest = settings.DATA_DIR / "collected", settings.STATIC_ROOT / "staticfiles.json"
    wanted = fingerprint()
    if manifest.is_file() and stamp.is_file() and stamp.read_text() == wanted:
        return False
    # Old files stay: a page in somebody's cache may still ask for them by their hashed names.
    call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
    stamp.write_text(wanted)
    return True


def fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}\n"
            digest.update(state.encode())
    return digest.hexdigest()
