"""A client of the whole WSGI application, with the page cache in front or without it."""

from wsgiref.util import setup_testing_defaults

from blog.page_cache.figures import Figures
from blog.page_cache.serving import PageCache
from blog.page_cache.versions import versions_of_database
from config.handler import Handler

MEGABYTE = 2**20


class Site:
    """One web process; `made` is how often Django was asked."""

    def __init__(self, most_bytes=8 * MEGABYTE, application=None):
        self.django = application or Handler()
        self.made = 0
        self.versions = versions_of_database()
        self.figures = Figures(place=0)
        self.cache = PageCache(self._make, self.versions, most_bytes, self.figures)

    def _make(self, environ, start_response):
        self.made += 1
        return self.django(environ, start_response)

    def get(self, path, *, method="GET", **headers):
        return ask(self.cache, path, method, headers)

    def anew(self, path, **headers):
        """What Django says, whatever is kept."""
        return ask(self.django, path, "GET", headers)


class Response:
    def __init__(self, status, headers, body):
        self.status, self.body = int(status.split()[0]), body
        self.headers = {name.lower(): value for name, value in headers}
        once = [name for name, _ in headers if name != "Set-Cookie"]
        assert len(once) == len(set(once)), "a header stands twice"

    def __getitem__(self, name):
        return self.headers[name.lower()]

    @property
    def text(self):
        return self.body.decode()


def ask(application, address, method, headers):
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "HTTP_HOST": "testserver",
        "REMOTE_ADDR": "203.0.113.7",
    } | {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    setup_testing_defaults(environ)
    told = []
    chunks = application(environ, lambda *all: told.extend(all))
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    return Response(told[0], told[1], body)
