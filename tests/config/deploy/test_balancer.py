"""config/deploy/nginx/large.conf before two hosts: whom it asks and passes by, what it keeps."""

import threading
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.config.conftest import free_port
from tests.config.deploy.nginx import Nginx

FILE = "/static/blog/theme.0123456789ab.css"


class Host(BaseHTTPRequestHandler):
    """A web host that is told what it has and whether it breaks; it notes what it is asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append(f"{self.command} {self.path}")
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.server.breaks:
            self.close_connection = True
            return
        text = self.server.files.get(self.path)
        self.send_response(404 if text is None else 200)
        if self.path == FILE and text:
            self.send_header("Cache-Control", "max-age=315360000, public, immutable")
        if self.path == "/":
            self.send_header("Cache-Control", "public, max-age=0, must-revalidate")
        body = (text or "").encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_arguments):
        pass


@contextmanager
def web_host():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    server.asked, server.breaks, server.files = [], False, {"/": "A page", "/comments/": "Thanks"}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def hosts():
    with ExitStack() as stack:
        yield [stack.enter_context(web_host()) for _ in range(2)]


@pytest.fixture
def balancer(tmp_path, hosts):
    places = {
        f"10.0.0.1{n}:8000": f"127.0.0.1:{host.server_port}" for n, host in enumerate(hosts, 1)
    }
    places["/var/lib/nginx/rejoinder"] = f"{tmp_path}/kept"
    with Nginx(tmp_path, "large", places).running() as nginx:
        for host in hosts:
            host.asked.clear()
        yield nginx


def asked(hosts):
    return [line for host in hosts for line in host.asked]


def test_both_hosts_answer_readers_and_no_page_is_kept(balancer, hosts):
    for _ in range(8):
        assert balancer.ask("GET", "/").data == b"A page"
    assert asked(hosts) == ["GET /"] * 8
    assert [len(host.asked) > 0 for host in hosts] == [True, True]


def test_a_host_that_breaks_is_passed_by(balancer, hosts):
    hosts[0].breaks = True
    assert [balancer.ask("GET", "/").status for _ in range(6)] == [200] * 6


def test_a_comment_that_a_breaking_host_may_have_taken_is_sent_to_no_other(balancer, hosts):
    for host in hosts:
        host.breaks = True
    assert balancer.ask("POST", "/comments/", body=b"x").status == 502
    assert asked(hosts) == ["POST /comments/"]


def test_a_file_of_the_host_that_was_updated_first_is_found_and_kept(balancer, hosts):
    hosts[1].files[FILE] = "a{}"
    for _ in range(4):
        assert balancer.ask("GET", FILE).data == b"a{}"
    assert hosts[1].asked == [f"GET {FILE}"]


def test_a_file_that_no_host_has_is_asked_for_again(balancer, hosts):
    assert balancer.ask("GET", FILE).status == 404
    for host in hosts:
        host.files[FILE] = "a{}"
    assert balancer.ask("GET", FILE).status == 200


def test_a_host_that_is_not_there_keeps_no_reader_waiting(tmp_path):
    with web_host() as host:
        places = {
            "10.0.0.11:8000": f"127.0.0.1:{free_port()}",
            "10.0.0.12:8000": f"127.0.0.1:{host.server_port}",
            "/var/lib/nginx/rejoinder": f"{tmp_path}/kept",
        }
        with Nginx(tmp_path, "large", places).running() as nginx:
            assert [nginx.ask("GET", "/").status for _ in range(4)] == [200] * 4
