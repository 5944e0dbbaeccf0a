"""The worker's decisions: what is tried again, when, and what is taken over."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from config import worker
from config.presence import Presence
from config.worker import JobsWorker, claim, recover_abandoned
from tests.config import sample_jobs
from tests.config.sample_jobs import lines

# Real commits, since the worker takes its jobs in transactions of their own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.PERIODIC_JOBS = {}


@pytest.fixture
def paper(tmp_path):
    return str(tmp_path / "paper")


def only_job():
    return DBTaskResult.objects.get()


def make_due():
    DBTaskResult.objects.update(run_after=timezone.now())


def test_a_job_is_done(paper):
    sample_jobs.write_down.enqueue(paper, "hello")
    JobsWorker().drain()
    assert lines(paper) == ["hello"]
    assert only_job().status == "SUCCESSFUL"


def test_a_job_that_fails_waits_for_another_try(paper, caplog):
    sample_jobs.fail.enqueue(paper)
    JobsWorker().drain()
    job = only_job()
    assert lines(paper) == ["tried"]
    assert job.status == "READY"
    assert 20 < (job.run_after - timezone.now()).total_seconds() < 40
    assert "sample_jobs.fail failed, next try in" in caplog.text


def test_tries_come_ever_later_and_end(paper, settings, caplog):
    settings.JOB_ATTEMPTS = 4
    sample_jobs.fail.enqueue(paper)
    waits = []
    for _ in range(3):
        JobsWorker().drain()
        waits.append((only_job().run_after - timezone.now()).total_seconds())
        make_due()
    JobsWorker().drain()
    assert waits[0] < waits[1] < waits[2]
    assert len(lines(paper)) == 4
    assert only_job().status == "FAILED"
    assert "failed for good" in caplog.text
    JobsWorker().drain()
    assert len(lines(paper)) == 4


def test_a_job_planned_for_later_waits(paper):
    later = timezone.now() + timedelta(hours=1)
    sample_jobs.write_down.using(run_after=later).enqueue(paper, "later")
    JobsWorker().drain()
    assert lines(paper) == []
    make_due()
    JobsWorker().drain()
    assert lines(paper) == ["later"]


def test_a_job_goes_to_one_worker_alone(paper):
    sample_jobs.write_down.enqueue(paper, "once")
    assert claim("one") is not None
    assert claim("other") is None


def test_an_idle_worker_asks_one_question(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert claim("one") is None


def running_job(paper, owner, *, minutes=0):
    sample_jobs.write_down.enqueue(paper, "done")
    claim(owner)
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=minutes))


def test_the_job_of_a_worker_that_died_here_is_taken_over_at_once(paper):
    (worker.presence_folder()).mkdir()
    (worker.presence_folder() / "dead").touch()
    running_job(paper, "dead")
    assert recover_abandoned("me", set()) == 1
    assert list(worker.presence_folder().iterdir()) == []
    JobsWorker().drain()
    assert lines(paper) == ["done"]


def test_the_job_of_a_worker_that_lives_is_left_alone(paper):
    with Presence(worker.presence_folder(), "busy"):
        running_job(paper, "busy", minutes=600)
        assert recover_abandoned("me", set()) == 0


def test_the_job_of_a_worker_elsewhere_is_taken_over_after_its_lease(paper, settings):
    settings.JOB_LEASE = 600
    running_job(paper, "elsewhere", minutes=9)
    assert recover_abandoned("me", set()) == 0
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=11))
    assert recover_abandoned("me", set()) == 1
    assert only_job().status == "READY"


def test_a_job_that_this_worker_lost_is_taken_up_again(paper):
    with Presence(worker.presence_folder(), "me"):
        running_job(paper, "me", minutes=2)
        assert recover_abandoned("me", {only_job().pk}) == 0
        assert recover_abandoned("me", set()) == 1


def test_a_job_that_kills_every_worker_is_given_up(paper, settings):
    settings.JOB_ATTEMPTS = 1
    running_job(paper, "elsewhere", minutes=60)
    recover_abandoned("me", set())
    assert only_job().status == "FAILED"
    assert "killed" in only_job().traceback


def test_periodic_jobs_are_called_once_in_their_time(tmp_path, settings, monkeypatch):
    monkeypatch.setenv("TICK_FILE", str(tmp_path / "ticks"))
    settings.PERIODIC_JOBS = {"tests.config.sample_jobs.tick": 10**9}
    JobsWorker().drain()
    JobsWorker().drain()
    assert len(lines(tmp_path / "ticks")) == 1


def test_periodic_jobs_are_called_again_in_the_next_stretch(
    tmp_path, settings, monkeypatch, time_machine
):
    monkeypatch.setenv("TICK_FILE", str(tmp_path / "ticks"))
    settings.PERIODIC_JOBS = {"tests.config.sample_jobs.tick": 60}
    same = JobsWorker()
    for minute in (0, 1, 2):
        time_machine.move_to(f"2026-03-01T10:{minute:02}:30Z", tick=False)
        same.drain()
    assert len(lines(tmp_path / "ticks")) == 3


def test_a_broken_periodic_job_does_not_stop_the_others(paper, settings, caplog):
    settings.PERIODIC_JOBS = {"tests.config.sample_jobs.broken_tick": 10**9, "no.such.job": 10**9}
    sample_jobs.write_down.enqueue(paper, "done")
    JobsWorker().drain()
    assert lines(paper) == ["done"]
    assert "broken_tick failed" in caplog.text
    assert "no.such.job failed" in caplog.text


def test_a_broken_database_is_waited_for(caplog, monkeypatch):
    monkeypatch.setattr(worker, "BROKEN_SECONDS", 0)

    def broken():
        raise OperationalError("server closed\nthe connection")

    assert JobsWorker()._guarded(broken) is False
    assert "tries again" in caplog.text


def test_results_are_forgotten_in_the_end(paper):
    for days in (1, 8, 8, 31):
        DBTaskResult.objects.create(
            status="SUCCESSFUL" if days < 31 else "FAILED",
            finished_at=timezone.now() - timedelta(days=days),
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
            run_after=get_date_max(),
        )
    worker.prune_results()
    assert DBTaskResult.objects.count() == 1


def test_logins_that_ran_out_are_forgotten():
    for days in (-1, 1):
        Session.objects.create(
            session_key=f"key{days}", expire_date=timezone.now() + timedelta(days=days)
        )
    worker.prune_sessions()
    assert [row.session_key for row in Session.objects.all()] == ["key1"]
