"""Pingback 1.0 on the wire."""

import xml.etree.ElementTree as ET

import pytest

from blog.web.exchange import Response
from tests.trackbacks.public_cases import recorded_requests
from trackbacks.protocols import pingback
from trackbacks.protocols.pingback import Call, Fault, FaultCode, read_call

SOURCE = "https://other.example/a?b=1&c=<2>"
TARGET = "https://own.example/2026/11/24/post/"


def call(method="pingback.ping", values=("<string>a</string>", "<string>b</string>")):
    params = "".join(f"<param><value>{value}</value></param>" for value in values)
    return (
        f"<?xml version='1.0'?><methodCall><methodName>{method}</methodName>"
        f"<params>{params}</params></methodCall>"
    ).encode()


def fault_of(body):
    with pytest.raises(Fault) as caught:
        read_call(body)
    return caught.value.code


# --- what is called


def test_a_call_names_the_page_and_what_it_links_to():
    assert read_call(call()) == Call("pingback.ping", "a", "b")


@pytest.mark.parametrize(
    "value", ["<string>a&amp;b</string>", "a&amp;b", " <string> a&amp;b\n</string> ", " a&amp;b ",
              "<string><![CDATA[a&b]]></string>", "<string>a&#38;<!-- x -->b</string>"],
)  # fmt: skip
def test_strings_may_be_written_in_several_ways(value):
    assert read_call(call(values=(value, "b"))).source == "a&b"


def test_blanks_around_the_method_are_overlooked():
    assert read_call(call("\n pingback.ping ")).method == "pingback.ping"


def test_a_call_may_come_in_any_encoding_of_the_table():
    body = call(values=("http://other.example/ä", "b")).decode()
    for codec in ("utf-8", "utf-8-sig", "utf-16"):
        assert read_call(body.encode(codec)).source == "http://other.example/ä"
    latin = body.replace("?>", " encoding='ISO-8859-1'?>", 1).encode("latin-1")
    assert read_call(latin).source == "http://other.example/ä"


def test_the_methods_can_be_asked_for():
    assert read_call(call("system.listMethods", ())) == Call("system.listMethods")
    root = ET.fromstring(pingback.method_list())
    names = [value.text for value in root.findall("params/param/value/array/data/value/string")]
    assert names == ["pingback.ping", "system.listMethods"]


@pytest.mark.parametrize(
    "method", ["system.multicall", "wp.getUsersBlogs", "demo.sayHello", "", "PINGBACK.PING",
               "pingback.extensions.getPingbacks", "system.methodHelp", "x" * 10_000],
)  # fmt: skip
def test_every_other_method_does_not_exist(method):
    assert fault_of(call(method)) == FaultCode.NO_METHOD


@pytest.mark.parametrize(
    "values",
    [
        (), ("a",), ("a", "b", "c"), ("", "b"), ("a", " "), ("<int>5</int>", "b"),
        ("<array><data><value>a</value></data></array>", "b"), ("a", "<struct></struct>"),
        ("<string>a</string><string>b</string>", "b"), ("<base64>YQ==</base64>", "b"),
        ("<nil/>", "b"), ("<string><b>a</b></string>", "b"),
    ],
)  # fmt: skip
def test_anything_but_two_strings_is_a_bad_parameter(values):
    assert fault_of(call(values=values)) == FaultCode.BAD_PARAMETERS


def test_a_parameter_without_a_value_is_a_bad_parameter():
    body = call().replace(b"<value><string>a</string></value>", b"")
    assert fault_of(body) == FaultCode.BAD_PARAMETERS


@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"<methodCall>", call()[:-5], b"\x00" + call(), call() + b"x" * 65_536,
     call(values=("<string>\xff</string>", "b")).decode().encode("latin-1"), b"\x1f\x8b\x08\x00",
     b"<!DOCTYPE m [<!ENTITY s 'a'>]>" + call(values=("&s;", "b")).partition(b"?>")[2],
     call(values=("<array><data><value>" * 20_000, "b"))],
)  # fmt: skip
def test_what_is_no_xml_is_said_to_be_none(body):
    assert fault_of(body) == FaultCode.NO_XML


@pytest.mark.parametrize(
    "body", [b"<a/>", b"<methodCall/>", b"<methodResponse/>", b"<x:methodCall xmlns:x='x'/>",
             b"<methodCall><params/></methodCall>", pingback.success("x")],
)  # fmt: skip
def test_xml_that_is_no_call_is_said_to_be_none(body):
    assert fault_of(body) == FaultCode.NO_CALL


# --- what is answered


def members(body):
    """The fault in an answer, read by another parser."""
    struct = ET.fromstring(body).find("fault/value/struct")
    return {
        member.findtext("name"): (value[0].tag, value[0].text)
        for member in struct.findall("member")
        for value in member.findall("value")
    }


