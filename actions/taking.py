"""Taking what a message says into the draft: values, corrections, answers to the open question. Pure."""

import re
from dataclasses import replace
from datetime import datetime

from actions import times
from actions.draft import Draft, Slot, Wish
from actions.message import Message
from actions.said import MIGRAINE, Said, is_full_name, name_before, name_in, yes_or_no

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
_NO_LEAD = re.compile(r"^\W*((no|nope|sorry|wait|actually|not quite)\b\W*)+", re.I)
_NAME_LEAD = re.compile(
    r"^\W*(change |make )?(the |my )?name('?s| is| should be| must be| to be)?( to)?\s+|^\W*put it under\s+",
    re.I,
)
_PARTS = {
    "location": re.compile(r"\b(office|location|place|town)\b", re.I),
    "time": re.compile(r"\b(day|date|time|hour|when)\b", re.I),
    "service": re.compile(r"\b(service|session|kind|type|treatment|massage)\b", re.I),
    "client_name": re.compile(r"\bname\b", re.I),
    "client_phone": re.compile(r"\b(phone|number|cell)\b", re.I),
}
_ANY = re.compile(
    r"\b(either|any|both|which ?ever|what ?ever|no preference|don'?t (care|mind)|doesn'?t matter|no matter"
    r"|up to you|you (choose|pick|decide))\b",
    re.I,
)
_ANY_DAY = re.compile(r"\b(any ?(day|time|date)|all days|whenever)\b(?! (but|except|after|before))", re.I)


def take(draft: Draft, said: Said, message: Message, label: str, now: datetime) -> Draft:
    """The draft with everything that the message adds or changes; the same draft when it says nothing new.

    `now` is local.
    """
    if draft.asked == "head_injury" and yes_or_no(message, label) and not _CHANGES.search(message.text):
        # What happened, when and where, is no wish for an appointment.
        said = replace(said, windows=(), service=None, location=None, name=None, order=None)
    names_part = draft.asked == "change" or (draft.asked == "confirm" and label == "correction")
    if names_part and not said.has_values and not message.chosen:
        said = replace(said, change=change_in(message.text))
    draft = _take_place_and_service(draft, said)
    draft = _take_time(draft, said, now)
    draft = _take_client(draft, said, message, label)
    return _take_answer(draft, said, message, label)


def suggests_first_service(message: Message) -> bool:
    """Whether somebody speaks of migraines, which the first service of the practice is for."""
    return bool(MIGRAINE.search(message.text))


def changes(text: str) -> bool:
    """Whether somebody says that something is to be otherwise."""
    return bool(_CHANGES.search(text))


def minds_not(text: str) -> bool:
    """Whether somebody takes any of what there is to choose."""
    return bool(_ANY.search(text))


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
    if place:
        draft = draft.with_(place_named=True)
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
    said = replace(said, windows=times.among_offered(said.windows, draft.offered))
    if slot := times.named_by_clock(said.windows, draft.offered):
        return draft.with_(time=slot.start, location=slot.location, kept=None, offered=())
    base = draft.offered or ((draft.slot,) if draft.slot else ()) or _target_slot(draft)
    if relative := _relative(draft, said):
        return _wish(draft, relative)
    if said.order == "same_time" and said.windows:
        start = (draft.target or {}).get("start") or draft.time or (draft.last or {}).get("start")
        wishes = times.wishes_in(said.windows, Draft())
        return _wish(draft, times.same_clock(wishes, start) if start else wishes)
    if said.order in {"later", "earlier"} and base:
        wishes = times.wishes_in(said.windows, draft)
        return _wish(draft, times.moved_on(base, said.order, wishes, now))
    if said.order == "other" and (draft.offered or draft.slot) and not said.windows:
        return _wish(draft, times.moved_on(base, "later", draft.wishes, now))
    if said.windows:
        return _wish(draft, times.wishes_in(said.windows, draft))
    takes_any = said.order == "any" or said.choice == -2 or bool(_ANY_DAY.search(said.text))
    if takes_any and draft.offered and not draft.time:
        first = draft.offered[0]
        return draft.with_(time=first.start, location=first.location, offered=())
    anywhere = draft.asked == "location" and (said.choice == -2 or minds_not(said.text))
    if (anywhere or (takes_any and draft.asked == "when")) and not draft.wishes:
        return draft.with_(wishes=times.anything(now))
    if anywhere:
        return draft.with_(kept=None)
    if said.change == "time":
        return draft.with_(time=None, offered=(), wishes=())
    if said.change in {"location", "service", "client_name", "client_phone"}:
        kept = draft if said.change.startswith("client") else _in_doubt(draft)
        return kept.with_(**{said.change: None})
    return draft


