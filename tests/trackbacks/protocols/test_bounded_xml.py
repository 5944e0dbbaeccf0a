"""Small XML documents of strangers."""

import time

import pytest

from trackbacks.protocols.bounded_xml import MOST_BYTES, XMLRefused, read_xml


def text(data):
    return read_xml(data).text


def test_a_document_becomes_a_tree():
    root = read_xml(b"<a> x <b>1</b><c><d>&lt;<![CDATA[<&]]>&#228;</d></c><b/></a>")
    assert (root.name, root.text) == ("a", " x ")
    assert root.first("c", "d").text == "<<&ä"
    assert [child.text for child in root.all("b")] == ["1", ""]
    assert root.first("c", "none", "d") is None


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_a_declaration(codec):
    assert text("<a>ä€</a>".encode(codec)) == "ä€"
    declared = codec.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    assert text(f'<?xml version="1.0" encoding="{declared}"?><a>ä€</a>'.encode(codec)) == "ä€"


@pytest.mark.parametrize(
    ("name", "words"), [("ISO-8859-1", "ä"), ("KOI8-R", "я"), ("Shift_JIS", "日")]
)
def test_the_encoding_that_is_declared_is_believed(name, words):
    document = f"<?xml version='1.0' encoding='{name}'?><a>{words}</a>"
    assert text(document.encode(name)) == words


@pytest.mark.parametrize(
    "data",
    [
        b"", b" ", b"words", b"<a>", b"<a></b>", b"<a/><b/>", b"<a>&none;</a>", b"<a>\x00</a>",
        b"<a>&#0;</a>", b"<a>\xff</a>", "<a>ä</a>".encode("latin-1"), b"<a x=1/>", b"\xff\xfe<",
        b"<?xml version='1.0' encoding='utf-7'?><a/>", b"<?xml version='1.0' encoding='zlib'?><a/>",
        b"<?xml version='1.0' encoding='unicode_escape'?><a/>", "<a>ä</a>".encode("utf-32"),
        b"<?xml version='1.0' encoding='utf-8'?><a>\xe4</a>", b"\xff\xfe<\x00a\x00\x00\xd8/\x00",
    ],
)  # fmt: skip
def test_what_is_no_xml_is_refused(data):
    with pytest.raises(XMLRefused):
        read_xml(data)


LAUGHS = "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
DOCTYPES = [
    "<!DOCTYPE a>",
    '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">',
    '<!DOCTYPE a PUBLIC "x" "file:///etc/passwd">',
    '<!DOCTYPE a [<!ENTITY s "x">]>',
    f'<!DOCTYPE a [<!ENTITY a "ha">{LAUGHS}]>',
    f'<!DOCTYPE a [<!ENTITY s "{"x" * 20_000}">]>',
    '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]>',
]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("doctype", DOCTYPES)
def test_a_document_type_is_refused_in_every_encoding(doctype, codec):
    start = time.process_time()
    with pytest.raises(XMLRefused, match=r"document type|bytes"):
        read_xml(f"{doctype}<a>{'&s;' * 100}&i;</a>".encode(codec))
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "data",
    [
        b"<a>" * 31 + b"</a>" * 31,
        b"<a>" * 15_000,
        b"<a>" + b"<b/>" * 1001 + b"</a>",
        b"<a>" + b"x" * MOST_BYTES + b"</a>",
        b"<a " + b"".join(b"a%d='' " % n for n in range(6000)),
    ],
)
def test_what_is_too_deep_too_many_or_too_long_is_refused(data):
    start = time.process_time()
    with pytest.raises(XMLRefused):
        read_xml(data)
    assert time.process_time() - start < 1


def test_the_bounds_themselves_are_kept():
    assert read_xml(b"<a>" * 30 + b"</a>" * 30)
    assert len(text(b"<a>" + b"\n" * (MOST_BYTES - 7) + b"</a>")) == MOST_BYTES - 7
