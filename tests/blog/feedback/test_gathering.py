"""What a verdict needs besides the words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.feedback.blocking import block
from blog.feedback.gathering import block_list, bounds_of, subject_of
from blog.feedback.spam import BlockList
from blog.models import BlockListVersion, BlockRule, SiteSettings
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def test_a_post_is_known_by_its_words_its_language_and_its_age():
    post = make_post(
        title="Sourdough in winter",
        body="The loaf is **slow** when it is cold, and that is what makes it good for you.",
        published_at=timezone.now() - timedelta(days=30),
    )
    subject = subject_of(post, timezone.now(), "And rye?  I never saw *pumpernickel* there.")
    assert {"sourdough", "winter", "loaf", "slow", "pumpernickel"} <= subject.words
    assert not {"strong", "that", "when"} & subject.words
    assert (subject.language, subject.age_days) == ("en", 30)
    assert subject.scripts == {"LATIN"}


def test_a_short_post_says_nothing_of_letters_and_is_in_the_language_of_the_site(settings):
    settings.LANGUAGE_CODE = "de-at"
    subject = subject_of(make_post(title="A", body="B"), timezone.now())
    assert (subject.scripts, subject.language) == (frozenset(), "de")


def test_a_draft_has_no_age():
    post = make_post(status="draft", published_at=None)
    assert subject_of(post, timezone.now()).age_days == 0


def test_the_block_list_is_read_once_and_again_when_it_changes(django_assert_num_queries):
    block("host", "casino.example", None)
    assert block_list().host_among(["casino.example"])
    with django_assert_num_queries(1):
        assert block_list().host_among(["casino.example"])
    block("host", "pills.example", None)
    assert block_list().host_among(["pills.example"])


def test_a_list_that_was_never_written_is_empty(django_assert_num_queries):
    assert not BlockListVersion.objects.exists()
    assert not block_list().terms_in("casino")


def test_what_is_written_past_the_service_is_not_seen():
    block("term", "casino", None)
    block_list()
    BlockRule.objects.create(kind="term", value="poker")
    assert not block_list().terms_in("poker")


def test_bounds_are_those_of_the_settings_and_of_what_is_planned_besides():
    planned = BlockList([("term", "poker", "")])
    bounds = bounds_of(SiteSettings(max_links=7, hold_from=3, spam_from=20), planned)
    assert (bounds.max_links, bounds.hold_from, bounds.spam_from) == (7, 3, 20)
    assert bounds.blocked[-1] is planned
