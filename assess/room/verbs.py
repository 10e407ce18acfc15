"""What an entry in the log of a meeting says."""

from __future__ import annotations

from enum import StrEnum


class FocusGroupVerb(StrEnum):
    """What happened; `content` of an entry by verb: see `proceedings.py`."""

    OPENED = "opened"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"  # somebody took back consent: who is not kept
    ROUND_CLOSED = "round_closed"
    ROUND_OPENED = "round_opened"
    SCORE_ROUND_CHOSEN = "score_round_chosen"
    REVEALED = "revealed"
    HIDDEN = "hidden"
    AGENDA_SET = "agenda_set"
    DISCUSSION_STARTED = "discussion_started"
    DISCUSSION_ENDED = "discussion_ended"
    CONSENSUS = "consensus"
    DISSENT = "dissent"
    DECISION = "decision"
    ACTION_POINT = "action_point"
    HEADS_COUNTED = "heads_counted"
    ATTENDED = "attended"
    ATTENDANCE_REMOVED = "attendance_removed"
    SEAT_VOIDED = "seat_voided"
    SEAT_RESTORED = "seat_restored"
    SEATS_MERGED = "seats_merged"
    GROUP_CORRECTED = "group_corrected"
    TABLE_CORRECTED = "table_corrected"
    TICKETS_MADE = "tickets_made"
    ENTRY_CHANGED = "entry_changed"  # open code or seat tickets
    TABLES_SET = "tables_set"
    TABLE_LATE = "table_late"
    HANDOVER_OFFERED = "handover_offered"
    HANDED_OVER = "handed_over"
    PAPER_ENTERED = "paper_entered"
    LATE_ANSWERS_ADMITTED = "late_answers_admitted"
    MERGED = "merged"  # a pack from another server was taken in
