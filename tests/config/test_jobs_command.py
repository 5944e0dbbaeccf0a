"""`manage.py jobs` as real processes: killed, doubled, drained."""

import signal

from tests.config.sample_jobs import lines
from tests.waiting import wait_until


def test_once_does_what_is_due_and_ends(installation):
    paper = installation.folder / "paper"
    installation.enqueue("write_down", str(paper), "one")
    installation.enqueue("write_down", str(paper), "two")
    installation.must_run("jobs", "--once")
    assert lines(paper) == ["one", "two"]
    installation.must_run("jobs", "--once")
    assert lines(paper) == ["one", "two"]


def test_a_job_whose_worker_was_killed_is_finished_by_the_next(installation):
    paper = installation.folder / "paper"
    installation.enqueue("hang_the_first_time", str(paper))
    first = installation.start("jobs")
    wait_until(lambda: lines(paper) == [f"began {first.pid}"])
    first.kill()
    first.wait()
    second = installation.start("jobs")
    wait_until(lambda: lines(paper)[-1:] == ["done"])
    assert lines(paper) == [f"began {first.pid}", f"began {second.pid}", "done"]


def test_a_job_that_is_being_done_is_not_taken_over(installation):
    paper = installation.folder / "paper"
    installation.enqueue("hang_the_first_time", str(paper))
    first = installation.start("jobs")
    wait_until(lambda: lines(paper))
    installation.must_run("jobs", "--once")
    assert lines(paper) == [f"began {first.pid}"]


def test_a_worker_that_is_told_to_stop_ends_in_peace(installation):
    worker = installation.start("jobs")
    presence = installation.folder / "data" / "workers"
    wait_until(lambda: presence.is_dir() and any(presence.glob("[!.]*")))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
    assert list(presence.iterdir()) == []


def test_jobs_are_done_once_by_several_workers(installation):
    paper = installation.folder / "paper"
    installation.shell(
        "from tests.config.sample_jobs import write_down\n"
        f"for number in range(40): write_down.enqueue({str(paper)!r}, str(number))"
    )
    for _ in range(3):
        installation.start("jobs")
    wait_until(lambda: len(lines(paper)) >= 40)
    installation.must_run("jobs", "--once")
    assert sorted(map(int, lines(paper))) == list(range(40))


def test_a_periodic_job_is_called_by_one_worker_alone(installation):
    paper = installation.folder / "ticks"
    for _ in range(3):
        installation.must_run("jobs", "--once", TICK_FILE=str(paper))
    # Two where the hour changed meanwhile.
    assert len(lines(paper)) in {1, 2}


def test_no_thread_at_all_is_refused(installation):
    done = installation.run("jobs", "--threads", "0")
    assert done.returncode == 2
    assert "give 1 or more" in done.stderr
