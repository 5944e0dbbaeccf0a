"""Shows and sets what the author decides for the site, as the admin's form does."""

from __future__ import annotations

from argparse import ArgumentParser
from difflib import get_close_matches
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.forms import BaseForm, BooleanField, ChoiceField, Field, ModelForm

from blog.current import forget_site_settings, site_settings
from blog.models import SiteSettings

_YES, _NO = {"on", "yes", "true", "1"}, {"off", "no", "false", "0"}


class _SettingsForm(ModelForm):
    class Meta:
        model = SiteSettings
        fields = "__all__"  # noqa: DJ007


class Command(BaseCommand):
    help = "Sets what the author decides for the site: configure title='My blog' comments_open=off"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "changes", nargs="*", metavar="key=value", help="none: list keys, values and meanings"
        )

    def handle(self, *, changes: list[str], **_options) -> None:
        row = site_settings()
        if not changes:
            self._list(_SettingsForm(instance=row))
            return
        names = list(_SettingsForm(instance=row).fields)
        wanted = dict(_split(change, names) for change in changes)
        form = _SettingsForm(_form_data(_SettingsForm(instance=row), wanted), instance=row)
        if not form.is_valid():
            raise CommandError(_in_words(form))
        form.save()
        forget_site_settings()
        for name in wanted:
            self.stdout.write(f"{name} = {_shown(form.cleaned_data[name])}")

    def _list(self, form: ModelForm) -> None:
        for name, field in form.fields.items():
            value = _shown(form.initial[name])
            self.stdout.write(f"{name} = {value}\n    {_meaning(field)}")


def _split(change: str, names: list[str]) -> tuple[str, str]:
    name, equals, value = change.partition("=")
    if not equals:
        raise CommandError(f"{change}: write key=value. `configure` alone lists the keys.")
    if name not in names:
        close = get_close_matches(name, names, n=1)
        hint = f" Did you mean {close[0]}?" if close else " `configure` alone lists the keys."
        raise CommandError(f"There is no setting called {name}.{hint}")
    return name, value


def _form_data(form: ModelForm, wanted: dict[str, str]) -> dict[str, Any]:
    """Return what the admin's form would send: the present values with the `wanted` ones."""
    return {
        name: _as_typed(name, field, wanted[name]) if name in wanted else form.initial[name]
        for name, field in form.fields.items()
    }


def _as_typed(name: str, field: Field, value: str) -> Any:
    if not isinstance(field, BooleanField):
        return value
    if value.lower() not in _YES | _NO:
        raise CommandError(f"{name}: {value} is neither on nor off.")
    return value.lower() in _YES


def _in_words(form: BaseForm) -> str:
    return "\n".join(
        f"{name}: {' '.join(map(str, errors))}{_choices(form.fields[name])}"
        for name, errors in form.errors.items()
        if name in form.fields
    )


def _meaning(field: Field) -> str:
    parts = [str(field.label), str(field.help_text), _choices(field)]
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())


def _choices(field: Field) -> str:
    if not isinstance(field, ChoiceField):
        return ""
    choices: Any = field.choices
    return " One of: " + "; ".join(f"{key} ({label})" for key, label in choices if key)


def _shown(value: Any) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)
