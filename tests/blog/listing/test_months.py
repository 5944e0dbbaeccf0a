"""How much has appeared in each month: exact at any moment and in any zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from blog.listing.months import months_until
from blog.models import Post
from tests.factories import make_post

pytestmark = pytest.mark.django_db
NOW = datetime(2010, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def make_posts(*dates):
    for date in dates:
        make_post(published_at=date)


def found(zone=UTC, now=NOW):
    return [(month.year, month.month, month.count) for month in months_until(now, zone)]


def counted(zone, now=NOW):
    """Return the same by looking at each post."""
    dates = Post.objects.filter(published_at__lte=now).values_list("published_at", flat=True)
    months = [(date.astimezone(zone).year, date.astimezone(zone).month) for date in dates]
    return [(*month, months.count(month)) for month in sorted(set(months), reverse=True)]


def test_the_newest_month_comes_first_and_empty_ones_not_at_all():
    make_posts(datetime(2009, 9, 28, tzinfo=UTC), datetime(2009, 12, 31, 23, tzinfo=UTC), NOW)
    assert found() == [(2010, 3, 1), (2009, 12, 1), (2009, 9, 1)]


def test_nothing_has_appeared_on_an_empty_blog():
    assert found() == []


@pytest.mark.parametrize(
    "zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles", "Europe/Zurich", "Asia/Kathmandu"]
)
def test_months_are_those_of_the_zone(zone):
    begins = [datetime(2009, month, 1, tzinfo=UTC) for month in (1, 2, 7, 12)]
    make_posts(*(begin + hours * HOUR for begin in begins for hours in (-13, -6, -1, 0, 5, 7, 13)))
    assert found(ZoneInfo(zone)) == counted(ZoneInfo(zone))


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_a_scheduled_post_counts_from_its_very_moment_on(zone):
    begin = datetime(2010, 4, 1, tzinfo=UTC)
    dates = [begin + hours * HOUR for hours in (-800, -12, -1, 0, 6, 14, 800)]
    make_posts(*dates)
    for now in (moment + off for moment in dates for off in (-timedelta(microseconds=1), 0 * HOUR)):
        assert found(ZoneInfo(zone), now) == counted(ZoneInfo(zone), now), now
