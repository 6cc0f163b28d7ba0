"""Counts the queries behind each answer, in one process: `python -m benchmarks.counting` with the paths as JSON.

Every path is asked twice and then once more after the log has moved: the second time shows what is kept, the third that
moving the log really makes it a new question. When the worker wrote in between, that path is asked anew. Prints a list
of pairs: queries when the question is new, and again.
"""

from __future__ import annotations

import json
import os
import sys
import time

import django

from benchmarks.databases import Database
from benchmarks.load import Question

TRIES = 100
SECONDS_BETWEEN = 0.2


def queries(database: Database, settings: str, questions: list[Question]) -> list[tuple[int, int]]:
    """For each question the queries of an answer that is made, and of one that was made before."""
    lines = json.dumps([[question.path, question.etag] for question in questions])
    printed = database.run("-m", "benchmarks.counting", lines, settings=settings)
    return [(new, again) for new, again in json.loads(printed.splitlines()[-1])]


def main() -> None:
    """Count, and print as JSON."""
    django.setup()
    import psycopg
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks.beat import move_the_log
    from cms.publishing.stamp import Stamp, stamp

    client = Client(SERVER_NAME="127.0.0.1")

    def asked(path: str, etag: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path, headers={"If-None-Match": etag} if etag else {})
        if answer.status_code not in (200, 304):
            raise SystemExit(f"{path} answers {answer.status_code}")
        return len(captured)

    def quiet() -> Stamp:
        """Where the log ends, once the worker has nothing left to do."""
        for _try in range(TRIES):
            if now := stamp():
                return now
            time.sleep(SECONDS_BETWEEN)
        raise SystemExit("The worker does not come to an end.")

    def counted(path: str, etag: str, log: psycopg.Connection[tuple[object, ...]]) -> list[int]:
        for _try in range(TRIES):
            before = quiet()
            asked(path, etag)  # fills what the process keeps for good, such as content types
            again = asked(path, etag)
            if stamp() != before:
                continue
            move_the_log(log)
            return [asked(path, etag), again]
        raise SystemExit("The log does not come to rest.")

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as log:
        counts = [counted(path, etag, log) for path, etag in json.loads(sys.argv[1])]
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
