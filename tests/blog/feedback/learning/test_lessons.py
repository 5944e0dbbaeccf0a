"""What moderation teaches the classifier, and what it forgets again."""

import random
import struct
from uuid import uuid4

import pytest

from blog.feedback import moderation
from blog.feedback.learning.lessons import forget, spam_probability
from blog.feedback.learning.tokens import ALL_TOKENS, Words, tokens_of
from blog.feedback.models import Status
from blog.models import LearntToken
from comments.editing import edit
from comments.models import Comment, CommentLesson
from tests.factories import make_comment, make_post, make_trackback, make_user
from trackbacks.models import Trackback, TrackbackLesson

pytestmark = pytest.mark.django_db

KINDS = (Comment, Trackback)


@pytest.fixture
def author():
    return make_user("rosa", is_staff=True)


def only(row):
    return type(row).objects.filter(pk=row.pk)


def counts():
    """Every token with its counts: what the classifier knows."""
    return {row.token: (row.ham, row.spam) for row in LearntToken.objects.all()}


def counts_of(*, ham=(), spam=()):
    """The counts as they follow from what these rows say."""
    return by_token([(tokens_of(row.words()), row in spam) for row in (*ham, *spam)])


def by_token(texts):
    seen = {}
    for tokens, is_spam in texts:
        for token in tokens:
            seen.setdefault(token, [0, 0])[is_spam] += 1
            seen.setdefault(ALL_TOKENS, [0, 0])[is_spam] += 1
    return {token: tuple(both) for token, both in seen.items()}


def test_asking_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        spam_probability(Words("one or two words " * 300))


def test_what_was_called_spam_makes_its_like_more_probable(author):
    about = Words("Such a lovely handbag of leather")
    before = spam_probability(about)
    for number in range(3):
        row = make_comment(text=f"A lovely handbag of leather for you {number}")
        moderation.mark_as_spam(only(row), by=author)
    assert spam_probability(about) > before


def test_what_was_approved_makes_its_like_less_probable(author):
    about = Words("Is your oven too hot?")
    for number in range(3):
        row = make_comment(status=Status.PENDING, text=f"My oven is far too hot {number}")
        moderation.approve(only(row), by=author)
    assert spam_probability(about) < 0.3


def test_only_what_the_author_decided_on_speaks_for_a_text(author):
    kind = Words("My grandmother made it the same way, thank you for the recipe")
    assert spam_probability(kind) is None
    moderation.mark_as_spam(only(make_comment(text="Handbags of leather")), by=author)
    assert spam_probability(kind) == 0.5


def test_what_was_known_before_speaks_against_a_text():
    assert spam_probability(Words("Please subscribe to my channel")) > 0.95


@pytest.mark.parametrize("make", [make_comment, make_trackback])
def test_a_decision_teaches_the_words_of_the_row(author, make):
    spam, ham = make(), make(status=Status.PENDING)
    moderation.mark_as_spam(only(spam), by=author)
    moderation.approve(only(ham), by=author)
    assert counts() == counts_of(ham=[ham], spam=[spam])


def test_a_second_decision_takes_the_place_of_the_first(author):
    row = make_comment(status=Status.PENDING)
    moderation.approve(only(row), by=author)
    moderation.mark_as_spam(only(row), by=author)
    assert counts() == counts_of(spam=[row])


def test_what_is_held_again_is_forgotten(author):
    row = make_comment(status=Status.PENDING)
    moderation.approve(only(row), by=author)
    moderation.hold(only(row), by=author)
    assert counts() == {}


def test_removing_teaches_nothing_and_forgets_nothing(author):
    row, other = make_comment(status=Status.PENDING), make_comment()
    moderation.approve(only(row), by=author)
    moderation.remove(only(row), by=author)
    moderation.remove(only(other), by=author)
    assert counts() == counts_of(ham=[row])


def test_what_the_blog_or_a_sender_decides_teaches_nothing():
    row = make_comment(status=Status.PENDING)
    moderation.approve(only(row))
    moderation.mark_as_spam(only(row))
    moderation.hold(only(row), by_sender=True)
    assert counts() == {}


def test_approving_what_is_shown_already_teaches_nothing(author):
    moderation.approve(only(make_comment()), by=author)
    assert counts() == {}


def test_restoring_brings_back_what_was_learnt_before(author):
    row = make_comment(status=Status.PENDING)
    moderation.approve(only(row), by=author)
    before = counts()
    moderation.mark_as_spam(only(row), by=author)
    after = counts()

    moderation.restore(only(row), by=author)
    assert counts() == before
    moderation.restore(only(row), by=author)
    assert counts() == after


def test_restoring_the_first_decision_leaves_no_trace(author):
    row = make_comment(status=Status.PENDING)
    moderation.mark_as_spam(only(row), by=author)
    moderation.restore(only(row), by=author)
    assert counts() == {}


