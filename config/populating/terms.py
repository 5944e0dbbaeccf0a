"""What posts are filed under: a tree of categories, and tags of which a few are on many posts."""

from __future__ import annotations

from random import Random

from blog.models import Category, Tag
from blog.services.taxonomy import save_category
from blog.slugs import make_slug
from config.populating.prose import name_of
from config.populating.spread import Zipf

_TREE = {
    "Travel": ("Walking", "Cycling", "Trains", "Islands", "Maps"),
    "Kitchen": ("Bread", "Soup", "Preserves", "Coffee"),
    "Technology": ("Web", "Databases", "Python", "Hardware", "Radio"),
    "Books": ("Novels", "Poems", "Essays"),
    "Garden": ("Vegetables", "Trees", "Birds"),
    "Music": ("Records", "Concerts"),
    "Photography": ("Film", "Light"),
    "Life": (),
}
_FIRST_TAGS = (
    "bread", "trains", "rain", "python", "books", "winter", "coffee", "blogging", "maps", "music",
    "sea", "bicycle", "memory", "law", "language", "children", "bees", "radio", "light", "work",
)  # fmt: skip
_MOST_TAGS = 3_000
_TAGS_A_POST = (0, 1, 2, 2, 3, 3, 4, 6)

# (name, name of the one above or nothing), those that are above others first.
_CATEGORIES = [
    *((name, "") for name in _TREE),
    *((name, above) for above, names in _TREE.items() for name in names),
]
_TAG_RANKS = Zipf(_MOST_TAGS)
_CATEGORY_RANKS = Zipf(len(_CATEGORIES), slope=0.8)


def choose_categories(rng: Random) -> set[str]:
    """Return the names of one or two."""
    number = 1 if rng.random() < 0.75 else 2
    return {_CATEGORIES[_CATEGORY_RANKS.pick(rng)][0] for _ in range(number)}


def choose_tags(rng: Random) -> set[str]:
    return {tag_name(_TAG_RANKS.pick(rng)) for _ in range(rng.choice(_TAGS_A_POST))}


def tag_name(rank: int) -> str:
    return _FIRST_TAGS[rank] if rank < len(_FIRST_TAGS) else name_of(rank).lower()


def make_categories() -> dict[str, int]:
    """Return name -> id of all, made where they are missing."""
    made: dict[str, Category] = {}
    for name, above in _CATEGORIES:
        parent = made.get(above)
        found = Category.objects.filter(name=name, parent=parent).first()
        made[name] = found or save_category(Category(name=name, parent=parent))
    return {name: category.pk for name, category in made.items()}


class Tags:
    """The tags of the blog by their names; they are made when a post first needs them."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = dict(Tag.objects.values_list("name", "pk"))

    def ids(self, names: set[str]) -> dict[str, int]:
        missing = sorted(names - self._ids.keys())
        made = Tag.objects.bulk_create(Tag(name=name, slug=make_slug(name)) for name in missing)
        self._ids |= {tag.name: tag.pk for tag in made}
        return {name: self._ids[name] for name in names}
