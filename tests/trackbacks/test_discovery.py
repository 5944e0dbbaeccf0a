"""Where a page takes word of links to it."""

import time

import pytest

from tests.trackbacks.public_cases import ORIGIN, filled, page, public_json, visited
from trackbacks.discovery import FINDERS, find_endpoint
from trackbacks.outgoing import way_to_tell

URL = "https://other.example/a/post"
HTML = ("Content-Type", "text/html; charset=utf-8")


def found(protocol, html="", *headers, url=URL, target=URL, status=200):
    return find_endpoint(protocol, page(url, html, status=status, headers=[HTML, *headers]), target)


def rdf(attributes, inside=""):
    return (
        '<p>x</p><!--<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f"<rdf:Description {attributes}>{inside}</rdf:RDF>-->"
    )


# --- webmention


@pytest.mark.parametrize(
    ("header", "endpoint"),
    [
        ("</wm>; rel=webmention", "https://other.example/wm"),
        ("<wm>; rel=webmention", "https://other.example/a/wm"),
        ("<https://third.example/wm>; rel=webmention", "https://third.example/wm"),
        ('</wm>; rel="webmention"', "https://other.example/wm"),
        ('</wm>; rel="hub WebMention"', "https://other.example/wm"),
        ('</no>; rel="other", </wm>; rel="webmention"', "https://other.example/wm"),
        (
            '</wm?a=1,2;b>; title="a, b; \\"c\\""; rel=webmention',
            "https://other.example/wm?a=1,2;b",
        ),
        ("</wm> ;  rel = webmention ; type=x", "https://other.example/wm"),
        ("<>; rel=webmention", URL),
        ("</wm>; REL=webmention", "https://other.example/wm"),
        ("</wm>; rel=not-webmention", None),
        ("</wm>; title=webmention", None),
        ("</wm>; rel=other; rel=webmention", None),
        ("</wm>", None),
        ("webmention", None),
        ('</wm>; title="unclosed; rel=webmention', None),
        ("<file:///etc/passwd>; rel=webmention", None),
        ("<https://user:word@other.example/wm>; rel=webmention", None),
        ("<http://[::1/>; rel=webmention", None),
        (f"</{'a' * 2000}>; rel=webmention", None),
    ],
)
def test_a_webmention_endpoint_in_the_link_header(header, endpoint):
    assert found("webmention", "", ("Link", header)) == endpoint


def test_every_link_header_counts():
    headers = [("Link", "</no>; rel=other"), ("LINK", "</wm>; rel=webmention")]
    assert found("webmention", "", *headers) == "https://other.example/wm"


@pytest.mark.parametrize(
    ("html", "endpoint"),
    [
        ('<link rel="webmention" href="/wm">', "https://other.example/wm"),
        ("<LINK HREF=wm\nREL=webmention />", "https://other.example/a/wm"),
        ('<a href="/wm" rel="nofollow WEBMENTION">x</a>', "https://other.example/wm"),
        (
            '<a rel=webmention href=/1>x</a><link rel=webmention href="/2">',
            "https://other.example/1",
        ),
        ('<link rel=webmention><a rel=webmention href="/wm">x</a>', "https://other.example/wm"),
        ('<link rel="webmention" href="">', URL),
        ('<link rel="webmention" href=" /wm?a=1&amp;b=2 \n">', "https://other.example/wm?a=1&b=2"),
        ('<base href="/b/"><link rel="webmention" href="wm">', "https://other.example/b/wm"),
        ('<!-- <link rel="webmention" href="/no"> -->', None),
        ('<code>&lt;a rel="webmention" href="/no"&gt;</code>', None),
        ('<script>"<a rel=webmention href=/no>"</script>', None),
        ("<textarea><a rel=webmention href=/no></textarea>", None),
        ("<template><a rel=webmention href=/no></template>", None),
        ("<area rel=webmention href=/no><form rel=webmention action=/no>", None),
        ('<link rel="not-webmention" href="/no">', None),
        ('<link rel="webmention" href="javascript:alert(1)">', None),
    ],
)
def test_a_webmention_endpoint_in_the_page(html, endpoint):
    assert found("webmention", html) == endpoint


def test_the_header_comes_before_the_page():
    html = '<link rel="webmention" href="/no">'
    assert found("webmention", html, ("Link", "</wm>; rel=webmention")).endswith("/wm")


