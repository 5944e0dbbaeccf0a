"""On no page two elements have one id, and every link within a page leads somewhere."""

import pytest

from blog.models import Post
from tests.factories import make_comment, make_post, make_trackback
from tests.pages.reading import read

pytestmark = pytest.mark.django_db
BODY = (
    "# Heading\n\n## Heading\n\nA note[^1], to [the heading](#heading).\n\n<!--more-->\n\n"
    '<a id="comments">x</a> <p id="content">y</p> <a id="dup">1</a> <a id="dup">2</a>\n\n'
    "## comments\n\n## fn1\n\nAgain[^1], [below](#dup).\n\n[^1]: Here."
)


@pytest.fixture
def post():
    for title in ("It", "It", "Other"):
        post = make_post(title=title, body=BODY)
    first = make_comment(post)
    make_comment(parent=first)
    make_comment(post)
    make_trackback(post)
    return post


def test_ids_are_given_once_and_links_within_the_page_find_theirs(client, post):
    url = post.get_absolute_url()
    addresses = ["/", url, url[: len("/2009/")], "/archive/", "/search/?q=note", "/search/?q=x",
                 f"/comments/post/{post.pk}/", "/tag/none/"]  # fmt: skip
    for address in addresses:
        page = read(client, address, 404 if "none" in address else 200)
        ids = [element.get("id") for element in page.tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), address
        for link in page.all("a"):
            href = link.get("href") or ""
            if href.startswith("#"):
                assert href[1:] in ids, (address, href)


def test_a_teaser_leads_to_no_note_that_it_has_not(client):
    make_post(title="It", body=BODY)
    teaser = Post.objects.get().teaser
    assert "footnote" not in teaser
    assert 'id="it--heading"' in teaser
