"""Times and numbers as a person reads them."""

from collections.abc import Iterable
from datetime import datetime

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(moment: datetime) -> str:
    """Thursday, December 3"""
    return f"{DAYS[moment.weekday()]}, {MONTHS[moment.month - 1]} {moment.day}"


def clock(moment: datetime) -> str:
    """3:00 PM"""
    half = "AM" if moment.hour < 12 else "PM"
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {half}"


def when(moment: datetime) -> str:
    """Thursday, December 3 at 3:00 PM"""
    return f"{day(moment)} at {clock(moment)}"


def full(moment: datetime) -> str:
    """Thursday, December 3, 2026 at 3:00 PM"""
    return f"{day(moment)}, {moment.year} at {clock(moment)}"


def short(moment: datetime) -> str:
    """Thu, Dec 3, 3:00 PM"""
    return f"{DAYS[moment.weekday()][:3]}, {MONTHS[moment.month - 1][:3]} {moment.day}, {clock(moment)}"


def inside(name: str) -> str:
    """A name as it stands within a sentence: "craniosacral massage therapy", but "TMJ and mouth work"."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def numbered(lines: Iterable[str]) -> str:
    """One line each, from 1."""
    return "\n".join(f"{number}) {line}" for number, line in enumerate(lines, start=1))


def phone(number: str) -> str:
    """(203) 555-0142 for +12035550142; other numbers as they are."""
    digits = number.removeprefix("+1")
    if len(digits) != 10 or not digits.isdigit():
        return number
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
