"""How a page is packed for whom (RFC 9110, section 12.5.3)."""

import pytest

from blog.page_cache.pages import LEAST_PACKED, KeptPage, best_coding


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity, gzip;q=0.5", ""),
        ("br;q=nonsense", ""),
        (" , ;q=1, deflate", ""),
    ],
)
def test_the_best_coding_that_the_reader_takes_is_chosen(accepted, coding):
    assert best_coding(accepted) == coding


def page(body):
    return KeptPage({-1}, 1, 2.0, "tag", "", [("Vary", "Cookie")], body)


def test_a_small_answer_is_not_packed():
    small = page(b"x" * (LEAST_PACKED - 1)).answer({"HTTP_ACCEPT_ENCODING": "br"})
    assert "Content-Encoding" not in dict(small.headers)


def test_a_page_tells_how_much_memory_it_takes():
    kept = page(b"x" * 5000)
    before = kept.size
    packed = kept.answer({"HTTP_ACCEPT_ENCODING": "gzip"}).body
    assert kept.size == before + len(packed)
    kept.answer({"HTTP_ACCEPT_ENCODING": "gzip"})
    assert kept.size == before + len(packed)


def test_any_tag_will_do_for_a_star():
    assert page(b"x").answer({"HTTP_IF_NONE_MATCH": "*"}).status.startswith("304")
