"""Forms that can say, before anything is saved, what their change would do to what came before."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from blog.admin.chosen import ChosenRowsAdmin

BUTTON = "_what_if"
_forecasters: dict[type[Model], Callable[[Any], object]] = {}


def set_forecaster(model: type[Model], forecaster: Callable[[Any], object]) -> None:
    """Have the form of `model` offer a forecast: `forecaster` gets the row as it would be saved."""
    _forecasters[model] = forecaster


class ForecastAdmin(ChosenRowsAdmin):
    """Adds a button to the form: it shows the form again as it was typed, and saves nothing."""

    change_form_template = "admin/forecast_form.html"

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url="", extra_context=None
    ) -> HttpResponse:
        if request.method == "POST" and BUTTON in request.POST and self.model in _forecasters:
            row = self.get_object(request, object_id) if object_id else None
            form = self._typed(request, row)
            if form.is_valid():
                return self._foretold(request, form, row)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _typed(self, request: HttpRequest, row: Model | None):
        may = self.has_change_permission(request, row) if row else self.has_add_permission(request)
        if not may:
            raise PermissionDenied
        # A copy, since a form writes into its row what was typed.
        return self.get_form(request, row, change=row is not None)(request.POST, instance=copy(row))

    def _foretold(self, request: HttpRequest, form: Any, row: Model | None) -> HttpResponse:
        fieldsets: Any = self.get_fieldsets(request, row)
        context = {
            **self.admin_site.each_context(request),
            "title": (_("Change %s") if row else _("Add %s")) % self.opts.verbose_name,
            "subtitle": row and str(row),
            "adminform": AdminForm(form, fieldsets, {}, model_admin=self),
            "object_id": row and row.pk,
            "original": row,
            "is_popup": False,
            "media": self.media + form.media,
            "inline_admin_formsets": [],
            "errors": AdminErrorList(form, []),
            "forecast": _forecasters[self.model](form.save(commit=False)),
        }
        is_new = row is None
        return self.render_change_form(request, context, add=is_new, change=not is_new, obj=row)
