"""Every page is well-formed HTML that an independent, strict parser accepts."""

import re
from collections import Counter

import html5lib
import pytest
from django.urls import reverse
from django.views.defaults import server_error

from config.views import csrf_failure
from tests.every_page import make_every_page
from tests.factories import make_page, make_post

pytestmark = pytest.mark.django_db

REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
HEADING = re.compile(r"h[1-6]")


def faults_of(html):
    """What is wrong with a page: its parse errors, ids, references and headings."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    elements = [item for item in parser.parse(html).iter() if isinstance(item.tag, str)]
    yield from (f"{code} at {place}" for place, code, _data in parser.errors)
    ids = Counter(item.get("id") for item in elements if item.get("id") is not None)
    yield from (f"id {name!r} stands {times} times" for name, times in ids.items() if times > 1)
    for item in elements:
        for name in REFERENCES:
            for target in item.get(name, "").split():
                if target not in ids:
                    yield f"{name} leads to {target!r}, which is not there"
        if item.tag in {"style", "script"} and (item.text or "").strip() and not is_data(item):
            yield "an inline style or script"
        yield from (f"attribute {name!r}" for name in item.attrib if is_inline_code(name))
        if item.tag == "img" and item.get("alt") is None:
            yield "a picture without words"
    yield from faults_of_headings([item.tag for item in elements if HEADING.fullmatch(item.tag)])


def is_data(script):
    return script.get("type") == "application/ld+json"


def is_inline_code(attribute):
    return attribute == "style" or attribute.startswith("on")


def faults_of_headings(tags):
    if tags.count("h1") != 1:
        yield f"{tags.count('h1')} headings of the first level"
    if tags and tags[0] != "h1":
        yield f"the first heading is {tags[0]}"


def test_every_page_is_valid(client):
    faults = {}
    for name, address in make_every_page().items():
        response = client.get(address)
        assert response.status_code == (404 if name == "not found" else 200), name
        faults[name] = list(faults_of(response.content.decode()))
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ({}, 422),
        ({"name": "<Jo>", "email": "jo", "url": '"', "body": "</textarea>"}, 422),
        ({"name": "Jo", "email": "jo@example.com", "body": "*Well*", "preview": "1"}, 200),
    ],
    ids=["empty", "all wrong", "preview"],
)
def test_a_form_that_comes_back_is_valid(client, words, status):
    address = reverse("comments:create", args=[make_post().pk])
    response = client.post(address, words, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == status
    assert list(faults_of(response.content.decode())) == []


@pytest.mark.parametrize("make", [make_post, make_page])
def test_a_preview_is_valid_and_leads_back_to_its_editor(admin_client, make):
    draft = make(status="draft")
    html = admin_client.get(draft.get_preview_url()).content.decode()
    assert list(faults_of(html)) == []
    editor = re.search(r'href="(/admin/blog/(?:post|page)/\d+/change/)"', html)
    assert admin_client.get(editor[1]).status_code == 200


@pytest.mark.parametrize("view", [csrf_failure, server_error])
def test_the_pages_of_failures_are_valid(rf, view):
    assert list(faults_of(view(rf.get("/")).content.decode())) == []


def test_the_judge_finds_what_is_wrong():
    html = "<!doctype html><p id=a><p id=a style=x onclick=x for=b><img src=x><table><b></table>"
    found = " ".join(faults_of(html))
    for fault in ("stands 2 times", "'b'", "'style'", "'onclick'", "without words", "first level"):
        assert fault in found
