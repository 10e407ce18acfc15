"""`assess`: for people at a terminal."""

from __future__ import annotations

import click

from assess.cli.accounts import account, password_command
from assess.cli.check import check
from assess.cli.demo import demo
from assess.cli.packs import merge_command, pack, trust_command
from assess.cli.score import score
from assess.cli.serve import migrate_command, serve, worker


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Takar: smart-city maturity assessment for kabupaten and kota."""


COMMANDS = (
    *(serve, worker, migrate_command, account, password_command, demo, check, score),
    *(pack, merge_command, trust_command),
)
for command in COMMANDS:
    main.add_command(command)
