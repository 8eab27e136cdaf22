"""The shape of the rule files: what may stand in them, checked when they are read."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from frontdesk.safety.finding import Tier

Label = Literal[
    "red_flag_headache",
    "stroke_signs",
    "meningitis_signs",
    "recent_head_injury",
    "pregnancy_headache",
    "self_harm",
    "chest_pain",
]
# When the thing must have happened for the flag to count; what is not said counts as now.
When = Literal["now", "within_72_hours", "recent", "ever"]
Whose = Literal["anyone", "anyone_now", "client"]

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


def _one_sms(text: str) -> str:
    if len(text) > 160 or not GSM_BASIC.issuperset(text):
        raise ValueError(f"does not fit one GSM-7 text of 160 characters: {text!r}")
    return text


SmsText = Annotated[str, AfterValidator(_one_sms)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Flag(_Entry):
    """One flag as it stands in a rule file."""

    rule: str = Field(pattern=r"^[a-z0-9_]+$")
    label: Label
    means: str = Field(min_length=6)
    source: tuple[str, ...] = Field(min_length=1)
    says: tuple[str, ...]
    hints: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    when: When = "now"
    whose: Whose = "anyone"
    usual_is_no_flag: bool = False
    text: str | None = None


class TierFile(_Entry):
    tier: Tier
    flags: tuple[Flag, ...] = Field(min_length=1)


class Wording(_Entry):
    told: SmsText
    alone: SmsText


class Spelling(_Entry):
    short_forms: dict[str, str]


class RealWords(_Entry):
    words: str


class ReadingWords(_Entry):
    """The words by which negation, time and person are read (`reading.yml`)."""

    small: str
    negators: str
    between_negator_and_flag: str
    denied_in_lists: str
    not_a_negation: tuple[str, ...]
    opens_a_clause: str
    answers_no: str
    answers_yes: str
    today: tuple[str, ...]
    within_72_hours: tuple[str, ...]
    days_ago: tuple[str, ...]
    months_ago: tuple[str, ...]
    long_ago: tuple[str, ...]
    booking_words: str
    other_people: str
    own_parts: str
    client: str
    asks_in_general: tuple[str, ...]
    booked_for_them: tuple[str, ...]
    usual: tuple[str, ...]
    not_usual: tuple[str, ...]
    figures_of_speech: tuple[str, ...]
    spanish: str
    english: str


class Version(_Entry):
    version: str = Field(pattern=r"^\d{4}\.\d+\.\d+$")
    signed_off_by: str
    signed_off_on: str