def test_what_comes_back_is_what_was_learnt_although_the_words_have_changed(author):
    row = make_trackback(status=Status.PENDING)
    moderation.approve(only(row), by=author)
    before = counts()
    Trackback.objects.update(excerpt="They say something else now.")
    moderation.mark_as_spam(only(row), by=author)
    row.refresh_from_db()
    assert counts() == counts_of(spam=[row])

    moderation.restore(only(row), by=author)
    assert counts() == before


def test_a_moderators_edit_is_learnt_instead(author):
    row = make_comment(status=Status.PENDING, text="Nice. Visit my shop")
    moderation.approve(only(row), by=author)
    edit(row, name=row.name, url="", body="Nice.", by=author)
    row.refresh_from_db()
    assert counts() == counts_of(ham=[row])


def test_an_edit_of_what_nobody_decided_on_teaches_nothing(author):
    row = make_comment()
    edit(row, name=row.name, url="", body="Nice.", by=author)
    assert counts() == {}


def test_a_senders_edit_teaches_no_word_that_the_author_has_not_seen(author):
    row = make_comment(status=Status.PENDING)
    moderation.approve(only(row), by=author)
    before = counts()
    Comment.objects.update(body="Visit my shop")
    row.refresh_from_db()
    moderation.record_edit(row, by_sender=True, why="Text.")
    assert counts() == before


def test_forgetting_leaves_no_trace_and_nothing_brings_it_back(author):
    gone, stays = make_comment(), make_comment()
    for row in (gone, stays):
        moderation.mark_as_spam(only(row), by=author)
    moderation.approve(only(gone), by=author)

    forget(only(gone))
    assert counts() == counts_of(spam=[stays])
    assert list(CommentLesson.objects.values_list("item", flat=True)) == [stays.pk]

    moderation.restore(only(gone), by=author)
    assert counts() == counts_of(spam=[stays])


def test_a_post_that_goes_with_its_discussion_leaves_what_it_taught(author):
    row = make_comment()
    moderation.mark_as_spam(only(row), by=author)
    before = counts()
    row.post.delete()
    assert counts() == before != {}


def test_many_rows_cost_the_same_number_of_queries(author, django_assert_num_queries):
    for rows in (2, 20):
        batch = uuid4()
        for number in range(rows):
            make_trackback(status=Status.PENDING, excerpt=f"Words {number} of {batch}")
        # Those of any change, and: the words, the lessons, the counts.
        with django_assert_num_queries(12):
            moderation.approve(Trackback.objects.pending(), by=author, batch=batch)
        # The lessons that no longer count, and what to add, to take away and to delete.
        with django_assert_num_queries(13):
            moderation.undo(Trackback, batch, by=author, batch=uuid4())
        Trackback.objects.all().delete()


def test_five_hundred_rows_are_a_few_queries(author, django_assert_max_num_queries):
    post, pick = make_post(), random.Random(1)
    Trackback.objects.bulk_create(
        Trackback(
            post=post,
            protocol="webmention",
            source=f"https://other.example/{number}",
            excerpt=" ".join(f"word{pick.randint(1, 3000)}" for _ in range(40)),
        )
        for number in range(500)
    )
    batch = uuid4()
    with django_assert_max_num_queries(30):
        moderation.mark_as_spam(Trackback.objects.all(), by=author, batch=batch)
    assert TrackbackLesson.objects.filter(is_counted=True, is_spam=True).count() == 500
    with django_assert_max_num_queries(40):
        moderation.undo(Trackback, batch, by=author, batch=uuid4())
    assert counts() == {}


def recounted():
    """The counts as they follow from the lessons that count."""
    return by_token(
        (struct.unpack(f"<{len(lesson.tokens) // 8}q", lesson.tokens), lesson.is_spam)
        for model in (CommentLesson, TrackbackLesson)
        for lesson in model.objects.filter(is_counted=True)
    )


@pytest.mark.parametrize("seed", range(3))
def test_a_random_walk_counts_right_and_is_taken_back_step_by_step(author, seed):
    chance = random.Random(seed)
    rows = [make() for make in (make_comment, make_trackback) for _ in range(4)]
    verbs = [moderation.approve, moderation.hold, moderation.mark_as_spam, moderation.remove]
    history = []
    for _ in range(15):
        batch = uuid4()
        history.append((batch, counts()))
        verb, picked = chance.choice(verbs), {row.pk for row in chance.sample(rows, 4)}
        for kind in KINDS:
            verb(kind.objects.filter(pk__in=picked), by=author, batch=batch)
        assert counts() == recounted()
    for batch, before in reversed(history):
        for kind in KINDS:
            moderation.undo(kind, batch, by=author, batch=uuid4())
        assert counts() == before
