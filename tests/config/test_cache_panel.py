"""The figures of the page cache on the start page: for whoever looks after the machine alone."""

import pytest
from django.urls import reverse

from blog.page_cache.figures import Figures, leave_place, totals
from config.cache_panel import cache_panel
from tests.factories import make_user

pytestmark = pytest.mark.django_db
TITLE = "Page cache of this machine"


def test_authors_and_moderators_see_none_of_it(client):
    client.force_login(make_user("ada", is_staff=True, is_superuser=False))
    assert TITLE not in client.get(reverse("admin:index")).content.decode()


def test_a_superuser_finds_it_folded_at_no_query(client, django_assert_num_queries):
    owner = make_user("olga", is_staff=True, is_superuser=True)
    client.force_login(owner)
    page = client.get(reverse("admin:index")).content.decode()
    assert f"<summary>{TITLE}</summary>" in page
    assert '<details class="machine" open' not in page
    with django_assert_num_queries(0):
        cache_panel(owner)


def test_it_adds_up_what_the_processes_of_the_machine_counted(settings):
    settings.PAGE_CACHE_MB, settings.WEB_WORKERS = 32, 2
    owner = make_user("olga", is_superuser=True)
    before, own = cache_panel(owner), Figures(place=5)
    for name in ["hits", "hits", "unchanged", "misses"]:
        own.count(name)
    own.set("pages", 3)
    after = cache_panel(owner)
    assert (after.hits - before.hits, after.made - before.made) == (2, 1)
    assert after.unchanged - before.unchanged == 1
    assert after.pages - before.pages == 3
    leave_place(5)
    assert cache_panel(owner).pages == before.pages
    assert after.most_bytes == 64 * 2**20


@pytest.mark.parametrize(
    ("hits", "made", "said"),
    [(0, 0, "nothing was asked yet"), (1999, 1, "99 %"), (1234, 0, "100 %"), (0, 3, "0 %")],
)
def test_the_share_is_never_rounded_up(client, monkeypatch, hits, made, said):
    figures = totals() | {"hits": hits, "misses": made}
    monkeypatch.setattr("config.cache_panel.totals", lambda: figures)
    client.force_login(make_user("olga", is_staff=True, is_superuser=True))
    assert said in client.get(reverse("admin:index")).content.decode()


def test_one_that_is_off_says_so(client, settings):
    settings.PAGE_CACHE_MB = 0
    client.force_login(make_user("olga", is_staff=True, is_superuser=True))
    assert "Off: PAGE_CACHE_MB is 0." in client.get(reverse("admin:index")).content.decode()
