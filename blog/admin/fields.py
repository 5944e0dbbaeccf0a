"""Form fields for trees, for tags in a line and for a moment in the site's zone."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog.models import Tag
from blog.row_ids import is_row_id
from blog.tag_line import join_names, split_names
from blog.text.plain import strip_controls

_DEEPEST_INDENT = 6


class PlainForm(forms.ModelForm):
    """Takes what was typed without control characters, which no page or feed could show."""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(None if data is None else _plain(data), *args, **kwargs)


def _plain(data):
    clean = data.copy()
    for name, values in data.lists():
        clean.setlist(name, [strip_controls(value) for value in values])
    return clean


class TreeChoiceField(forms.ModelChoiceField):
    """One row of a tree, each indented below its parent."""

    def label_from_instance(self, obj) -> str:
        return "— " * obj.path.count("/") + str(obj)


class TreeMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Any rows of a tree, to be ticked; how deep each stands is left to the stylesheet."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj) -> str:
        depth = min(obj.path.count("/"), _DEEPEST_INDENT)
        return format_html('<span class="depth-{}">{}</span>', depth, obj)

    def clean(self, value):
        for pk in value or []:
            if not is_row_id(str(pk)):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(pk)[:20]},
                )
        return super().clean(value)


class TagsField(forms.CharField):
    """Names of tags with commas between them; gives back the names, whether tags or not yet."""

    default_error_messages = {
        "name_too_long": _("“%(start)s…” is too long for a tag: 100 characters are the most."),
        "too_many": _("These are %(count)d tags, and 50 are the most."),
    }

    def __init__(self, **kwargs):
        # The names of known tags stand in a list with this id, where the page has one.
        attrs = {"list": "tag-names", "data-tags": "", "autocomplete": "off"}
        super().__init__(
            required=False, max_length=5000, widget=forms.TextInput(attrs=attrs), **kwargs
        )

    def prepare_value(self, value: str | Iterable[Tag]) -> str:
        return value if isinstance(value, str) else join_names(tag.name for tag in value or [])

    def clean(self, value) -> list[str]:
        names = split_names(super().clean(value))
        if len(names) > 50:
            raise self._refusal("too_many", count=len(names))
        for name in names:
            if len(name) > 100:
                raise self._refusal("name_too_long", start=name[:30])
        return names

    def has_changed(self, initial, data) -> bool:
        return self.prepare_value(initial) != join_names(split_names(data or ""))

    def _refusal(self, code: str, **params) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


class MomentField(forms.DateTimeField):
    """A date and a time to the minute in the site's zone, picked as the browser offers it.

    Years have four digits and neighbours, so that every address and every zone can hold them.
    """

    default_error_messages = {
        "invalid": _("Write date and time like this: 2026-05-03 09:30."),
        "out_of_range": _("Choose a year between 1000 and 9998."),
    }

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, required=False, **kwargs)

    def to_python(self, value):
        try:
            moment = super().to_python(value)
        except OverflowError as error:
            raise self._refusal("out_of_range") from error
        if moment and not 1000 <= moment.year <= 9998:
            raise self._refusal("out_of_range")
        return moment

    def _refusal(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)
