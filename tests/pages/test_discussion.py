"""The discussion as it is read: threads in their order, pages of whole threads, permalinks."""

from datetime import UTC, datetime

import pytest

from blog.current import site_settings
from blog.feedback import moderation
from blog.feedback.models import Status
from blog.models import SiteSettings
from comments.models import Comment
from tests.factories import (
    PASSWORD,
    make_comment,
    make_page,
    make_post,
    make_trackback,
    make_user,
)
from tests.pages.reading import read
from tests.pages.test_queries import add_comments, add_level

pytestmark = pytest.mark.django_db
CALLED = datetime(2009, 9, 28, 12, tzinfo=UTC)


def outline(page):
    """The printed list as nested lists of the words of each comment."""
    (top,) = page.all("ol", **{"class": "comment-list"})
    return _outline(top)


def _outline(ol):
    items = []
    for li in ol.findall("li"):
        body = li.find(".//div[@class='comment-body']/p")
        own = li.find("article") is not None
        items.append(body.text if own else "…")
        below = li.find("ol")
        if below is not None:
            items.append(_outline(below))
    return items


def numbers(page):
    return page.texts("span", **{"class": "comment-number"})


def test_nobody_has_said_anything_yet(client):
    page = read(client, make_post().get_absolute_url())
    assert page.texts("a", **{"class": "tab"}) == ["Comments (0)", "Trackbacks (0)"]
    assert [a.get("href") for a in page.all("a", **{"class": "tab"})] == [
        "#comments",
        "#trackbacks",
    ]
    assert "No comments yet." in page.html
    assert "No trackbacks yet." in page.html
    assert "Leave a comment" in page.html


def test_threads_are_nested_and_numbered_at_the_top(client):
    post = make_post()
    one = make_comment(post, text="1")
    two = make_comment(post, text="2")
    make_comment(parent=two, text="2.1")
    answer = make_comment(parent=one, text="1.1")
    make_comment(parent=answer, text="1.1.1")
    make_comment(parent=one, text="1.2")
    page = read(client, post.get_absolute_url())
    assert outline(page) == ["1", ["1.1", ["1.1.1"], "1.2"], "2", ["2.1"]]
    assert numbers(page) == ["1", "2"]
    assert page.texts("a", **{"class": "tab"})[0] == "Comments (6)"


def newest_first():
    SiteSettings.objects.update_or_create(pk=1, defaults={"comment_order": "newest"})


def order_link(page):
    (line,) = page.all("p", **{"class": "thread-order"})
    return " ".join("".join(line.itertext()).split()), line.find("a").get("href")


@pytest.mark.parametrize("is_by_author", [False, True])
def test_the_newest_threads_may_stand_first_and_their_answers_as_ever(client, is_by_author):
    post = make_post()
    one = make_comment(post, text="1")
    make_comment(post, text="2")
    make_comment(parent=one, text="1.1")
    make_comment(parent=one, text="1.2")
    here, query = post.get_absolute_url(), "?order=newest"
    if is_by_author:
        newest_first()
        query = ""
    page = read(client, here + query)
    assert outline(page) == ["2", "1", ["1.1", "1.2"]]
    assert numbers(page) == ["2", "1"]
    back = f"{here}?order=oldest" if is_by_author else here
    assert order_link(page) == ("Newest first. Oldest first", f"{back}#comments")
    assert page.link("canonical").endswith(here)


def test_one_thread_has_no_order(client):
    one = make_comment(text="1")
    make_comment(parent=one, text="1.1")
    assert not read(client, one.post.get_absolute_url()).all("p", **{"class": "thread-order"})


@pytest.mark.parametrize("query", ["?order=", "?order=best", "?order=newest%00", "?order[]=newest"])
def test_an_order_that_does_not_exist_is_that_of_the_author(client, query):
    post = make_post()
    make_comment(post, text="1")
    make_comment(post, text="2")
    assert outline(read(client, post.get_absolute_url() + query)) == ["1", "2"]


def test_pages_turned_round_begin_with_the_newest(client):
    post = make_post()
    add_comments(post, 120)
    here = post.get_absolute_url()
    page = read(client, f"{here}comments/2/?order=newest")
    assert numbers(page) == [str(number) for number in range(23, 6, -1)]
    (nav,) = page.all("nav", **{"class": "pagination"})
    assert [(a.get("rel"), a.get("href"), a.text) for a in nav.findall("a")] == [
        ("prev", f"{here}?order=newest#comments", "Newer comments"),
        ("next", f"{here}comments/3/?order=newest#comments", "Older comments"),
    ]


