"""Pure: the wire format of Pingback 1.0 (Langridge and Hickson), over XML-RPC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import NoReturn
from xml.sax.saxutils import escape

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.text.plain import clean_line
from blog.web.exchange import Response
from trackbacks.protocols.answers import Answer, Verdict, answer, answer_by_status
from trackbacks.protocols.bounded_xml import Element, XMLRefused, read_xml

CONTENT_TYPE = "text/xml; charset=utf-8"
PING = "pingback.ping"
LIST_METHODS = "system.listMethods"
# Not among them: system.multicall, by which one request becomes thousands.
METHODS = (PING, LIST_METHODS)
_INTEGER = re.compile(r"\s*([+-]?[0-9]{1,9})\s*")


class FaultCode(IntEnum):
    """Pingback 1.0, section 3; below zero "Specification for Fault Code Interoperability"."""

    GENERIC = 0
    NO_SOURCE = 16
    NO_LINK = 17
    NO_TARGET = 32
    TARGET_CLOSED = 33
    REGISTERED = 48
    DENIED = 49
    UPSTREAM = 50
    NO_XML = -32700
    NO_CALL = -32600
    NO_METHOD = -32601
    BAD_PARAMETERS = -32602


REASONS: dict[FaultCode, Promise] = {
    FaultCode.GENERIC: _("The pingback could not be taken."),
    FaultCode.NO_SOURCE: _("Your page was not found."),
    FaultCode.NO_LINK: _("Your page does not link to the page that it names."),
    FaultCode.NO_TARGET: _("There is no such page on this site."),
    FaultCode.TARGET_CLOSED: _("This page takes no pingbacks."),
    FaultCode.REGISTERED: _("This pingback is known already."),
    FaultCode.DENIED: _("Pingbacks from there are not taken."),
    FaultCode.UPSTREAM: _("Your page could not be fetched."),
    FaultCode.NO_XML: _("That is not XML that is read here."),
    FaultCode.NO_CALL: _("That is not a call by XML-RPC."),
    FaultCode.NO_METHOD: _("There is no such method here: call pingback.ping."),
    FaultCode.BAD_PARAMETERS: _(
        "Call pingback.ping with two addresses: your page's, and that of the page it links to."
    ),
}
# The page may not have been up yet, or not to be reached: asking again makes sense.
_PASSING = {FaultCode.NO_SOURCE, FaultCode.NO_LINK, FaultCode.UPSTREAM}


class Fault(Exception):
    """Why a call is not fulfilled; `reason` is for whoever reads the sender's log."""

    def __init__(self, code: FaultCode, reason: str | Promise = ""):
        self.code = code
        self.reason = reason or REASONS[code]
        super().__init__(f"{int(code)}: {self.reason}")


@dataclass(frozen=True)
class Call:
    """What was called: PING, which has a source and a target, or LIST_METHODS."""

    method: str
    source: str = ""
    target: str = ""


def read_call(body: bytes) -> Call:
    """Read the body of a request. Raises Fault where it is no call that is answered here."""
    try:
        root = read_xml(body)
    except XMLRefused as error:
        raise Fault(FaultCode.NO_XML) from error
    name = root.first("methodName")
    if root.name != "methodCall" or name is None:
        raise Fault(FaultCode.NO_CALL)
    method = name.text.strip()
    if method not in METHODS:
        raise Fault(FaultCode.NO_METHOD)
    return Call(method) if method == LIST_METHODS else Call(method, *_addresses(root))


def _addresses(root: Element) -> tuple[str, str]:
    params = root.first("params")
    values = [_string(param) for param in params.all("param")] if params else []
    if len(values) != 2 or not all(values):
        raise Fault(FaultCode.BAD_PARAMETERS)
    return values[0], values[1]


def _string(param: Element) -> str:
    """Return the string in `param`, outer blanks dropped; a value without a type is a string."""
    value = param.first("value")
    if value is None:
        return ""
    if not value.children:
        return value.text.strip()
    (typed, *others) = value.children
    return typed.text.strip() if typed.name == "string" and not others else ""


def success(message: str | Promise) -> bytes:
    """Answer PING: the string is for debugging alone (section 2.2)."""
    return _response(f"<params><param><value>{_as_string(message)}</value></param></params>")


def method_list() -> bytes:
    values = "".join(f"<value><string>{method}</string></value>" for method in METHODS)
    inside = f"<array><data>{values}</data></array>"
    return _response(f"<params><param><value>{inside}</value></param></params>")


def failure(fault: Fault) -> bytes:
    return _response(
        "<fault><value><struct>"
        f"<member><name>faultCode</name><value><int>{int(fault.code)}</int></value></member>"
        f"<member><name>faultString</name><value>{_as_string(fault.reason)}</value></member>"
        "</struct></value></fault>"
    )


def request(source: str, target: str) -> bytes:
    """Return the call that tells another blog that `source` links to its `target`."""
    params = "".join(
        f"<param><value>{_as_string(address)}</value></param>\n" for address in (source, target)
    )
    return _document(
        f"<methodCall>\n<methodName>{PING}</methodName>\n<params>\n{params}</params></methodCall>"
    )


def judge(response: Response) -> Answer:
    """Say what became of a call. A page that is known already counts as accepted (fault 48)."""
    if not response.is_success:
        return answer_by_status(response)
    try:
        root = read_xml(response.body)
        if root.name != "methodResponse":
            _not_an_answer()
        fault = root.first("fault", "value", "struct")
        return _judge_fault(fault) if fault else _judge_result(root)
    except XMLRefused:
        return answer(Verdict.REFUSED, _("What it answered is not a reply to a pingback."))


def _judge_result(root: Element) -> Answer:
    value = root.first("params", "param", "value")
    if value is None:
        _not_an_answer()
    string = value.first("string") or value
    return answer(Verdict.ACCEPTED, string.text)


def _judge_fault(struct: Element) -> Answer:
    members = {
        name.text.strip(): value
        for member in struct.all("member")
        if (name := member.first("name")) and (value := member.first("value"))
    }
    code, reason = members.get("faultCode"), members.get("faultString")
    number = _INTEGER.fullmatch(_typed_text(code)) if code else None
    if not number:
        _not_an_answer()
    words = f"{int(number[1])}: {_typed_text(reason) if reason else ''}"
    return answer(_verdict(int(number[1])), words)


def _verdict(code: int) -> Verdict:
    if code == FaultCode.REGISTERED:
        return Verdict.ACCEPTED
    return Verdict.LATER if code in _PASSING else Verdict.REFUSED


def _typed_text(value: Element) -> str:
    return (value.children[0] if value.children else value).text


def _not_an_answer() -> NoReturn:
    raise XMLRefused("not a reply to a pingback")


def _as_string(text: str | Promise) -> str:
    return f"<string>{escape(clean_line(str(text)))}</string>"


def _response(inside: str) -> bytes:
    return _document(f"<methodResponse>{inside}</methodResponse>")


def _document(inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{inside}\n'.encode()
