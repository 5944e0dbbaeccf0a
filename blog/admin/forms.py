"""What the author types: every problem is told beside its field, and nothing typed is lost."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from blog.admin.fields import MomentField, PlainForm, TagsField
from blog.models import Category, Post, Tag
from blog.services.places import path_below
from blog.slugs import make_slug, validate_page_slug, validate_slug_below_lists
from blog.text.render import MAX_POST

_STATUS_LABELS = [
    (Post.Status.DRAFT, _("Draft: only those who write here see it")),
    (Post.Status.PUBLISHED, _("Published: everyone sees it from its date on")),
    (Post.Status.PRIVATE, _("Private: finished, but only for those who write here")),
]

_MARKUP_HELP = _(
    "In Markdown: *emphasis*, **strong**, ## heading, - list, > quotation, `code`, "
    "[link](https://example.com), | table |, [^1] for a footnote. The address of a video alone on "
    "a line becomes a player. Pictures are shown from this site only: ![What it shows](/media/…)."
)

# The services number what is taken, here or below, and a number may still have to fit.
_ROOM_FOR_A_NUMBER = 6


class WritingForm(PlainForm):
    """Posts and pages. Date and address of what has none are left to save_post."""

    published_at = MomentField(
        label=_("publication date"),
        help_text=_("Empty: now. In the future: it appears by itself at that time."),
    )

    # What was there when the form was opened, so that two windows do not undo each other's work.
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.present_version
        for field in self.fields.values():
            _without_side_doors(field)
        if status := self.fields.get("status"):
            cast(forms.ChoiceField, status).choices = _STATUS_LABELS
        if markup := self.fields.get("markup"):
            markup.help_text = str(_MARKUP_HELP)

    @property
    def present_version(self) -> str:
        return self.instance.updated_at.isoformat() if self.instance.pk else ""

    def is_multipart(self) -> bool:
        """Sent as it is: percent signs would make a long text in some scripts thrice as long."""
        return True

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        opened = data.get("version")
        if opened and opened != self.present_version:
            # Said once: whoever sends the form again has read it.
            cast(QueryDict, self.data)["version"] = self.present_version
            self.add_error(
                None,
                ValidationError(
                    _(
                        "This was changed in another window since you opened it here. Nothing is "
                        "saved yet: look at it there first, or save again to replace it with yours."
                    ),
                    code="changed_meanwhile",
                ),
            )
        return data

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        if len(body) > MAX_POST:
            raise ValidationError(
                _("This text has %(length)d characters, and %(most)d are the most."),
                code="too_long",
                params={"length": len(body), "most": MAX_POST},
            )
        return body

    def clean_published_at(self) -> datetime | None:
        """The stored moment where it was left alone: the form shows it without its seconds."""
        typed, stored = self.cleaned_data["published_at"], self.instance.published_at
        if stored and typed == stored.replace(second=0, microsecond=0):
            return stored
        return typed

    def _get_validation_exclusions(self) -> set[str]:
        """Neither is judged before save_post has filled it in, and with them no constraint of the
        table; what save_post could not mend is told in clean."""
        return super()._get_validation_exclusions() | {"slug", "published_at"}  # type: ignore[misc]


class PostForm(WritingForm):
    new_category = forms.CharField(
        label=_("or a new category"), max_length=100, required=False, empty_value=""
    )
    tags = TagsField(
        label=_("tags"),
        help_text=_("With commas between them: garden, winter. A new one is made as you save."),
    )

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if not slug:
            return slug
        validate_slug_below_lists(slug)
        other = Post.objects.posts().filter(slug=slug).exclude(pk=self.instance.pk).first()
        if other:
            raise _taken(slug, other)
        return slug


class TreeForm(PlainForm):
    """Something with a slug below a parent; `path` is unique and may only grow so long."""

    numbers_clashes = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if parent := self.fields.get("parent"):
            cast(forms.ModelChoiceField, parent).queryset = self._possible_parents()

    def rows(self) -> models.QuerySet:
        """Everything that stands in the same tree."""
        raise NotImplementedError

    def check_place(self, name: str) -> None:
        """Refuse a slug that is taken or reserved at its place, and a place too deep in the tree.

        One that is made from `name` is numbered by the service where `numbers_clashes`.
        """
        parent, typed = self.cleaned_data["parent"], self.cleaned_data["slug"]
        slug = typed or make_slug(name)
        try:
            path_below(parent, slug + "-" * (self._below() + _ROOM_FOR_A_NUMBER))
        except ValidationError as error:
            self.add_error("parent", error)
            return
        if typed or not self.numbers_clashes:
            self._refuse_taken(slug, path_below(parent, slug))

    def _refuse_taken(self, slug: str, path: str) -> None:
        other = self.rows().filter(path=path).exclude(pk=self.instance.pk).first()
        if other:
            self.add_error("slug", _taken(slug, other))

    def _possible_parents(self) -> models.QuerySet:
        """Neither the row itself nor anything below it: a tree has no circles."""
        rows, path = self.rows().exclude(path="").order_by("path"), self.instance.path
        return rows.exclude(Q(path=path) | Q(path__startswith=f"{path}/")) if path else rows

    def _below(self) -> int:
        """How much longer than its own the longest address below this row is."""
        old = self.instance.path
        if not old:
            return 0
        below = self.rows().filter(path__startswith=f"{old}/").values_list("path", flat=True)
        return max((len(path) - len(old) for path in below), default=0)


class PageForm(WritingForm, TreeForm):
    # A title may come twice: save_post numbers the addresses that are made from it.
    numbers_clashes = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.kind = Post.Kind.PAGE

    def rows(self) -> models.QuerySet:
        return Post.objects.pages()

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if {"slug", "title", "parent"} <= data.keys():
            self._refuse_reserved(data["slug"], data["parent"])
        if {"slug", "title", "parent"} <= data.keys():
            self.check_place(data["title"])
        return data

    def _refuse_reserved(self, slug: str, parent: Post | None) -> None:
        try:
            if slug:
                validate_slug_below_lists(slug) if parent else validate_page_slug(slug)
        except ValidationError as error:
            self.add_error("slug", error)


class CategoryForm(TreeForm):
    class Meta:
        model = Category
        fields = ["name", "slug", "parent", "description"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _leave_slug_free(self)

    def rows(self) -> models.QuerySet:
        return Category.objects.all()

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if {"slug", "name", "parent"} <= data.keys():
            self.check_place(data["name"])
        return data

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug:
            validate_slug_below_lists(slug)
        return slug


class TagForm(PlainForm):
    class Meta:
        model = Tag
        fields = ["name", "slug", "description"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _leave_slug_free(self)

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if {"slug", "name"} <= data.keys():
            data["slug"] = data["slug"] or make_slug(data["name"], fallback="tag")
            other = Tag.objects.filter(slug=data["slug"]).exclude(pk=self.instance.pk).first()
            if other:
                self.add_error("slug", _taken(data["slug"], other))
        return data


def _without_side_doors(field: forms.Field) -> None:
    """Take away the links to windows in which rows of other tables are made or deleted."""
    wrapper = field.widget
    if isinstance(wrapper, RelatedFieldWidgetWrapper):
        chooser = cast(forms.Select, wrapper.widget)
        chooser.choices = wrapper.choices
        field.widget = chooser


def _leave_slug_free(form: forms.BaseForm) -> None:
    if "slug" in form.fields:
        form.fields["slug"].required = False
        form.fields["slug"].help_text = _(
            "The last part of the address. Made from the name when left empty."
        )


def _taken(slug: str, other: models.Model) -> ValidationError:
    return ValidationError(
        _("“%(other)s” already has the address “%(slug)s”. Choose another one."),
        code="slug_taken",
        params={"slug": slug, "other": other},
    )