def test_an_address_of_a_comment_leads_to_its_page_in_the_order_of_the_author(client):
    newest_first()
    post = make_post()
    add_comments(post, 60)
    oldest = Comment.objects.order_by("pk").first()
    assert client.get(oldest.get_absolute_url())["Location"] == (
        f"{post.get_absolute_url()}comments/2/#comment-{oldest.pk}"
    )


def test_an_answer_to_the_last_level_stands_beside_it_and_says_whom_it_answers(client):
    row = site_settings()
    row.thread_depth = 2
    row.save()
    post = make_post()
    first = make_comment(post, text="1")
    second = make_comment(parent=first, text="1.1", author_name="Bob")
    make_comment(parent=second, text="to Bob")
    page = read(client, post.get_absolute_url())
    assert outline(page) == ["1", ["1.1", "to Bob"]]
    (link,) = page.all("a", **{"class": "comment-answers"})
    assert link.get("href") == f"#comment-{second.pk}"
    assert page.texts("a", **{"class": "comment-answers"}) == ["in answer to Bob"]


def test_a_removed_comment_with_answers_keeps_its_place_and_nothing_else(client):
    post = make_post()
    gone = make_comment(post, text="Regretted words", author_name="Regretful")
    make_comment(parent=gone, text="1.1")
    make_comment(post, text="2")
    moderation.remove(Comment.objects.filter(pk=gone.pk))
    page = read(client, post.get_absolute_url())
    assert outline(page) == ["…", ["1.1"], "2"]
    assert numbers(page) == ["1", "2"]
    assert "Regret" not in page.html
    assert client.get(gone.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("status", [Status.PENDING, Status.SPAM, Status.REMOVED])
def test_what_is_not_approved_is_not_there(client, status):
    comment = make_comment(text="Held words", status=status)
    page = read(client, comment.post.get_absolute_url())
    assert "Held words" not in page.html
    assert page.texts("a", **{"class": "tab"})[0] == "Comments (0)"
    assert client.get(comment.get_absolute_url()).status_code == 404


def test_names_and_addresses_of_readers_are_text_and_links_that_vouch_for_nothing(client):
    post = make_post()
    make_comment(post, author_name="<b>Ann</b>", url="https://ann.example/?a=1&b=2")
    page = read(client, post.get_absolute_url())
    (name,) = page.all("h3", **{"class": "comment-name"})
    (link,) = name.iter("a")
    assert (link.get("href"), link.get("rel")) == (
        "https://ann.example/?a=1&b=2", "nofollow ugc noopener"
    )  # fmt: skip
    assert "".join(name.itertext()).strip() == "<b>Ann</b>"


def test_nothing_private_is_printed(client):
    comment = make_comment(email="ann@secret.example", ip="203.0.113.99")
    for address in (comment.post.get_absolute_url(), f"/comments/{comment.pk}/reply/"):
        html = read(client, address).html
        assert "secret.example" not in html
        assert "203.0.113" not in html


@pytest.mark.parametrize("make", [make_post, make_page])
def test_a_long_discussion_has_pages_of_whole_threads(client, make):
    post = make(published_at=CALLED)
    add_comments(post, 99)  # 33 threads of 3
    late = make_comment(post, text="The last word")
    above = post.get_absolute_url()
    first = read(client, above)
    second = read(client, f"{above}comments/2/")
    assert len(first.all("article", **{"class": "comment-item"})) == 51
    assert len(second.all("article", **{"class": "comment-item"})) == 49
    assert numbers(first) == [str(n) for n in range(1, 18)]
    assert numbers(second) == [str(n) for n in range(18, 35)]
    assert "Page 1 of 2" in first.html
    links = [a.get("href") for page in (first, second) for a in page.tree.iter("a")
             if a.get("rel") in {"next", "prev"} and "#comments" in a.get("href")]  # fmt: skip
    assert links == [f"{above}comments/2/#comments", f"{above}#comments"]
    assert second.link("canonical") == first.link("canonical")
    assert client.get(f"{above}comments/3/").status_code == 404
    assert "The last word" in second.html
    assert client.get(late.get_absolute_url())["Location"] == (
        f"{above}comments/2/#comment-{late.pk}"
    )


def test_every_permalink_finds_the_page_of_its_comment(client):
    post = make_post()
    add_comments(post, 150)
    moderation.remove(Comment.objects.filter(pk__in=Comment.objects.values("pk")[5:20]))
    shown = 0
    pages = {}
    for comment in Comment.objects.approved():
        address, mark = client.get(comment.get_absolute_url())["Location"].split("#")
        if address not in pages:
            pages[address] = read(client, address).html
        assert f'id="{mark}"' in pages[address]
        shown += 1
    assert len(pages) >= 2
    assert shown == 135


def test_one_endless_thread_is_one_page(client):
    post = make_post()
    (root,) = add_level(post, [None])
    add_level(post, [root] * 120)
    (last,) = add_level(post, [None])
    first = read(client, post.get_absolute_url())
    assert len(first.all("article", **{"class": "comment-item"})) == 121
    assert client.get(last.get_absolute_url())["Location"].endswith(
        f"comments/2/#comment-{last.pk}"
    )


def test_a_permalink_answers_nobody_but_its_readers(client):
    comment = make_comment()
    assert client.head(comment.get_absolute_url()).status_code == 302
    assert client.post(comment.get_absolute_url()).status_code == 405
    for address in ("/comments/0/", "/comments/x/", f"/comments/{'9' * 30}/", "/comments/01/"):
        assert client.get(address).status_code == 404


def test_answers_are_offered_where_they_are_taken(client):
    post = make_post(comments_allowed=False)
    comment = make_comment(post, user=make_user(is_staff=True))
    assert "comment-reply" not in read(client, post.get_absolute_url()).html
    staff = make_user(is_staff=True)
    client.login(username=staff.username, password=PASSWORD)
    (reply,) = read(client, post.get_absolute_url()).all("a", **{"class": "comment-reply"})
    assert reply.get("href") == f"/comments/{comment.pk}/reply/"


def test_a_video_alone_on_its_line_waits_for_a_click(client):
    comment = make_comment(
        text="See:\n\nhttps://youtu.be/dQw4w9WgXcQ\n\n[seesmic http://s.example/v]"
    )
    page = read(client, comment.post.get_absolute_url())
    (video,) = page.all("a", **{"class": "video-facade"})
    assert video.get("data-embed") == "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
    assert [a for a in page.all("a") if a.get("href") == "http://s.example/v"]
    assert not page.all("iframe")


def test_trackbacks_have_a_tab_and_a_count_of_their_own(client):
    post = make_post()
    make_trackback(post, title="They answered")
    make_trackback(post, title="Held", status=Status.PENDING)
    page = read(client, post.get_absolute_url())
    assert page.texts("a", **{"class": "tab"}) == ["Comments (0)", "Trackbacks (1)"]
    assert "They answered" in page.html
    assert "Held" not in page.html


def pictures(page):
    """(its classes, its paths) of each picture, in the order of the page."""
    found = page.all("{http://www.w3.org/2000/svg}svg", **{"class": "avatar"})
    return [(svg.get("class").split(), [path.get("d") for path in svg]) for svg in found]


def test_a_writer_has_the_same_picture_everywhere_and_the_author_another(client):
    post = make_post()
    first = make_comment(post, email="ann@example.com", author_name="Ann")
    make_comment(post, email="ANN@example.com", author_name="Not Ann")
    make_comment(parent=first, user=make_user(is_staff=True))
    ann, author, not_ann = pictures(read(client, post.get_absolute_url()))
    assert ann == not_ann
    assert author[0] == ["avatar", "avatar--author"]
    assert "avatar--author" not in ann[0]
    assert author[1] != ann[1]


def test_who_left_no_address_has_a_blank_picture(client):
    comment = make_comment(email="")
    assert pictures(read(client, comment.post.get_absolute_url())) == [(["avatar"], [])]


def test_the_author_may_do_without_pictures(client):
    comment = make_comment()
    SiteSettings.objects.update_or_create(pk=1, defaults={"show_avatars": False})
    assert pictures(read(client, comment.post.get_absolute_url())) == []
