"""Pure: the tables as they are printed."""

from tests.bench.figures import ratio
from tests.bench.pages import BARE_PROGRAM

HEAD = ("page", "program", "req/s", "least", "most", "p50 ms", "p99 ms", "CPU ms", "database",
        "queries", "bytes", "of bare")  # fmt: skip
LAYOUT = "{:22} {:9} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>7} {:>8} {:>8}"


def head():
    return LAYOUT.format(*HEAD)


def lines_of(rows):
    """Return the lines of one page, the bare program's among them."""
    bare = next(row for row in rows if row.program == BARE_PROGRAM)
    return [_line(row, bare) for row in rows]


def _line(row, bare):
    pace = row.per_second
    errors = f"  {row.errors} ERRORS" if row.errors else ""
    return (
        LAYOUT.format(
            row.page, row.program, f"{pace.median:,.0f}", f"{pace.low:,.0f}", f"{pace.high:,.0f}",
            f"{row.p50:.1f}", f"{row.p99:.1f}", f"{row.cpu_ms:.3f}", f"{row.database_cpu_ms:.3f}",
            row.queries, f"{row.bytes:,}", f"{ratio(row, bare):.3f}",
        )
        + errors
    )  # fmt: skip


def growth_head(sizes):
    columns = [f"{size:,}" for size in sizes]
    return f"{'page, CPU ms at so many':26} {_columns(columns)} {'time':>7} {'bytes':>7}"


def growth_line(growth):
    columns = [f"{ms:.2f}" for ms in growth.ms.values()]
    line = f"{growth.page:26} {_columns(columns)} {growth.ratio:7.2f} {growth.bytes_ratio:7.2f}"
    return line if growth.is_answered else f"{line}  ANSWERED BY {growth.statuses}"


def _columns(texts):
    return " ".join(f"{text:>10}" for text in texts)


def rendering_line(page, request_ms, rendering_ms):
    times = f"{request_ms / rendering_ms:.2f} times"
    return f"{page:26} request {request_ms:6.2f} ms, rendering {rendering_ms:6.2f} ms: {times}"


def verdict_line(verdict):
    word = "ok    " if verdict.is_met else "MISSED"
    sign = "at most" if verdict.at_most else "at least"
    note = f"  ({verdict.note})" if verdict.note else ""
    return f"{word} {verdict.what}: {verdict.value:.2f}, {sign} {verdict.bound:.2f}{note}"
