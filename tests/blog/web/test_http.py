"""The door to the network, against servers as bad as they come."""

import gzip
import ssl
import time
import zlib
from pathlib import Path

import brotli
import pytest

from blog.web.exchange import Bounds, FetchFailed, FetchRefused, Request
from blog.web.http import Fetcher, fetch
from tests.trackbacks.servers import drip, flood, hang, http, redirect, serving

CERTIFICATES = Path(__file__).parent / "certificates"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
QUICK = Bounds(seconds=0.4, max_bytes=1000)
CANARY = "http://127.0.0.1:9/"


def get(server, path="/", *, bounds=None, **options):
    fetcher = Fetcher(allowed={server.host_and_port}, bounds=bounds or Bounds(), **options)
    return fetcher.fetch(Request(server.url(path), "a test"))


def answered(answer, **options):
    with serving({"/": answer}) as server:
        return get(server, **options)


def test_a_page_comes_with_its_address_status_headers_and_text():
    response = answered(http("<p>café"))
    assert (response.status, response.text, response.media_type) == (200, "<p>café", "text/html")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.url.endswith("/")
    assert not response.is_cut


def test_a_request_says_who_asks_and_why_and_nothing_more(settings):
    settings.SITE_URL = "https://blog.example.org"
    with serving({"/a?b=%C3%A4": http("x")}) as server:
        get(server, "/a?b=ä")
        (request,) = server.requests
    lines = dict(line.split(": ", 1) for line in request.decode().strip().split("\r\n")[1:] if line)
    assert lines.pop("User-Agent") == "Rejoinder (+https://blog.example.org; a test)"
    assert lines.pop("Host") == server.host_and_port
    assert set(lines) == {"Accept", "Accept-Encoding", "Connection"}


def test_a_body_is_sent_with_its_type():
    request = {"method": "POST", "body": b"a=b", "content_type": "application/x-form"}
    with serving({"/": http("thanks")}) as server:
        fetcher = Fetcher(allowed={server.host_and_port})
        assert fetcher.fetch(Request(server.url(), "a test", **request)).text == "thanks"
        (sent,) = server.requests
    assert sent.startswith(b"POST / HTTP/1.1\r\n")
    assert b"Content-Type: application/x-form\r\n" in sent
    assert sent.endswith(b"\r\n\r\na=b")


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "500 Oh", "204 No Content"])
def test_every_status_is_an_answer(status):
    response = answered(http("", status=status, content_type=""))
    assert response.status == int(status[:3])
    assert response.is_success == status.startswith("2")


# --- addresses


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", CANARY, "http://localhost/", "file:///etc/passwd", "words",
            "http://2130706433/", "http://[::1]/", "http://a:b@blog.example/"],
)  # fmt: skip
def test_what_is_not_public_is_refused_without_a_look(url):
    def resolve(host, port):
        pytest.fail(f"{host} was looked up")

    with pytest.raises(FetchRefused):
        Fetcher(resolve=resolve).fetch(Request(url, "a test"))


@pytest.mark.parametrize(
    "answers", [["127.0.0.1"], ["93.184.215.14", "10.0.0.5"], ["::ffff:127.0.0.1"], []]
)
def test_a_name_that_leads_inside_is_refused(answers):
    with pytest.raises(FetchRefused):
        Fetcher(resolve=lambda *_: answers).fetch(Request("http://evil.example/", "a test"))


def test_a_name_is_looked_up_once_and_the_checked_address_is_used():
    looks = []

    def resolve(host, port):
        looks.append((host, port))
        return ["127.0.0.1"]

    with serving({"/": http("here")}) as server:
        name = f"rebinding.example:{server.port}"
        fetcher = Fetcher(allowed={name}, resolve=resolve)
        assert fetcher.fetch(Request(f"http://{name}/", "a test")).text == "here"
        assert f"Host: {name}".encode() in server.requests[0]
    assert looks == [("rebinding.example", server.port)]


def test_a_name_that_is_not_found_may_be_tried_again():
    def resolve(host, port):
        raise OSError("no such host")

    with pytest.raises(FetchFailed, match="not found"):
        Fetcher(resolve=resolve).fetch(Request("http://blog.example/", "a test"))


