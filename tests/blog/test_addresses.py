import pytest
from django.urls import clear_script_prefix, reverse, set_script_prefix

from blog.addresses import RowAddress

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
