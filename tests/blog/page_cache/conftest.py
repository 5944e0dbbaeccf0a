"""Sites that part from the test database when a test ends."""

import pytest

from tests.blog.page_cache.asking import Site


@pytest.fixture
def make_site():
    sites = []

    def make(**options):
        sites.append(Site(**options))
        return sites[-1]

    yield make
    for site in sites:
        site.versions.close()


@pytest.fixture
def site(make_site):
    return make_site()
