"""The memory of what came from elsewhere, so that bringing it a second time adds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from blog.models import ImportedItem


def rows_of(source: str, kind: str, external_ids: Iterable[str] | None = None) -> dict[str, int]:
    """Return external id -> id of the row that it became here; of all where none are named."""
    items = ImportedItem.objects.filter(source=source, kind=kind)
    if external_ids is not None:
        items = items.filter(external_id__in=list(external_ids))
    return dict(items.values_list("external_id", "object_id"))


def remember(source: str, kind: str, rows: Mapping[str, int]) -> None:
    """Note that each external id of `rows` became the row of that id.

    Belongs into the transaction that makes the rows. Raises IntegrityError where one is known.
    """
    ImportedItem.objects.bulk_create(
        ImportedItem(source=source, kind=kind, external_id=external_id, object_id=object_id)
        for external_id, object_id in rows.items()
    )


def forget(source: str, kind: str) -> None:
    """Forget everything of `kind`: those items would be taken again."""
    ImportedItem.objects.filter(source=source, kind=kind).delete()
