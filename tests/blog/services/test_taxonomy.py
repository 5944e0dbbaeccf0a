"""The tree of categories: paths follow every change, and nothing stands below itself."""

import pytest
from django.core.exceptions import ValidationError

from blog.models import Category
from blog.services.taxonomy import category_named, save_category, tags_named
from tests.factories import make_category, make_tag

pytestmark = pytest.mark.django_db


def paths():
    return list(Category.objects.values_list("path", flat=True))


def test_a_category_has_the_path_of_its_parents():
    music = make_category("Music")
    jazz = make_category("Jazz", parent=music)
    assert make_category("Free Jazz", parent=jazz).path == "music/jazz/free-jazz"


def test_a_name_is_one_printable_line():
    assert make_category("A\x00\nB ").name == "A B"


def test_a_name_without_letters_gets_a_slug_all_the_same():
    assert make_category("+++").slug == "category"


def test_a_name_that_is_taken_gets_a_number_there_and_nowhere_else():
    music, film = make_category("Music"), make_category("Film")
    assert make_category("Music").path == "music-2"
    assert make_category("News", parent=music).path == "music/news"
    assert make_category("News", parent=film).path == "film/news"
    assert make_category("News", parent=film).path == "film/news-2"


def test_no_category_hides_behind_the_feed_of_its_parent():
    assert make_category("Feed", parent=make_category("Music")).path == "music/feed-2"


def test_everything_below_follows_a_change_of_slug():
    music = make_category("Music")
    make_category("Trio", parent=make_category("Jazz", parent=music))
    music.slug = "sound"
    save_category(music)
    assert paths() == ["sound", "sound/jazz", "sound/jazz/trio"]


def test_everything_below_follows_a_move():
    jazz = make_category("Jazz")
    make_category("Trio", parent=jazz)
    jazz.parent = make_category("Music")
    save_category(jazz)
    assert paths() == ["music", "music/jazz", "music/jazz/trio"]
    jazz.parent = None
    save_category(jazz)
    assert paths() == ["jazz", "jazz/trio", "music"]


def test_a_category_cannot_stand_below_itself():
    music = make_category("Music")
    jazz = make_category("Jazz", parent=music)
    trio = make_category("Trio", parent=jazz)
    for below in (music, jazz, trio):
        music.parent = below
        with pytest.raises(ValidationError, match="below itself"):
            save_category(music)
    assert paths() == ["music", "music/jazz", "music/jazz/trio"]


def test_a_path_too_long_for_its_column_is_refused_and_changes_nothing():
    top = parent = make_category("A", slug="a")
    for _ in range(4):
        parent = make_category("B", slug="b" * 190, parent=parent)
    before = paths()
    top.slug = "a" * 190
    with pytest.raises(ValidationError, match="too deep"):
        save_category(top)
    assert paths() == before


def test_tags_are_found_whatever_their_capitals_and_made_where_missing():
    python = make_tag("Python")
    found = tags_named(["python", "Garten", "garten", "ÄPFEL"])
    assert found[0] == python
    assert [tag.name for tag in found] == ["Python", "Garten", "ÄPFEL"]
    assert tags_named(["äpfel"]) == [found[2]]


def test_tags_whose_slugs_would_be_the_same_are_two():
    first, second = tags_named(["C++", "C#"])
    assert (first.slug, second.slug) == ("c", "c-2")
    assert tags_named(["C#"]) == [second]


def test_tags_keep_the_order_in_which_they_were_typed():
    assert [tag.name for tag in tags_named(["b", "a", "c"])] == ["b", "a", "c"]


def test_a_category_is_found_by_its_name_at_the_top_alone():
    top = make_category("Garden")
    make_category("Trees", parent=top)
    assert category_named("garden") == top
    assert category_named("Trees").path == "trees"
