"""Taking what a message says into the draft: values, corrections, answers to the open question. Pure."""

import re
from dataclasses import replace
from datetime import datetime

from actions import times
from actions.draft import Draft, Slot, Wish
from actions.message import Message
from actions.said import MIGRAINE, Said, name_in, yes_or_no

FREE_TEXT = (
    "inform",
    "nlu_fallback",
    "out_of_scope",
    "greet",
    "correction",
    "bot_challenge",
    "affirm",
    "deny",
)
HISTORY_WORDS = 4
_CHANGES = re.compile(r"\b(instead|change|make it|actually|switch|move|rather)\b", re.I)
_PARTS = {
    "location": re.compile(r"\b(office|location|place|town)\b", re.I),
    "time": re.compile(r"\b(day|date|time|hour|when)\b", re.I),
    "service": re.compile(r"\b(service|session|kind|type|treatment|massage)\b", re.I),
    "client_name": re.compile(r"\bname\b", re.I),
    "client_phone": re.compile(r"\b(phone|number|cell)\b", re.I),
}
_ANY_PLACE = re.compile(
    r"\b(either|any|both|which ?ever|what ?ever|no preference|don'?t care|doesn'?t matter)\b", re.I
)


def take(draft: Draft, said: Said, message: Message, label: str, now: datetime) -> Draft:
    """The draft with everything that the message adds or changes; the same draft when it says nothing new.

    `now` is local.
    """
    if draft.asked == "head_injury" and yes_or_no(message, label) and not _CHANGES.search(message.text):
        # What happened, when and where, is no wish for an appointment.
        said = replace(said, windows=(), service=None, location=None, name=None, order=None)
    names_part = draft.asked == "change" or (draft.asked == "confirm" and label == "correction")
    if names_part and label in FREE_TEXT and not said.has_values:
        said = replace(said, change=change_in(message.text))
    draft = _take_place_and_service(draft, said)
    draft = _take_time(draft, said, now)
    draft = _take_client(draft, said, message, label)
    return _take_answer(draft, said, message, label)


def suggests_first_service(message: Message) -> bool:
    """Whether somebody speaks of migraines, which the first service of the practice is for."""
    return bool(MIGRAINE.search(message.text))


def change_in(text: str) -> str | None:
    """Which part of a booking somebody wants to change: "the day", "office"; None where none is named."""
    return next((part for part, words in _PARTS.items() if words.search(text)), None)


def _take_place_and_service(draft: Draft, said: Said) -> Draft:
    service, place = said.service, said.location
    if service is None and draft.service in said.rejected:
        draft = draft.with_(service=None)
    if service and service != draft.service:
        draft = draft.with_(service=service, offered=())
    if said.time:
        return draft.with_(location=place or draft.location)
    if place is None and draft.location in said.rejected:
        return _in_doubt(draft).with_(location=None)
    if place and place != draft.location:
        return _in_doubt(draft).with_(location=place, offered=())
    return draft


def _in_doubt(draft: Draft) -> Draft:
    """The chosen time becomes a wish, to be looked for again under what has changed."""
    if not draft.time:
        return draft
    kept = Slot(draft.time, draft.location, draft.service) if draft.location and draft.service else None
    return draft.with_(time=None, kept=kept, wishes=(times.exactly(draft.time),), offered=())


def _take_time(draft: Draft, said: Said, now: datetime) -> Draft:
    if said.time:
        return draft.with_(time=said.time, wishes=(times.exactly(said.time),), kept=None, offered=())
    base = draft.offered or ((draft.slot,) if draft.slot else ()) or _target_slot(draft)
    if said.order == "same_time" and said.windows:
        start = (draft.target or {}).get("start") or draft.time or (draft.last or {}).get("start")
        wishes = times.wishes_in(said.windows, Draft())
        return _wish(draft, times.same_clock(wishes, start) if start else wishes)
    if said.order in {"later", "earlier"} and base:
        wishes = times.wishes_in(said.windows, draft)
        return _wish(draft, times.moved_on(base, said.order, wishes, now))
    if said.order == "other" and base and not said.windows:
        return _wish(draft, times.moved_on(base, "later", draft.wishes, now))
    if said.windows:
        return _wish(draft, times.wishes_in(said.windows, draft))
    if (said.order == "any" or said.choice == -2) and draft.offered and not draft.time:
        first = draft.offered[0]
        return draft.with_(time=first.start, location=first.location, offered=())
    if draft.asked == "location" and (said.choice == -2 or _ANY_PLACE.search(said.text)) and not draft.wishes:
        return draft.with_(wishes=times.anything(now))
    if said.change == "time":
        return draft.with_(time=None, offered=(), wishes=())
    if said.change in {"location", "service", "client_name", "client_phone"}:
        kept = draft if said.change.startswith("client") else _in_doubt(draft)
        return kept.with_(**{said.change: None})
    return draft


def _target_slot(draft: Draft) -> tuple[Slot, ...]:
    """The time that an appointment has which is being moved: "an hour later" is later than that."""
    if draft.target is None:
        return ()
    return (Slot(draft.target["start"], draft.target["location"], draft.target["service"]),)


def _wish(draft: Draft, wishes: tuple[Wish, ...]) -> Draft:
    if (
        draft.time
        and any(times.is_at(w, draft.time) for w in wishes)
        and not any(w.ambiguous for w in wishes)
    ):
        return draft
    return _in_doubt(draft).with_(wishes=wishes, offered=())


def _take_client(draft: Draft, said: Said, message: Message, label: str) -> Draft:
    name = said.name
    if name is None and draft.asked == "name" and label in FREE_TEXT and not said.has_values:
        name = name_in(message.text, label)
    if name:
        draft = draft.with_(client_name=" ".join(name.split()))
    if said.phone:
        draft = draft.with_(client_phone=said.phone)
    if said.email:
        draft = draft.with_(client_email=said.email)
    return draft


def _take_answer(draft: Draft, said: Said, message: Message, label: str) -> Draft:
    if draft.asked != "head_injury":
        return draft
    answer = "unsure" if said.answer == "unsure" else yes_or_no(message, label)
    if answer is None:
        return draft
    words = message.text if not message.chosen and len(message.text.split()) >= HISTORY_WORDS else None
    return draft.with_(head_injury=answer != "no", history=words or draft.history)


def changed(before: Draft, after: Draft) -> bool:
    """Whether a message changed anything that a summary would show."""
    shown = ("service", "location", "time", "wishes", "client_name", "client_phone", "client_email")
    return any(getattr(before, name) != getattr(after, name) for name in shown)
