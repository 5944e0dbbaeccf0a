"""What search engines and other sites are told of a post."""

import pytest

from blog.metadata import described, picture_of, structured_data
from tests.factories import make_page, make_post, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("body", "picture"),
    [
        ("Words.", ""),
        ("![](/media/a.png) ![](/media/b.png)", "http://testserver/media/a.png"),
        ("![](a.png)", "http://testserver/2009/09/28/it/a.png"),
        ("![x > y](https://o.example/a.png?b=1&c=2)", "https://o.example/a.png?b=1&c=2"),
        ("<img alt=' src=\"/evil.png\"' src=/real.png>", "http://testserver/real.png"),
        ("`<img src='/a.png'>`", ""),
        ('<img src="//evil.example/a.png">', ""),
        ('<img src="http://[broken/a.png">', ""),
    ],
)
def test_the_first_picture_stands_for_the_post(body, picture):
    post = make_post(title="It", body=body, published_at="2009-09-28T12:00Z")
    post.refresh_from_db()
    assert picture_of(post) == picture


def test_an_author_has_her_full_name_where_she_gave_one():
    ann = make_user("ann", is_staff=True, first_name="Ann", last_name="Bee")
    assert structured_data(described(make_post(author=ann)), "S")["author"]["name"] == "Ann Bee"
    bob = make_user("bob", is_staff=True)
    assert structured_data(described(make_post(author=bob)), "S")["author"] == {
        "@type": "Person", "name": "bob", "url": "http://testserver/author/bob/"
    }  # fmt: skip


def test_nothing_is_said_of_what_is_not_there():
    draft = make_post(status="draft", title="", body="")
    assert set(structured_data(described(draft), "S")) == {
        "@context", "@type", "mainEntityOfPage", "url", "author", "publisher"
    }  # fmt: skip


def test_a_page_is_no_article():
    assert structured_data(described(make_page()), "S")["@type"] == "WebPage"
