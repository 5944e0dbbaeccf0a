"""For every test: no network but the machine itself, no cached state of another test."""

import gc
import os
import sys
from ipaddress import ip_address

import hypothesis
import pytest

# A busy machine is no failure.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

_STORES = {"db", "transactional_db", "live_server", "empty_database"}
_NETWORK_EVENTS = {"socket.connect", "socket.sendto", "socket.getaddrinfo"}


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL leave out what touches no database: SQLite's half has proved it already."""
    if "TEST_DATABASE_URL" not in os.environ:
        return
    idle = [item for item in items if not _touches_the_database(item)]
    config.hook.pytest_deselected(items=idle)
    items[:] = [item for item in items if _touches_the_database(item)]


def pytest_collection_finish():
    """Thousands of tests stay to the end: let the garbage collector not walk through them."""
    gc.collect()
    gc.freeze()


def _touches_the_database(item):
    """Where a module says that it is proved alike on any database, SQLite's half is enough."""
    if getattr(item.module, "ANY_DATABASE", False):
        return False
    return item.get_closest_marker("django_db") or _STORES & set(item.fixturenames)


def is_loopback(host):
    if host in {None, "", "localhost"}:
        return True
    try:
        address = ip_address(host.decode() if isinstance(host, bytes) else host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse_the_network(event, args):
    if event not in _NETWORK_EVENTS:
        return
    host = args[0]
    if event != "socket.getaddrinfo":
        if not isinstance(args[1], tuple):  # a Unix socket
            return
        host = args[1][0]
    if not is_loopback(host):
        # Not an OSError: code that survives a broken network must not swallow this one.
        pytest.fail(f"A test reached for the network: {host}", pytrace=True)


# An audit hook sees every socket of this process, whichever library opens it; it stays for good.
sys.addaudithook(_refuse_the_network)


@pytest.fixture(autouse=True)
def _no_settings_held_from_another_test():
    """Caches live as long as the process, and test databases do not."""
    from django.core.cache import cache

    from blog.current import forget_site_settings
    from trackbacks.intake import strangers

    cache.clear()
    strangers.shut_until = 0
    forget_site_settings()


@pytest.fixture
def mail_is_on(settings):
    """Mail is switched on, and kept in django.core.mail.outbox."""
    settings.EMAIL_URL = "smtp://127.0.0.1"


@pytest.fixture
def mail_server(settings):
    """Mail is switched on, and goes to a server of tests.mail_server."""
    from tests.mail_server import MailServer

    server = MailServer()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{server.port}"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    server.start()
    yield server
    server.stop()
