"""An Elasticsearch of a test's own, which may be stopped, paused and wiped."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from elasticsearch import Elasticsearch

from tests.publishing.processes import until
from tools import engines
from tools.engine_programs import ELASTICSEARCH_VERSION, give_away, start_elasticsearch

HOME = f"elasticsearch-{ELASTICSEARCH_VERSION}"


class Node:
    """A real node; it is off until `start`."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        (folder / HOME).symlink_to(home)
        self.url = f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return int((self.folder / "pid").read_text())

    def start(self) -> None:
        start_elasticsearch(self.folder, self.port)
        until(lambda: engines.elasticsearch_answers(self.port))

    def stop(self) -> None:
        """As a machine that is switched off."""
        pid = self.pid
        os.kill(pid, signal.SIGKILL)
        until(lambda: not Path(f"/proc/{pid}/exe").exists())

    def pause(self) -> None:
        """It takes connections and never answers."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def wipe(self) -> None:
        with Elasticsearch(self.url) as client:
            for name in client.indices.get(index="servicebanken-*"):
                client.indices.delete(index=name)


@contextmanager
def node_of_our_own() -> Iterator[Node]:
    """Beside the one that tests share, with its program and with data of its own."""
    engines.ensure("elasticsearch")
    shared = engines.folder_of("elasticsearch")
    folder = shared.parent / f"elasticsearch-of-{os.getpid()}"
    folder.mkdir()
    try:
        node = Node(folder, shared / HOME)
        give_away(folder)
        node.start()
        try:
            yield node
        finally:
            node.go_on()
            node.stop()
    finally:
        shutil.rmtree(folder)
