"""Pure: text out of bytes whose charset a stranger names, or does not."""

from __future__ import annotations

# Labels as people write them (WHATWG Encoding, 4.2), with hyphens -> Python's name. Fixed, since
# codecs.lookup() finds zlib and unicode_escape too; and never UTF-7, in which "<" hides.
_CODECS = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252",
    "latin1": "cp1252", "latin-1": "cp1252", "windows-1252": "cp1252", "cp1252": "cp1252",
    "x-sjis": "cp932", "shift-jis": "cp932", "sjis": "cp932",
    "windows-31j": "cp932", "ms932": "cp932", "cp932": "cp932",
    "euc-jp": "euc_jp", "x-euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb18030": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "euc-kr": "cp949", "ks-c-5601-1987": "cp949",
    "utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-16", "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be", "koi8-r": "koi8_r", "koi8-u": "koi8_u", "macintosh": "mac_roman",
    "ibm866": "cp866", "cp866": "cp866", "windows-874": "cp874", "tis-620": "cp874",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874",
    **{f"iso-8859-{n}": f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"windows-125{n}": f"cp125{n}" for n in range(9) if n != 2},
    **{f"cp125{n}": f"cp125{n}" for n in range(9) if n != 2},
}  # fmt: skip
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def codec_of(label: str) -> str | None:
    """Return Python's name of the charset `label`, or None for one that is not taken."""
    return _CODECS.get(label.strip("\"' \t").lower().replace("_", "-"))


def codec_by_mark(data: bytes) -> str | None:
    """Return the charset that a byte order mark at the start of `data` shows."""
    return next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None)


def decode(data: bytes, codec: str | None) -> str:
    """Read `data` in `codec`; without one as UTF-8 where it is that, else as Windows-1252.

    Never fails: what cannot be read becomes U+FFFD.
    """
    if codec is None:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            codec = "cp1252"
    return data.decode(codec, "replace").removeprefix("\ufeff")
