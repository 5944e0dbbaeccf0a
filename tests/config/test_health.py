"""/healthz and /readyz: what machines ask."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.page_cache.figures import Figures, totals
from tests.config import sample_jobs


@pytest.mark.django_db
def test_alive_costs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_migrated_site_is_ready(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "database": "ok",
        "migrations": "ok",
        "jobs": "ok",
        "oldest_due_job_seconds": 0,
        "page_cache": totals(),
    }


@pytest.mark.django_db
def test_ready_costs_a_query_for_the_tables_and_one_for_the_jobs(client, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(2):
        client.get("/readyz")


@pytest.mark.django_db
def test_it_tells_how_the_page_cache_does(client):
    figures = Figures(place=0)
    before = client.get("/readyz").json()["page_cache"]
    figures.count("hits")
    figures.set("pages", 7)
    after = client.get("/readyz").json()["page_cache"]
    assert after == before | {"hits": before["hits"] + 1, "pages": 7}


@pytest.mark.django_db
def test_a_site_whose_tables_are_behind_is_not(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'comments'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["migrations"] == "missing"


@pytest.mark.django_db
def test_a_queue_that_nobody_works_off_is_told(client):
    sample_jobs.write_down.enqueue("/nowhere", "never")
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(hours=1))
    sample_jobs.write_down.using(run_after=timezone.now() + timedelta(days=1)).enqueue("/", "later")
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["jobs"] == "late"
    assert 3600 <= response.json()["oldest_due_job_seconds"] < 3660


@pytest.mark.django_db
def test_a_redis_that_does_not_answer_is_told_and_takes_no_page_away(client, settings, monkeypatch):
    settings.CACHE_URL = "redis://127.0.0.1:1/0"
    assert client.get("/readyz").json()["redis"] == "ok"  # the cache of test runs always answers
    monkeypatch.setattr(cache, "get", refused)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["redis"] == "unreachable"


def refused(*_args, **_options):
    raise ConnectionError("Connection refused")


@pytest.mark.django_db
def test_a_broken_database_is_told_without_its_secrets(client):
    def fail(execute, sql, params, many, context):
        raise OperationalError("password authentication failed for user me")

    with connection.execute_wrapper(fail):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "unreachable"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["blog.example.com", "127.0.0.1"])
def test_an_https_site_answers_on_loopback_too(client, path):
    assert client.get(path, headers={"host": "127.0.0.1:8000"}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/healthz").status_code == 405
