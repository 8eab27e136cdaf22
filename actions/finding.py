"""Finding times: asks the desk for what was wished, takes the one that is meant, or offers a few."""

from datetime import datetime, timedelta

from actions import options, spoken, times
from actions.desk_client import Refused
from actions.draft import Slot, Wish
from actions.turn import Turn

# How many free times are asked for at most: to choose from, and to find the closest among.
ENOUGH, PLENTY = 60, 500
MOST_SPANS = 4
MOST_NEAREST = 3
DAYS_BEFORE, DAYS_AFTER = 4, 14
OFFER_QUESTIONS = frozenset(
    {"offer", "nearest", "nearest_or_kept", "nothing_then", "which_time", "one_time", "taken"}
)


def find_times(turn: Turn) -> bool:
    """Look for the time that is wished. True when it was found and taken; else something was offered."""
    wishes = turn.draft.wishes or times.anything(turn.now)
    fitting = times.matching(search(turn, wishes), wishes)
    meant = times.agreed(fitting, wishes)
    if meant:
        turn.draft = turn.draft.with_(time=meant.start, location=meant.location, offered=(), kept=None)
        _say_open(turn, meant)
        return True
    if not fitting:
        offer_nearest(turn, wishes)
    elif times.needs_asking(wishes):
        _offer_readings(turn, fitting, wishes)
    else:
        offer(turn, times.spread(fitting, _count(turn)), "offer")
    return False


def search(turn: Turn, wishes: tuple[Wish, ...]) -> list[Slot]:
    """Free times around the wishes, until there are enough to choose from; many wishes in one question."""
    spans = times.spans(wishes, turn.now, turn.desk.zone)
    if len(spans) > MOST_SPANS:
        return _free(turn, (spans[0][0], spans[-1][1]), PLENTY)
    found: list[Slot] = []
    for span in spans:
        found += _free(turn, span, ENOUGH)
        if len(times.matching(found, wishes)) >= ENOUGH:
            break
    return found


def _say_open(turn: Turn, slot: Slot) -> None:
    """Where something has to be asked before it can be held, that it is open is said at once."""
    if turn.draft.service is None:
        start, place = turn.desk.local(slot.start), turn.desk.location_name(slot.location)
        turn.say("utter_is_open", when=spoken.when(start), place=place)


def offer(turn: Turn, slots: list[Slot], question: str, **values: str) -> None:
    """Offer times; a single one as a yes-no question that says its date."""
    turn.draft = turn.draft.with_(offered=tuple(slots))
    first = turn.desk.local(slots[0].start)
    place = turn.desk.location_name(slots[0].location)
    if len(slots) == 1 and question in {"offer", "which_time"}:
        turn.ask("one_time", when=spoken.when(first), short=spoken.short(first), place=place)
        return
    turn.ask(question, options.times(slots, turn.desk.locations), **values)


def offer_nearest(turn: Turn, wishes: tuple[Wish, ...]) -> None:
    """Nothing fits: the closest times, and the one that was chosen before, if it is still to be had."""
    slots, kept = [*_elsewhere(turn, wishes), *_closest(turn, wishes)][:MOST_NEAREST], turn.draft.kept
    if not slots:
        turn.ask("no_times")
    elif kept and kept not in slots:
        offer(turn, [*slots, kept], "nearest_or_kept", **_about(turn))
    else:
        offer(turn, slots, "nearest" if times.names_one_day(wishes) else "nothing_then", **_about(turn))


def _elsewhere(turn: Turn, wishes: tuple[Wish, ...]) -> list[Slot]:
    """A time as wished in another office, for who never asked for the one that was looked at."""
    draft = turn.draft
    if draft.location is None or draft.place_named:
        return []
    turn.draft = draft.with_(location=None)
    found = times.matching(search(turn, wishes), wishes)
    turn.draft = draft
    return found[:1]


def _closest(turn: Turn, wishes: tuple[Wish, ...]) -> list[Slot]:
    ahead = times.spans(wishes, turn.now, turn.desk.zone)
    wanted = ahead[0][0] if ahead else turn.now
    before = (max(turn.now, wanted - timedelta(days=DAYS_BEFORE)), wanted)
    after = (wanted, wanted + timedelta(days=DAYS_AFTER))
    found = _free(turn, before, PLENTY) if before[0] < before[1] else []
    return times.nearest([*found, *_free(turn, after, ENOUGH)], times.wall(wanted), 3)


def _about(turn: Turn) -> dict[str, str]:
    """What was asked for, as the questions say it."""
    wish = turn.draft.wishes[0] if turn.draft.wishes else None
    moment = datetime.fromisoformat(wish.begins) if wish else turn.now
    said = spoken.when(moment) if wish and wish.exact else spoken.day(moment)
    return {"asked_for": turn.desk.location_name(turn.draft.location), "wish": said}


def offer_after_refusal(turn: Turn, refusal: Refused) -> None:
    """The desk refused the chosen time: what it names as nearest, or what is found around it."""
    named = [turn.desk.slot(s) for s in refusal.problem.get("nearest") or ()]
    nearest = [slot for slot in named if not _is_target(turn, slot)]
    wish = times.exactly(turn.draft.time or times.wall(turn.now))
    turn.draft = turn.draft.with_(time=None, hold=None, wishes=(wish,))
    if nearest:
        offer(turn, nearest, "taken")
    else:
        offer_nearest(turn, (wish,))


def offer_again(turn: Turn) -> None:
    """Ask for a choice among what was offered before."""
    asked = turn.draft.asked if turn.draft.asked in OFFER_QUESTIONS else "offer"
    offer(turn, list(turn.draft.offered), str(asked), **_about(turn))


def _free(turn: Turn, span: tuple[datetime, datetime], limit: int) -> list[Slot]:
    draft = turn.draft
    service = draft.service or turn.desk.services[0].id
    found = turn.desk.free(
        service,
        draft.location,
        span,
        limit=limit,
        conversation_id=turn.message.conversation_id,
        moving=(draft.target or {}).get("id"),
    )
    return [slot for slot in found if not _is_target(turn, slot)]


def _is_target(turn: Turn, slot: Slot) -> bool:
    """Whether it is the very time that an appointment is moved away from."""
    target = turn.draft.target
    return target is not None and (slot.location, turn.desk.local(slot.start)) == (
        target["location"],
        turn.desk.local(target["start"]),
    )


def _offer_readings(turn: Turn, fitting: list[Slot], wishes: tuple[Wish, ...]) -> None:
    """Times of every reading that has some, each with its date: the choice decides what was meant."""
    readings = [own for w in wishes if (own := times.matching(fitting, (w,)))]
    each = max(1, _count(turn) // len(readings))
    some = times.by_time({s for own in readings for s in times.spread(own, each)})
    offer(turn, some[: _count(turn)], "which_time" if len(readings) > 1 else "offer")


def _count(turn: Turn) -> int:
    return 3 if turn.by_text else 4
