"""Serving a hall: the address at which its phones reach this machine, and what to do there.

Nothing here sends a packet.
"""

from __future__ import annotations

import fcntl
import ipaddress
import os
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from urllib.parse import urlsplit

import click

SIOCGIFADDR, SIOCGIFFLAGS = 0x8915, 0x8913  # linux/sockios.h
IFF_UP, IFF_LOOPBACK, IFF_POINTOPOINT = 0x1, 0x8, 0x10
SYSTEM = Path("/sys/class/net")
# Bridges and tunnels of virtual machines, containers and private networks: no phone is there.
VIRTUAL = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "lxc", "lxd", "cni", "podman")
TUNNELS = ("tun", "tap", "wg", "tailscale", "zt", "ppp")


class Kind(IntEnum):
    """What an interface is, those that phones are likely on first."""

    WIRELESS = 0
    WIRED = 1
    OTHER = 2
    VIRTUAL = 3


WORDS = {
    Kind.WIRELESS: "Wi-Fi",
    Kind.WIRED: "kabel",
    Kind.OTHER: "lain",
    Kind.VIRTUAL: "maya, bukan aula",
}


@dataclass(frozen=True)
class HallAddress:
    interface: str
    address: str
    kind: Kind

    @property
    def rank(self) -> tuple[bool, bool, Kind, str]:
        """Least first: an address of a private network, real, by radio before by wire."""
        address = ipaddress.ip_address(self.address)
        return (
            self.kind is Kind.VIRTUAL,
            address.is_link_local or not address.is_private,
            self.kind,
            self.interface,
        )


def hall_addresses() -> list[HallAddress]:
    """The addresses of this machine, the most likely one first; empty without any network."""
    found = [each for _, name in socket.if_nameindex() if (each := _of(name)) is not None]
    return sorted(found, key=lambda each: each.rank)


def chosen(addresses: Sequence[HallAddress], wish: str | None) -> HallAddress | None:
    """The wished one, by address or by the interface's name; without a wish the first."""
    if wish is None:
        return addresses[0] if addresses else None
    return next((each for each in addresses if wish in (each.address, each.interface)), None)


def hall_host(wish: str | None) -> str:
    """The address to serve at, or a sentence that says what is missing."""
    addresses = hall_addresses()
    if not addresses:
        raise click.ClickException(
            "Laptop ini belum tersambung ke jaringan mana pun. Nyalakan hotspot laptop atau "
            "sambungkan ke Wi-Fi aula (internet tidak perlu), lalu jalankan lagi."
        )
    found = chosen(addresses, wish)
    if found is None:
        raise click.ClickException(
            f"--address {wish}: tidak ada di laptop ini. Yang ada: "
            + ", ".join(f"{each.address} ({each.interface})" for each in addresses)
        )
    return found.address


def trust_own_name() -> None:
    """Serve under the name that people are told, and no other: a page that somebody opened
    elsewhere must not reach the hall's server under a name of its own."""
    name = urlsplit(os.environ["ASSESS_BASE_URL"]).hostname or ""
    os.environ.setdefault("ASSESS_TRUSTED_HOSTS", name)


def tell_hall(base_url: str, host: str) -> None:
    """What the one at the laptop does now."""
    click.echo("")
    click.echo("Aula tanpa internet")
    for each in hall_addresses():
        used = "dipakai" if each.address == host else f"pilih dengan --address {each.address}"
        click.echo(f"  {each.address:15} {each.interface:10} {WORDS[each.kind]:18} {used}")
    click.echo(f"  1. Sambungkan semua ponsel ke Wi-Fi yang sama dengan laptop ini ({host}).")
    click.echo(f"  2. Buka {base_url}/beranda di laptop ini, pilih FGD, lalu cetak poster dan")
    click.echo("     petunjuk Wi-Fi. QR di sana memakai alamat ini.")
    click.echo('  3. Bila ponsel berkata "tidak ada internet", pilih tetap tersambung dan matikan')
    click.echo("     data seluler.")
    click.echo("  4. Colokkan laptop ke listrik dan matikan mode tidur.")
    click.echo("  5. Sesudah FGD: assess pack KODE, lalu bawa berkasnya ke server pusat.")
    click.echo(
        "  Alamat berubah bila laptop pindah jaringan; jalankan lagi dan cetak QR yang baru."
    )


def kind_of(name: str, folder: Path = SYSTEM) -> Kind:
    if name.startswith((*VIRTUAL, *TUNNELS)):
        return Kind.VIRTUAL
    if (folder / name / "wireless").exists() or (folder / name / "phy80211").exists():
        return Kind.WIRELESS
    return Kind.WIRED if (folder / name / "device").exists() else Kind.OTHER


def _of(name: str) -> HallAddress | None:
    request = struct.pack("256s", name.encode()[:15])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            flags = struct.unpack_from("H", fcntl.ioctl(probe, SIOCGIFFLAGS, request), 16)[0]
            raw = fcntl.ioctl(probe, SIOCGIFADDR, request)
        except OSError:  # gone meanwhile, or without an IPv4 address
            return None
    if not flags & IFF_UP or flags & IFF_LOOPBACK:
        return None
    kind = Kind.VIRTUAL if flags & IFF_POINTOPOINT else kind_of(name)
    return HallAddress(name, socket.inet_ntoa(raw[20:24]), kind)
