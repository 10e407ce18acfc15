"""Our own static files: few and small, so they are kept in memory, compressed once, and served
under names that carry their content's hash, to be cached for a year."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

import brotli

COMPRESSIBLE = ("text/", "image/svg+xml", "application/json", "application/manifest+json")


@dataclass(frozen=True)
class Asset:
    name: str
    mimetype: str
    bodies: dict[str, bytes]  # by content coding: "", "gzip", "br"
    etag: str


class Assets:
    """Every file below a folder, by its hashed name."""

    def __init__(self, folder: Path) -> None:
        self._hashed: dict[str, str] = {}
        self._files: dict[str, Asset] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self.add(path.relative_to(folder).as_posix(), path.read_bytes())

    def address(self, name: str) -> str:
        """Path of a file; KeyError for a file that is not there, so that a typing error shows."""
        return f"/aset/{self._hashed[name]}"

    def find(self, hashed_name: str) -> Asset | None:
        return self._files.get(hashed_name)

    def text(self, name: str) -> str:
        """The text of a file; KeyError for a file that is not there."""
        return self._files[self._hashed[name]].bodies[""].decode()

    def add(self, name: str, body: bytes) -> None:
        """A file that is made when the application starts."""
        digest = hashlib.sha256(body).hexdigest()[:10]
        stem, dot, ending = name.rpartition(".")
        hashed = f"{stem}.{digest}{dot}{ending}"
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if ending == "js":
            mimetype = "text/javascript"
        bodies = {"": body}
        if mimetype.startswith(COMPRESSIBLE):
            bodies["gzip"] = gzip.compress(body, 9, mtime=0)
            bodies["br"] = brotli.compress(body, quality=11)
        self._hashed[name] = hashed
        self._files[hashed] = Asset(name, mimetype, bodies, digest)
