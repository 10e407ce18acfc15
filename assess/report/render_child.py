"""The process that sets one document, in a cage. Run as a file, never imported by the application.

    python -I render_child.py < request.json          (works in the current directory)

It reads a request with the HTML, the assets and the limits, and leaves `document.pdf` and
`outcome.json` in the current directory. It imports nothing of the application, so that nothing
of it (settings, secrets, database) is in the memory of the process that lays out foreign text.

The cage, from the outside in: limits of memory, processor time and file size; a network
namespace of its own where the system allows one; an audit hook that refuses sockets, processes
and files outside Python's own; a fetcher that knows only the assets of the request.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import sys
import sysconfig
from pathlib import Path
from typing import Any, NoReturn

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_REFUSED_EVENTS = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "pty.spawn",
    "urllib.Request",
    "ftplib.",
    "http.client.",
)


def main() -> None:
    request: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    _limit(request["limits"])
    isolated = _leave_network()
    outcome = _render(request)
    Path("outcome.json").write_text(json.dumps({**outcome, "isolated": isolated}))
    # Skips the tear-down of a large heap: the work is on disk.
    sys.stdout.flush()
    os._exit(0)


def _limit(limits: dict[str, int]) -> None:
    cpu = limits["cpu_seconds"]
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["output_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


def _leave_network() -> bool:
    """Moves into an empty network namespace; False where the system does not allow it."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "unshare"):  # not Linux
        return False
    flags = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWNET | _CLONE_NEWUSER
    return bool(libc.unshare(flags) == 0)


def _render(request: dict[str, Any]) -> dict[str, Any]:
    # Imported late on purpose: the limits must stand before the first line of the library runs.
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    refused: list[str] = []

    class AssetFetcher(URLFetcher):  # type: ignore[misc]  # the library has no types
        """Serves the assets of the request by name and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            asset = request["assets"].get(url)
            if asset is None:
                refused.append(url[:200])
                raise ValueError("not an asset of this document")
            return URLFetcherResponse(url, asset["text"], {"Content-Type": asset["type"]})

    _forbid_the_world()
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)
    html = HTML(string=request["html"], base_url="asset:", url_fetcher=AssetFetcher())
    document = html.render(presentational_hints=False)
    document.write_pdf("document.pdf", pdf_variant=request["variant"])
    return {"pages": len(document.pages), "refused": refused}


def _forbid_the_world() -> None:
    paths = sysconfig.get_paths()
    readable = tuple(
        {str(Path(root).resolve()) + os.sep for root in (sys.prefix, sys.base_prefix)}
        | {str(Path(paths[name]).resolve()) + os.sep for name in ("stdlib", "purelib", "platlib")}
        | {str(Path.cwd().resolve()) + os.sep}
    )

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_REFUSED_EVENTS):
            _refuse(event)
        if event == "open" and isinstance(arguments[0], (str, bytes)):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if not path.startswith(readable) and path != os.devnull:
                _refuse(event)

    sys.addaudithook(hook)


def _refuse(event: str) -> NoReturn:
    raise PermissionError(f"{event} is not allowed while a document is set")


if __name__ == "__main__":
    main()
