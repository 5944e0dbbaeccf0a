"""Works off the site's jobs: retries what failed, takes over what a dead worker left behind."""

from __future__ import annotations

import logging
import random
import secrets
import threading
import time
from datetime import timedelta
from pathlib import Path
from queue import Empty, SimpleQueue

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from blog.limits import first_in_window
from config.presence import Presence, split_by_life

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
RECOVERY_SECONDS = 5.0
BROKEN_SECONDS = 5.0
FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS = 30.0, 3600.0
# Longer than a worker takes from claiming a job to noting that it does it.
CLAIM_SECONDS = 60
BACKEND = "default"


class JobsWorker:
    """One process that works off jobs and periodic jobs in several threads.

    A job is done at least once: it must bear being done again. One that raises is tried again,
    settings.JOB_ATTEMPTS times in all, ever later. One whose worker was killed is taken over by
    any other: at once on the same machine, after settings.JOB_LEASE seconds from another one.
    """

    def __init__(self, *, threads: int = 2) -> None:
        self.name = secrets.token_hex(16)
        self.presence = Presence(presence_folder(), self.name)
        self._threads = threads
        self._stopping = threading.Event()
        self._orders: SimpleQueue[bool] = SimpleQueue()
        self._in_flight: set = set()
        self._windows: dict[str, int] = {}

    def stop(self) -> None:
        """End after the jobs that are being done; may be called from a signal handler."""
        self._orders.put(True)

    def run(self) -> None:
        """Work until stop() is called."""
        with self.presence:
            threads = [threading.Thread(target=self._work) for _ in range(self._threads)]
            for thread in threads:
                thread.start()
            self._recover()
            while not self._is_told_to_stop(RECOVERY_SECONDS):
                self._recover()
            self._stopping.set()
            for thread in threads:
                thread.join()

    def drain(self) -> None:
        """Do what is due now, what it adds too, and return. Raises DatabaseError."""
        with self.presence:
            recover_abandoned(self.name, self._in_flight)
            while self._step():
                pass

    def _recover(self) -> None:
        self._guarded(lambda: recover_abandoned(self.name, self._in_flight))

    def _is_told_to_stop(self, seconds: float) -> bool:
        try:
            return self._orders.get(timeout=seconds)
        except Empty:
            return False

    def _work(self) -> None:
        try:
            while not self._stopping.is_set():
                if not self._guarded(self._step):
                    self._stopping.wait(IDLE_SECONDS)
        finally:
            connections.close_all()

    def _guarded(self, action) -> bool:
        """Return what `action` does; a broken database is waited for, not died of."""
        try:
            return bool(action())
        except DatabaseError as error:
            logger.warning("The database fails the worker, which tries again: %s", error)
        except Exception:
            logger.exception("The worker met an error and goes on")
        finally:
            close_old_connections()
        self._stopping.wait(BROKEN_SECONDS)
        return False

    def _step(self) -> bool:
        """Do one thing that is due; return whether there was one."""
        if self._run_periodic():
            return True
        row = claim(self.name)
        if row is not None:
            self._run(row)
        return row is not None

    def _run(self, row: DBTaskResult) -> None:
        self._in_flight.add(row.pk)
        try:
            _runner(self.name).run_task(row)
        finally:
            self._in_flight.discard(row.pk)
        if row.status == TaskResultStatus.FAILED:
            plan_retry(row)

    def _run_periodic(self) -> bool:
        """Call the first periodic job that nobody has called in its present stretch of time."""
        for path, seconds in settings.PERIODIC_JOBS.items():
            window = int(time.time()) // seconds
            if self._windows.get(path) == window:
                continue
            is_ours = first_in_window(f"job:{path}", seconds)
            self._windows[path] = window
            if is_ours:
                _call_periodic(path)
                return True
        return False


def presence_folder() -> Path:
    return settings.DATA_DIR / "workers"


def claim(worker: str) -> DBTaskResult | None:
    """Take the most urgent due job for `worker`; only one worker gets it."""
    due = DBTaskResult.objects.ready().filter(backend_name=BACKEND)
    if not due.exists():  # an idle worker must not take SQLite's write lock each second
        return None
    with exclusive_transaction(due.db):
        row = due.get_locked()
        if row is not None:
            row.claim(worker)
    return row


def plan_retry(row: DBTaskResult) -> None:
    """Let a failed job be tried again later, unless its attempts are spent."""
    attempts, reason = len(row.worker_ids), row.traceback.strip().splitlines()[-1:]
    if attempts >= settings.JOB_ATTEMPTS:
        logger.error("%s failed for good: %s", row.task_path, *reason or [""])
        return
    delay = min(FIRST_RETRY_SECONDS * 2 ** (attempts - 1), LONGEST_RETRY_SECONDS)
    delay *= random.uniform(0.8, 1.2)  # noqa: S311
    _ready_again(row, timezone.now() + timedelta(seconds=delay))
    logger.warning("%s failed, next try in %.0f s: %s", row.task_path, delay, *reason or [""])


def recover_abandoned(worker: str, in_flight: set) -> int:
    """Put the running jobs of workers that are gone back into the queue; return how many.

    `worker` is whoever asks: a job that bears its name and is not `in_flight` was lost when
    the database failed at its end.
    """
    living, dead = split_by_life(presence_folder())
    expired = timezone.now() - timedelta(seconds=settings.JOB_LEASE)
    just_now = timezone.now() - timedelta(seconds=CLAIM_SECONDS)
    count = 0
    for row in DBTaskResult.objects.running().filter(backend_name=BACKEND):
        owner = row.worker_ids[-1] if row.worker_ids else ""
        is_lost = owner == worker and row.pk not in in_flight and row.started_at < just_now
        is_expired = owner not in living and row.started_at < expired
        if is_lost or is_expired or owner in dead:
            count += _take_over(row)
    for name in dead:
        (presence_folder() / name).unlink(missing_ok=True)
    return count


def prune_results() -> None:
    """Forget jobs that ended long ago: a week after success, a month after failure."""
    call_command(
        "prune_db_task_results",
        queue_name="*",
        min_age_days=7,
        failed_min_age_days=30,
        verbosity=0,
    )


def prune_sessions() -> None:
    """Forget logins that have run out."""
    call_command("clearsessions")


def _take_over(row: DBTaskResult) -> int:
    logger.warning("%s was left behind by a worker that is gone", row.task_path)
    if len(row.worker_ids) < settings.JOB_ATTEMPTS:
        return _ready_again(row, timezone.now())
    row.set_failed(RuntimeError("Each worker that began this job was killed."))
    return 1


def _ready_again(row: DBTaskResult, when) -> int:
    """Requeue `row` as it is known here; 0 where somebody else has changed it meanwhile."""
    same = DBTaskResult.objects.filter(pk=row.pk, status=row.status, started_at=row.started_at)
    return same.update(status=TaskResultStatus.READY, run_after=when, finished_at=None)


def _call_periodic(path: str) -> None:
    try:
        import_string(path)()
    except DatabaseError:
        raise
    except Exception:
        logger.exception("The periodic job %s failed", path)


def _runner(worker: str) -> Worker:
    """django-tasks-db's own way to run one job; its loop and its signals are not used."""
    return Worker(
        queue_names=["*"], interval=0, batch=True, backend_name=BACKEND, startup_delay=False,
        max_tasks=None, worker_id=worker, excluded_queue_names=[],
    )  # fmt: skip
