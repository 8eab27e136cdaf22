"""What a message says, and what it does not."""

import pytest

from actions.message import Message, read_message
from actions.said import is_plain_yes, meaning_in, name_before, name_in, reaction_in, said_in, yes_or_no
from tests.unit.actions.talk import time, value


def message(text: str, *entities: dict[str, object], label: str = "inform", **more: object) -> Message:
    return read_message("c.1", {"text": text, "intent": {"name": label}, "entities": list(entities)} | more)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("dana", "Dana"),
        ("it's Dana O'Brien", "Dana O'Brien"),
        ("my name is mary-jane van der berg", "Mary-Jane Van Der Berg"),
        ("hi, i'm José", "José"),
        ("DANA SMITH", "DANA SMITH"),
        ("put it under robin vale please", None),
        ("rather not", None),
        ("why do you need it", None),
        ("friday at 3", None),
        ("203 555 0142", None),
        ("one sec", None),
        ("here is my mri", None),
        ("", None),
    ],
)
def test_a_name_is_recognised_and_a_refusal_is_not_one(text: str, name: str | None) -> None:
    """Only what looks like a name, and nothing else, is stored as one."""
    assert name_in(text) == name


@pytest.mark.parametrize(("text", "name"), [("ok, dana smith", "Dana Smith"), ("sure it's dana", "Dana")])
def test_a_name_after_a_yes(text: str, name: str) -> None:
    """It has to be set off from the yes."""
    assert name_in(text, "affirm") == name


@pytest.mark.parametrize("text", ["ok great", "sure thing", "yes", "sounds good", "no thanks", "yes, please"])
def test_a_mere_yes_is_no_name(text: str) -> None:
    """Nobody is called "Sure Thing"."""
    assert name_in(text, "affirm") is None


@pytest.mark.parametrize(
    "text", ["yes", "yes please", "ok book it", "sounds good to me", "yep, that's right"]
)
def test_a_plain_yes(text: str) -> None:
    """A yes and nothing else."""
    assert is_plain_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "yes but make it 4",
        "ok, is there parking?",
        "yes if it's in stamford",
        "sure, friday instead",
        "that's all",
    ],
)
def test_a_yes_with_something_in_it(text: str) -> None:
    """Agrees to nothing yet."""
    assert not is_plain_yes(text)


@pytest.mark.parametrize(
    ("text", "label", "answer"),
    [
        ("no", "deny", "no"),
        ("nope, never", "inform", "no"),
        ("yes, a concussion three weeks ago", "inform", "yes"),
        ("i hit my head in october", "complaint", "yes"),
        ("not sure tbh", "inform", "unsure"),
        ("no, not sure actually", "deny", "unsure"),
        ("never mind", "start_over", None),
        ("does it hurt", "faq/pressure_touch", None),
    ],
)
def test_the_answer_to_the_health_question(text: str, label: str, answer: str | None) -> None:
    """In doubt it is a yes, and what is no answer is none."""
    assert yes_or_no(message(text, label=label), label) == answer


@pytest.mark.parametrize(
    ("text", "means"), [("👍", "affirm"), ("👍🏽", "affirm"), ("👎", "deny"), ("🎉", None), ("ok 👍", None)]
)
def test_signs(text: str, means: str | None) -> None:
    """A thumb alone says yes or no."""
    assert reaction_in(text) == means


def test_a_rejected_value_is_not_taken() -> None:
    """The old value named with the new one."""
    said = said_in(message("x", value("location", "stamford", role="old"), value("location", "westport")))
    assert (said.location, said.rejected) == ("westport", ("stamford",))


def test_a_number_stands_for_the_option_of_its_place() -> None:
    """And what it could mean as an hour is forgotten."""
    options = ('/inform{"location": "stamford"}', '/inform{"location": "westport"}')
    spoken = message("2", value("choice", 2), times=[time("2", "2026-11-24T14:00:00-05:00")])
    said = said_in(spoken, options)
    assert (said.location, said.choice, said.windows) == ("westport", None, ())


@pytest.mark.parametrize(("number", "office"), [(-1, "westport"), (-2, "stamford"), (1, "stamford")])
def test_the_last_one_and_any(number: int, office: str) -> None:
    """Ordinals from the end, and indifference."""
    options = ('/inform{"location": "stamford"}', '/inform{"location": "westport"}')
    assert said_in(message("x", value("choice", number)), options).location == office


def test_a_number_beyond_the_options_stays_a_number() -> None:
    """It may be an hour."""
    said = said_in(
        message("4", value("choice", 4), times=[time("4", "2026-11-24T16:00:00-05:00")]), ("/affirm",)
    )
    assert (said.choice, len(said.windows)) == (4, 1)


def test_a_broken_phone_number_is_no_number() -> None:
    """It is remembered as broken, so that the question can say so."""
    said = said_in(message("x", value("phone_number", "203555", confidence_entity=0)))
    assert (said.phone, said.broken_phone) == (None, "203555")


def test_a_rejected_time_is_dropped() -> None:
    """ "Not the 14th, the 15th" speaks of the 15th."""
    readings = [
        time("not the 14th", "2026-12-14T00:00:00-05:00", grain="day") | {"role": "old"},
        time("the 15th", "2026-12-15T00:00:00-05:00", grain="day"),
    ]
    assert [w.text for w in message("x", times=readings).windows] == ["the 15th"]


def test_a_tapped_choice_has_no_times_of_its_own() -> None:
    """What the pipeline reads in a payload means nothing."""
    read = message('/inform{"appointment_time": "x"}', times=[time("3", "2026-11-24T15:00:00-05:00")])
    assert (read.windows, read.chosen) == ((), True)


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("fine. Sam Rowe", "affirm", "Sam Rowe"),
        ("lol ok. Finn Abel", "nlu_fallback", "Finn Abel"),
        ("sorry cat on keyboard. Hugo Lane", "inform", "Hugo Lane"),
        ("J. R. Smith", "inform", "J. R. Smith"),
        ("sdlkfj", "inform", None),
        ("fine.", "affirm", None),
        ("Ng", "inform", "Ng"),
    ],
)
def test_a_name_among_other_words(text: str, label: str, name: str | None) -> None:
    """People say more than their name, and cats walk over keyboards."""
    assert name_in(text, label) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dana Smith. how long does it take?", "Dana Smith"),
        ("Mary Jane O'Neil, is there parking?", "Mary Jane O'Neil"),
        ("Ok Great, how long does it take?", None),
        ("also, how long does it take?", None),
        ("Dana Smith", None),
    ],
)
def test_a_name_before_a_question(text: str, name: str | None) -> None:
    """Only where it is written as one and set off; alone it is read as any answer."""
    assert name_before(text) == name


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("open times", "/check_availability"),
        ("the free ones", "/check_availability"),
        ("mine", "/my_appointment"),
        ("one i already have", "/my_appointment"),
        ("my open times", None),
        ("friday", None),
    ],
)
def test_what_a_bare_word_means(text: str, payload: str | None) -> None:
    """The choices in words."""
    assert meaning_in(text) == payload


def test_nothing_is_read_out_of_a_link() -> None:
    """An address holds words and numbers that nobody said."""
    text = "https://example.com/stamford/3 but westport at 3"
    entities = [value("location", "stamford", start=20), value("location", "westport", start=35)]
    readings = [time("3", "2026-11-24T15:00:00-05:00") | {"start": start} for start in (29, 47)]
    read = message(text, *entities, times=readings)
    assert [e.value for e in read.entities] == ["westport"]
    assert len(read.windows) == 1
