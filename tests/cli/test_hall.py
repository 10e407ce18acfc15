"""Serving a hall: which address the phones are told, and what a start without a network says."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from assess.cli import hall
from assess.cli.hall import HallAddress, Kind, chosen, hall_host, kind_of, trust_own_name

RADIO = HallAddress("wlp3s0", "192.168.1.7", Kind.WIRELESS)
WIRE = HallAddress("enp2s0", "10.0.0.4", Kind.WIRED)
PUBLIC = HallAddress("eth1", "8.8.4.4", Kind.WIRED)
NOBODY = HallAddress("wlp9s0", "169.254.3.3", Kind.WIRELESS)  # no router gave it an address
BRIDGE = HallAddress("docker0", "172.17.0.1", Kind.VIRTUAL)


@pytest.fixture
def networks(monkeypatch: pytest.MonkeyPatch) -> list[HallAddress]:
    """The addresses of a made-up laptop; tests put them in."""
    found: list[HallAddress] = []
    monkeypatch.setattr(hall, "hall_addresses", lambda: sorted(found, key=lambda a: a.rank))
    return found


def test_the_radio_of_a_private_network_comes_first(networks: list[HallAddress]) -> None:
    networks += [BRIDGE, PUBLIC, NOBODY, WIRE, RADIO]

    assert hall.hall_addresses() == [RADIO, WIRE, NOBODY, PUBLIC, BRIDGE]
    assert hall_host(None) == "192.168.1.7"


@pytest.mark.parametrize("wish", ["10.0.0.4", "enp2s0"])
def test_another_one_can_be_wished_for(networks: list[HallAddress], wish: str) -> None:
    networks += [RADIO, WIRE]

    assert hall_host(wish) == "10.0.0.4"


def test_a_wish_that_is_not_there_names_those_that_are(networks: list[HallAddress]) -> None:
    networks += [RADIO, WIRE]

    with pytest.raises(click.ClickException, match=r"192\.168\.1\.7 \(wlp3s0\), 10\.0\.0\.4"):
        hall_host("192.168.9.9")


@pytest.mark.usefixtures("networks")
def test_without_a_network_it_says_what_to_do() -> None:
    with pytest.raises(click.ClickException, match="Nyalakan hotspot"):
        hall_host(None)


def test_no_address_is_chosen_where_there_is_none() -> None:
    assert chosen([], None) is None
    assert chosen([RADIO], "eth9") is None


def test_the_addresses_of_this_machine_are_no_loopback() -> None:
    assert all(not each.address.startswith("127.") for each in hall.hall_addresses())


def test_what_an_interface_is_is_read_from_the_system(tmp_path: Path) -> None:
    for name, sort in (("wlp3s0", "wireless"), ("enp2s0", "device"), ("docker0", "bridge")):
        (tmp_path / name / sort).mkdir(parents=True)

    names = ("wlp3s0", "enp2s0", "docker0", "wg0", "team0")
    assert [kind_of(name, tmp_path) for name in names] == [
        *(Kind.WIRELESS, Kind.WIRED, Kind.VIRTUAL, Kind.VIRTUAL, Kind.OTHER)
    ]


def test_only_the_name_that_people_are_told_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hall.os, "environ", {"ASSESS_BASE_URL": "http://192.168.1.7:8000"})

    trust_own_name()

    assert hall.os.environ["ASSESS_TRUSTED_HOSTS"] == "192.168.1.7"
