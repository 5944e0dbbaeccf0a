"""The memory of imports: a second run finds what the first one made."""

import pytest
from django.db import IntegrityError, transaction

from blog.services.imports import forget, remember, rows_of

pytestmark = pytest.mark.django_db


def test_what_was_remembered_is_found_by_its_source_and_kind():
    remember("https://old.example", "post", {"12": 1, "a": 2})
    remember("https://old.example", "comment", {"12": 3})
    remember("https://other.example", "post", {"12": 4})
    assert rows_of("https://old.example", "post") == {"12": 1, "a": 2}
    assert rows_of("https://old.example", "post", ["12", "unknown"]) == {"12": 1}
    assert rows_of("https://old.example", "post", []) == {}


def test_an_item_cannot_become_two_rows():
    remember("s", "post", {"1": 1})
    with pytest.raises(IntegrityError), transaction.atomic():
        remember("s", "post", {"1": 2})
    assert rows_of("s", "post") == {"1": 1}


def test_what_is_forgotten_can_be_taken_again():
    remember("s", "post", {"1": 1})
    remember("s", "page", {"1": 5})
    forget("s", "post")
    remember("s", "post", {"1": 2})
    assert (rows_of("s", "post"), rows_of("s", "page")) == ({"1": 2}, {"1": 5})
