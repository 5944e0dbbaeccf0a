"""What moderation teaches the classifier, and what it forgets again."""

import pytest

from blog.feedback.learning.lessons import spam_probability
from blog.feedback.learning.tokens import Words
from blog.models import LearntToken

pytestmark = pytest.mark.django_db


def test_asking_is_one_query(django_assert_num_queries):
    LearntToken.objects.create(token=-(2**63), ham=1, spam=1)
    with django_assert_num_queries(1):
        assert spam_probability(Words("one or two words " * 300)) == 0.5
