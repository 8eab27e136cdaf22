"""How a simulated client finds its choice among those of a reply, and compares a summary with its wish. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from tests.conversations.simulated.reading import Reading, offered_time, said_time
from tests.conversations.simulated.wishes import Wish, clock_words, exactly
from tests.conversations.simulated.writing import SERVICES, ordinal_words


@dataclass(frozen=True)
class Offer:
    """A time that can be chosen: its place in the list, title, local start and, where several are meant, office."""

    index: int
    title: str
    start: datetime
    office: str | None


def offers_in(titles: Sequence[str]) -> list[Offer]:
    """The times among the choices."""
    found = [(i, t, offered_time(t)) for i, t in enumerate(titles)]
    return [Offer(i, title, *time) for i, title, time in found if time]


def closest(offers: Sequence[Offer], wish: Wish) -> Offer | None:
    """What comes closest to a wish that none meets: in the wished office if there is one, then the nearest day."""
    if not offers:
        return None
    anchor = wish.agreed or wish.when.anchor
    return min(offers, key=lambda o: (o.office not in (None, wish.office or o.office), abs(o.start - anchor)))


def pointing(picked: Offer, offers: Sequence[Offer], how: str, random: Random) -> tuple[str | None, str]:
    """The title to tap, or the words that point at one of several times and at no other."""
    if how == "buttons":
        return picked.title, ""
    if how == "numbers":
        return None, ordinal_words(picked.index, len(offers), random)
    same_clock = [o for o in offers if clock_words(o.start) == clock_words(picked.start)]
    same_day = [o for o in offers if o.start.date() == picked.start.date()]
    words = [exactly(picked.start).words, ordinal_words(picked.index, len(offers), random)]
    if len(same_clock) == 1:
        words += [clock_words(picked.start), f"the {clock_words(picked.start)} one"]
    if len(same_day) == 1:
        words.append(f"{picked.start:%A}".lower() if _one_such_weekday(picked, offers) else words[0])
    return None, random.choice(words)


def index_of(wanted: str | None, titles: Sequence[str]) -> int | None:
    """The choice that stands for a service or an office."""
    words = SERVICES.get(wanted or "", (wanted or "",))
    return next((i for i, t in enumerate(titles) if any(w and w in t.casefold() for w in words)), None)


def differences(reading: Reading, wish: Wish, only: Sequence[str] = ()) -> list[str]:
    """The parts of a wish that a summary gets wrong."""
    start, office = said_time(reading.value("when")), reading.value("place").casefold()
    wrong = {
        "service": bool(reading.value("service_name"))
        and index_of(wish.service, [reading.value("service_name")]) is None,
        "office": (wish.office or wish.agreed_office) not in (None, office),
        "when": start is None or not wish.suits(start, None),
        "name": reading.value("who").casefold() != wish.name.casefold(),
        "phone": "".join(c for c in reading.value("number") if c.isdigit()) != wish.phone,
    }
    return [part for part, is_wrong in wrong.items() if is_wrong and part in (only or wrong)]


def _one_such_weekday(picked: Offer, offers: Sequence[Offer]) -> bool:
    return sum(o.start.weekday() == picked.start.weekday() for o in offers) == 1
