"""Reads telephone numbers and e-mail addresses out of a message."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

_NUMBER = re.compile(r"(?<![\w/:.$-])\+?\(?\d(?:[\s().\-–]{0,3}\d){6,14}(?![\w/:])")
_DATE = re.compile(r"^(?:20\d\d-\d\d-\d\d|\d{1,2}-\d{1,2}-\d{2,4})")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[^\W\d_]{2,24}(?![\w-])")
_SPELLED_EMAIL = re.compile(
    r"(?<![\w.+-])(?P<who>[\w.+-]{1,64}) ?(?:\(at\)| at |@) ?(?P<where>[\w-]{1,63}) ?(?:\(dot\)| dot |\.) ?"
    r"(?P<top>com|net|org|edu|gov|us|me|io|co)\b",
    re.I,
)
_FEWEST_DIGITS = 7


@dataclass(frozen=True)
class Detail:
    """`value` stands at `start`..`end`; one that cannot be used as it stands is not `usable`."""

    value: str
    start: int
    end: int
    usable: bool = True


def phone_numbers(text: str) -> list[Detail]:
    """US numbers as E.164; anything else that looks like a number as its digits, not usable."""
    found = []
    for match in _NUMBER.finditer(text):
        if _DATE.match(match.group()):
            continue
        digits = re.sub(r"\D", "", match.group())
        if len(digits) >= _FEWEST_DIGITS:
            number = _us_number(match.group())
            found.append(Detail(number or digits, match.start(), match.end(), usable=number is not None))
    return found


def _us_number(written: str) -> str | None:
    try:
        number = phonenumbers.parse(written, "US")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != 1 or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email_addresses(text: str) -> list[Detail]:
    """Addresses in lower case, "ann at example dot com" among them."""
    found = [Detail(m.group().casefold().rstrip("."), *m.span()) for m in _EMAIL.finditer(text)]
    if not found:
        found = [
            Detail(f"{m['who']}@{m['where']}.{m['top']}".casefold(), *m.span())
            for m in _SPELLED_EMAIL.finditer(text)
        ]
    return found