def test_elements_are_looked_for_in_html_alone():
    html = '<a rel="webmention" href="/wm">x</a>'
    for content_type in ("text/plain", "application/json", "image/png"):
        answer = page(URL, html, headers=[("Content-Type", content_type)])
        assert find_endpoint("webmention", answer, URL) is None
    assert find_endpoint("webmention", page(URL, html), URL) == "https://other.example/wm"


@pytest.mark.parametrize("protocol", FINDERS)
def test_an_error_page_takes_nothing(protocol):
    headers = [("Link", "</wm>; rel=webmention"), ("X-Pingback", "https://other.example/rpc")]
    assert (
        found(protocol, rdf(f'dc:identifier="{URL}" trackback:ping="/t"'), *headers, status=404)
        is None
    )


# --- pingback


@pytest.mark.parametrize(
    ("html", "endpoint"),
    [
        ('<link rel="pingback" href="https://other.example/rpc">', "https://other.example/rpc"),
        ('<link rel="pingback" href="https://other.example/rpc" />', "https://other.example/rpc"),
        ('<link rel="pingback" href="https://other.example/rpc?a=1&amp;b=&lt;&gt;&quot;"/>',
         'https://other.example/rpc?a=1&b=<>"'),
        ('<link rel="pingback" href="https://other.example/rpc?a&eacute;&amp;lt;">',
         "https://other.example/rpc?a&eacute;&lt;"),
        ("<link href='/rpc' rel='pingback'>", "https://other.example/rpc"),
        ('<link rel="pingback" type="text/xml" href="/rpc">', "https://other.example/rpc"),
        ('<a rel="pingback" href="/rpc">x</a>', None),
        ('<code>&lt;link rel="pingback" href="/no"&gt;</code>', None),
        ('<link rel="pingback" href="file:///etc/passwd">', None),
        ('<link rel="pingback" href="">', URL),
    ],
)  # fmt: skip
def test_a_pingback_server_in_the_page(html, endpoint):
    assert found("pingback", html) == endpoint


def test_a_pingback_header_comes_first_and_serves_what_is_no_page():
    header = ("X-Pingback", "https://other.example/rpc")
    html = '<link rel="pingback" href="https://other.example/no">'
    assert found("pingback", html, header) == "https://other.example/rpc"
    picture = page(URL, "GIF", headers=[("Content-Type", "image/gif"), header])
    assert find_endpoint("pingback", picture, URL) == "https://other.example/rpc"


@pytest.mark.parametrize("value", ["file:///etc/passwd", "gopher://x/", "http://", "http://[x/"])
def test_a_pingback_server_that_is_no_web_address_is_never_called(value):
    assert found("pingback", "", ("X-Pingback", value)) is None


def test_of_two_pingback_headers_the_first_counts_and_an_empty_one_not():
    headers = [("X-Pingback", "https://other.example/1"), ("X-Pingback", "https://other.example/2")]
    assert found("pingback", "", *headers) == "https://other.example/1"
    html = '<link rel="pingback" href="https://other.example/rpc">'
    assert found("pingback", html, ("X-Pingback", " ")) == "https://other.example/rpc"


# --- trackback


@pytest.mark.parametrize(
    ("attributes", "endpoint"),
    [
        (f'rdf:about="{URL}" dc:identifier="{URL}" dc:title="T" trackback:ping="/t" /', "/t"),
        (f"trackback:ping='/t?a=1&amp;b=2' dc:identifier='{URL}' /", "/t?a=1&b=2"),
        (f'dc:title="Tom & Jerry < > \'" dc:identifier="{URL}" trackback:ping="/t"/', "/t"),
        (f'dc:identifier="{URL}#more" trackback:ping="/t" /', "/t"),
        ('dc:identifier="/a/post" trackback:ping="/t" /', "/t"),
        (f'rdf:about="{URL}" trackback:ping="/t" /', "/t"),
        ('dc:identifier="https://other.example/b" trackback:ping="/no" /', None),
        ('trackback:ping="/no" /', None),
        (f'dc:identifier="{URL}" trackback:ping="javascript:x" /', None),
        (f'dc:identifier="{URL}" /', None),
    ],
)
def test_a_trackback_address_in_the_block_of_this_page(attributes, endpoint):
    expected = endpoint and f"https://other.example{endpoint}"
    assert found("trackback", rdf(attributes)) == expected


