"""The file of a packed meeting: three lines and a compressed body.

    TAKAR-PACK 1
    {"body_sha256": …, "key": …, "meeting": …, …}     the head: what is inside, and of whom
    <signature>                                        Ed25519 over the two lines above
    <gzip>                                             the meeting as JSON

A reader checks from the outside in: length, head, signature, then the hash of the body. Nothing of
the body is unpacked before the key is known, and never more than the head says.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import zlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import Field, ValidationError

from assess.actions.pack_content import Hash, Moment, Name, Pack, Part

MAGIC = b"TAKAR-PACK 1"
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_BODY = 512 * 1024 * 1024
LONGEST_HEAD = 4096
KEY_FILE = "pack_key"


class PackFault(StrEnum):
    """What is wrong with a file; the command says it in words."""

    NOT_A_PACK = "not_a_pack"
    TOO_LARGE = "too_large"
    HEAD = "head"
    SIGNATURE = "signature"
    CUT = "cut"
    CHANGED = "changed"
    CONTENT = "content"


class PackRefused(ValueError):
    """The file is damaged, cut, changed, or was never one of ours."""

    def __init__(self, fault: PackFault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else str(fault))
        self.fault = fault
        self.detail = detail


class Head(Part):
    """What the file says of itself, signed."""

    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}=$")]  # Ed25519, url-safe base64
    meeting: Name
    title: Annotated[str, Field(max_length=200)]
    region: Annotated[str, Field(pattern=r"^\d\d\.\d\d$")]
    packed_at: Moment
    seats: Annotated[int, Field(ge=0)]
    events: Annotated[int, Field(ge=0)]
    entries: Annotated[int, Field(ge=0)]
    log_head: Hash
    body_sha256: Hash  # of the compressed body
    body_length: Annotated[int, Field(ge=0, le=LARGEST_FILE)]
    content_length: Annotated[int, Field(ge=0, le=LARGEST_BODY)]  # unpacked

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(base64.urlsafe_b64decode(self.key))


@dataclass(frozen=True)
class SignedPack:
    """A file whose signature is right. Whether its key is trusted is another question."""

    head: Head
    sha256: str  # of the whole file
    body: bytes


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """The key of this data folder, made when it is asked for the first time."""
    path = folder / KEY_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_bytes()))
    key = Ed25519PrivateKey.generate()
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(key.private_bytes_raw()) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def fingerprint_of(public_key: bytes) -> str:
    """128 bits of the key's hash: short enough for two people to compare, too long to be met."""
    return hashlib.sha256(public_key).hexdigest()[:32]


def spoken(fingerprint: str) -> str:
    """In groups of four, to be read aloud."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


def write_pack(pack: Pack, key: Ed25519PrivateKey, now: datetime) -> bytes:
    content = pack.model_dump_json(exclude_unset=True).encode()
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    body = packer.compress(content) + packer.flush()
    head = Head(
        key=base64.urlsafe_b64encode(key.public_key().public_bytes_raw()).decode(),
        meeting=pack.meeting.public_id,
        title=pack.meeting.title,
        region=pack.region.kemendagri_code,
        packed_at=now,
        seats=len(pack.seats),
        events=sum(len(seat.events) for seat in pack.seats),
        entries=len(pack.log),
        log_head=pack.log[-1].hash if pack.log else "0" * 64,
        body_sha256=hashlib.sha256(body).hexdigest(),
        body_length=len(body),
        content_length=len(content),
    )
    signed = MAGIC + b"\n" + head.model_dump_json().encode()
    return b"\n".join([signed, base64.b64encode(key.sign(signed)), body])


def open_pack(raw: bytes) -> SignedPack:
    """Check the envelope of a file; the body stays packed."""
    if len(raw) > LARGEST_FILE:
        raise PackRefused(PackFault.TOO_LARGE)
    if not raw.startswith(MAGIC + b"\n"):
        raise PackRefused(PackFault.NOT_A_PACK)
    lines = raw[: LONGEST_HEAD + 200].split(b"\n", 3)
    if len(lines) < 4 or len(lines[1]) > LONGEST_HEAD:
        raise PackRefused(PackFault.CUT if len(raw) < LONGEST_HEAD else PackFault.HEAD)
    head = _head(lines[1])
    signed = lines[0] + b"\n" + lines[1]
    _check_signature(head, signed, lines[2])
    body = raw[len(signed) + len(lines[2]) + 2 :]
    if len(body) != head.body_length:
        raise PackRefused(PackFault.CUT, f"{len(body)} / {head.body_length}")
    if hashlib.sha256(body).hexdigest() != head.body_sha256:
        raise PackRefused(PackFault.CHANGED)
    return SignedPack(head, hashlib.sha256(raw).hexdigest(), body)


def unpack(signed: SignedPack) -> Pack:
    """The meeting inside, bounded and checked value by value."""
    unpacker = zlib.decompressobj(31)
    try:
        content = unpacker.decompress(signed.body, signed.head.content_length + 1)
    except zlib.error as error:
        raise PackRefused(PackFault.CONTENT, str(error)) from error
    if len(content) != signed.head.content_length or not unpacker.eof or unpacker.unused_data:
        raise PackRefused(PackFault.CONTENT, "length")
    try:
        pack = Pack.model_validate_json(content)
    except ValidationError as error:
        raise PackRefused(PackFault.CONTENT, _places(error)) from error
    if pack.meeting.public_id != signed.head.meeting:
        raise PackRefused(PackFault.CONTENT, "meeting")
    if pack.region.kemendagri_code != signed.head.region:
        raise PackRefused(PackFault.CONTENT, "region")
    return pack


def _head(line: bytes) -> Head:
    try:
        return Head.model_validate_json(line)
    except ValidationError as error:
        raise PackRefused(PackFault.HEAD, _places(error)) from error


def _check_signature(head: Head, signed: bytes, line: bytes) -> None:
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(head.key))
    try:
        key.verify(base64.b64decode(line, validate=True), signed)
    except (InvalidSignature, binascii.Error) as error:
        raise PackRefused(PackFault.SIGNATURE) from error


def _places(error: ValidationError) -> str:
    """Where it is wrong, never what stands there: it may be somebody's answer."""
    faults: list[Any] = json.loads(error.json(include_url=False, include_input=False))
    return "; ".join(".".join(map(str, each["loc"])) for each in faults[:5])
