"""Somebody who moderates, and her browser."""

import pytest

from tests.factories import make_user


@pytest.fixture
def staff():
    return make_user("rosa", is_staff=True)


@pytest.fixture
def admin(client, staff):
    client.force_login(staff)
    return client
