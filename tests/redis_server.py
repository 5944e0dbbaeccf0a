"""A Redis of the tests' own, where the program is installed."""

import shutil
import signal
import subprocess
from contextlib import contextmanager

import pytest
import redis as client

from tests.postgresql import free_port
from tests.waiting import wait_until


class RedisServer:
    """Listens on loopback, keeps nothing; `url` is what CACHE_URL takes."""

    def __init__(self, program, folder):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._command = [
            program, "--bind", "127.0.0.1", "--port", str(self.port), "--save", "",
            "--appendonly", "no", "--dir", str(folder),
        ]  # fmt: skip
        self._process = None

    def start(self):
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        wait_until(self._answers)

    def hang(self):
        """Take connections, and say nothing any more."""
        self._process.send_signal(signal.SIGSTOP)

    def kill(self):
        self._process.kill()
        self._process.wait()

    def _answers(self):
        try:
            return client.Redis(port=self.port).ping()
        except client.ConnectionError:
            return False


@contextmanager
def redis_server(folder):
    """Yield a server that runs; the test is skipped where there is no such program."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed (Debian: apt-get install redis-server)")
    server = RedisServer(program, folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