def test_success_is_one_string():
    root = ET.fromstring(pingback.success("Thanks <b> & so on\x00\x0b\ud800."))
    (value,) = root.findall("params/param/value")
    assert (root.tag, value[0].tag, value[0].text) == (
        "methodResponse",
        "string",
        "Thanks <b> & so on.",
    )


@pytest.mark.parametrize("code", FaultCode)
def test_every_fault_has_its_number_and_a_reason(code):
    told = members(pingback.failure(Fault(code)))
    assert told["faultCode"] == ("int", str(int(code)))
    kind, reason = told["faultString"]
    assert kind == "string"
    assert reason.endswith(".")


def test_the_codes_are_those_of_the_specification():
    assert {int(code) for code in FaultCode} == {
        0, 16, 17, 32, 33, 48, 49, 50, -32700, -32600, -32601, -32602,
    }  # fmt: skip


def test_a_fault_may_give_a_reason_of_its_own():
    told = members(pingback.failure(Fault(FaultCode.TARGET_CLOSED, "Closed since <May> & so\x00.")))
    assert told["faultString"][1] == "Closed since <May> & so."


# --- what is sent


def test_a_request_is_a_call_that_is_understood_here():
    assert read_call(pingback.request(SOURCE, TARGET)) == Call("pingback.ping", SOURCE, TARGET)


def test_a_request_is_read_by_every_parser_of_xml():
    root = ET.fromstring(pingback.request(SOURCE + "\x00\x0c", TARGET))
    assert root.findtext("methodName") == "pingback.ping"
    assert [value.text for value in root.findall("params/param/value/string")] == [SOURCE, TARGET]


def judged(body, status=200):
    return pingback.judge(Response("https://other.example/rpc", status, {}, body))


def test_a_string_is_success_whatever_it_says():
    for value in ("<string>Thanks.</string>", "Thanks.", "<string>Thanks.</string>\n"):
        inside = f"<params><param><value>{value}</value></param></params>"
        answer = judged(f"\n<methodResponse>{inside}</methodResponse>".encode())
        assert (answer.verdict, answer.words) == ("accepted", "Thanks.")


@pytest.mark.parametrize(
    ("code", "verdict"),
    [(0, "refused"), (16, "later"), (17, "later"), (32, "refused"), (33, "refused"),
     (48, "accepted"), (49, "refused"), (50, "later"), (-32601, "refused"), (429, "refused")],
)  # fmt: skip
def test_a_fault_says_whether_to_ask_again(code, verdict):
    body = pingback.failure(Fault(FaultCode.GENERIC, "Because <i>.")).replace(
        b">0<", b">%d<" % code
    )
    answer = judged(body)
    assert (answer.verdict, answer.words) == (verdict, f"{code}: Because <i>.")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"OK", b"<html><body>404</body></html>", b"<methodResponse/>",
        pingback.request("a", "b"),
        b"<methodResponse><params/></methodResponse>",
        b"<methodResponse><fault><value><struct/></value></fault></methodResponse>",
        pingback.failure(Fault(FaultCode.GENERIC)).replace(b">0<", b">x<"),
        pingback.failure(Fault(FaultCode.GENERIC)).replace(b">0<", b">" + b"9" * 5000 + b"<"),
        pingback.failure(Fault(FaultCode.GENERIC)).replace(b"<int>0</int>", b"<int/>"),
        b"<!DOCTYPE x><methodResponse/>", b"<a>" * 20_000, b"<" + b"x" * 1_000_000,
    ],
)  # fmt: skip
def test_a_reply_that_is_none_is_a_refusal(body):
    answer = judged(body)
    assert answer.verdict == "refused"
    assert "not a reply" in answer.words


def test_a_status_that_is_no_success_counts_more_than_the_body():
    assert judged(pingback.success("x"), 503).verdict == "later"
    assert judged(pingback.success("x"), 404).verdict == "refused"


def test_a_reply_of_any_length_becomes_a_short_line():
    assert len(judged(pingback.success("word " * 10_000)).words) <= 300


# --- WordPress


@pytest.mark.parametrize(
    "name", ["s20-pingback-header", "s21-pingback-link", "s22-pingback-fault48", "s30-all"]
)
def test_what_wordpress_sends_is_understood(name):
    bodies = recorded_requests(f"wordpress-transcripts/{name}.txt")
    calls = [read_call(body) for body in bodies if b"<methodCall>" in body]
    assert calls
    for found in calls:
        assert found.source.startswith("http://127.0.0.1:8081/2026/")
        assert found.target.startswith("http://127.0.0.1:8091/header/") or "link" in found.target


def test_our_request_has_the_form_of_wordpress():
    bodies = recorded_requests("wordpress-transcripts/s20-pingback-header.txt")
    (theirs,) = [body for body in bodies if b"<methodCall>" in body]
    found = read_call(theirs)
    ours = pingback.request(found.source, found.target)
    assert ours.split(b"\n", 1)[1].strip() == theirs.split(b"\n", 1)[1].strip()
