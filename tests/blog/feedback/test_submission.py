"""What is taken out of a request."""

from django.test import RequestFactory

from blog.feedback.submission import Sender


def test_the_sender_is_an_address_and_a_program():
    request = RequestFactory().get("/", headers={"User-Agent": "A browser"})
    assert Sender.from_request(request) == Sender("127.0.0.1", "A browser")


def test_a_program_cannot_forge_lines_or_fill_the_column():
    agent = "A\x00\x1b[31m browser\t" + "x" * 500
    request = RequestFactory().get("/", headers={"User-Agent": agent})
    sender = Sender.from_request(request)
    assert sender.user_agent.startswith("A[31m browser x")
    assert len(sender.user_agent) == 300


def test_a_socket_without_an_address_is_nobody():
    request = RequestFactory().get("/", REMOTE_ADDR="")
    assert Sender.from_request(request) == Sender(None, "")


def test_the_zone_of_a_local_address_is_left_out():
    request = RequestFactory().get("/", REMOTE_ADDR="fe80::1%eth0")
    assert Sender.from_request(request).ip == "fe80::1"
