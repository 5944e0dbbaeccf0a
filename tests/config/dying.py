"""A jobs worker that kills itself at one stage of a job: run by the tests of that."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from unittest import mock

from django.core.management import call_command

from blog.mail import transport
from trackbacks import outgoing, verification


def die(*_args, **_options):
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def dying(stage: str):
    """Kill this process where the worker comes to `stage` of checking, telling or mailing."""
    places = {
        "before the visit": (verification, "look", die),
        "after the visit": (verification, "settle", die),
        "before the commit": (verification, "record", _after(verification.record)),
        "after the commit": (verification, "settle", _after(verification.settle)),
        "before the page is read": (outgoing, "_told", die),
        "before it is sent": (outgoing.sending, "tell", die),
        "after it is sent": (outgoing.sending, "tell", _after(outgoing.sending.tell)),
        "before it is noted": (outgoing, "settle", die),
        "after it is noted": (outgoing, "settle", _after(outgoing.settle)),
        "before the mail goes": (transport, "send", die),
        "after the mail went": (transport, "send", _after(transport.send)),
    }
    module, name, death = places[stage]
    with mock.patch.object(module, name, death):
        yield


def work(stage: str) -> None:
    with dying(stage):
        call_command("jobs", "--once")


def _after(function):
    def wrapper(*args, **options):
        function(*args, **options)
        die()

    return wrapper
