"""What templates of staff pages know about the person in front of them."""

from __future__ import annotations

from dataclasses import dataclass

from assess.store.account_tables import Role
from assess.web.access import FACILITATES, STATES_FACTS, Policy, current_account


@dataclass(frozen=True)
class SignedIn:
    """The account that is logged in. Hiding a button is a courtesy; policies protect."""

    name: str
    role: Role

    @property
    def facilitates(self) -> bool:
        return self._may(FACILITATES)

    @property
    def states_facts(self) -> bool:
        return self._may(STATES_FACTS)

    def _may(self, policy: Policy) -> bool:
        return self.role in policy.roles


def signed_in_context() -> dict[str, object]:
    account = current_account()
    if account is None:
        return {"account": None, "is_sample": False}
    signed_in = SignedIn(name=account.display_name, role=Role(account.role))
    return {"account": signed_in, "is_sample": False}
