"""Names are not flags: streets, firms, surnames, handles and passwords that contain a flag's word."""

import re

_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\w'.&-]*"
_KINDS = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Boulevard|Blvd|Court|Ct|Circle|Terrace|Hill|Hills|Foundation|Center|"
    "Centre|Clinic|Cafe|Café|Bar|Gym|Fitness|Records|Inc|LLC|Podcast|Band|Club|Society|Association|Institute|Museum|"
    "Theater|Theatre|Church|School|Academy|Bakery|Brewery|Magazine|Fund|Project|Studio|Studios|Books|Farm|Park"
)
_PLACE = re.compile(rf"\b(?:{_CAPITAL}\s+){{1,3}}(?:{_KINDS})\b")
_CALLED = re.compile(
    r"\b(?i:last name|surname|maiden name|full name|name is|name's|name:|names is|apellidos?|me llamo|"
    r"mi nombre es|calle|avenida|street is|road is|called|named|username|user name|screen name|handle is|"
    r"handle|wifi|wi-fi|password|passcode|gamertag|insta is|instagram|team|band|company|employer|label|"
    r"song|movie|film|show|book|podcast|mr|mrs|ms|dr)\b[\s.:,']*(?i:is|es|are|s)?[\s\"'“:]*"
    rf"(?P<name>(?:{_CAPITAL}[ ]?){{1,4}}|@?\w+_\w+)"
)
_INITIAL = re.compile(rf"\b[A-Z]\.\s?{_CAPITAL}")
_JOINED = re.compile(r"[@#][\w.]+|\b\w+_\w+\b|\b\w+(?:\.\w+)+(?=@)")


def without_names(text: str) -> str:
    """The text with names blanked out. Length stays the same; a text in capitals has no names to see."""
    text = _JOINED.sub(_blank, text)
    if text.isupper():
        return text
    text = _INITIAL.sub(_blank, text)
    text = _PLACE.sub(lambda match: match[0] if match[0].isupper() else _blank(match), text)
    return _CALLED.sub(
        lambda match: match[0][: match.start("name") - match.start()] + _hide(match["name"]), text
    )


def _blank(match: re.Match[str]) -> str:
    return _hide(match[0])


def _hide(text: str) -> str:
    return "," * len(text)