def test_the_block_of_this_page_is_found_among_those_of_others():
    others = rdf('dc:identifier="https://other.example/b" trackback:ping="/no" /')
    own = rdf(f'dc:identifier="{URL}" trackback:ping="/t" /')
    assert found("trackback", others + own + others) == "https://other.example/t"


def test_a_block_names_the_page_before_or_after_redirects():
    for identifier in ("https://short.example/1", URL):
        html = rdf(f'dc:identifier="{identifier}" trackback:ping="/t" /')
        assert (
            found("trackback", html, target="https://short.example/1#x")
            == "https://other.example/t"
        )


def test_a_trackback_address_may_be_an_element_of_its_own():
    html = rdf(
        f'dc:identifier="{URL}"', '<trackback:ping rdf:resource="/t?a&amp;b"/></rdf:Description>'
    )
    assert found("trackback", html) == "https://other.example/t?a&b"


def test_a_block_shown_as_text_is_none():
    html = rdf(f'dc:identifier="{URL}" trackback:ping="/no" /')
    assert found("trackback", f"<pre>{html.replace('<', '&lt;')}</pre>") is None


def test_without_a_block_links_count_where_they_agree():
    assert found("trackback", '<link rel="trackback" href="/t">') == "https://other.example/t"
    link = '<a href="/t" rel="trackback">t</a>'
    assert found("trackback", link + link) == "https://other.example/t"
    assert found("trackback", link + link.replace("/t", "/u")) is None


# --- all three


def test_a_link_is_told_of_by_the_youngest_protocol():
    html = rdf(f'dc:identifier="{URL}" trackback:ping="/t" /')
    assert list(FINDERS) == ["webmention", "pingback", "trackback"]
    answer = page(URL, html, headers=[HTML])
    assert way_to_tell(answer, URL) == ("trackback", "https://other.example/t")
    answer = page(URL, html, headers=[HTML, ("X-Pingback", "https://other.example/rpc")])
    assert way_to_tell(answer, URL) == ("pingback", "https://other.example/rpc")
    html += '<link rel="webmention" href="/wm">'
    answer = page(URL, html, headers=[HTML, ("X-Pingback", "https://other.example/rpc")])
    assert way_to_tell(answer, URL) == ("webmention", "https://other.example/wm")
    assert way_to_tell(page(URL, "<p>x", headers=[HTML]), URL) == ("", "")


@pytest.mark.parametrize(
    "hostile",
    [
        "<rdf:Description " * 20_000,
        '<rdf:Description a="' * 15_000,
        "<rdf:Description a" + " " * 300_000,
        '<rdf:Description ><trackback:ping rdf:resource="' * 6000,
        '<link rel="pingback" href="' * 10_000,
        "<a rel=trackback href=x>" * 12_000,
        "<div>" * 60_000,
    ],
)
def test_no_page_keeps_the_search_busy(hostile):
    start = time.process_time()
    for protocol in FINDERS:
        assert found(protocol, hostile) in {None, "https://other.example/a/x"}
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "header", ['<>\\"' * 20_000, "<a>;" * 20_000, '<a>; rel="' * 8000, "<a>;" + " " * 60_000]
)
def test_no_header_keeps_the_search_busy(header):
    start = time.process_time()
    found("webmention", "", ("Link", header))
    assert time.process_time() - start < 2


# --- public cases


@pytest.mark.parametrize("protocol", FINDERS)
def test_the_public_cases_of_discovery(protocol):
    wrong = {}
    for case in public_json(f"linkbacks/{protocol}_discovery.json")["cases"]:
        expected = case["expected"]
        right = expected.get("endpoint_any", [expected.get("endpoint")])
        answer = visited(case)
        got = answer and find_endpoint(protocol, answer, ORIGIN + case["input"]["start"])
        if got not in [one and filled(one) for one in right]:
            wrong[case["id"]] = got
    assert wrong == {}


def test_the_23_cases_of_webmention_rocks():
    cases = public_json("webmention-rocks/discovery.json")
    wrong = {}
    for case in cases:
        answer = page(
            case.get("final_url", case["url"]), case["html"], headers=[HTML, *case["headers"]]
        )
        got = find_endpoint("webmention", answer, case["url"])
        if got != case["expected_endpoint"]:
            wrong[case["id"]] = got
    assert (len(cases), wrong) == (23, {})