def test_a_look_up_that_hangs_ends_at_the_deadline():
    with serving({}) as server:
        fetcher = Fetcher(resolve=lambda *_: server.is_over.wait(30), bounds=QUICK)
        with pytest.raises(FetchFailed):
            fetcher.fetch(Request("http://blog.example/", "a test"))


def test_the_next_address_is_tried_where_one_is_dead():
    with serving({"/": http("here")}) as server:
        name = f"blog.example:{server.port}"
        fetcher = Fetcher(allowed={name}, resolve=lambda *_: ["127.0.0.3", "127.0.0.1"])
        assert fetcher.fetch(Request(f"http://{name}/", "a test")).text == "here"


def test_a_host_that_does_not_answer_may_be_tried_again():
    with serving({}) as server:
        server.close()
        with pytest.raises(FetchFailed, match="does not answer"):
            get(server)


def test_no_proxy_of_the_environment_is_used(monkeypatch):
    monkeypatch.setenv("http_proxy", CANARY)
    monkeypatch.setenv("HTTP_PROXY", CANARY)
    assert answered(http("here")).text == "here"


def test_the_settings_name_what_is_exempt(settings):
    with serving({"/": http("here")}) as server:
        with pytest.raises(FetchRefused):
            fetch(Request(server.url(), "a test"))
        settings.FETCH_ALLOW_HOSTS = [server.host_and_port]
        assert fetch(Request(server.url(), "a test")).text == "here"


# --- redirects


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
def test_a_redirect_is_followed(status):
    with serving({"/": redirect("../ä", status), "/%C3%A4": http("there")}) as server:
        response = get(server)
    assert response.text == "there"
    assert response.url == server.url("/%C3%A4")


@pytest.mark.parametrize(
    "location", [CANARY, "http://2130706433/", "//127.0.0.1/", "file:///etc/passwd", "http://[::1/",
                 "javascript:alert(1)", "http://169.254.169.254/", "http://a@127.0.0.1:9/"],
)  # fmt: skip
def test_a_redirect_passes_through_the_same_door(location):
    with pytest.raises(FetchRefused):
        answered(redirect(location))


def test_a_chain_of_redirects_ends():
    with serving({"/": redirect("/")}) as server, pytest.raises(FetchRefused, match="too often"):
        get(server)
    assert len(server.requests) == Bounds().redirects + 1


@pytest.mark.parametrize(("status", "method"), [("303 S", b"GET"), ("307 T", b"POST")])
def test_a_body_is_carried_on_where_the_redirect_says_so(status, method):
    with serving({"/": redirect("/b", status), "/b": http("x")}) as server:
        fetcher = Fetcher(allowed={server.host_and_port})
        fetcher.fetch(Request(server.url(), "a test", method="POST", body=b"a=b"))
    assert server.requests[1].startswith(method)
    assert server.requests[1].endswith(b"a=b") == (method == b"POST")


def test_a_redirect_to_nowhere_is_an_answer():
    assert answered(http("", status="302 Found")).status == 302


# --- time and size


@pytest.mark.parametrize(
    "answer",
    [
        hang,
        drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"d"),
        drip(b"HTTP/1.1 ", b"2"),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        drip(HEAD + b"\r\n<p>", b" "),
        drip(HEAD + b"Content-Length: 900\r\n\r\n<p>", b" "),
        drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    ],
)
def test_one_deadline_counts_for_everything(answer):
    began = time.monotonic()
    with pytest.raises(FetchFailed, match="within"):
        answered(answer, bounds=QUICK)
    assert time.monotonic() - began < 5


def test_headers_without_end_are_given_up():
    lines = b"".join(b"X-%d: b\r\n" % n for n in range(5000))
    for head in (HEAD + b"X-Long: " + b"a" * 2_000_000 + b"\r\n\r\n", HEAD + lines + b"\r\n"):
        with pytest.raises(FetchFailed):
            answered(lambda connection, _, head=head: connection.sendall(head))


@pytest.mark.parametrize(
    "answer",
    [
        http(b"x" * 5000),
        flood(HEAD + b"\r\n", b"x" * 1000),
        flood(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"3e8\r\n" + b"x" * 1000 + b"\r\n"),
    ],
)
def test_no_more_than_the_bound_is_read(answer):
    response = answered(answer, bounds=Bounds(max_bytes=1000))
    assert response.body == b"x" * 1000
    assert response.is_cut


