"""What an export holds, as values: all versions, odd texts, and where it breaks."""

import io
import tracemalloc
from datetime import UTC, date, datetime

import pytest

from blog.wordpress.reading import Export
from blog.wordpress.records import Author, Item, Term
from blog.wordpress.xml import BrokenExportError, NotAnExportError
from tests.wordpress_files import (
    author,
    category,
    comment,
    element,
    export,
    filed,
    item,
    tag,
    term,
)


def opened(text):
    return Export(io.BytesIO(text if isinstance(text, bytes) else text.encode()))


def things(text):
    return list(opened(text).read()[1])


def only(text):
    [thing] = things(text)
    return thing


@pytest.mark.parametrize(
    "namespace",
    [
        f"{scheme}://wordpress.org/export/{version}/"
        for scheme in ("http", "https")
        for version in ("1.0", "1.1", "1.2")
    ],
)
def test_every_version_is_read(namespace):
    version = namespace.split("/")[-2]
    blog, found = opened(
        export(author("ann"), item(5), version=version, namespace=namespace)
    ).read()
    assert (blog.version, blog.source) == (version, "wordpress:old.example")
    assert [type(thing) for thing in found] == [Author, Item]


def test_other_peoples_namespaces_mean_nothing():
    text = export(item(5)).replace("<item>", '<item xmlns:wp="http://elsewhere.example/">')
    assert (only(text).number, only(text).kind) == ("", "")


def test_an_author_is_read_whole():
    text = author(
        "ann", author_id=3, author_email="a@x.example", author_display_name="Ann &amp; Co"
    )
    assert only(export(text)) == Author(
        login="ann", number="3", email="a@x.example", display_name="Ann & Co"
    )


def test_terms_are_read_from_each_of_their_elements():
    text = export(category("b", "Bread", parent="food"), tag("rye", "Rye"), term("nav_menu", "m"))
    assert things(text) == [
        Term("category", "b", "Bread", parent="food"),
        Term("post_tag", "rye", "Rye"),
        Term("nav_menu", "m", "m"),
    ]


def test_an_item_is_read_whole():
    found = only(
        export(
            item(
                7,
                filed("bread", "Bread &amp; butter"),
                filed("rye", domain="tag"),
                "<category>Uncategorized</category>",
                comment(9, author="O&#8217;Brien", parent=8, user_id=2),
                title="A <em>fine</em> day &amp; night",
                content="<p>One</p>",
                post_parent=6,
                menu_order=-2,
                is_sticky=1,
                ping_status="closed",
                post_password="x",
                post_modified_gmt="2011-01-01 00:00:00",
            )
        )
    )
    assert found.title == "A fine day & night"
    assert (found.number, found.parent, found.menu_order) == ("7", "6", -2)
    assert (found.is_sticky, found.has_password) == (True, True)
    assert (found.takes_comments, found.takes_pings) == (True, False)
    assert found.terms == (
        Term("category", "bread", "Bread & butter"),
        Term("post_tag", "rye", "rye"),
    )
    assert found.published_at == datetime(2010, 3, 1, 10, tzinfo=UTC)
    assert found.changed_at == datetime(2011, 1, 1, tzinfo=UTC)
    assert found.local_day == date(2010, 3, 1)
    [said] = found.said
    assert (said.number, said.parent, said.account) == ("9", "8", "2")
    assert (said.kind, said.name) == ("comment", "O’Brien")  # noqa: RUF001


def test_cdata_in_parts_is_one_text():
    found = only(export(item(1, content="a]]>b <![CDATA[ c")))
    assert found.body == "a]]>b <![CDATA[ c"


def test_of_two_elements_with_one_name_the_first_counts():
    assert only(export(item(1, element("wp:post_id", 2)))).number == "1"


@pytest.mark.parametrize(
    ("guid", "number"),
    [
        ("http://old.example/?p=19", "19"),
        ("http://old.example/?post_type=page&page_id=7", "7"),
        ("http://old.example/lasting", "http://old.example/lasting"),
        ("", ""),
    ],
)
def test_without_a_number_the_address_that_lasts_gives_it(guid, number):
    assert only(export(item("", element("guid", guid)))).number == number