def _relative(draft: Draft, said: Said) -> tuple[Wish, ...]:
    """Times counted from the one that is spoken of: "the wednesday after", "after 1 that day"."""
    spoken_of = [draft.time, draft.kept and draft.kept.start, (draft.target or {}).get("start")]
    spoken_of += [s.start for s in draft.offered[-1:]] + [(draft.last or {}).get("start")]
    start = next((s for s in spoken_of if s), None)
    if start is None or len({w.begins.date() for w in said.windows if w.dated}) > 1:
        return ()
    day = times.after_it(said.text, start)
    if day is None and times.names_that_day(said.text) and not any(w.dated for w in said.windows):
        day = times.day_of(start) if said.windows else None
    if day is None:
        return ()
    wishes = times.on_day_of(day, said.windows, draft)
    return times.same_clock(wishes, start) if said.order == "same_time" else wishes


def _target_slot(draft: Draft) -> tuple[Slot, ...]:
    """The time that an appointment has which is being moved: "an hour later" is later than that."""
    if draft.target is None:
        return ()
    return (Slot(draft.target["start"], draft.target["location"], draft.target["service"]),)


def _wish(draft: Draft, wishes: tuple[Wish, ...]) -> Draft:
    if draft.time and any(times.is_at(w, draft.time) for w in wishes) and not times.needs_asking(wishes):
        return draft
    place = draft.location if draft.place_named or draft.target else None
    return _in_doubt(draft).with_(wishes=wishes, offered=(), location=place)


def _take_client(draft: Draft, said: Said, message: Message, label: str) -> Draft:
    name = said.name
    names = label in FREE_TEXT or is_full_name(message.text)
    if name is None and draft.asked == "name" and names and not said.has_values:
        name = name_in(message.text, label)
    if name is None and draft.asked == "name":
        name = name_before(message.text)
    if name is None and not said.has_values and label in FREE_TEXT:
        name = corrected_name(draft, message.text)
    if name is None and not said.has_values and label == "inform":
        surname = surname_in(draft, message.text)
        name = f"{draft.client_name} {surname}" if surname else None
    if name:
        draft = draft.with_(client_name=" ".join(name.split()))
    if said.phone:
        draft = draft.with_(client_phone=said.phone)
    if said.email:
        draft = draft.with_(client_email=said.email)
    return draft


def corrected_name(draft: Draft, text: str) -> str | None:
    """The name in "no, Dana Smith" at the summary: one that is like the name there, or is written as one."""
    if draft.asked not in {"confirm", "change"} or not draft.client_name:
        return None
    rest = _NO_LEAD.sub("", text)
    named = _NAME_LEAD.match(rest)
    name = name_in(rest[named.end() :] if named else rest)
    if name is None:
        return None
    shared = set(name.casefold().split()) & set(draft.client_name.casefold().split())
    as_written = name in rest and len(name.split()) > 1 and name == name.title()
    return name if named or shared or as_written else None


def surname_in(draft: Draft, text: str) -> str | None:
    """The surname in a message of its own, a moment after the first name."""
    first = draft.client_name or ""
    if draft.asked != "phone" or draft.times_asked or draft.refusals or not first or " " in first:
        return None
    rest = name_in(text)
    is_one = rest is not None and (" " not in rest or (len(rest.split()) <= 3 and text.strip().istitle()))
    return rest if is_one else None


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
