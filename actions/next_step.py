"""What comes next: which one thing to ask or to do, given the draft. Pure."""

from typing import Literal

from actions.draft import Draft

Step = Literal[
    "ask_service",
    "ask_location",
    "find_times",
    "ask_offer",
    "hold",
    "ask_name",
    "ask_phone",
    "check_phone",
    "ask_head_injury",
    "ask_confirm",
    "book",
    "ask_which",
    "ask_confirm_move",
    "move",
]


def next_booking_step(draft: Draft, *, agreed: bool = False, browsing: bool = False) -> Step:
    """The next step of a booking. `browsing` shows times before it asks what for and where."""
    if draft.time is None:
        return _towards_a_time(draft, browsing)
    if draft.service is None:
        return "ask_service"
    if draft.location is None:
        return "ask_location"
    if not draft.is_held:
        return "hold"
    if not draft.client_name:
        return "ask_name"
    if not draft.client_phone and not draft.phone_known:
        return "ask_phone"
    if draft.client_phone != draft.settled and not draft.phone_known:
        return "check_phone"
    if draft.head_injury is None:
        return "ask_head_injury"
    return "book" if agreed else "ask_confirm"


def next_moving_step(draft: Draft, *, agreed: bool = False) -> Step:
    """The next step of moving an appointment: which one, the new time, a yes, and only then the move."""
    if draft.target is None:
        return "ask_which"
    if draft.time is None:
        return "ask_offer" if draft.offered else "find_times"
    return "move" if agreed else "ask_confirm_move"


def _towards_a_time(draft: Draft, browsing: bool) -> Step:
    if draft.offered:
        return "ask_offer"
    if draft.service is None and not browsing:
        return "ask_service"
    # In a change of office the time is a wish already; what is said beside the question settles nothing.
    is_changing = draft.asked == "change" or (draft.asked == "location" and draft.kept is not None)
    unsettled = not draft.wishes or is_changing
    if draft.location is None and unsettled and not browsing:
        return "ask_location"
    return "find_times"