BOMB = b"x" * 50_000_000


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", lambda data: brotli.compress(data, quality=1)),
        ("gzip, gzip", lambda data: gzip.compress(gzip.compress(data))),
        ("gzip", lambda data: gzip.compress(data[:999]) + gzip.compress(data)),
    ],
)
def test_a_bomb_is_unpacked_no_further_than_the_bound(encoding, pack):
    import tracemalloc

    answer = http(pack(BOMB), Content_Encoding=encoding)
    tracemalloc.start()
    response = answered(answer, bounds=Bounds(max_bytes=1000))
    _size, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert response.body == BOMB[:1000]
    assert response.is_cut
    assert peak < 5_000_000


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_packed_page_is_unpacked(encoding):
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[encoding]
    assert answered(http(pack(b"<p>hello"), Content_Encoding=encoding)).text == "<p>hello"


def test_a_page_packed_badly_may_be_tried_again():
    with pytest.raises(FetchFailed):
        answered(http(b"not gzip at all", Content_Encoding="gzip"))


def test_a_page_packed_in_an_unknown_way_may_be_tried_again():
    for encoding in ("zstd2", "gzip, compress"):
        with pytest.raises(FetchFailed, match="not asked for"):
            answered(http(b"x", Content_Encoding=encoding))
    assert answered(http(b"<p>x", Content_Encoding="identity")).text == "<p>x"


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"\r\n\r\n", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1\r\n\r\n",
        HEAD + b"Content-Length: 99\r\n\r\nshort",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n",
        HEAD + b"Content-Length: 3, 4\r\n\r\nabc",
    ],
)  # fmt: skip
def test_what_is_not_http_may_be_tried_again(answer):
    with pytest.raises(FetchFailed, match="broke"):
        answered(answer)


# --- what comes


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "application/json", "VIDEO/mp4"])
def test_what_is_not_a_page_is_refused_before_its_body_is_read(kind):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode()
    with pytest.raises(FetchRefused, match="not a page"):
        answered(flood(head, b"x" * 1000))


def test_any_type_is_taken_where_none_is_named():
    answer = http("{}", content_type="application/json")
    assert answered(answer, bounds=Bounds(media_types=())).text == "{}"


@pytest.mark.parametrize(
    "kind", ["TEXT/HTML", "application/xhtml+xml; charset=x", "", "text/plain"]
)
def test_a_page_may_come_under_several_names(kind):
    assert answered(http("<p>x", content_type=kind)).text == "<p>x"


# --- TLS


def certificates():
    return ssl.create_default_context(cafile=str(CERTIFICATES / "ca.pem"))


def encrypted(connection):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "blog.example.pem")
    return context.wrap_socket(connection, server_side=True)


def get_encrypted(host, answer, *, bounds=None, trust=certificates, wrap=encrypted):
    with serving({"/": answer}, wrap=wrap) as server:
        name = f"{host}:{server.port}"
        fetcher = Fetcher(
            allowed={name}, resolve=lambda *_: ["127.0.0.1"], certificates=trust,
            bounds=bounds or Bounds(),
        )  # fmt: skip
        return fetcher.fetch(Request(f"https://{name}/", "a test"))


def test_a_certificate_for_the_name_is_taken():
    assert get_encrypted("blog.example", http("secret")).text == "secret"


def test_a_certificate_for_another_name_or_by_a_stranger_is_not():
    with pytest.raises(FetchFailed, match="certificate"):
        get_encrypted("other.example", http("secret"))
    with pytest.raises(FetchFailed, match="certificate"):
        get_encrypted("blog.example", http("secret"), trust=ssl.create_default_context)


def test_the_deadline_counts_for_encrypted_pages_too():
    for answer in (drip(HEAD + b"\r\n", b"x"), drip(b"HTTP", b"/"), hang):
        with pytest.raises(FetchFailed, match="within"):
            get_encrypted("blog.example", answer, bounds=QUICK)


def test_a_handshake_that_drips_ends_at_the_deadline():
    def answer_slowly(connection):
        hang(connection, server_over)
        return connection

    with serving({}) as server_over, pytest.raises(FetchFailed, match="within"):
        get_encrypted("blog.example", http("x"), bounds=QUICK, wrap=answer_slowly)
