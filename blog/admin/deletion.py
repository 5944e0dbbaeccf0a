"""Deleting with a page before it that says in numbers what goes along."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.utils import NestedObjects, model_ngettext
from django.db import models, router
from django.http import HttpRequest
from django.utils.text import capfirst

from blog.admin.chosen import ChosenRowsAdmin


class CountedDeletionAdmin(ChosenRowsAdmin):
    """Whoever may delete a row may let go what hangs on it; nobody reads a list of a thousand."""

    delete_confirmation_template = "admin/blog/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/blog/delete_selected_confirmation.html"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        collector = NestedObjects(using=router.db_for_write(self.model))
        collector.collect(objs)
        return (
            [str(obj) for obj in objs],
            self._counts(collector),
            self._lacking(objs, request),
            [str(row) for row in collector.protected],
        )

    def _counts(self, collector: NestedObjects) -> dict[str, int]:
        """How much goes along, by its name: of what the admin has a page for."""
        rows: dict[Any, set] = dict(collector.model_objs)
        return {
            model_ngettext(model, len(found)): len(found)
            for model, found in rows.items()
            if self.admin_site.is_registered(model) and model is not self._concrete()
        }

    def _lacking(self, objs: Iterable[models.Model], request: HttpRequest) -> set[str]:
        if all(self.has_delete_permission(request, obj) for obj in objs):
            return set()
        return {capfirst(str(self.opts.verbose_name))}

    def _concrete(self) -> Any:
        return self.opts.concrete_model
