"""The secret key of an installation that was not given one."""

import os
import secrets
from pathlib import Path


def stored_secret_key(folder: Path) -> str:
    """Return the key kept in `folder`, making it (mode 600) on the first call.

    Two processes that start at once get the same key: only one can create the file, and a
    complete file appears under its name in one step. Raises OSError where `folder` cannot
    be written.
    """
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".secret_key.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
