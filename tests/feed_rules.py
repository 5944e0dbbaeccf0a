"""What a feed must be, by RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1; knows nothing of ours."""

import json
import re
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
SLASH = "{http://purl.org/rss/1.0/modules/slash/}comments"
_RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r" \d{4} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)"
)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


def checked(response, kind):
    """Return the items of a feed as [{id, url, title, html, author, …}]; fails where it is bad."""
    assert response.status_code == 200
    assert response["Content-Type"] == _TYPES[kind]
    items = {"rss": _rss, "atom": _atom, "json": _json}[kind](response.content)
    ids = [item["id"] for item in items]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    for item in items:
        assert _is_absolute(item["url"])
        assert item["author"]
        for address in addresses_in(item["html"]):
            assert _is_absolute(address), address
    return items


def addresses_in(html):
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [e.get(name) for e in tree.iter() for name in ("href", "src", "cite") if e.get(name)]


def _is_absolute(address):
    parts = urlsplit(address)
    return bool((parts.scheme in {"http", "https"} and parts.netloc) or parts.scheme == "mailto")


def _one(parent, name):
    found = parent.findall(name)
    assert len(found) == 1, f"{len(found)} of {name}"
    return found[0]


def _rss(content):
    root = ElementTree.fromstring(content)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channel = _one(root, "channel")
    assert _one(channel, "title").text
    assert _one(channel, "description").text
    assert _is_absolute(_one(channel, "link").text)
    assert _LANGUAGE.fullmatch(_one(channel, "language").text)
    assert _RFC822.fullmatch(_one(channel, "lastBuildDate").text)
    own = _one(channel, f"{ATOM}link")
    assert own.get("rel") == "self"
    assert _is_absolute(own.get("href"))
    return [_rss_item(item) for item in channel.findall("item")]


def _rss_item(item):
    assert _RFC822.fullmatch(_one(item, "pubDate").text)
    parsedate_to_datetime(_one(item, "pubDate").text)
    guid = _one(item, "guid")
    if guid.get("isPermaLink", "true") == "true":
        assert _is_absolute(guid.text)
    assert item.find("author") is None, "an author is an e-mail address in RSS"
    return {
        "id": guid.text,
        "url": _one(item, "link").text,
        "title": _one(item, "title").text or "",
        "html": _one(item, CONTENT).text or "",
        "summary": _one(item, "description").text or "",
        "author": _one(item, CREATOR).text,
        "terms": [category.text for category in item.findall("category")],
        "comments": item.findtext(SLASH),
    }


def _atom(content):
    feed = ElementTree.fromstring(content)
    assert feed.tag == f"{ATOM}feed"
    assert _one(feed, f"{ATOM}title").text
    assert urlsplit(_one(feed, f"{ATOM}id").text).scheme
    assert _RFC3339.fullmatch(_one(feed, f"{ATOM}updated").text)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert set(links) == {"alternate", "self"}
    assert all(map(_is_absolute, links.values()))
    return [_atom_entry(entry) for entry in feed.findall(f"{ATOM}entry")]


def _atom_entry(entry):
    assert urlsplit(_one(entry, f"{ATOM}id").text).scheme
    for name in ("updated", "published"):
        assert _RFC3339.fullmatch(_one(entry, f"{ATOM}{name}").text)
    body = _one(entry, f"{ATOM}content")
    assert body.get("type") == "html"
    link = _one(entry, f"{ATOM}link")
    assert link.get("rel", "alternate") == "alternate"
    return {
        "id": _one(entry, f"{ATOM}id").text,
        "url": link.get("href"),
        "title": _one(entry, f"{ATOM}title").text or "",
        "html": body.text or "",
        "summary": _one(entry, f"{ATOM}summary").text or "",
        "author": _one(_one(entry, f"{ATOM}author"), f"{ATOM}name").text,
        "terms": [category.get("term") for category in entry.findall(f"{ATOM}category")],
    }


def _json(content):
    feed = json.loads(content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert _LANGUAGE.fullmatch(feed["language"])
    assert all(_is_absolute(feed[name]) for name in ("home_page_url", "feed_url"))
    assert isinstance(feed["items"], list)
    return [_json_item(item) for item in feed["items"]]


def _json_item(item):
    assert isinstance(item["id"], str)
    for name in ("date_published", "date_modified"):
        assert _RFC3339.fullmatch(item[name])
    assert all(isinstance(tag, str) for tag in item["tags"])
    ((author, name),) = item["authors"][0].items()
    assert author == "name"
    return {
        "id": item["id"],
        "url": item["url"],
        "title": item["title"],
        "html": item["content_html"],
        "summary": item["summary"],
        "author": name,
        "terms": item["tags"],
    }
