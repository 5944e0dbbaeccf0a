"""Which claims are enqueued, and when."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.factories import make_post
from trackbacks import jobs
from trackbacks.models import Claim

pytestmark = pytest.mark.django_db

NOW = timezone.now
SOON, PAST = timedelta(minutes=5), timedelta(minutes=-5)


def make_claim(**fields):
    number = Claim.objects.count()
    defaults = {"source": f"https://other.example/{number}", "protocol": "trackback"}
    return Claim.objects.create(post=make_post(), **defaults | fields)


def enqueued():
    return [row.args_kwargs["args"][0] for row in DBTaskResult.objects.order_by("enqueued_at")]


def test_a_claim_that_is_due_is_enqueued_once_in_a_while():
    claim = make_claim(next_try_at=NOW() + PAST)
    assert jobs.sweep_claims() == 1
    assert jobs.sweep_claims() == 0
    assert enqueued() == [claim.pk]


def test_a_claim_whose_worker_died_is_enqueued():
    claim = make_claim(next_try_at=NOW() + PAST, leased_until=NOW() + PAST)
    jobs.sweep_claims()
    assert enqueued() == [claim.pk]


def test_the_job_takes_a_number_and_bears_being_done_again():
    claim = make_claim(state="verified")
    for _ in range(2):
        jobs.verify.call(claim.pk)
    jobs.verify.call(999_999_999)


def test_what_is_not_due_is_left_alone():
    make_claim(next_try_at=NOW() + SOON)
    make_claim(next_try_at=NOW() + PAST, leased_until=NOW() + SOON)
    for state in ("verified", "refused", "failed", "gone"):
        make_claim(state=state, next_try_at=NOW() + PAST)
    assert jobs.sweep_claims() == 0


def test_the_longest_due_come_first(monkeypatch):
    monkeypatch.setattr(jobs, "SWEPT_AT_ONCE", 2)
    claims = [make_claim(next_try_at=NOW() + PAST * age) for age in (1, 3, 2)]
    jobs.sweep_claims()
    assert enqueued() == [claims[1].pk, claims[2].pk]


def test_claims_that_came_to_nothing_are_forgotten_in_the_end():
    old = NOW() - timedelta(days=31)
    for state in ("refused", "failed"):
        make_claim(state=state, checked_at=old)
        make_claim(state=state, checked_at=NOW())
    kept = [make_claim(state=state, checked_at=old) for state in ("verified", "gone", "queued")]
    assert jobs.forget_claims() == 2
    assert Claim.objects.filter(pk__in=[claim.pk for claim in kept]).count() == 3
    assert Claim.objects.count() == 5


def test_the_periodic_jobs_of_the_settings_exist(settings):
    names = {path.rpartition(".")[2] for path in settings.PERIODIC_JOBS if "trackbacks" in path}
    assert all(callable(getattr(jobs, name)) for name in names)
    assert {"sweep_claims", "forget_claims"} <= names
