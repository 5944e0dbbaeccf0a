from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import NoReverseMatch, clear_script_prefix, reverse, set_script_prefix
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from blog.addresses import RowAddress, address, dated_address

NAMES = ["comments:permalink", "comments:reply", "comments:own_receipt", "comments:create"]


@pytest.fixture
def under():
    yield set_script_prefix
    clear_script_prefix()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pk", [1, 42, 999_999_999])
def test_an_address_is_the_one_that_django_would_make(name, pk):
    assert RowAddress(name)(pk) == reverse(name, args=[pk])


@pytest.mark.parametrize("prefix", ["/", "/blog/", "/50%25/"])
def test_an_address_follows_where_the_site_stands(under, prefix):
    address = RowAddress("comments:reply")
    before = address(7)
    under(prefix)
    assert address(7) == reverse("comments:reply", args=[7])
    assert (address(7) == before) == (prefix == "/")


def test_words_are_no_row():
    with pytest.raises(TypeError):
        RowAddress("comments:reply")("1/../../admin")


def outcome(make, *args, **named):
    try:
        return make(*args, **named)
    except NoReverseMatch:
        return "refused"


slugs = st.one_of(st.text(max_size=20), st.from_regex(r"[\w-]+", fullmatch=True))


@given(slug=slugs)
def test_whatever_a_slug_holds_is_written_or_refused_as_django_would(slug):
    by_django = outcome(reverse, "blog:tag", args=[slug])
    assert outcome(address, "blog:tag", slug) == by_django
    assert outcome(address, "blog:tag", slug) == by_django  # remembered


@given(
    slug=slugs,
    moment=st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),
)
def test_a_post_stands_below_its_day_as_django_would_write_it(slug, moment):
    day = timezone.localtime(moment, timezone.get_default_timezone())
    args = [day.year, day.month, day.day, slug]
    assert outcome(dated_address, "blog:post", moment, slug) == outcome(
        reverse, "blog:post", args=args
    )


def test_the_day_of_a_post_is_that_of_the_site_not_of_the_reader(settings):
    evening = datetime(2009, 9, 28, 23, 30, tzinfo=UTC)
    before = dated_address("blog:post", evening, "it")
    with timezone.override("Asia/Tokyo"):
        assert dated_address("blog:post", evening, "it") == before == "/2009/09/28/it/"
    settings.TIME_ZONE = "Asia/Tokyo"
    assert dated_address("blog:post", evening, "it") == "/2009/09/29/it/"
    same = evening.astimezone(ZoneInfo("America/New_York"))
    assert dated_address("blog:post", same, "it") == "/2009/09/29/it/"
    assert dated_address("blog:post", evening - timedelta(hours=9), "it") == "/2009/09/28/it/"


def test_a_dated_address_follows_where_the_site_stands(under):
    noon = datetime(2009, 9, 28, 12, tzinfo=UTC)
    assert dated_address("blog:post", noon, "it") == "/2009/09/28/it/"
    under("/blog/")
    assert dated_address("blog:post", noon, "it") == "/blog/2009/09/28/it/"
