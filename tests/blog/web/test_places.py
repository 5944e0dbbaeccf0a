"""Each place has one spelling, however it is typed, and an address falls under no other."""

import pytest

from blog.web.places import (
    PlaceRefused,
    hosts_above,
    networks_of,
    prefixes_of,
    read_host,
    read_network,
    read_prefix,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("example.org", "example.org"),
        ("  Example.ORG. ", "example.org"),
        ("https://Example.org:443/", "example.org"),
        ("example.org:8080", "example.org"),
        ("*.example.org", "example.org"),
        ("Bücher.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("93.184.215.14", "93.184.215.14"),
        ("[2001:DB8::1]", "2001:db8::1"),
        ("xyz", "xyz"),
    ],
)
def test_a_site_is_kept_as_its_host(typed, kept):
    assert read_host(typed) == kept


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Write one host"),
        ("two words", "without blanks"),
        ("example.org/blog/", "choose “addresses that begin with”"),
        ("ftp://example.org/", "not a web address"),
        ("https://a:b@example.org/", "user name"),
        ("127.1", "cannot be read"),
        ("a..b", "cannot be read"),
        ("exa\x00mple.org", "cannot be read"),
    ],
)
def test_what_is_no_site_is_refused_in_words(typed, told):
    with pytest.raises(PlaceRefused, match=told):
        read_host(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://Example.org/~Ann/", "example.org/~Ann"),
        ("example.org/%7EAnn", "example.org/~Ann"),
        ("http://example.org:80//a/./b/../c/#top", "example.org/a/c"),
    ],
)
def test_a_beginning_of_addresses_is_kept_without_what_makes_no_difference(typed, kept):
    assert read_prefix(typed) == kept


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("example.org/", "choose “site”"),
        ("example.org/?p=1", "question mark"),
        ("example.org" + "/a" * 11, "too long"),
        ("example.org/" + "a" * 600, "too long"),
    ],
)
def test_what_is_no_beginning_of_addresses_is_refused_in_words(typed, told):
    with pytest.raises(PlaceRefused, match=told):
        read_prefix(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        (" 192.0.2.7/24 ", "192.0.2.0/24"),
        ("2001:DB8::1/48", "2001:db8::/48"),
    ],
)
def test_a_network_is_kept_as_a_range(typed, kept):
    assert read_network(typed) == kept


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("words", "Write a network address"),
        ("192.0.2.0/33", "Write a network address"),
        ("0.0.0.0/0", "/8 is the widest"),
        ("::/0", "/16 is the widest"),
    ],
)
def test_what_is_no_network_is_refused_in_words(typed, told):
    with pytest.raises(PlaceRefused, match=told):
        read_network(typed)


def test_a_host_lies_under_its_domains():
    assert hosts_above("https://a.b.example/x") == ["a.b.example", "b.example", "example"]
    assert hosts_above("https://93.184.215.14/") == ["93.184.215.14"]
    assert hosts_above("https://[2001:db8::1]/") == ["2001:db8::1"]


def test_an_address_begins_with_whole_parts_of_its_path():
    assert prefixes_of("https://x.example/%7Ea/b?c") == ["x.example/~a", "x.example/~a/b"]
    assert prefixes_of("https://x.example/" + "a/" * 50)[-1].count("/") == 10


@pytest.mark.parametrize(
    "url", ["https://x.example/ann/../bob/", "https://x.example/ann/%2e%2e/bob/",
            "https://x.example/ann/..%5Cbob/", "https://x.example//ann/%2E./bob/"],
)  # fmt: skip
def test_no_way_back_up_passes_for_somebody_elses_page(url):
    assert prefixes_of(url) == ["x.example/bob"]


def test_no_control_character_reaches_the_database():
    assert prefixes_of("https://x.example/a%00b") == ["x.example/ab"]


def test_a_sender_is_in_every_network_round_it():
    found = networks_of("192.0.2.7")
    assert {"192.0.2.7/32", "192.0.2.0/24", "192.0.0.0/8"} <= set(found)
    assert networks_of("::ffff:192.0.2.7") == found
    assert "2001:db8::/48" in networks_of("2001:db8::1")
    assert networks_of(None) == []
