"""Parts of pages that are printed once."""

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe

from blog.look import current_look
from blog.templatetags import blog, posts
from tests.factories import make_category, make_post, make_tag

NAME = "blog/_masthead.html"


@pytest.fixture(autouse=True)
def _nothing_kept():
    for part in (blog.kept, posts._top, posts._badge, posts._nested_terms):
        part.cache_clear()


def masthead(**values):
    return blog.kept(NAME, current_look(), **{"tagline": "", "menu_pages": (), "here": ""} | values)


def test_what_stays_the_same_is_printed_once():
    assert masthead(title="Owls") is masthead(title="Owls")
    assert blog.kept.cache_info().hits == 1


def test_what_changes_is_printed_anew():
    assert "Owls" in masthead(title="Owls")
    assert "Herons" in masthead(title="Herons")


@pytest.mark.parametrize("safe_first", [True, False])
def test_text_is_escaped_though_the_same_was_safe_html_once(safe_first):
    texts = [mark_safe("<b>Owls</b>"), "<b>Owls</b>"]
    pages = [masthead(title=text) for text in (texts if safe_first else reversed(texts))]
    safe, plain = pages if safe_first else reversed(pages)
    assert "<b>Owls</b>" in safe
    assert "&lt;b&gt;Owls&lt;/b&gt;" in plain


def test_each_language_has_its_own():
    english = masthead(title="Owls")
    with translation.override("de"):
        masthead(title="Owls")
    assert blog.kept.cache_info().misses == 2
    assert masthead(title="Owls") == english


@pytest.mark.django_db
def test_whatever_changes_round_a_post_is_seen(client):
    post = make_post(title="Owls", categories=[make_category(name="Birds")])
    address = post.get_absolute_url()
    before = client.get(address).content.decode()
    assert 'rel="category tag">Birds</a>' in before
    post.categories.all().update(name="Fowl")
    post.tags.add(make_tag(name="night"))
    type(post).objects.filter(pk=post.pk).update(title="Herons", comment_count=14)
    after = client.get(address).content.decode()
    for words in ('tag">Fowl</a>', '"tag">night</a>', "Herons</h1>", '#comments">14<'):
        assert words in after
        assert words not in before
