"""A small S3 of the tests' own on loopback: buckets that one key may write and anybody may read."""

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/\d{8}/(?P<region>[^/]+)/s3/aws4_request, "
    r"SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}"
)
KEY, SECRET, BUCKET = "the-key", "pa/ss@w0rd", "pictures"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if name := self._granted():
            kept = ("Content-Type", "Cache-Control")
            self.server.files[name] = body, {header: self.headers.get(header) for header in kept}
            self._answer(200)

    def do_DELETE(self):
        if name := self._granted():
            self.server.files.pop(name, None)
            self._answer(204)

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        name = self._granted(is_open=self.server.is_public)
        if name and name in self.server.files:
            body, headers = self.server.files[name]
            self._answer(200, body, headers)
        elif name:
            self._refuse(404, "NoSuchKey")

    def _granted(self, *, is_open=False):
        """Return the file's name after its bucket, or answer why not and return None."""
        bucket, _, name = unquote(urlsplit(self.path).path).removeprefix("/").partition("/")
        self.server.asked.append(f"{self.command} /{bucket}/{name}")
        signed = SIGNED.fullmatch(self.headers.get("Authorization", ""))
        if bucket != BUCKET or not name:
            return self._refuse(404, "NoSuchBucket")
        if not signed and not is_open:
            return self._refuse(403, "AccessDenied")
        if signed and signed["key"] != KEY:
            return self._refuse(403, "InvalidAccessKeyId")
        if signed and signed["region"] != "eu-central-1":
            return self._refuse(400, "AuthorizationHeaderMalformed")
        return name

    def _refuse(self, status, code):
        self._answer(status, f"<Error><Code>{code}</Code><Message>No.</Message></Error>".encode())

    def _answer(self, status, body=b"", headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            if value:
                self.send_header(name, value)
        self.send_header("ETag", '"0"')
        self.send_header("Last-Modified", "Mon, 28 Sep 2009 09:00:00 GMT")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


@contextmanager
def s3_server():
    """Yield it: `files` by name, what it was `asked`, `is_public` to let anybody read."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.files, server.asked, server.is_public = {}, [], True
    server.place = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
