"""Accounts, by the one who runs the machine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.actions.accounts import UsernameTaken, close_account, create_account, set_password
from assess.cli.ground import data_option, database_of, new_password, settings_for
from assess.store.account_tables import Account, Role
from assess.store.accounts import account_by_username, accounts_with_regions
from assess.store.tables import Region


@click.group()
def account() -> None:
    """Create, list and close accounts."""


@account.command("add")
@click.argument("username")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--name", required=True, help="The name that pages show.")
@click.option("--region", "codes", multiple=True, help="Kemendagri code, e.g. 64.71; repeatable.")
@data_option
def add(username: str, role: str, name: str, codes: tuple[str, ...], data: Path | None) -> None:
    """Create an account with a random password, and print it once."""
    database = database_of(settings_for(data))
    password = new_password()
    with database.writing() as session:
        regions = _regions(session, codes)
        try:
            create_account(
                session, username, name, Role(role), password, datetime.now(UTC), regions
            )
        except UsernameTaken as error:
            raise click.ClickException(f"Akun {username} sudah ada.") from error
    click.echo(f"Akun {username} dibuat. Kata sandi: {password}")


@account.command("list")
@data_option
def list_accounts(data: Path | None) -> None:
    """Every account with its role and regions."""
    with database_of(settings_for(data)).reading() as session:
        for each in accounts_with_regions(session):
            codes = " ".join(region.kemendagri_code for region in each.regions) or "-"
            state = "" if each.active else "  (ditutup)"
            click.echo(f"{each.username:20} {each.role:14} {codes}{state}")


@account.command("close")
@click.argument("username")
@data_option
def close(username: str, data: Path | None) -> None:
    """Close an account: it cannot log in any more; what it did stays."""
    with database_of(settings_for(data)).writing() as session:
        close_account(session, _account(session, username))
    click.echo(f"Akun {username} ditutup.")


@click.command("password")
@click.argument("username")
@data_option
def password_command(username: str, data: Path | None) -> None:
    """Give an account a new random password, and print it once."""
    password = new_password()
    with database_of(settings_for(data)).writing() as session:
        set_password(session, _account(session, username), password)
    click.echo(f"Kata sandi baru untuk {username}: {password}")


def _account(session: Session, username: str) -> Account:
    found = account_by_username(session, username.strip().casefold())
    if found is None:
        raise click.ClickException(f"Akun {username} tidak ada.")
    return found


def _regions(session: Session, codes: Sequence[str]) -> list[Region]:
    regions = session.scalars(select(Region).where(Region.kemendagri_code.in_(codes))).all()
    missing = sorted(set(codes) - {region.kemendagri_code for region in regions})
    if missing:
        raise click.ClickException(f"Daerah {', '.join(missing)} belum ada.")
    return list(regions)
