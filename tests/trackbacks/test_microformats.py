"""What a page says in microformats about its link to us."""

import json
import time
from datetime import UTC, datetime

import mf2py
import pytest

from tests.trackbacks.public_cases import public_file
from trackbacks.microformats import SUMMARY_LENGTH, Entry, read_entry

URL = "https://other.example/notes/1"
TARGET = "https://own.example/2026/11/24/post/"
CARD = '<a class="p-author h-card" href="/ann">Ann Author</a>'


def read(html, url=URL):
    return read_entry(html, url, lambda address: address.partition("#")[0] == TARGET)


def entry(inside):
    return f'<article class="h-entry">{inside}</article>'


def link(kind="", words="this"):
    return f'<a class="{kind}" href="{TARGET}">{words}</a>'


def content(inside):
    return f'<div class="e-content">{inside}</div>'


def test_an_entry_says_by_whom_when_and_what_it_is():
    html = entry(
        f'<h1 class="p-name">A title</h1>{CARD}'
        '<time class="dt-published" datetime="2026-01-02T03:04:05+01:00">2 January</time>'
        + content(f"<p>Reading {link()} with <b>profit</b>.</p>")
    )
    assert read(html) == Entry(
        kind="mention",
        title="A title",
        summary="Reading this with profit.",
        author="Ann Author",
        author_url="https://other.example/ann",
        published_at=datetime(2026, 1, 2, 2, 4, 5, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("property_name", "kind"),
    [("u-in-reply-to", "reply"), ("u-like-of", "like"), ("u-repost-of", "repost"),
     ("u-bookmark-of", "bookmark"), ("u-url", "mention"), ("u-category", "mention")],
)  # fmt: skip
def test_the_kind_is_how_the_entry_names_us(property_name, kind):
    assert read(entry(link(property_name) + content("Yes."))).kind == kind


def test_the_kind_is_that_of_our_page_and_not_of_another():
    other = '<a class="u-like-of" href="https://third.example/">x</a>'
    assert read(entry(other + content(f"see {link()}"))).kind == "mention"
    assert read(entry(other + link("u-in-reply-to"))).kind == "reply"


@pytest.mark.parametrize(
    "citation",
    [
        f'<div class="u-in-reply-to h-cite"><a class="u-url p-name" href="{TARGET}">t</a></div>',
        f'<div class="u-in-reply-to h-cite"><cite class="p-name">t</cite>{link("u-url")}</div>',
        f'<blockquote class="p-in-reply-to h-entry">{link("u-url")}</blockquote>',
        f'<a class="u-in-reply-to h-cite" href="{TARGET}#comments">t</a>',
        f'<link class="u-in-reply-to" href="{TARGET}">',
    ],
)
def test_a_reply_may_cite_us_in_several_ways(citation):
    assert read(entry(citation + CARD + content("Yes."))).kind == "reply"


def test_of_a_feed_the_entry_that_links_counts():
    def one(title, inside):
        return entry(f'<a class="p-name u-url" href="/{title}">{title}</a>{content(inside)}')

    html = f'<div class="h-feed">{one("wrong", "x")}{one("right", link())}{one("late", "x")}</div>'
    assert read(html).title == "right"
    liked = html.replace("late</a>", f"late</a>{link('u-like-of')}")
    assert (read(liked).kind, read(liked).title) == ("like", "late")


def test_of_several_entries_without_the_link_none_counts():
    assert read(entry("a") + entry("b")) == Entry()
    assert read(entry(f'<b class="p-name">a</b>{CARD}')).author == "Ann Author"


def test_the_author_may_stand_at_the_feed_or_alone_on_the_page():
    feed = f'<div class="h-feed">{CARD}{entry(content(link()))}</div>'
    assert read(feed).author == "Ann Author"
    alone = '<p class="h-card"><a class="u-url" href="/bo">Bo</a></p>'
    assert read(alone + entry(content(link()))).author == "Bo"
    assert read(alone + alone.replace("Bo", "Cy") + entry(content(link()))).author == ""


def test_an_author_may_be_a_name_alone():
    assert read(entry(f'<b class="p-author">Ann</b>{content(link())}')).author == "Ann"
    address = f'<a class="u-author" href="https://other.example/ann">x</a>{content(link())}'
    assert read(entry(address)).author == ""


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://a:b@c.example/",
             "http://[::1/", "https://a.example/" + "a" * 2000, "mailto:a@b.example"],
)  # fmt: skip
def test_an_authors_address_is_of_the_web_or_none(href):
    html = entry(f'<a class="p-author h-card" href="{href}">Ann</a>{content(link())}')
    assert (read(html).author, read(html).author_url) == ("Ann", "")


def test_a_note_has_no_title_of_its_own():
    assert read(entry(content(f"Just {link()}."))).title == ""
    assert read(entry(f'<p class="p-name e-content">Just {link()}.</p>')).title == ""


