"""What every test may ask for: a PostgreSQL cluster, a browser, a database of either kind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.postgres import NoServer, temporary_cluster, temporary_database

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
IN_CI = os.environ.get("CI") == "true"

# Tests never fail for being slow on a busy machine. CI repeats the same examples, so that a red
# run tells of the change; `./test.sh properties` looks for new ones.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("campaign", deadline=None, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "default"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
    """In CI a skipped test has failed: a green run means that everything ran."""
    report: pytest.TestReport = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and in CI nothing may be: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> pytest.CollectReport:
    """In CI a module that skips itself has failed too."""
    report: pytest.CollectReport = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} skipped itself: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[str]:
    """Yield the address of the maintenance database of a cluster that this run started."""
    try:
        with temporary_cluster() as address:
            yield address
    except NoServer as missing:
        pytest.skip(str(missing))


@pytest.fixture
def postgres_url(postgres_cluster: str) -> Iterator[str]:
    """Yield the address of an empty PostgreSQL database."""
    with temporary_database(postgres_cluster, f"test_{uuid4().hex}") as address:
        yield address


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/takar.sqlite3"


@pytest.fixture(
    params=["sqlite_url", pytest.param("postgres_url", marks=pytest.mark.postgresql)],
    ids=["sqlite", "postgresql"],
)
def database_url(request: pytest.FixtureRequest) -> str:
    """Give a test one empty database of each kind in turn."""
    address: str = request.getfixturevalue(request.param)
    return address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Yield Debian's Chromium. A test opens a context of its own in it."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            # The sandbox needs rights that containers and root do not have; pages are our own.
            args=[
                *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
                "--host-resolver-rules=MAP hall.example 127.0.0.1",  # an origin without https
            ],
        )
        yield browser
        browser.close()
