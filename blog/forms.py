"""What readers type into the blog's own forms."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from blog.search.words import words_of
from blog.text.plain import strip_controls

# A word of a language without spaces counts as its signs.
MOST_WORDS = 20


class PlainField(forms.CharField):
    """Never gives back a control character, not even on the page that says what was wrong."""

    def bound_data(self, data, initial):
        return strip_controls(data or "")


class SearchForm(forms.Form):
    q = PlainField(
        label=_("Search for"),
        min_length=2,
        max_length=200,
        required=False,
        error_messages={
            "min_length": _("Type at least two characters."),
            "max_length": _("Search for fewer words: at most 200 characters."),
            "null_characters_not_allowed": _("Type the words without control characters."),
        },
    )

    def clean_q(self) -> str:
        """Return what was typed, which has at least one word, or nothing at all."""
        query = self.cleaned_data["q"]
        words = words_of(query)
        if query and not words:
            raise ValidationError(_("Type a word: signs alone cannot be found."), code="no_words")
        if len(words) > MOST_WORDS:
            raise ValidationError(
                _("Search for fewer words: %(most)d are the most."),
                code="too_many_words",
                params={"most": MOST_WORDS},
            )
        return query


def page_number(typed: str | None) -> int:
    """Read the number of a page: 1 where none was given, 0 (which no list has) for nonsense."""
    typed = typed or "1"
    return int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else 0
