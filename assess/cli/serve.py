"""Starting up: schema, first account, sample data, the server and the worker beside it."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import segno
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.actions.accounts import create_account
from assess.cli.ground import data_option, database_of, new_password, settings_for, shelf_of
from assess.cli.hall import hall_host, tell_hall, trust_own_name
from assess.demo import load_demo
from assess.jobs import run_worker
from assess.settings import ROOT, Settings
from assess.store.account_tables import Account, Role
from assess.store.schema import migrate
from assess.store.tables import FocusGroup, FocusGroupState, Region
from assess.web.translations import compile_translations

FIRST_ACCOUNT = "fasilitator"
PR_SET_PDEATHSIG = 1  # linux/prctl.h
NOWHERE = ("192.0.2.1", 9)  # an address for documents only; nothing is sent to it


@click.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="HOST:PORT to serve.")
@data_option
@click.option("--empty", is_flag=True, help="Do not load sample data into an empty database.")
@click.option("--workers", type=click.IntRange(1, 64), default=None, help="Default: one a core.")
@click.option("--hall", is_flag=True, help="Serve the phones of a hall; no internet is needed.")
@click.option(
    "--address", default=None, help="With --hall: the address or the interface to serve at."
)
def serve(
    bind: str, data: Path | None, empty: bool, workers: int | None, hall: bool, address: str | None
) -> None:
    """Prepare the data folder and serve the application."""
    host, port = _host_and_port(bind)
    if hall:
        host = hall_host(address)
        empty = True
        os.environ.setdefault("ASSESS_BASE_URL", f"http://{host}:{port}")
        trust_own_name()
    settings = settings_for(data, base_url=f"http://{_shown(host)}:{port}")
    _refuse_taken_port(host, port)
    _say("Memeriksa kuesioner")
    shelf = shelf_of(settings)
    _say("Menyiapkan basis data")
    database = database_of(settings)
    migrate(database)
    compile_translations()
    with database.writing() as session:
        if not empty and session.scalar(select(func.count(Region.id))) == 0:
            _say("Memuat data contoh (lima daerah, beberapa detik)")
            load_demo(session, shelf, datetime.now(UTC))
        password = _first_account(session)
        open_group = session.scalars(
            select(FocusGroup).where(FocusGroup.state == FocusGroupState.OPEN).limit(1)
        ).first()
    _greet(settings, password, open_group)
    if hall:
        tell_hall(settings.base_url, host)
    _say("Tekan Ctrl+C untuk berhenti.")
    threads = 1 if database.is_sqlite else 2
    database.dispose()
    _run(settings, host, port, workers or os.cpu_count() or 1, threads)


@click.command()
@data_option
@click.option("--with-parent", is_flag=True, help="End when the process that started this ends.")
def worker(data: Path | None, with_parent: bool) -> None:
    """Make the documents that people asked for. `serve` starts one by itself."""
    if with_parent:
        _die_with_parent()
    run_worker(settings_for(data))


@click.command("migrate")
@data_option
def migrate_command(data: Path | None) -> None:
    """Bring the database to the current schema."""
    database = database_of(settings_for(data))
    migrate(database)
    click.echo("Basis data sudah mutakhir.")


def _first_account(session: Session) -> str | None:
    """The facilitator of the first start, in every region that is there, with a random password
    that is shown once."""
    if session.scalar(select(func.count(Account.id))):
        return None
    password = new_password()
    regions = session.scalars(select(Region)).all()
    create_account(
        session,
        FIRST_ACCOUNT,
        "Fasilitator",
        Role.FACILITATOR,
        password,
        datetime.now(UTC),
        regions,
    )
    return password


def _greet(settings: Settings, password: str | None, open_group: FocusGroup | None) -> None:
    base = settings.base_url
    _say("")
    _say(f"Takar berjalan di {base}")
    _say(f"  Masuk fasilitator : {base}/masuk")
    if password is not None:
        _say(f"    nama akun       : {FIRST_ACCOUNT}")
        _say(f"    kata sandi      : {password}   (catat sekarang; tidak ditampilkan lagi)")
    else:
        _say(
            f"    nama akun       : {FIRST_ACCOUNT} (lupa kata sandi: assess password {FIRST_ACCOUNT})"
        )
    _say(f"  Beranda           : {base}/beranda")
    _say(f"  Banding daerah    : {base}/banding")
    if open_group is not None:
        address = f"{base}/j/{open_group.join_token}"
        _say(f"  Peserta           : {base}/   kode {open_group.join_code}")
        _say(f"  Lewat QR          : {address}")
        segno.make(address, error="l").terminal(compact=True, border=2)


def _run(settings: Settings, host: str, port: int, workers: int, threads: int) -> None:
    """Become the server. What was needed to prepare is given back to the machine by that."""
    os.environ["ASSESS_DATA"] = str(settings.data)
    os.environ["ASSESS_BASE_URL"] = settings.base_url
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    os.chdir(ROOT)
    # A worker that breaks is started again; all of it ends with the server, however that ends.
    again = 'while ! "$0" -m assess.cli worker --with-parent; do sleep 2; done'
    subprocess.Popen(["sh", "-c", again, sys.executable], preexec_fn=_die_with_parent)
    server = [
        sys.executable,
        "-m",
        "assess.web.server",
        host,
        str(port),
        str(workers),
        str(threads),
    ]
    os.execv(sys.executable, server)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Alamat {host}:{port} tidak dapat dipakai ({error.strerror}). "
                "Pilih yang lain, misalnya --bind 127.0.0.1:8080."
            ) from error


def _host_and_port(bind: str) -> tuple[str, int]:
    host, colon, port = bind.rpartition(":")
    if not colon or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise click.ClickException(f"--bind {bind}: tulis HOST:PORT, misalnya 0.0.0.0:8000.")
    return host.strip("[]") or "0.0.0.0", int(port)


def _shown(host: str) -> str:
    """An address that phones can open: nobody can open 0.0.0.0."""
    if host in ("0.0.0.0", "::"):
        return _own_address()
    return f"[{host}]" if ":" in host else host


def _own_address() -> str:
    """The address of this machine on its network, as the route to elsewhere has it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(NOWHERE)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()
