"""Where a reader wrote from, and with what, is forgotten after a while."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings as site
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog import privacy
from blog.models import SiteSettings
from comments.models import Comment
from tests.factories import make_comment, make_post, make_trackback
from trackbacks.models import Claim

pytestmark = pytest.mark.django_db

SENDER = {"ip": "203.0.113.9", "user_agent": "Browser 7"}


def make_claim(post, **fields):
    number = Claim.objects.count()
    page = f"https://other.example/{number}"
    return Claim.objects.create(post=post, source=page, protocol="pingback", **SENDER | fields)


def rows_of_age(days):
    """One of everything that keeps where it came from."""
    then = timezone.now() - timedelta(days=days)
    post = make_post()
    rows = [make_comment(post), make_trackback(post), make_claim(post)]
    for row in rows:
        age = {"received_at" if isinstance(row, Claim) else "created_at": then}
        type(row).objects.filter(pk=row.pk).update(**SENDER | age)
    return rows


def known_of(rows):
    return [type(row).objects.values_list("ip", "user_agent").get(pk=row.pk) for row in rows]


def keep_for(days):
    SiteSettings.objects.update_or_create(pk=1, defaults={"forget_networks_after_days": days})


def test_they_are_forgotten_after_thirty_days():
    old, young = rows_of_age(31), rows_of_age(29)
    assert privacy.forget_networks() == 3
    assert known_of(old) == [(None, "")] * 3
    assert known_of(young) == [tuple(SENDER.values())] * 3


def test_the_author_says_after_how_many():
    keep_for(7)
    old = rows_of_age(8)
    privacy.forget_networks()
    assert known_of(old) == [(None, "")] * 3


def test_nothing_is_forgotten_where_she_says_never():
    keep_for(0)
    old = rows_of_age(5000)
    assert privacy.forget_networks() == 0
    assert known_of(old) == [tuple(SENDER.values())] * 3


def test_what_is_forgotten_is_not_written_again():
    rows_of_age(31)
    privacy.forget_networks()
    with CaptureQueriesContext(connection) as queries:
        assert privacy.forget_networks() == 0
    assert not [query for query in queries.captured_queries if "UPDATE" in query["sql"]]


def test_half_of_it_is_enough(monkeypatch):
    monkeypatch.setattr(privacy, "BATCH", 2)
    post = make_post()
    then = timezone.now() - timedelta(days=31)
    for number in range(5):
        known = {"ip": None} if number % 2 else {"user_agent": ""}
        make_claim(post, received_at=then, **known)
    assert privacy.forget_networks() == 5
    assert not Claim.objects.with_network().exists()


def test_each_batch_is_looked_for_behind_the_last_one(monkeypatch):
    """From the beginning each time, a million old comments would be read two thousand times."""
    monkeypatch.setattr(privacy, "BATCH", 2)
    post = make_post()
    for _ in range(5):
        make_claim(post, received_at=timezone.now() - timedelta(days=31))
    ids = sorted(Claim.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        privacy.forget_networks()
    table = Claim._meta.db_table
    looked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    behind = [
        int(found) for sql in looked if table in sql for found in re.findall(r'"id" > (\d+)', sql)
    ]
    assert behind == [0, ids[1], ids[3], ids[4]]


def test_no_table_that_keeps_them_is_left_out():
    """A table that is added later, with an address or a program in it, must be thought of."""
    found = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.GenericIPAddressField) or field.name == "user_agent"
    }
    assert found == {type(row)._meta.label for row in rows_of_age(1)}


def test_the_jobs_worker_forgets_them_by_itself():
    assert "blog.privacy.forget_networks" in site.PERIODIC_JOBS


def test_which_comments_came_from_one_browser_is_forgotten_with_the_networks():
    comment = make_comment(ip=None)
    then = timezone.now() - timedelta(days=31)
    Comment.objects.update(user_agent="", ip=None, browser=7, created_at=then)
    assert privacy.forget_networks() == 1
    comment.refresh_from_db()
    assert comment.browser is None
