"""How PostgreSQL goes about what a request asks of it."""

import re
from contextlib import closing, contextmanager

from django.db import connection

BIG = {
    "blog_post", "blog_post_tags", "blog_post_categories", "blog_listedpost", "blog_post_words",
    "comments_comment", "comments_comment_words", "trackbacks_trackback", "trackbacks_claim",
    "trackbacks_outgoinglink",
}  # fmt: skip
PLANNED = re.compile(r"\s*(SELECT|WITH|UPDATE|DELETE)\b")
# A walk along an index may end after a few rows; one through the table itself never does.
SCAN = re.compile(r"Seq Scan on (\w+)")


@contextmanager
def whole_tables_read():
    """Yield a list to which each question that reads through a whole big table is added."""
    found = []

    def look(execute, sql, params, many, context):
        if PLANNED.match(sql) and not many:
            found.extend(scans(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def scans(sql, params):
    plan = plan_of(sql, params)
    tables = BIG.intersection(SCAN.findall(plan))
    return [f"{', '.join(sorted(tables))}: {sql}\n{plan}"] if tables else []


def plan_of(sql, params):
    """Ask past the wrappers of the connection, one of which we are."""
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(f"EXPLAIN {sql}", params or ())
        return "\n".join(row[0] for row in cursor.fetchall())
