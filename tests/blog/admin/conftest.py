"""The author's own browser, and what her forms send."""

import pytest

from tests.factories import make_user


@pytest.fixture
def author(db):
    return make_user("ada", is_staff=True)


@pytest.fixture
def admin(client, author):
    """A client that is logged in as `author`."""
    client.force_login(author)
    return client


@pytest.fixture
def typed(author):
    """What the form for a post sends: typed(title="…", …); None takes a field away."""

    def fields(**changes):
        usual = {
            "title": "A walk",
            "body": "Up the *hill*.",
            "markup": "markdown",
            "excerpt": "",
            "status": "published",
            "published_at": "",
            "author": author.pk,
            "tags": "",
            "slug": "",
            "comments_allowed": "on",
            "linkbacks_allowed": "on",
        }
        data = usual | changes
        return {name: value for name, value in data.items() if value is not None}

    return fields
