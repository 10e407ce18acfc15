"""Made-up answers are called so on every page about them, forms included."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assess.store.account_tables import Role
from assess.store.database import Database
from tests.page import Visitor
from tests.world import a_focus_group, a_region, an_account, an_assessment

ADDRESSES = (
    "/daerah/64.71",
    "/daerah/64.71/asesmen-baru",
    "/asesmen/{assessment}",
    "/asesmen/{assessment}/fgd-baru",
    "/fgd/{meeting}",
    "/fgd/{meeting}/papan",
    "/fgd/{meeting}/poster",
    "/fgd/{meeting}/tutup",
    "/hasil/{assessment}",
    "/fakta/{assessment}",
    "/fakta/{assessment}/FAK-PRO-1",
    "/draf/{assessment}",
)


@pytest.mark.parametrize("sample", [True, False], ids=["sample", "real"])
def test_a_sample_region_is_labelled_on_every_page_and_a_real_one_on_none(
    database: Database, log_in: Callable[..., Visitor], sample: bool
) -> None:
    with database.writing() as db:
        region = a_region(db, is_sample=sample)
        assessment = an_assessment(db, region)
        meeting = a_focus_group(db, assessment)
        an_account(db, "sari", Role.FACILITATOR, region)
        keys = {"assessment": assessment.public_id, "meeting": meeting.public_id}
    visitor = log_in("sari")

    labelled = {
        address: "bukan jawaban sungguhan" in visitor.get(address.format(**keys)).html
        for address in ADDRESSES
    }

    assert labelled == dict.fromkeys(ADDRESSES, sample)
