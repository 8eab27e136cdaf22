"""The values of a wish in words: the right ones, and others for a client to take back. Pure."""

from random import Random

from tests.conversations.simulated import phrases
from tests.conversations.simulated.wishes import OPENINGS, TimeWish, Wish, time_wish
from tests.conversations.simulated.writing import AREAS, NAMES, OFFICES, OTHER_AREAS, SERVICES, phone_words


def words(wish: Wish, part: str, random: Random, *, plain: bool) -> str:
    """The value of a part as a client says it; `plain` without a short form."""
    if part == "service":
        return SERVICES[wish.service][0] if plain else random.choice(SERVICES[wish.service])
    if part == "office":
        return OFFICES[wish.office] if wish.office else random.choice(phrases.EITHER)
    if part == "when":
        return wish.when.words
    return wish.name if part == "name" else phone_words(wish.phone, random)


def other(wish: Wish, part: str, random: Random) -> str | None:
    """Another value of the same kind in words; None where the client has no say to take back."""
    if part == "service":
        return SERVICES[random.choice([s for s in SERVICES if s != wish.service])][0]
    if part == "office":
        return next((OFFICES[o] for o in OFFICES if o != wish.office), None) if wish.office else None
    if part == "when":
        return time_wish(random, wish.office, tuple(wish.when.days or ())).words
    if part == "name":
        return random.choice([n for n in NAMES if n != wish.name])
    return phone_words(other_phone(wish.phone), random)


def other_phone(phone: str) -> str:
    """The number with another area code, which is nobody else's."""
    return OTHER_AREAS[AREAS.index(phone[:3])] + phone[3:]


def has_days(when: TimeWish, office: str) -> bool:
    """Whether an office is open on one of the wished days."""
    return when.days is None or any(day.weekday() in OPENINGS[office] for day in when.days)
