"""Links from other blogs on the page of a post."""

from datetime import timedelta

import html5lib
import pytest
from django.template import Context, Template
from django.utils import timezone

from blog.models import SiteSettings
from blog.text.plain import strip_controls
from tests.factories import make_page, make_post, make_trackback
from tests.hostile_text import OWN
from trackbacks.models import OwnLink

pytestmark = pytest.mark.django_db


def printed(tag, post):
    return Template(f"{{% load trackbacks %}}{{% {tag} post %}}").render(Context({"post": post}))


def listed(post):
    return printed("trackback_list", post)


def elements(html, tag):
    return html5lib.parseFragment(html, namespaceHTMLElements=False).findall(f".//{tag}")


def test_a_post_without_trackbacks_says_so_and_gives_the_address():
    post = make_post()
    html = listed(post)
    assert "No trackbacks yet." in html
    assert f"<code>http://testserver{post.get_absolute_url()}trackback/</code>" in html


def test_a_link_is_shown_with_its_title_blog_and_words():
    post = make_post()
    link = make_trackback(post, title="The other half", blog_name="Wool", excerpt="It is true.")
    html = listed(post)
    assert f'id="trackback-{link.pk}"' in html
    assert f'<a href="{link.source}" rel="nofollow ugc noopener"><bdi>The other half</bdi></a>' in (
        html
    )
    assert "Wool" in html
    assert "It is true." in html
    assert "No trackbacks yet." not in html


def test_a_link_without_title_and_blog_name_is_called_by_its_address():
    post = make_post()
    make_trackback(post, source="https://other.example/7", title="", blog_name="", excerpt="")
    html = listed(post)
    assert "<bdi>https://other.example/7</bdi>" in html
    assert "<bdi>other.example</bdi>" in html
    assert "blockquote" not in html


@pytest.mark.parametrize("status", ["pending", "spam", "removed"])
def test_what_is_not_approved_is_not_shown(status):
    post = make_post()
    make_trackback(post, title="Secret", status=status)
    assert "Secret" not in listed(post)


def test_links_stand_in_the_order_of_their_coming():
    post = make_post()
    for title in ("First", "Second"):
        make_trackback(post, title=title)
    html = listed(post)
    assert html.index("First") < html.index("Second")


def test_many_links_unfold_behind_one_line():
    post = make_post()
    for number in range(23):
        make_trackback(post, title=f"Answer {number}")
    html = listed(post)
    assert "3 more trackbacks" in html
    assert html.index("Answer 19") < html.index("<details") < html.index("Answer 20")


def test_the_list_costs_two_queries_however_long_it_is(django_assert_num_queries):
    post = make_post()
    for _ in range(2):
        for _ in range(15):
            make_trackback(post)
        with django_assert_num_queries(3):  # links from elsewhere, our own, the site's settings
            listed(post)


@pytest.mark.parametrize("field", ["title", "blog_name", "excerpt"])
def test_words_of_strangers_are_text_and_never_markup(field):
    post = make_post()
    for payload in OWN:
        text = payload.replace("\x00", "").encode(errors="ignore").decode()
        make_trackback(post, **{"title": "t", "blog_name": "b", "excerpt": "e", field: text[:200]})
    html = listed(post)
    items = elements(html, "li")
    assert len(items) == len(OWN)
    for item in items:
        tags = [element.tag for element in item.iter()]
        assert tags == ["li", "article", "h3", "a", "bdi", "p", "bdi", "time", "blockquote"]
        names = {name for element in item.iter() for name in element.attrib}
        assert names == {"class", "id", "aria-labelledby", "href", "rel", "datetime", "dir"}
    around = ["div", "h2", "ol", "details", "summary", "ol", "p", "a", "p", "code"]
    assert len(elements(html, "*")) == len(items) * 9 + len(around)


def close_blog():
    SiteSettings.objects.update_or_create(pk=1, defaults={"linkbacks_open": False})


def test_a_closed_post_says_so_and_announces_nothing():
    post = make_post(linkbacks_allowed=False)
    html = listed(post)
    assert "Trackbacks are closed. The author takes no links from other blogs on this post." in html
    assert "<code>" not in html
    assert printed("trackback_discovery", post).strip() == ""


def test_a_closed_blog_and_an_old_post_say_why():
    post = make_post(published_at=timezone.now() - timedelta(days=3))
    close_blog()
    assert "takes no links from other blogs at present" in listed(post)
    SiteSettings.objects.update(linkbacks_open=True, close_after_days=1)
    assert "Posts take links from other blogs for 1 day, and this one is older." in listed(post)


def test_an_open_post_announces_its_address_to_programs():
    post = make_post(title="A -- title")
    html = printed("trackback_discovery", post)
    assert f'trackback:ping="http://testserver{post.get_absolute_url()}trackback/"' in html
    assert 'dc:title="A -&#45; title"' in html


def test_a_page_has_an_address_of_its_own():
    page = make_page()
    assert f"http://testserver/trackback/{page.pk}/" in printed("trackback_discovery", page)


def test_what_nobody_may_read_announces_nothing():
    post = make_post(status="private")
    assert printed("trackback_discovery", post).strip() == ""
    assert "Send a trackback" not in listed(post)


# --- what a link says in microformats


def test_a_reply_is_shown_as_one_with_its_author():
    post = make_post()
    make_trackback(post, kind="reply", author="Ann", author_url="https://ann.example/")
    html = listed(post)
    assert "Reply" in html
    assert '<a href="https://ann.example/" rel="nofollow ugc noopener"><bdi>Ann</bdi></a>' in html


def test_likes_and_reposts_are_a_count_with_names():
    post = make_post()
    for name in ("Ann", "Bo"):
        make_trackback(post, kind="like", author=name, excerpt="Words that nobody needs.")
    make_trackback(post, kind="repost", blog_name="Wool")
    html = listed(post)
    assert "2 likes" in html
    assert "1 repost" in html
    for name in ("Ann", "Bo", "Wool"):
        assert f"<bdi>{name}</bdi></a>" in html
    assert "Words that nobody needs." not in html
    assert "No trackbacks yet." not in html
    assert len({item.get("id") for item in elements(html, "li")}) == 3


def test_nothing_that_an_author_is_called_becomes_markup():
    post = make_post()
    for payload in OWN:
        make_trackback(post, kind="like", author=strip_controls(payload)[:200])
    for tag in ("script", "img", "svg", "iframe", "form"):
        assert not elements(listed(post), tag)


def test_posts_of_this_blog_that_link_here_are_named_apart():
    post, linking = make_post(), make_post(title="One of <us>")
    OwnLink.objects.create(source=linking, target=post)
    OwnLink.objects.create(source=make_post(title="Secret", status="private"), target=post)
    html = listed(post)
    assert "Linked from this blog" in html
    assert f'<a href="{linking.get_absolute_url()}">One of &lt;us&gt;</a>' in html
    assert "Secret" not in html
    assert "Linked from this blog" not in listed(linking)


def test_many_links_of_this_blog_ask_no_more_than_few(django_assert_num_queries):
    post = make_post()
    for _ in range(6):
        OwnLink.objects.create(source=make_post(), target=post)
    with django_assert_num_queries(3):
        listed(post)
