"""The tests themselves cannot reach beyond this machine."""

import socket

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "10.0.0.1"])
def test_an_address_elsewhere_is_refused(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as one, pytest.raises(pytest.fail.Exception, match=host):
        one.connect((host, 80))


def test_a_name_elsewhere_is_not_even_looked_up():
    with pytest.raises(pytest.fail.Exception, match=r"other\.example"):
        socket.create_connection(("other.example", 80))


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
