"""Counts of all processes: in Redis or in the database, and there while Redis fails."""

import logging
import time

import pytest
import time_machine
from django.core.cache import cache
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError

from blog import counts
from blog.counts import Outage, add_one, forget_old_windows
from blog.limits import Limit, allow, first_in_window, first_used_up, is_used_up
from blog.models import LimitWindow

LIMIT = Limit("test", hits=2, seconds=60)
REFUSED = RedisConnectionError("Error 111 connecting to 127.0.0.1:6379. Connection refused.")


@pytest.fixture(autouse=True)
def _noon(settings, monkeypatch):
    settings.RATE_LIMITS = True
    monkeypatch.setattr(counts, "outage", Outage())
    with time_machine.travel("2026-03-01T12:00:10Z", tick=False):
        yield


@pytest.fixture
def redis(settings):
    """A CACHE_URL is set; what stands for Redis here is the cache of test runs."""
    settings.CACHE_URL = "redis://127.0.0.1:6379/1"


@pytest.fixture
def broken(redis, monkeypatch):
    """Call it with what the client raises from now on."""

    def breaks(error):
        def fail(*_args, **_options):
            asked.append(error)
            raise error

        for name in ("get", "get_many", "add", "incr"):
            monkeypatch.setattr(cache, name, fail)
        return asked

    asked = []
    return breaks


def later(monkeypatch, seconds):
    now = time.monotonic()
    monkeypatch.setattr(counts.time, "monotonic", lambda: now + seconds)


def test_redis_counts_where_one_is_named(redis):
    assert not is_used_up(LIMIT, "a")
    assert [allow(LIMIT, "a") for _ in range(3)] == [True, True, False]
    assert is_used_up(LIMIT, "a")
    assert first_used_up([(LIMIT, "b"), (LIMIT, "a")]) == LIMIT


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error", [REFUSED, ResponseError("OOM command not allowed"), TimeoutError("timed out")]
)
def test_the_limit_holds_in_the_database_while_redis_fails(broken, error):
    broken(error)
    assert not is_used_up(LIMIT, "a")
    assert [allow(LIMIT, "a") for _ in range(3)] == [True, True, False]
    assert is_used_up(LIMIT, "a")
    assert first_used_up([(LIMIT, "b"), (LIMIT, "a")]) == LIMIT


@pytest.mark.django_db
def test_a_redis_that_fails_is_left_alone_for_a_while(broken, monkeypatch):
    asked = broken(REFUSED)
    for _ in range(5):
        allow(LIMIT, "a")
    assert len(asked) == 1
    later(monkeypatch, counts.RETRY_SECONDS + 1)
    allow(LIMIT, "a")
    assert len(asked) == 2


@pytest.mark.django_db
def test_a_redis_that_answers_again_counts_again(redis, monkeypatch):
    counts.outage.begin(REFUSED)
    assert [allow(LIMIT, "a") for _ in range(3)] == [True, True, False]
    later(monkeypatch, counts.RETRY_SECONDS + 1)
    assert allow(LIMIT, "a")
    assert LimitWindow.objects.get().hits == 3


@pytest.mark.django_db
def test_a_redis_that_fails_is_lamented_once_a_minute(broken, monkeypatch, caplog):
    broken(REFUSED)
    with caplog.at_level(logging.WARNING):
        for second in range(0, 130, 5):
            with monkeypatch.context() as clock:
                clock.setattr(counts.time, "monotonic", lambda second=second: 1000.0 + second)
                allow(LIMIT, "a")
    assert [record.getMessage() for record in caplog.records] == [
        f"Redis (CACHE_URL) fails, so the database counts: {REFUSED}"
    ] * 3


def test_a_fault_of_the_program_is_no_outage(broken):
    broken(AttributeError("a slip of the pen"))
    with pytest.raises(AttributeError):
        allow(LIMIT, "a")


def test_a_count_that_redis_dropped_meanwhile_begins_anew(redis, monkeypatch):
    window = ("dropped", 0)
    monkeypatch.setattr(cache, "add", lambda *args, **options: False)
    assert add_one(window, 60) == 1
    assert add_one(window, 60) == 2


@pytest.mark.django_db
def test_what_must_be_done_once_is_counted_in_the_database_whatever_becomes_of_redis(redis):
    assert first_in_window("job", 60)
    cache.clear()
    assert not first_in_window("job", 60)


@pytest.mark.django_db
def test_old_counts_are_forgotten_once_they_are_over_on_every_host():
    with time_machine.travel(1_700_000_000, tick=False) as clock:
        allow(LIMIT, "old")
        clock.shift(counts.KEPT_SECONDS)
        allow(LIMIT, "new")
        assert forget_old_windows() == 0
        clock.shift(LIMIT.seconds)
        assert forget_old_windows() == 1
        assert LimitWindow.objects.count() == 1
