"""Limits: one count for all processes, by network and stretch of time."""

import pytest
import time_machine

from blog.limits import Limit, allow, is_used_up, network_of
from blog.models import LimitWindow

LIMIT = Limit("test", hits=3, seconds=60)


@pytest.fixture(autouse=True)
def _limits_on(settings):
    settings.RATE_LIMITS = True


@pytest.mark.django_db
def test_the_limit_is_reached_and_not_passed():
    with time_machine.travel(1_700_000_000, tick=False):
        assert [allow(LIMIT, "a") for _ in range(5)] == [True, True, True, False, False]


@pytest.mark.django_db
def test_each_sender_and_each_limit_is_counted_apart():
    with time_machine.travel(1_700_000_000, tick=False):
        assert not all(allow(LIMIT, "a") for _ in range(4))
        assert allow(LIMIT, "b")
        assert allow(Limit("other", hits=1, seconds=60), "a")


@pytest.mark.django_db
def test_looking_whether_a_limit_is_used_up_counts_nothing():
    with time_machine.travel(1_700_000_000, tick=False):
        assert not any(is_used_up(LIMIT, "a") for _ in range(5))
        assert all(allow(LIMIT, "a") for _ in range(3))
        assert is_used_up(LIMIT, "a")
        assert not is_used_up(LIMIT, "b")


@pytest.mark.django_db
def test_a_new_stretch_of_time_begins_at_nothing():
    with time_machine.travel(1_700_000_000, tick=False) as clock:
        assert not all(allow(LIMIT, "a") for _ in range(4))
        clock.shift(60)
        assert allow(LIMIT, "a")


@pytest.mark.django_db
def test_off_means_no_limit_and_no_row(settings):
    settings.RATE_LIMITS = False
    assert all(allow(LIMIT, "a") for _ in range(10))
    assert not is_used_up(LIMIT, "a")
    assert not LimitWindow.objects.exists()


@pytest.mark.django_db
def test_it_is_not_written_down_who_was_counted():
    allow(LIMIT, "203.0.113.0/24")
    allow(LIMIT, "ann@example.com")
    stored = " ".join(LimitWindow.objects.values_list("key", flat=True))
    assert "test:" in stored
    assert "203.0.113" not in stored
    assert "ann" not in stored


@pytest.mark.django_db
def test_long_names_that_begin_alike_are_told_apart():
    with time_machine.travel(1_700_000_000, tick=False):
        assert not all(allow(LIMIT, "a" * 200) for _ in range(4))
        assert allow(LIMIT, "a" * 200 + "b")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_a_network_is_what_one_subscriber_holds(address, network):
    assert network_of(address) == network
