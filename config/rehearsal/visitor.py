"""The second blog's own client: reads our pages and sends to them what stands in those pages.

It shares no code with what it tries: what both got wrong in the same way would look right. It
connects to loopback alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urljoin, urlsplit

SECONDS = 15
FORM = "application/x-www-form-urlencoded"
XML = "text/xml"
_MENTION_LINK = re.compile(r'<([^>]*)>;\s*rel="webmention"')
_PING_LINK = re.compile(r'trackback:ping="([^"]*)"')
_FORM_ADDRESS = re.compile(r'<form class="comment-form" method="post" action="([^"]*)"')
_FAULT = re.compile(r"<name>faultCode</name>\s*<value><int>(-?\d+)</int>")
_ERROR = re.compile(r"<error>(\d+)</error>")


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    text: str


def ask(url: str, method: str = "GET", body: str | None = None, **headers: str) -> Reply:
    """Ask for `url`, a page on loopback, and follow no redirect; names of headers with `_`.

    Raises ValueError for any other host, OSError where no answer comes.
    """
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname != "127.0.0.1" or parts.port is None:
        raise ValueError(f"{url} is not on loopback")
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = HTTPConnection(parts.hostname, parts.port, timeout=SECONDS)
    try:
        data = None if body is None else body.encode()
        connection.request(method, target, data, {"Connection": "close", **sent})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, found, answer.read().decode("utf-8", "replace"))
    except HTTPException as error:
        raise ConnectionError(f"{url} answers with what is not HTTP") from error
    finally:
        connection.close()


def read(url: str) -> str:
    return ask(url).text


def mention_endpoint(page: Reply) -> str:
    found = _MENTION_LINK.search(page.headers.get("link", ""))
    return found[1] if found else ""


def pingback_endpoint(page: Reply) -> str:
    return page.headers.get("x-pingback", "")


def trackback_endpoint(page: Reply) -> str:
    found = _PING_LINK.search(page.text)
    return unescape(found[1]) if found else ""


def comment(page: str, words: str, *, to: str = "", **headers: str) -> Reply:
    """Send the comment form of `page`, or that of its reply page `to`, as a browser does."""
    here = urljoin(page, to)
    found = _FORM_ADDRESS.search(read(here))
    if not found:
        return Reply(0, {}, "There is no form.")
    parts = urlsplit(page)
    browser = {
        "Content_Type": FORM,
        "Origin": f"{parts.scheme}://{parts.netloc}",
        "Referer": here,
        "Sec_Fetch_Site": "same-origin",
    }
    fields = {"name": "Reader Next Door", "email": "reader@example.org", "body": words}
    return ask(urljoin(page, unescape(found[1])), "POST", urlencode(fields), **(browser | headers))


def trackback(endpoint: str, source: str, **fields: str) -> str:
    """Send a trackback and return "taken" or "error 1"."""
    reply = ask(endpoint, "POST", urlencode({"url": source, **fields}), Content_Type=FORM)
    found = _ERROR.search(reply.text)
    if not found:
        return f"HTTP {reply.status}"
    return "taken" if found[1] == "0" else f"error {found[1]}"


def pingback(endpoint: str, source: str, target: str) -> str:
    """Send a pingback and return "taken" or the number of the fault."""
    return call(endpoint, ping(source, target))


def call(endpoint: str, document: str) -> str:
    """Send an XML-RPC call and return "taken" or the number of the fault."""
    reply = ask(endpoint, "POST", document, Content_Type=XML)
    found = _FAULT.search(reply.text)
    if found:
        return f"fault {found[1]}"
    return "taken" if "<params>" in reply.text else f"HTTP {reply.status}"


def ping(source: str, target: str, method: str = "pingback.ping") -> str:
    params = "".join(
        f"<param><value><string>{escape(address)}</string></value></param>"
        for address in (source, target)
    )
    return (
        f'<?xml version="1.0"?><methodCall><methodName>{method}</methodName>'
        f"<params>{params}</params></methodCall>"
    )


def webmention(endpoint: str, source: str, target: str) -> Reply:
    body = urlencode({"source": source, "target": target})
    return ask(endpoint, "POST", body, Content_Type=FORM)


def said(reply: Reply) -> str:
    """Return the status of a webmention's answer in words: with 201 comes a status page."""
    if reply.status == 201 and "location" in reply.headers:
        return "taken"
    return f"HTTP {reply.status}"
