"""`python -m assess.web.server HOST PORT WORKERS THREADS`: the server that `assess serve` becomes.

The application's modules are read before the workers are forked, and put aside from the garbage
collector: what never changes lies in memory once, not once a worker.
"""

from __future__ import annotations

import gc
import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

import assess.web.application  # noqa: F401 - read here, made in each worker

TARGET = "wsgi:app"


def main(host: str, port: str, workers: str, threads: str) -> None:
    gc.collect()
    gc.freeze()
    Server(
        TARGET,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=int(threads),
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
