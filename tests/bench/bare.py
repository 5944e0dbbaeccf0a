"""A bare WSGI program: gives the one answer that it was told, and does nothing else.

What a site is compared with: the same status, headers and bytes, under the same server.
"""

import base64
import json
import os
from pathlib import Path

# What gunicorn adds to every answer by itself.
ADDED_BY_SERVER = {"server", "date", "connection", "transfer-encoding"}


def written_down(status, headers, body):
    """Return an answer as a line of JSON."""
    kept = [[name, value] for name, value in headers if name.lower() not in ADDED_BY_SERVER]
    body = base64.b64encode(body).decode()
    return json.dumps({"status": status, "headers": kept, "body": body})


def bare(written):
    """Return the program that answers everything by what is `written`."""
    answer = json.loads(written)
    status, body = answer["status"], base64.b64decode(answer["body"])
    headers = [tuple(header) for header in answer["headers"]]

    def application(_environ, start_response):
        start_response(status, headers)
        return [body]

    return application


if "BENCH_ANSWER" in os.environ:
    application = bare(Path(os.environ["BENCH_ANSWER"]).read_text())
