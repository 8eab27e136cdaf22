"""How a simulated client writes: all at once or a word at a time, with slips, short forms and taps."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

SERVICES: dict[str, tuple[str, ...]] = {
    "csmt": ("craniosacral", "craniosacral massage", "cranio sacral", "craniosacral massage therapy", "cst"),
    "lymphatic_drainage": ("lymphatic drainage", "lymphatic", "lymph drainage", "lymphatic drainage massage"),
    "visceral_manipulation": ("visceral", "visceral manipulation", "visceral massage"),
    "tmj_mouth": ("tmj", "tmj massage", "mouth work", "jaw work"),
    "emotional_integration": ("emotional integration", "emotional release"),
}
OFFICES = {"stamford": "Stamford", "westport": "Westport"}
NAMES = (
    "Dana Smith", "maria lopez", "Kim Tran", "Anne-Marie Dubois", "Bob", "Jo O'Neil", "DeShawn Carter",
    "priya natarajan", "Lena Fischer", "Tom Baker", "Grace Lee", "sam wilson", "Olivia Brown", "Zoe",
    "Miguel Angel Torres", "Fatima Hassan", "Wei Chen", "Ruth Katz", "Nora Jean Park", "Al Green",
)  # fmt: skip
AREAS = ("203", "475", "860", "959", "212", "646", "718", "914", "516", "617", "401", "413", "603")
# A second number of the same client, by place; no other client has it, or they would be one and the same.
OTHER_AREAS = ("347", "332", "929", "908", "732", "551", "609", "856", "973", "267", "215", "610", "484")
_SHORTHAND = {
    "you": "u", "are": "r", "please": "pls", "tomorrow": "tmrw", "thursday": "thurs", "tuesday": "tues",
    "wednesday": "wed", "friday": "fri", "appointment": "appt", "thanks": "thx",
    "monday": "mon", "saturday": "sat", "december": "dec", "november": "nov", "what": "wat",
}  # fmt: skip
_NEVER_TYPED_WRONG = 5
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


@dataclass(frozen=True)
class Style:
    """`pieces` is how much of the wish comes with the first message: "none", "some" or "all"."""

    pieces: str
    answers: str  # "buttons", "numbers", "words"
    lower: bool
    shorthand: bool
    slips: float  # how likely a message has one wrong letter
    polite: bool

    def write(self, text: str, random: Random) -> str:
        """The text as this client would type it."""
        if self.shorthand:
            text = _shortened(text)
        if random.random() < self.slips:
            text = _with_a_slip(text, random)
        if self.polite and random.random() < 0.3:
            text = random.choice((f"{text} please", f"{text}, thanks", f"{text}, thank you"))
        return text.lower() if self.lower else text


def style(random: Random) -> Style:
    """A way of writing."""
    return Style(
        pieces=random.choice(("none", "none", "some", "some", "all")),
        answers=random.choice(("buttons", "numbers", "words", "words")),
        lower=random.random() < 0.6,
        shorthand=random.random() < 0.3,
        slips=random.choice((0.0, 0.0, 0.1, 0.3)),
        polite=random.random() < 0.3,
    )


def phone_words(phone: str, random: Random) -> str:
    """Ten digits in one of the usual ways."""
    area, middle, end = phone[:3], phone[3:6], phone[6:]
    return random.choice(
        (
            f"{area}-{middle}-{end}",
            f"{area} {middle} {end}",
            phone,
            f"({area}) {middle}-{end}",
            f"{area}.{middle}.{end}",
        )
    )


def ordinal_words(index: int, count: int, random: Random) -> str:
    """How one points at a choice without its name."""
    if index == count - 1 and random.random() < 0.3:
        return "the last one"
    return random.choice((f"the {_ORDINALS[index]} one", f"the {_ORDINALS[index]}"))


def opening(parts: Sequence[str], random: Random) -> str:
    """The first message of a booking with these parts of the wish in it."""
    start = random.choice(
        ("i'd like to book", "can i book", "i want to make an appointment", "book me", "need an appointment")
    )
    if not parts:
        return random.choice(
            (start, f"hi, {start}", "hello i need an appointment", "I would like to come in for a session")
        )
    first = parts[0]
    lead = f"{start} for {first}" if "appointment" in start else f"{start} {first}"
    hello = random.choice(("", "", "hi, ", "hello! "))
    joined = random.choice((", ", " ")).join([lead, *parts[1:]])
    return f"{hello}{joined}"


def _shortened(text: str) -> str:
    return " ".join(_SHORTHAND.get(word.lower(), word) for word in text.split(" "))


def _with_a_slip(text: str, random: Random) -> str:
    """One wrong letter within one long word."""
    words = text.split(" ")
    long_ones = [i for i, w in enumerate(words) if len(w) > _NEVER_TYPED_WRONG and w.isalpha()]
    if not long_ones:
        return text
    index = random.choice(long_ones)
    word = words[index]
    at = random.randrange(1, len(word) - 2)
    words[index] = random.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        )
    )
    return " ".join(words)
