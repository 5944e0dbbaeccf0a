"""Several processes that do the same to one database in the same moment."""

import multiprocessing
import traceback
from operator import itemgetter

from django.db import connection

WRITERS = 8


def at_once(work):
    """Run work(writer) in WRITERS processes that begin together; return what each returned."""
    connection.close()  # two processes on one connection would garble it
    fork = multiprocessing.get_context("fork")
    start, answers = fork.Barrier(WRITERS), fork.SimpleQueue()

    def run(writer):
        try:
            start.wait(timeout=60)
            answers.put((writer, work(writer), None))
        except BaseException:  # it is told in the parent, where the test fails
            answers.put((writer, None, traceback.format_exc()))

    processes = [fork.Process(target=run, args=(writer,)) for writer in range(WRITERS)]
    for process in processes:
        process.start()
    told = sorted((answers.get() for _ in processes), key=itemgetter(0))
    for process in processes:
        process.join()
    failures = [failure for _, _, failure in told if failure]
    assert not failures, "\n".join(failures)
    return [result for _, result, _ in told]
