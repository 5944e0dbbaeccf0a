"""TrackBack 1.2 on the wire."""

import re
import xml.etree.ElementTree as ET

import pytest

from trackbacks.protocols import trackback

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
