"""Public conformance cases that may lie beside this repository."""

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from blog.web.exchange import Response

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
ORIGIN = "https://fixture.example"
_REPEATED = re.compile(r"\{\{REP:(\d+):(.*?)\}\}", re.DOTALL)


def public_file(path):
    """The file, or a skipped test where the cases are not at hand."""
    file = SHARED / path
    if not file.exists():
        pytest.skip(f"the public cases {path} are not beside this repository")
    return file


def public_json(path):
    return json.loads(public_file(path).read_text())


def page(url, html="", *, status=200, headers=()):
    """What the fetcher hands on: headers of one name are joined by commas."""
    joined = {}
    for name, value in headers:
        joined.setdefault(name.lower(), []).append(value)
    return Response(url, status, {name: ", ".join(joined[name]) for name in joined}, html.encode())


def filled(text):
    text = _REPEATED.sub(lambda found: found[2] * int(found[1]), text)
    return text.replace("{{BASE}}", ORIGIN)


def visited(case):
    """What comes in the end for a discovery case; None where its redirects have no end."""
    responses = case["input"]["responses"]
    url = ORIGIN + case["input"]["start"]
    for _hop in range(10):
        told = responses[url.removeprefix(ORIGIN)]
        headers = [(name, filled(value)) for name, value in told["headers"]]
        location = dict(headers).get("Location")
        if not location:
            return page(url, filled(told["body"]), status=told["status"], headers=headers)
        url = urljoin(url, location)
    return None


def recorded_requests(path):
    """The bodies of the requests that a transcript holds, in their order."""
    text = public_file(path).read_bytes()
    requests = re.split(rb"===== raw request \d+, as received\n", text)[1:]
    bodies = [request.partition(b"\r\n\r\n")[2] for request in requests]
    return [body.partition(b"\n----- raw reply sent")[0] for body in bodies]
