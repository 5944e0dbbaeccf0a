"""Text out of bytes of any charset."""

import codecs

import pytest

from blog.web.charsets import _CODECS, codec_by_mark, codec_of, decode


@pytest.mark.parametrize(
    ("label", "codec"),
    [("UTF-8", "utf-8"), (' "KOI8-R" ', "koi8_r"), ("Shift_JIS", "cp932"), ("latin1", "cp1252"),
     ("ISO-8859-1", "cp1252"), ("windows-1251", "cp1251"), ("iso-8859-15", "iso8859_15")],
)  # fmt: skip
def test_a_charset_is_known_by_its_labels(label, codec):
    assert codec_of(label) == codec


@pytest.mark.parametrize(
    "label", ["utf-7", "unicode_escape", "zlib", "idna", "rot13", "base64", "no-such", "", "\x00"]
)
def test_what_is_dangerous_or_unknown_is_not_taken(label):
    assert codec_of(label) is None


def test_every_codec_of_the_table_exists_and_reads_text():
    for codec in set(_CODECS.values()):
        assert codecs.lookup(codec)._is_text_encoding


def test_a_byte_order_mark_is_believed_and_dropped():
    for codec in ("utf-8-sig", "utf-16"):
        data = "héllo".encode(codec)
        assert decode(data, codec_by_mark(data)) == "héllo"
    assert codec_by_mark(b"<p>") is None


def test_bytes_without_a_charset_are_utf_8_or_else_latin():
    assert decode("café".encode(), None) == "café"
    assert decode("café".encode("latin-1"), None) == "café"


def test_broken_bytes_are_marked_and_never_raise():
    assert decode(b"caf\xe9", "utf-8") == "caf\ufffd"
    for codec in set(_CODECS.values()):
        decode(bytes(range(256)) * 3, codec)
