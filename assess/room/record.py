"""What one closed meeting leaves for results and reports: its rounds, what the room agreed on, and
who did not."""

from __future__ import annotations

from dataclasses import dataclass

from assess.room.proceedings import Consensus, Dissent
from assess.room.shift import Shift


@dataclass(frozen=True)
class RoomRecord:
    """rounds : how many were closed; scored : the one that the official score uses

    shifts : questions asked in both rounds, as far as they may be told
    """

    meeting: str
    time_zone: str
    rounds: int
    scored: int
    consensus: tuple[Consensus, ...] = ()
    dissents: tuple[Dissent, ...] = ()
    shifts: tuple[Shift, ...] = ()

    @property
    def says_something(self) -> bool:
        return bool(self.rounds > 1 or self.consensus or self.dissents)

    def about(self, question: str) -> RoomRecord:
        """The same, of one question."""
        return RoomRecord(
            *(self.meeting, self.time_zone, self.rounds, self.scored),
            tuple(each for each in self.consensus if each.question == question),
            tuple(each for each in self.dissents if each.question == question),
            tuple(each for each in self.shifts if each.question == question),
        )