def test_a_summary_stands_in_for_a_text():
    assert read(entry(f'{link("u-like-of")}<p class="p-summary">Short.</p>')).summary == "Short."


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2026-01-02 03:04", datetime(2026, 1, 2, 3, 4, tzinfo=UTC)),
        ("2026-01-02T03:04:05-0800", datetime(2026, 1, 2, 11, 4, 5, tzinfo=UTC)),
        ("2026-01-02", datetime(2026, 1, 2, tzinfo=UTC)),
        ("2026-13-45", None), ("yesterday", None), ("", None), ("0001-01-01", None),
        ("0001-01-01T00:00:00+14:00", None), ("1969-12-31", None), ("9" * 500, None),
    ],
)  # fmt: skip
def test_a_date_is_a_moment_or_nothing(written, moment):
    html = entry(f'<time class="dt-published" datetime="{written}">x</time>{content(link())}')
    assert read(html).published_at == moment


def test_old_themes_are_read_too():
    html = (
        '<div class="post hentry"><h2 class="entry-title">A title</h2><span class="author vcard">'
        '<a class="url fn n" href="/ann">Ann</a></span><abbr class="published" title="2009-09-28">x'
        f'</abbr><div class="entry-content"><p>See {link()}.<p>More.</div></div>'
    )
    assert read(html) == Entry(
        title="A title",
        summary="See this. More.",
        author="Ann",
        author_url="https://other.example/ann",
        published_at=datetime(2009, 9, 28, tzinfo=UTC),
    )


def test_texts_are_plain_and_short():
    hostile = "<script>alert(1)</script>&lt;img src=x onerror=alert(1)&gt;<b>bold</b>\x00\u202e"
    found = read(entry(
        f'<b class="p-name">{hostile}</b>'
        f'<b class="p-author h-card"><i class="p-name">{hostile}</i></b>'
        + content(f"{link()} {hostile} {'word ' * 4000}tail")
    ))  # fmt: skip
    for text in (found.title, found.author, found.summary):
        assert "bold" in text
        assert not set("<>\x00") & set(text)
    assert len(found.summary) <= SUMMARY_LENGTH
    assert "tail" not in found.summary


@pytest.mark.parametrize(
    "html", ["", "<p>x", f"<p>{link()}", "<div class='h-entry'>", "\x00<", "<"]
)
def test_a_page_without_microformats_says_nothing(html):
    assert read(html).title == read(html).author == ""


def test_whatever_the_parser_stumbles_over_is_nothing(monkeypatch):
    def stumble(*args, **kwargs):
        raise RecursionError

    monkeypatch.setattr(mf2py, "parse", stumble)
    assert read(entry(link("u-like-of"))) == Entry()


def test_the_parser_is_always_given_the_page(monkeypatch):
    given = []

    def parse(doc=None, url=None, html_parser=None):
        given.append(doc)
        return {"items": []}

    monkeypatch.setattr(mf2py, "parse", parse)
    read("")
    read("<p>x")
    assert given == ["", "<p>x</p>"]


@pytest.mark.parametrize(
    "hostile",
    [
        '<div class="h-entry e-content">' * 10_000,
        '<div class="hentry vcard author entry-content">' * 10_000,
        '<div class="vcard">' + "<b>x</b>" * 60_000,
        "".join(f"<b a={n}>" for n in range(200)) + "<p>x" * 50_000,
        "<a " + " ".join(f"a{n}" for n in range(60_000)) + ">",
        '<div class="h-entry">' + '<p class="e-content p-author h-card u-in-reply-to">x</p>' * 8000,
        '<div class="h-entry e-content">' + "x " * 250_000,
        '<p class="h-entry dt-published">' + '<b class="value">1</b>' * 20_000,
        "&amp;" * 100_000,
    ],
)
def test_no_page_keeps_the_reading_busy(hostile):
    start = time.process_time()
    read(hostile)
    assert time.process_time() - start < 15


# --- the public suite


def test_the_entries_of_the_public_suite_are_read_as_it_says():
    folder = public_file("mf2-tests")
    files = [
        file
        for name in (
            "microformats-v2/h-entry",
            "microformats-v1/hentry",
            "microformats-mixed/h-entry",
        )
        for file in sorted((folder / name).glob("*.json"))
    ]
    wrong = {}
    for file in files:
        items = json.loads(file.read_text())["items"]
        if [item["type"] for item in items] != [["h-entry"]]:
            continue
        told = items[0]["properties"]
        found = read(file.with_suffix(".html").read_text(), "http://example.com/")
        author = (told.get("author") or [""])[0]
        name = author["properties"]["name"][0] if isinstance(author, dict) else author
        if found.author != " ".join(name.split()) or bool(found.published_at) != (
            "published" in told
        ):
            wrong[file.name] = found
    assert len(files) > 10
    assert wrong == {}