@pytest.mark.parametrize("order", ["", "first", "99999999999999", "1.5"])
def test_a_place_in_the_menu_that_is_no_small_number_is_none(order):
    assert only(export(item(menu_order=order))).menu_order == 0


@pytest.mark.parametrize(
    ("gmt", "local", "moment"),
    [
        ("2010-03-01 10:00:00", "2010-03-01 12:00:00", "2010-03-01T10:00:00+00:00"),
        ("0000-00-00 00:00:00", "2010-07-01 12:00:00", "2010-07-01T12:00:00+02:00"),
        ("-0001-11-30 00:00:00", "0000-00-00 00:00:00", None),
        ("", "2010-02-30 12:00:00", None),
        ("9999-12-31 23:59:59", "0001-01-01 00:00:00", None),
        ("yesterday", "", None),
    ],
)
def test_a_date_is_that_of_greenwich_else_that_of_the_sites_zone(settings, gmt, local, moment):
    settings.TIME_ZONE = "Europe/Berlin"
    found = only(export(item(post_date_gmt=gmt, post_date=local))).published_at
    assert (found and found.isoformat()) == moment


def test_control_characters_are_left_out_and_counted():
    reading = opened(export(item(1, title="a\x08b\x00", content="c\x1bd\n\te")))
    [found] = reading.read()[1]
    assert (found.title, found.body, reading.controls) == ("ab", "cd\n\te", 3)


def test_a_stretch_of_nothing_but_zeros_is_not_the_end():
    head, tail = export(item(1, title="One"), item(2)).encode().split(b"<title>Old blog</title>")
    assert len(things(head + b"\0" * 70_000 + tail)) == 2


def test_blank_lines_and_a_mark_before_the_xml_do_no_harm_and_are_counted_in_lines():
    text = export(item(1)).encode()
    assert len(things(b"\n\r\n \xef\xbb\xbf" + text)) == 1
    with pytest.raises(BrokenExportError) as told:
        things(b"\n\n" + text.replace(b"</item>", b"</itme>"))
    with pytest.raises(BrokenExportError) as plain:
        things(text.replace(b"</item>", b"</itme>"))
    assert told.value.line == plain.value.line + 2


def test_utf_16_is_read():
    text = export(item(1, title="Ünï")).replace("UTF-8", "UTF-16")
    assert only(text.encode("utf-16")).title == "Ünï"


@pytest.mark.parametrize(
    ("damage", "hint"),
    [
        (lambda text: text[: len(text) // 2], "cut off"),
        (lambda text: text.replace("<wp:status>", "<wp:status> a & b "), "bare &"),
        (lambda text: text.replace("<wp:status>", "<wp:status>&nbsp;"), "no such name"),
        (lambda text: text.replace("</item>", "</itme>"), "wrong order"),
        (lambda text: text + "<rss/>", "second file by itself"),
        (lambda text: text.replace("<wp:status>", "<wp:status>&#8;"), "Mend that line"),
        (lambda text: text.encode().replace(b"words", b"w\xffrds"), "not UTF-8"),
    ],
)
def test_a_broken_place_is_told_with_what_to_do(damage, hint):
    with pytest.raises(BrokenExportError, match=hint) as told:
        things(damage(export(item(1))))
    assert told.value.line > 1
    assert told.value.column >= 1
    assert told.value.reason


def test_an_encoding_that_nobody_knows_is_told():
    for name in ("utf-7", "klingon"):
        with pytest.raises((NotAnExportError, BrokenExportError), match=r"encoding"):
            things(export(item(1)).replace("UTF-8", name))


def test_what_stands_before_a_broken_place_is_given_first():
    found = opened(export(item(1), item(2, "<wp:tag></wp:term>"))).read()[1]
    assert next(found).number == "1"
    with pytest.raises(BrokenExportError):
        next(found)


def test_a_long_file_is_never_whole_in_memory():
    many = export(*(item(n, content="word " * 400) for n in range(1, 400)))
    reading = opened(many)
    tracemalloc.start()
    for _thing in reading.read()[1]:
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(many) / 2
