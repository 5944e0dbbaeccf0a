"""Pages of the site itself: refusals and health."""

from __future__ import annotations

import sys

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone
from django.views import View
from django.views.defaults import server_error
from django_tasks_db.models import DBTaskResult, get_date_max

from blog.counts import redis_failure
from blog.page_cache.figures import totals
from config.schema import is_migrated

# Due jobs that waited longer than this have no worker, or one that cannot keep up.
LATE_SECONDS = 600
# When a reader's program may ask again while the database is away.
AWAY_SECONDS = 5
_AWAY = (OperationalError, InterfaceError)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that a form was too old or came from elsewhere."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


def failure(request: HttpRequest) -> HttpResponse:
    """Say that the blog is away where the database did not answer (503), else that it broke (500).

    Called while the error is handled, which Django has written to the log.
    """
    if not isinstance(sys.exc_info()[1], _AWAY):
        return server_error(request)
    page = get_template("503.html").render()
    away = {"Retry-After": str(AWAY_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=away)


class AliveView(View):
    """Answers as long as the process can: touches neither the database nor the disk."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        return _uncached(HttpResponse("ok\n", content_type="text/plain; charset=utf-8"))


class ReadyView(View):
    """Is the site able to serve: 200, or 503 where the database or its tables are not there.

    A queue that nobody works off is told, but is no reason to take the pages away. How the page
    cache does is told of all web processes of this machine, since their server was started.
    """

    def get(self, _request: HttpRequest) -> HttpResponse:
        try:
            is_ready = is_migrated()
            waited = oldest_due_seconds() if is_ready else 0
        except DatabaseError:
            return _uncached(JsonResponse({"database": "unreachable"}, status=503))
        state = {
            "database": "ok",
            "migrations": "ok" if is_ready else "missing",
            "jobs": "late" if waited > LATE_SECONDS else "ok",
            "oldest_due_job_seconds": waited,
            "page_cache": totals(),
        }
        if settings.CACHE_URL:  # no reason either: the database counts instead
            state["redis"] = "unreachable" if redis_failure() else "ok"
        return _uncached(JsonResponse(state, status=200 if is_ready else 503))


def oldest_due_seconds() -> int:
    """Return for how long the oldest due job has waited for a worker."""
    now, at_once = timezone.now(), get_date_max()
    since = DBTaskResult.objects.ready().aggregate(
        enqueued=Min("enqueued_at", filter=Q(run_after=at_once)),
        planned=Min("run_after", filter=~Q(run_after=at_once)),
    )
    return max((int((now - start).total_seconds()) for start in since.values() if start), default=0)


def _uncached(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
