"""The list of posts: what it tells, how it is searched, what is done with many at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from blog.models import Post
from tests.blog.admin.asking import bulk, messages, shown
from tests.factories import make_category, make_post, make_tag

LIST = reverse("admin:blog_post_changelist")
pytestmark = pytest.mark.django_db


def soon():
    return timezone.now() + timedelta(days=3)


@pytest.fixture
def one_of_each(author):
    return {
        "scheduled": make_post(author=author, published_at=soon()),
        "draft": make_post(author=author, status="draft"),
        "private": make_post(author=author, status="private"),
        "published": make_post(author=author),
    }


def test_it_tells_where_each_post_stands(admin, one_of_each):
    page = admin.get(LIST).content.decode()
    for state in one_of_each:
        assert page.count(f'class="state state-{state}"') == 1


@pytest.mark.parametrize("state", ["scheduled", "draft", "private", "published"])
def test_it_is_filtered_by_state(admin, one_of_each, state):
    assert shown(admin, LIST, state=state) == [one_of_each[state]]


def test_it_begins_with_what_has_no_date_yet(admin, author):
    published = make_post(author=author)
    draft = make_post(author=author, status="draft", published_at=None)
    scheduled = make_post(author=author, published_at=soon())
    assert shown(admin, LIST) == [draft, scheduled, published]


def test_it_is_filtered_by_category_with_what_is_below(admin, author):
    below = make_category("Below", parent=make_category("Top"))
    post = make_post(author=author, categories=[below])
    make_post(author=author)
    assert shown(admin, LIST, category="top") == [post]


def test_it_is_filtered_by_author(admin, author):
    post = make_post(author=author)
    make_post()
    assert shown(admin, LIST, author=author.pk) == [post]


def test_it_shows_no_pages(admin, author):
    make_post(author=author, kind="page")
    assert shown(admin, LIST) == []


def test_search_finds_words_of_the_text(admin, author):
    post = make_post(author=author, body="A heron stood there.")
    make_post(author=author)
    assert shown(admin, LIST, q="heron") == [post]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "x" * 5000,
        "state=%00",
        "state=x",
        "category=%00",
        "author=%00",
        "author=x",
        "o=99.x",
        "p=x",
        "p=" + "9" * 40,
        "published_at__year=x",
        "published_at__year=0",
        "published_at__year=99999999",
        "published_at__month=13&published_at__year=2026",
        "published_at__day=31&published_at__month=2&published_at__year=2026",
        "is_sticky__exact=%00",
        "author__password__startswith=x",
        "nonsense=1",
    ],
)
def test_a_crooked_address_is_no_fault_of_the_site(admin, author, query):
    make_post(author=author)
    assert admin.get(f"{LIST}?{query}").status_code in {200, 302, 400}


def test_it_costs_the_same_with_many_posts(admin, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(30) as counted:
            admin.get(LIST)
        return len(counted)

    def write(number):
        for _ in range(number):
            make_post(tags=[make_tag()], categories=[make_category()])

    write(10)
    few = queries()
    write(90)
    assert queries() == few


def test_many_are_published_at_once(admin, author):
    drafts = [make_post(author=author, status="draft") for _ in range(2)]
    later = make_post(author=author, status="draft", published_at=soon())
    response = bulk(admin, LIST, "publish", [*drafts, later, make_post(author=author)])
    assert Post.objects.published().count() == 3
    assert Post.objects.scheduled().get() == later
    assert messages(response)[0] == "2 are published now."
    assert messages(response)[1].startswith("1 is scheduled")


def test_many_are_made_drafts_again(admin, author):
    posts = [make_post(author=author) for _ in range(2)]
    response = bulk(admin, LIST, "back_to_draft", posts)
    assert Post.objects.drafts().count() == 2
    assert messages(response) == ["2 are drafts again."]


def test_many_are_deleted_after_a_question(admin, author):
    posts = [make_post(author=author) for _ in range(3)]
    response = bulk(admin, LIST, "delete_selected", posts[:2])
    assert "Delete these for good?" in response.content.decode()
    assert Post.objects.count() == 3
    bulk(admin, LIST, "delete_selected", posts[:2], post="yes")
    assert Post.objects.get() == posts[2]


@pytest.mark.parametrize("pk", ["\x00", "x", "-1", "9" * 30, ""])
@pytest.mark.parametrize("action", ["publish", "back_to_draft", "delete_selected"])
def test_an_id_that_no_row_can_have_is_a_bad_request(admin, action, pk):
    assert admin.post(LIST, {"action": action, "_selected_action": pk}).status_code == 400


@pytest.mark.parametrize("action", ["", "\x00", "drop"])
def test_an_action_that_is_not_offered_does_nothing(admin, author, action):
    post = make_post(author=author)
    assert bulk(admin, LIST, action, [post]).status_code == 200
    assert Post.objects.get() == post
