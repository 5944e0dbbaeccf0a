"""Categories keep their tree, tags their names, and both meet what was here before."""

import pytest

from blog.models import Category, Post, Tag
from tests.factories import make_category, make_tag
from tests.wordpress_files import category, export, filed, item, tag, term

pytestmark = pytest.mark.django_db


def paths():
    return list(Category.objects.values_list("path", flat=True))


def test_categories_stand_below_their_parents_whatever_their_order(take):
    take(
        export(category("rye", parent="bread"), category("bread", parent="food"), category("food"))
    )
    assert paths() == ["food", "food/bread", "food/bread/rye"]


def test_names_and_descriptions_are_plain_text(take):
    take(export(category("b", "Bread &amp; <b>butter</b>"), tag("r", "R&#38;B")))
    assert Category.objects.get().name == "Bread & butter"
    assert Tag.objects.get().name == "R&B"


@pytest.mark.parametrize(
    ("categories", "expected", "told"),
    [
        ([("a", "b"), ("b", "a")], ["a", "a/b"], "categories below themselves stand at the top"),
        ([("a", "a")], ["a"], "categories below themselves stand at the top"),
        ([("a", "gone")], ["a"], "categories without their parent stand at the top"),
    ],
)
def test_what_is_no_tree_is_made_one_and_told(take, categories, expected, told):
    take(export(*(category(slug, parent=parent) for slug, parent in categories)))
    assert paths() == expected
    assert told in take.told()


def test_a_tree_that_is_too_deep_goes_on_at_the_top(take):
    slugs = [letter * 95 for letter in "abcdefghij"]
    parents = ["", *slugs]
    take(export(*map(lambda s, p: category(s, parent=p), slugs, parents)))
    assert Category.objects.count() == 10
    assert "categories in too deep a tree stand at the top" in take.told()


def test_a_category_and_a_tag_that_are_here_are_used(take):
    bread, rye = make_category("Bread"), make_tag("rye")
    text = export(
        category("bread", "Brot"),
        tag("rye"),
        item(1, filed("bread"), filed("rye", domain="post_tag")),
    )
    take(text)
    post = Post.objects.get()
    assert (post.categories.get(), post.tags.get()) == (bread, rye)
    assert (take.tally.known["categories"], take.tally.known["tags"]) == (1, 1)
    bread.refresh_from_db()
    assert bread.name == "Bread"


def test_two_slugs_that_are_one_here_become_two(take):
    take(export(category("a-b"), category("a%20b"), tag("c-d"), tag("c d")))
    assert paths() == ["a-b", "a-b-2"]
    assert set(Tag.objects.values_list("slug", flat=True)) == {"c-d", "c-d-2"}


def test_slugs_of_other_scripts_are_readable(take):
    take(export(category("%d1%85%d0%bb%d0%b5%d0%b1", "Хлеб"), tag("%ce%bb", "λ")))
    assert paths() == ["хлеб"]
    assert Tag.objects.get().slug == "λ"


def test_terms_that_only_items_name_are_made_and_told(take):
    take(export(item(1, filed("new", "New"), filed("x", "X", domain="post_tag"))))
    assert (Category.objects.get().name, Tag.objects.get().name) == ("New", "X")
    assert {"categories that only posts name", "tags that only posts name"} <= take.told()


def test_a_category_as_a_term_is_one_too_and_others_are_left(take):
    take(export(term("category", "bread"), term("post_tag", "rye"), term("mood", "good")))
    assert (paths(), Tag.objects.get().slug) == (["bread"], "rye")
    assert list(take.tally.reasons) == ["terms of mood: only categories and tags are taken"]


def test_a_term_that_is_declared_twice_is_counted_once(take):
    take(export(category("bread"), term("category", "bread"), tag("rye"), tag("rye")))
    assert (take.tally.taken["categories"], take.tally.taken["tags"]) == (1, 1)


def test_a_term_without_a_slug_or_a_name_gets_one(take):
    take(export(category("", "Only a name"), tag("only-a-slug", ""), tag("", "")))
    assert Category.objects.get().slug == "only-a-name"
    assert set(Tag.objects.values_list("name", flat=True)) == {"only-a-slug", "tag"}


def test_a_name_that_is_too_long_is_cut(take):
    take(export(category("long", "word " * 100), tag("x" * 300, "y")))
    assert len(Category.objects.get().name) <= 200
    assert len(Tag.objects.get().slug) <= 200


def test_a_second_run_makes_nothing_twice_and_what_was_deleted_stays_away(take):
    text = export(category("bread"), tag("rye"), tag("oat"))
    take(text)
    Tag.objects.get(slug="oat").delete()
    take(text)
    assert (Category.objects.count(), Tag.objects.count()) == (1, 1)
    assert take.tally.known["tags"] == 2
