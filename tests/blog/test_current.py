from datetime import timedelta

import pytest
from django.utils import timezone

from blog.current import MenuItem, current_settings_middleware, menu, site_settings
from tests.factories import make_page, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["saved", "never saved"])
def settings_row(request):
    if request.param == "saved":
        site_settings().save()


@pytest.mark.usefixtures("settings_row")
def test_the_menu_holds_the_pages_that_the_author_chose_in_her_order():
    make_page(title="Zoo", slug="zoo", in_menu=True, menu_order=-1)
    make_page(title="About", slug="about", in_menu=True)
    make_page(title="", slug="nameless", in_menu=True, menu_order=5)
    make_page(title="Hidden", in_menu=False)
    make_page(title="Draft", in_menu=True, status="draft")
    make_page(title="Later", in_menu=True, published_at=timezone.now() + timedelta(days=1))
    make_post(title="No page", in_menu=True)
    assert menu() == [
        MenuItem("Zoo", "/zoo/"),
        MenuItem("About", "/about/"),
        MenuItem("(no title)", "/nameless/"),
    ]


@pytest.mark.usefixtures("settings_row")
def test_a_site_without_pages_has_an_empty_menu():
    assert menu() == []


def test_settings_and_menu_are_one_question_a_request(django_assert_num_queries):
    site_settings().save()
    make_page(in_menu=True)

    def answer(_request):
        assert [len(menu()) for _ in range(3)] == [1] * 3
        return site_settings()

    with django_assert_num_queries(1):
        current_settings_middleware(answer)(None)
