"""The reader of other people's HTML: what it sees, and that nothing keeps it busy."""

import time

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trackbacks.markup import Tag, Text, read_markup


def start_tags(html):
    return [
        (part.name, part.attributes)
        for part in read_markup(html)
        if isinstance(part, Tag) and not part.is_end
    ]


def text(html):
    return "".join(part.text for part in read_markup(html) if isinstance(part, Text))


@pytest.mark.parametrize(
    ("html", "attributes"),
    [
        ("<a href=x>", {"href": "x"}),
        ("<A HREF='x y'>", {"href": "x y"}),
        ('<a\n href = "x>y" >', {"href": "x>y"}),
        ("<a/href=x/>", {"href": "x/"}),
        ("<a href=x href=y>", {"href": "x"}),
        ("<a href>", {"href": ""}),
        ("<a =href=x>", {"=href": "x"}),
        ("<a href=>", {"href": ""}),
        ("<a href=x'y\">", {"href": "x'y\""}),
        ('<a href="?a=1&amp;b=2&copy=3&#38;&lt;">', {"href": "?a=1&b=2&copy=3&<"}),
        ("<a class=b href=&#x26;>", {"class": "b", "href": "&"}),
    ],
)
def test_attributes_are_read_as_browsers_do(html, attributes):
    assert start_tags(html) == [("a", attributes)]


@pytest.mark.parametrize(
    "html",
    [
        "<!-- <a href=x> -->", "<!--> <!-- <a href=x>", "<!-- <a> --!><!-- <a>", "<!doctype a>",
        "<?a href=x>", "</a>", "</ a>", "< a>", "<1>", "<a", "<a href=x", "<a href='x>", "<a b=\"",
        "<", "</", "<!", "<!-", "<!--", "", "a > b",
    ],
)  # fmt: skip
def test_what_is_no_start_tag_is_none(html):
    assert start_tags(html) == []


@pytest.mark.parametrize(
    "element", ["title", "textarea", "script", "style", "xmp", "iframe", "noembed", "noframes"]
)
def test_nothing_in_raw_text_is_a_tag(element):
    html = f"<{element} a=b>x <a href=x> </{element}x> <!-- </{element.upper()} ><b>"
    assert [name for name, _ in start_tags(html)] == [element, "b"]
    assert start_tags(f"<{element}><a href=x>")[1:] == []


def test_nothing_behind_plaintext_is_a_tag():
    assert [name for name, _ in start_tags("<plaintext><a></plaintext><b>")] == ["plaintext"]


def test_text_is_read_with_its_references():
    assert text("3 < 4 &amp; &#233;&eacute; &copy <b>x</b><!-- no -->") == "3 < 4 & éé © x"
    assert text("<title>a &amp; b</title>") == "a & b"
    assert text("<script>a &amp; b</script>") == "a &amp; b"


def test_references_of_any_length_are_borne():
    for number in ("9" * 5000, "xff" * 5000, "x110000", "0"):
        text(f"&#{number};<a b='&#{number};'>")


BIG = 256 * 1024


@pytest.mark.parametrize(
    "unit",
    ["<div>", "<a ", "<a b=c ", "&", "&amp", "&#", "<!--", "<!-- -->", '<a b="', "<script>", "</",
     "<", "<b a=1><p>", "<a ===", "<a   =   ", "</script <script", "\0", "<tr><td>", "<x-1 "],
)  # fmt: skip
def test_no_page_keeps_the_reader_busy(unit):
    page = unit * (BIG // len(unit))
    began = time.process_time()
    for _part in read_markup(page):
        pass
    assert time.process_time() - began < 5


def test_a_tag_with_very_many_attributes_is_read_in_time():
    page = "<a" + "".join(f" a{n}" for n in range(30_000)) + "><a " + "b" * BIG + ">"
    began = time.process_time()
    assert len(start_tags(page)[0][1]) == 30_000
    assert time.process_time() - began < 5


PIECES = [
    "<a href=x>", "</a>", "<b>", "</b>", "text", "&amp;", "<!-- c -->", "<br>", "<i class='<'>",
    "<script><a></script>", "<style>b</style>", '<img alt="</a>" src=y>', " ", "<!doctype html>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_ordinary_pages_are_read_as_html5lib_reads_them(pieces):
    html = f"<body>{''.join(pieces)}"
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    expected = [
        (element.tag, dict(element.attrib)) for element in tree.iter() if element.tag == "img"
    ]
    assert [found for found in start_tags(html) if found[0] == "img"] == expected
    links = {element.get("href") for element in tree.iter("a")} - {None}
    assert {attributes["href"] for name, attributes in start_tags(html) if name == "a"} == links
