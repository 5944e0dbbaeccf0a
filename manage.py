#!/usr/bin/env python3
"""Runs a management command with the blog's settings."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
        from django.core.management import execute_from_command_line  # noqa: PLC0415
        from django.db import OperationalError, ProgrammingError  # noqa: PLC0415
    except ImportError as error:
        sys.exit(f"{error}. `make run` installs what the blog needs into .venv.")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        _give_up(str(error), error)
    except (OperationalError, ProgrammingError) as error:
        reason = " ".join(str(error).split())
        _give_up(
            f"The database cannot be used: {reason}. "
            "DATABASE_URL names it, and `manage.py firstrun` makes what it lacks.",
            error,
        )


def _give_up(sentence: str, error: Exception) -> None:
    """End with one sentence, or with everything for whoever asked for --traceback."""
    if "--traceback" in sys.argv:
        raise error
    sys.exit(sentence)


if __name__ == "__main__":
    main()
