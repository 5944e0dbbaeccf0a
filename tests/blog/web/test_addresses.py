"""Which addresses are visited for a stranger's sake."""

import json
from pathlib import Path

import pytest

from blog.web.addresses import AddressRefused, checked_answers, is_public, web_address

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "linkbacks"
PUBLIC = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("http://blog.example/", "http://blog.example/"),
        ("HTTPS://Blog.Example", "https://blog.example/"),
        ("https://blog.example:443/a?b=1&c=%20#d", "https://blog.example/a?b=1&c=%20"),
        ("http://blog.example:443/", "http://blog.example:443/"),
        ("http://blog.example./", "http://blog.example/"),
        ("https://bücher.example/ä?ö", "https://xn--bcher-kva.example/%C3%A4?%C3%B6"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("http://my_blog.example/", "http://my_blog.example/"),
        ("http://93.184.215.14/", "http://93.184.215.14/"),
        ("http://[2606:2800:21f:cb07::1]/", "http://[2606:2800:21f:cb07::1]/"),
        ("http://blog.example//a/../b", "http://blog.example//a/../b"),
    ],
)
def test_an_ordinary_address_is_taken_as_it_is_asked_for(url, meant):
    assert str(web_address(url)) == meant


@pytest.mark.parametrize(
    "url",
    [
        "", "words", "http:", "http://", "http:///a", "http:/a", "//blog.example/", "/a",
        "ftp://blog.example/", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x",
        "gopher://blog.example/", "http://user@blog.example/", "http://a:b@blog.example/",
        "http://@blog.example/", "http://blog.example:/", "http://blog.example:22/",
        "http://blog.example:8080/", "http://blog.example:99999/", "http://blog.example:x/",
        "http://blog.example:-80/", "http://blog example/", " http://blog.example/",
        "http://blog.example/a b", "http://blog.example/a\tb", "http://blog.example/\r\nX: 1",
        "http://blog.example/\x00", "http://blog.example\\@evil.example/", "http://blog.example\\",
        "http://%62log.example/", "http://blog..example/", "http://.example/", "http://blog.example../",
        "http://<blog>.example/", "http://blog.example|x/", f"http://{'a' * 64}.example/",
        f"http://{'a.' * 130}example/", f"http://blog.example/{'a' * 2000}", "http://[::1/",
        "http://::1/", "http://[]/", "http://[blog.example]/", "http://[v1.x]/", "http://[:::]/",
        "http://[1::2::3]/", "http://[::1]x/",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(url):
    with pytest.raises(AddressRefused):
        web_address(url)


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST", "localhost.", "a.localhost", "intranet", "printer.local",
        "metadata.google.internal", "nas.lan", "router.home.arpa", "x.onion",
        "127.0.0.1", "127.1", "127.0.0.257", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1",
        "017700000001", "127.0.0.1.", "0.0.0.0", "10.0.0.1", "169.254.169.254", "2852039166",
        "①②⑦.⓪.⓪.①", "127。0。0。1", "local\xadhost", "local\u200bhost", "\uff4cocalhost.example",
        "straße.example", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:93.184.215.14]",
        "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2001::1]",
        "[fe80::1]", "[fe80::1%25eth0]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]",
        "[2001:db8::1]", "[100::1]", "[5f00::1]", "[3fff::1]",
    ],
)  # fmt: skip
def test_a_host_that_is_inside_or_disguised_is_refused(host):
    with pytest.raises(AddressRefused):
        web_address(f"http://{host}/")


@pytest.mark.parametrize(
    "ip",
    [
        "0.0.0.0", "0.1.2.3", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
        "127.255.255.254", "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.0.0.8", "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
        "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255",
        "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1",
        "::ffff:0:7f00:1", "::ffff:93.184.215.14", "64:ff9b::7f00:1", "64:ff9b:1::a00:1",
        "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:20::1",
        "2001:db8::1", "2002:7f00:1::", "2002:5db8:d70e::", "3fff::1", "4000::1", "5f00::1",
        "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "2606:4700::1%eth0", "fec0::1",
        "ff02::1", "ffff::1", "words", "",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_known(ip):
    assert not is_public(ip)


@pytest.mark.parametrize(
    "ip", [*PUBLIC, "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.32.0.1", "198.20.0.1",
           "223.255.255.255", "2001:4860:4860::8888", "2a00:1450::1", "2600::"],
)  # fmt: skip
def test_a_public_address_is_known(ip):
    assert is_public(ip)


def test_one_bad_answer_spoils_the_good_ones():
    address = web_address("http://blog.example/")
    assert checked_answers(address, [*PUBLIC, PUBLIC[0]]) == PUBLIC
    for bad in ("10.0.0.5", "::ffff:127.0.0.1", "169.254.169.254"):
        with pytest.raises(AddressRefused):
            checked_answers(address, [*PUBLIC, bad])


def test_a_name_without_an_answer_is_refused():
    with pytest.raises(AddressRefused):
        checked_answers(web_address("http://blog.example/"), [])


def test_a_named_pair_of_host_and_port_is_exempt_and_no_other():
    allowed = {"127.0.0.1:8909", "[::1]:81", "intranet:80"}
    assert str(web_address("http://127.0.0.1:8909/a", allowed)) == "http://127.0.0.1:8909/a"
    assert web_address("http://[::1]:81/", allowed).host_and_port == "[::1]:81"
    address = web_address("http://Intranet/", allowed)
    assert checked_answers(address, ["10.0.0.5"], allowed) == ["10.0.0.5"]
    for url in ("http://127.0.0.1:8910/", "http://127.0.0.2:8909/", "http://127.0.0.1/",
                "http://intranet:443/", "http://127.0.0.1:8909@127.0.0.1:8910/"):  # fmt: skip
        with pytest.raises(AddressRefused):
            web_address(url, allowed)


def public_cases():
    file = SHARED / "ssrf_urls.json"
    if not file.is_file():
        return [pytest.param(None, marks=pytest.mark.skip("the public list is not at hand"))]
    return [
        pytest.param(case, id=case["id"])
        for case in json.loads(file.read_text())["cases"]
        if "redirects" not in case["input"]
    ]


@pytest.mark.parametrize("case", public_cases())
def test_public_list_of_attacks(case):
    url = case["input"]["url"].replace("{{REP:4000:a}}", "a" * 4000)
    for name, value in {"CANARY_PORT": "8910", "TRUSTED_HOSTPORT": "127.0.0.1:8909"}.items():
        url = url.replace(f"{{{{{name}}}}}", value)
    try:
        address = web_address(url, {"127.0.0.1:8909"})
        checked_answers(address, case["input"].get("resolves_to", ["127.0.0.1"]))
        verdict = "allow"
    except AddressRefused:
        verdict = "refuse"
    assert verdict == case["expected"]["verdict"]
