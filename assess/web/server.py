"""`python -m assess.web.server HOST PORT WORKERS THREADS`: the server that `assess serve` becomes.

The application's modules are read before the workers are forked, and put aside from the garbage
collector: what never changes lies in memory once, not once a worker.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

import assess.web.application  # noqa: F401 - read here, made in each worker

TARGET = "wsgi:app"
LOOK_SECONDS = 0.5
PAUSE_SECONDS = 1.0  # between two starts of the same worker, so that a broken one costs little
# Between two looks for garbage that refers to itself; 700 as Python has it costs a hall a twelfth.
YOUNG_OBJECTS = 20_000
PR_SET_PDEATHSIG = 1  # linux/prctl.h


class KeptUp(MPServer):
    """Granian whose workers are started again however often they die.

    Granian itself gives the whole server up when a worker dies twice within 5.5 seconds, and may
    overlook one of two that die at once. One request that kills its worker, sent again by the
    phone, would end the meeting; so here every worker is looked after by itself.
    """

    def _serve_loop(
        self, spawn_target: Callable[..., None], target_loader: Callable[..., Any]
    ) -> None:
        started = [0.0] * self.workers
        while True:
            self.main_loop_interrupt.wait(LOOK_SECONDS)
            if self.interrupt_signal:
                return
            self.main_loop_interrupt.clear()
            self.interrupt_children.clear()
            for index, worker in enumerate(list(self.wrks)):
                if (
                    not worker.inner.is_alive()
                    and time.monotonic() - started[index] > PAUSE_SECONDS
                ):
                    started[index] = time.monotonic()
                    self._respawn_workers([index], spawn_target, target_loader)


def main(host: str, port: str, workers: str, threads: str) -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 10, 10)
    server = os.getpid()
    # A worker without its server would keep the port and go on with old code, looked after by
    # nobody, and the next server could not start.
    os.register_at_fork(after_in_child=lambda: _die_with(server))
    KeptUp(
        TARGET,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=int(threads),
        log_level=LogLevels.warning,
    ).serve()


def _die_with(parent: int) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before it could be asked for
        os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
