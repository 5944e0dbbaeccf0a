"""The only door to the network: fetches what strangers name, and nothing that is not public.

Every address is judged before it is looked up, every answer of the look-up before it is connected
to, and then the connection goes to the very address that was judged. A redirect passes through
the same door. One deadline counts for all of it, and the size is that of the decoded body.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from http.client import HTTPException
from queue import Empty, SimpleQueue

import urllib3
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from blog.web.addresses import AddressRefused, WebAddress, checked_answers, web_address
from blog.web.exchange import (
    Bounds,
    FetchFailed,
    FetchRefused,
    HostInside,
    Request,
    Response,
    redirected,
)

# A host with several addresses of which some are dead still gets an answer in time.
CONNECT_SECONDS = 5
_BROKEN = (HTTPException, HTTPError, OSError, ValueError)
_UNPACKED = set(urllib3.HTTPResponse.CONTENT_DECODERS)

Resolver = Callable[[str, int], list[str]]


def system_resolver(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for *_kind, sockaddr in found]


@cache
def system_certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass(frozen=True)
class Fetcher:
    """Fetches by the rules of this module; what it is made of can be replaced in tests."""

    allowed: Collection[str] = ()
    resolve: Resolver = system_resolver
    certificates: Callable[[], ssl.SSLContext] = system_certificates
    bounds: Bounds = field(default_factory=Bounds)

    def fetch(self, request: Request) -> Response:
        """Return the answer to `request`, whatever its status, after following redirects.

        Raises FetchRefused or FetchFailed, at the latest after bounds.seconds.
        """
        deadline = _Deadline(self.bounds.seconds)
        for _hop in range(self.bounds.redirects + 1):
            response = self._ask(request, deadline)
            if not response.is_redirect:
                return response
            request = redirected(request, response)
        raise FetchRefused(_("It redirects too often."))

    def _ask(self, request: Request, deadline: _Deadline) -> Response:
        try:
            address = web_address(request.url, self.allowed)
            ips = self._answers(address, deadline)
        except AddressRefused as refusal:
            raise FetchRefused(refusal.reason) from refusal
        with self._connection(address, ips, deadline) as connection, deadline.translated():
            connection.request(
                request.method,
                address.target,
                body=request.body,
                headers=_headers(request, address),
                preload_content=False,
            )
            with closing(connection.getresponse()) as answer:
                response = self._read(answer, str(address))
            # A body without a length that the deadline has cut looks like a whole one.
            deadline.left()
            return response

    def _answers(self, address: WebAddress, deadline: _Deadline) -> list[str]:
        """Look the host up, in a thread of its own: the system's resolver has no time limit."""
        box: SimpleQueue[list[str] | Exception] = SimpleQueue()

        def look_up() -> None:
            try:
                box.put(self.resolve(address.host, address.port))
            except (OSError, UnicodeError) as error:
                box.put(error)

        threading.Thread(target=look_up, daemon=True).start()
        try:
            found = box.get(timeout=deadline.left())
        except Empty as error:
            raise deadline.missed() from error
        if isinstance(found, Exception):
            raise FetchFailed(_("The name of the host was not found.")) from found
        try:
            return checked_answers(address, found, self.allowed)
        except AddressRefused as refusal:
            raise HostInside(refusal.reason) from refusal

    @contextmanager
    def _connection(
        self, address: WebAddress, ips: list[str], deadline: _Deadline
    ) -> Iterator[HTTPConnection]:
        """Yield a connection to one of `ips` that ends at the deadline, whatever it is doing."""
        sock = _connect(ips, address.port, deadline)
        with closing(sock), deadline.ends(sock):
            if address.scheme == "https":
                with deadline.translated():
                    context = self.certificates()
                    sock = context.wrap_socket(sock, server_hostname=address.host)
            connection = HTTPConnection(address.host, address.port, timeout=deadline.left())
            connection.sock = sock
            with closing(connection):
                yield connection

    def _read(self, answer: urllib3.BaseHTTPResponse, url: str) -> Response:
        # What was sent under one name several times comes joined by commas (RFC 9110, section 5.3).
        headers = {name.lower(): answer.headers[name] for name in answer.headers}
        head = Response(url, answer.status, headers)
        if head.is_redirect:
            return head
        wanted = {*self.bounds.media_types, ""}
        if head.is_success and len(wanted) > 1 and head.media_type not in wanted:
            raise FetchRefused(_("It is not a page of text."))
        if head.encodings - _UNPACKED:
            raise FetchFailed(_("It is packed in a way that was not asked for."))
        body = answer.read(self.bounds.max_bytes + 1, decode_content=True)
        is_cut = len(body) > self.bounds.max_bytes
        return replace(head, body=body[: self.bounds.max_bytes], is_cut=is_cut)


def allowed_pairs() -> frozenset[str]:
    """Return the host:port pairs that the settings exempt from the rules for addresses."""
    return frozenset(pair.lower() for pair in settings.FETCH_ALLOW_HOSTS)


def fetch(request: Request, bounds: Bounds | None = None) -> Response:
    """Fetch by the settings of the site. Raises FetchRefused or FetchFailed."""
    return Fetcher(allowed=allowed_pairs(), bounds=bounds or Bounds()).fetch(request)


class _Deadline:
    """One moment at which everything ends, however slowly the other side drips its bytes."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left. Raises FetchFailed where none are."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise self.missed()
        return seconds

    def missed(self) -> FetchFailed:
        return FetchFailed(
            _("No whole answer came within %(n)d seconds.") % {"n": round(self._seconds)}
        )

    @contextmanager
    def ends(self, sock: socket.socket) -> Iterator[None]:
        """Shut `sock` down at the deadline. A time-out of its own would begin anew at each byte.

        Works on a duplicate, since TLS takes the socket itself over.
        """
        twin = sock.dup()
        timer = threading.Timer(self.left(), _shut_down, [twin])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            twin.close()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn what sockets, TLS and HTTP raise into a FetchFailed that says what it was."""
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            raise FetchFailed(_("Its certificate is not valid.")) from error
        except _BROKEN as error:
            if time.monotonic() >= self._end or isinstance(error, TimeoutError):
                raise self.missed() from error
            raise FetchFailed(_("The connection broke, or what came was not HTTP.")) from error


def _shut_down(sock: socket.socket) -> None:
    with suppress(OSError):  # closed by the other side meanwhile
        sock.shutdown(socket.SHUT_RDWR)


def _connect(ips: list[str], port: int, deadline: _Deadline) -> socket.socket:
    for ip in ips:
        family = socket.AF_INET6 if ":" in ip else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(min(deadline.left(), CONNECT_SECONDS))
            sock.connect((ip, port))
        except OSError:
            sock.close()
        except FetchFailed:
            sock.close()
            raise
        else:
            return sock
    deadline.left()
    raise FetchFailed(_("The host does not answer."))


def _headers(request: Request, address: WebAddress) -> dict[str, str]:
    headers = {
        "Host": address.authority,
        "User-Agent": _ascii(f"Rejoinder (+{settings.SITE_URL}; {request.purpose})"),
        "Accept": request.accept,
        "Accept-Encoding": "gzip, br",
        "Connection": "close",
    }
    if request.content_type:
        headers["Content-Type"] = request.content_type
    return headers


def _ascii(text: str) -> str:
    return text.encode("ascii", "replace").decode()
