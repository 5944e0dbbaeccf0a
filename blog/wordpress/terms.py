"""The categories and tags of an export."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction

from blog.models import Category, Tag
from blog.services import imports
from blog.services.taxonomy import save_category
from blog.slugs import make_slug, unused_slug
from blog.text.plain import crop
from blog.wordpress.records import Item, Term
from blog.wordpress.tally import Tally
from blog.wordpress.trees import circular, parents_first

CATEGORY, TAG = "category", "post_tag"
_KIND = {CATEGORY: "category", TAG: "tag"}
_ROWS = {CATEGORY: "categories", TAG: "tags"}
_NAME_LENGTH = 200


class Terms:
    """Knows which category or tag each term of the export became."""

    def __init__(self, source: str, tally: Tally):
        self._source = source
        self._tally = tally
        self._ids = {taxonomy: imports.rows_of(source, _KIND[taxonomy]) for taxonomy in _KIND}
        self._declared: dict[str, Term] = {}
        self._seen: set[tuple[str, str]] = set()

    def declare(self, term: Term) -> None:
        """Note a category until store_declared, since its parent may follow it; make a tag."""
        if term.taxonomy == CATEGORY:
            self._declared.setdefault(_key(term), term)
        elif term.taxonomy == TAG:
            self._make(term)
        else:
            reason = f"terms of {term.taxonomy[:40] or 'no taxonomy'}: only categories and tags"
            self._tally.leave("terms", f"{reason} are taken", term.name)

    @transaction.atomic
    def store_declared(self) -> None:
        """Make the declared categories, each below its parent."""
        terms, self._declared = self._declared, {}
        parents = {key: term.parent[:300] for key, term in terms.items()}
        cut = circular(parents)
        for key in parents_first({k: "" if k in cut else p for k, p in parents.items()}):
            term = terms[key]
            if key in cut:
                self._tally.remark("categories below themselves stand at the top", term.name)
                term = replace(term, parent="")
            self._make(term)

    def of_item(self, item: Item) -> tuple[list[Category], list[Tag]]:
        """Return what an item is filed under; terms that were not declared are made."""
        found: dict[str, list[int]] = {CATEGORY: [], TAG: []}
        for term in item.terms:
            if term.taxonomy not in found:
                if term.taxonomy != "nav_menu":
                    self._tally.remark(f"without its {term.taxonomy[:40]}", item.label)
                continue
            if (term.taxonomy, _key(term)) not in self._seen:
                self._tally.remark(f"{_ROWS[term.taxonomy]} that only posts name", term.name)
                self._make(term)
            found[term.taxonomy].append(self._ids[term.taxonomy][_key(term)])
        return (
            list(Category.objects.filter(pk__in=found[CATEGORY])),
            list(Tag.objects.filter(pk__in=found[TAG])),
        )

    @transaction.atomic
    def _make(self, term: Term) -> None:
        ids, key = self._ids[term.taxonomy], _key(term)
        if (term.taxonomy, key) in self._seen:
            return
        self._seen.add((term.taxonomy, key))
        if key in ids:
            self._tally.know(_ROWS[term.taxonomy])
            return
        row = self._category(term) if term.taxonomy == CATEGORY else self._tag(term)
        imports.remember(self._source, _KIND[term.taxonomy], {key: row.pk})
        ids[key] = row.pk

    def _category(self, term: Term) -> Category:
        """Return the category that stands in this place already, or a new one."""
        parent, slug = self._parent(term), _slug(term)
        above = f"{parent.path}/" if parent else ""
        found = Category.objects.filter(path=f"{above}{slug}").first()
        if found and found.pk not in self._ids[CATEGORY].values():
            self._tally.know("categories")
            return found
        self._tally.take("categories")
        category = Category(slug=slug, parent=parent, **_texts(term))
        try:
            return save_category(category)
        except ValidationError:
            self._tally.remark("categories in too deep a tree stand at the top", term.name)
            category.parent = None
            return save_category(category)

    def _parent(self, term: Term) -> Category | None:
        pk = self._ids[CATEGORY].get(term.parent[:300])
        parent = Category.objects.filter(pk=pk).first() if pk else None
        if term.parent and parent is None:
            self._tally.remark("categories without their parent stand at the top", term.name)
        return parent

    def _tag(self, term: Term) -> Tag:
        slug = _slug(term)
        found = Tag.objects.filter(slug=slug).first()
        if found and found.pk not in self._ids[TAG].values():
            self._tally.know("tags")
            return found
        self._tally.take("tags")
        slug = unused_slug(slug, lambda slug: Tag.objects.filter(slug=slug).exists())
        return Tag.objects.create(slug=slug, **_texts(term))


def _key(term: Term) -> str:
    return (term.slug or make_slug(term.name))[:300]


def _slug(term: Term) -> str:
    return make_slug(term.slug or term.name, fallback=_KIND[term.taxonomy])


def _texts(term: Term) -> dict[str, str]:
    name = crop(term.name or term.slug, _NAME_LENGTH) or _KIND[term.taxonomy]
    return {"name": name, "description": term.description}
