"""TrackBack 1.2 on the wire."""

import re
import xml.etree.ElementTree as ET
from urllib.parse import quote_plus

import pytest

from tests.hostile_text import OWN
from trackbacks.protocols import trackback
from trackbacks.protocols.trackback import Ping, PingRefused, parse_ping

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
TRACKBACK = "{http://madskills.com/public/xml/rss/module/trackback/}"


def announced(html):
    """The one description in the block, read by a parser of XML."""
    block = re.fullmatch(r"<!--(.*)-->", html, re.DOTALL)[1]
    (description,) = ET.fromstring(block).findall(f"{RDF}Description")
    return description.attrib


def test_the_rdf_block_names_the_page_and_where_to_ping():
    html = trackback.discovery("https://blog.example/a/", "Title", "https://blog.example/a/t/")
    assert announced(html) == {
        f"{RDF}about": "https://blog.example/a/",
        f"{DC}identifier": "https://blog.example/a/",
        f"{DC}title": "Title",
        f"{TRACKBACK}ping": "https://blog.example/a/t/",
    }


@pytest.mark.parametrize(
    "title",
    ["--", "a -- b", "---", "----", "--> <script>alert(1)</script>", "-", "a--!>b", "<!-- x",
     "\"' & <b>", "&#45;&#45;", "->", ">"],
)  # fmt: skip
def test_no_title_ends_the_comment_or_breaks_the_xml(title):
    html = trackback.discovery("https://blog.example/a--b/", title, "https://blog.example/t")
    inside = html.removeprefix("<!--").removesuffix("-->")
    assert "--" not in inside
    assert "<!" not in inside
    assert announced(html)[f"{DC}title"] == title
    assert announced(html)[f"{DC}identifier"] == "https://blog.example/a--b/"


FORM = "application/x-www-form-urlencoded"
URL = "https://other.example/1"


def form(charset="utf-8", /, **fields):
    return "&".join(
        f"{name}={quote_plus(value.encode(charset))}" for name, value in fields.items()
    ).encode()


def test_a_ping_is_read_from_the_form():
    body = form(url=URL, title="A title", excerpt="Words.", blog_name="Wool")
    assert parse_ping(body, FORM) == Ping(URL, "A title", "Words.", "Wool")


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=utf-8", "", FORM.upper(), f"{FORM};x=y"])
def test_only_the_address_is_needed(kind):
    assert parse_ping(form(url=f" {URL} "), kind) == Ping(URL)


@pytest.mark.parametrize(
    ("charset", "kind", "fields"),
    [
        ("shift_jis", f"{FORM}; charset=Shift_JIS", {}),
        ("euc_jp", f'{FORM};CHARSET="EUC-JP"', {}),
        ("shift_jis", FORM, {"charset": "Shift_JIS"}),
        ("utf-8", f"{FORM}; charset=no-such-charset", {}),
        ("utf-8", f"{FORM}; charset=utf-7", {}),
        ("utf-8", FORM, {"charset": "unicode_escape"}),
        ("utf-8", FORM, {}),
    ],
)
def test_the_charset_is_the_one_that_is_named_or_else_utf_8(charset, kind, fields):
    body = form(charset, url=URL, title="日本語", **fields)
    assert parse_ping(body, kind).title == "日本語"


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=utf-8", f"{FORM}; charset=latin1"])
def test_latin_1_is_read_even_where_it_calls_itself_utf_8(kind):
    assert parse_ping(form("latin-1", url=URL, title="Café"), kind).title == "Café"


def test_the_words_are_cut_and_freed_of_markup():
    body = form(url=URL, title="<b>T</b> &amp; " * 99, excerpt="word " * 500, blog_name="n" * 999)
    ping = parse_ping(body, FORM)
    assert ping.title.startswith("T & T &")
    assert (len(ping.title) <= 300, len(ping.blog_name)) == (True, 200)
    assert len(ping.excerpt) <= 252


@pytest.mark.parametrize("body", [b"", b"url=", b"url=+%20", b"title=x", b"&&&=&=", b"\xff\xfe"])
def test_a_ping_without_an_address_is_refused(body):
    with pytest.raises(PingRefused, match="address"):
        parse_ping(body, FORM)


@pytest.mark.parametrize(
    "kind", ["application/json", "multipart/form-data; boundary=x", "text/xml"]
)
def test_what_is_no_form_is_refused(kind):
    with pytest.raises(PingRefused, match="form"):
        parse_ping(form(url=URL), kind)


def test_very_many_fields_are_refused():
    with pytest.raises(PingRefused, match="too many"):
        parse_ping(b"a=b&" * 101, FORM)


def test_of_two_fields_of_one_name_the_first_counts():
    assert parse_ping(b"url=a&url=b", FORM).url == "a"


@pytest.mark.parametrize("text", [*OWN, "&#" + "9" * 9999 + ";", "%", "%zz", "\x00"])
def test_no_words_are_too_hostile_to_be_read(text):
    body = b"url=x&title=" + quote_plus(text.encode("utf-8", "surrogatepass")).encode()
    title = parse_ping(body, FORM).title
    assert not set(title) & {"\x00", "\n", "\ud800"}


def answer(body):
    root = ET.fromstring(body)
    assert root.tag == "response"
    return {child.tag: child.text for child in root}


def test_the_answers_are_those_of_the_specification():
    assert trackback.success() == (
        b'<?xml version="1.0" encoding="utf-8"?>\n<response>\n<error>0</error>\n</response>\n'
    )
    assert answer(trackback.failure("No.")) == {"error": "1", "message": "No."}


@pytest.mark.parametrize("text", OWN)
def test_no_message_breaks_the_answer(text):
    said = answer(trackback.failure(text))
    assert said["error"] == "1"
