"""The table: a pattern, the steps at which it can come, what the desk must do, and how the conversation must end.

`PATTERNS` are played on the website and by text, `AWAY` where the booking system stops in the middle of it.
"""

from collections.abc import Iterator

from tests.conversations.patterns.deeds import (
    booking_comes_back,
    booking_goes_away,
    burst,
    julie_hands_back,
    julie_steps_in,
    julie_writes,
    noticed,
    picture,
    somebody_is_refused,
    somebody_takes_the_pick,
    somebody_takes_the_time,
    unanswered,
)
from tests.conversations.patterns.pattern import (
    BOOKED,
    BOOKING,
    CANCELLING,
    EVERY,
    HELD,
    MOVING,
    NOT_BY_TEXT,
    PLACED,
    START,
    Case,
    Pattern,
)

STAMFORD, AT_TWO = {"location": "stamford"}, {"clock": "14:00"}
ALL_OFFERS = ("offer", "nearest", "nearest_or_kept", "nothing_then", "which_time", "one_time", "taken")
JULIE_TALKS = (
    julie_steps_in,
    unanswered("are you there?"),
    julie_writes,
    unanswered("thanks julie"),
    julie_hands_back,
)

PATTERNS = (
    Pattern(1, "correction", ("sorry, stamford",), PLACED, "any", ends=STAMFORD, risky=("name", "confirm"), texted=("confirm",)),
    Pattern(1, "correction of a move", ("sorry, stamford",), ("move_offer", "confirm_move"), "any", ends=STAMFORD, risky=("move_offer",)),
    Pattern(2, "late correction", ("wait, make it lymphatic",), BOOKING[1:], "any", ends={"service": "lymphatic_drainage"}, risky=("confirm",)),
    Pattern(3, "breaks the day", ("actually, stamford",), HELD, "any", ("utter_ask_nearest_or_kept",), ends=STAMFORD, risky=("phone",), texted=("name",)),
    Pattern(3, "breaks the day and is taken back", ("actually, stamford", "no, westport was right"), HELD, "any", ("utter_ask_nearest_or_kept",), risky=("confirm",)),
    Pattern(3, "breaks the office", ("wait, make it monday",), HELD, "any", ("utter_ask_nearest_or_kept",), risky=("confirm",)),
    Pattern(3, "breaks the day of a move", ("actually, stamford",), ("confirm_move",), "any", ("utter_ask_nearest_or_kept",), ends=STAMFORD, risky=("confirm_move",)),
    Pattern(4, "correction of a correction", ("no, stamford", "no wait, westport was right"), PLACED, "any", risky=("confirm",)),
    Pattern(5, "old with new", ("stamford instead of westport",), PLACED, "any", ends=STAMFORD, risky=("offer",)),
    Pattern(6, "question", ("does it hurt?",), BOOKING, replies=("utter_faq/pressure_touch",), risky=("confirm",)),
    Pattern(6, "another question", ("how long does it take?",), EVERY, replies=("utter_faq/session_length",), risky=("confirm_move", "confirm_cancel")),
    Pattern(6, "question without an answer", ("how much is it?",), EVERY, replies=("utter_unknown_price",), risky=("confirm",)),
    Pattern(6, "two questions", ("how long does it take? and what do i wear?",), EVERY, replies=("utter_faq/clothing",), risky=("name",)),
    Pattern(7, "another task", ("hang on, when is my next appointment?",), EVERY, risky=("confirm",), texted=("name",),
            replies=("utter_none_yet", "utter_appointment", "utter_appointment_pending")),
    Pattern(8, "answer and question", ("{answer}, is there parking?",), ("service", "location", "offer", "phone", "head_injury", "when", "move_offer"), "goes_on", ("utter_unknown_address_contact",), risky=("location", "offer")),
    Pattern(8, "name and question", ("{answer}. how long does it take?",), ("name",), "goes_on", ("utter_faq/session_length",), risky=("name",)),
    Pattern(8, "yes and question", ("{answer}, is there parking?",), ("confirm", "confirm_move", "confirm_cancel"), "any", ("utter_unknown_address_contact",), risky=("confirm",)),
    Pattern(9, "the one after", ("cancel my appointment and book the next one after it",), (*BOOKED, *MOVING, *CANCELLING), "any", brings="move", risky=("booked", "confirm_cancel"), texted=("booked",)),
    Pattern(10, "bare day", ("friday?", "open times"), START, "any", ("utter_ask_meaning",), asks=ALL_OFFERS, ends=STAMFORD, risky=("start",), texted=("start",)),
    Pattern(10, "bare day, own appointment", ("friday?", "my appointment"), BOOKED, "stops", ("utter_ask_meaning",), risky=("booked",)),
    Pattern(10, "bare office", ("westport?",), START, "any", ("utter_ask_meaning",), risky=("start",)),
    Pattern(10, "bare day in the middle", ("thursday?",), PLACED, "any", asks=(*ALL_OFFERS, *HELD), risky=("name",)),
    Pattern(11, "two tuesdays", ("next tuesday at 4",), ("offer", *HELD, "when", "move_offer"), "any", ("utter_ask_which_time", "utter_ask_which_time_again"), alone=True, risky=("offer", "when")),
    Pattern(11, "bare number", ("3",), ("offer", "when", "move_offer"), "any", asks=(*ALL_OFFERS, "name", "confirm_move"), risky=("when",)),
    Pattern(12, "not understood", ("blorp fnord", "wibble quux"), BOOKING[:3] + BOOKING[4:] + MOVING + CANCELLING, "any", risky=("offer",)),
    Pattern(13, "out of scope", ("do you do hot stone massage?",), EVERY, risky=("phone",),
            replies=("utter_out_of_scope", "utter_out_of_scope_again")),
    Pattern(14, "cancel this", ("cancel this",), BOOKING, "stops", ("utter_stopped",), ends=None, risky=("confirm",), texted=("confirm",)),
    Pattern(14, "cancel this move", ("cancel this",), MOVING, "stops", ("utter_stopped",), brings="keep", risky=("confirm_move",)),
    Pattern(15, "give up and come back", ("never mind", "ok let's do it after all"), BOOKING, "any", ("utter_stopped",), risky=("confirm",)),
    Pattern(15, "give up a change", ("never mind",), MOVING + CANCELLING, "stops", brings="keep", risky=("confirm_cancel",)),
    Pattern(15, "give up a move and come back", ("never mind", "actually, i do want to move my appointment"), MOVING, "any", ("utter_stopped",)),
    Pattern(16, "refuse", ("rather not",), ("name", "phone"), replies=("utter_why_name", "utter_why_phone"), risky=("name",)),
    Pattern(17, "why", ("why do you ask?",), ("service", "location", "name", "phone", "head_injury"), risky=("head_injury",),
            replies=("utter_why_service", "utter_why_location", "utter_why_name", "utter_why_phone", "utter_why_head_injury")),
    Pattern(18, "wait", ("one sec, asking my husband",), EVERY, "waits", ("utter_take_your_time", "utter_take_your_time_held"), risky=("confirm", "confirm_move")),
    Pattern(19, "what", ("what?",), EVERY, risky=("offer", "confirm_cancel")),
    Pattern(19, "what twice", ("what?", "i don't understand"), EVERY, risky=("confirm",)),
    Pattern(20, "no", ("no",), ("confirm",), "goes_on", ("utter_ask_change",), risky=("confirm",), texted=("confirm",)),
    Pattern(20, "no to a change", ("no",), ("confirm_move", "confirm_cancel"), "stops", ("utter_kept",), brings="keep", risky=("confirm_move", "confirm_cancel")),
    Pattern(21, "everything up front", ("hi it's {name}, first time, migraines, westport {day} at 2, {phone}",), START, "any", asks=("head_injury",), ends=AT_TWO, risky=("start",), texted=("start",)),
    Pattern(21, "the rest", ("{rest}",), (*START, *BOOKING[:3]), "any", asks=("head_injury",), ends=AT_TWO, risky=("location",)),
    Pattern(21, "the rest of the client", ("{rest}",), ("name", "phone"), "any", asks=("head_injury",)),
    Pattern(21, "a move up front", ("can you move my appointment to {day} at 2?",), BOOKED, "any", asks=("confirm_move",), ends=AT_TWO, brings="move", risky=("booked",)),
    Pattern(22, "taken before the choice", (somebody_takes_the_pick, "{answer}"), ("offer", "move_offer"), "any", ("utter_ask_taken", "utter_ask_confirm_move"), risky=("offer",), texted=("offer",)),
    Pattern(22, "held against others", (somebody_is_refused, "{answer}"), HELD, "goes_on", risky=("confirm",)),
    Pattern(22, "hold over and taken", (somebody_takes_the_time, "{answer}"), ("confirm",), "any", ("utter_just_taken",), asks=("confirm",), risky=("confirm",), texted=("confirm",)),
    Pattern(22, "hold over and taken before the name", (somebody_takes_the_time, "{answer}"), HELD[:-1], "any", risky=("head_injury",)),
    Pattern(22, "taken before the move", (somebody_takes_the_time, "{answer}"), ("confirm_move",), "any", ("utter_ask_taken",), risky=("confirm_move",)),
    Pattern(24, "change right after", ("actually, can we make it an hour earlier?",), BOOKED, "any", brings="move", risky=("booked",), texted=("booked",)),
    Pattern(24, "another day right after", ("oh sorry, could it be another day?",), BOOKED, "any", brings="move", risky=("booked",)),
    Pattern(24, "another office right after", ("sorry, i meant stamford",), BOOKED, "any", ends=STAMFORD, brings="move", risky=("booked",)),
    Pattern(25, "thumbs up", ("👍",), ("name", "phone"), risky=("phone",)),
    Pattern(25, "thumbs up to a choice", ("👍",), ("service", "location", "offer", "when", "move_offer"), "any"),
    Pattern(25, "thumbs up to a summary", ("👍",), ("confirm", "confirm_move", "confirm_cancel"), "any", risky=("confirm",)),
    Pattern(26, "burst", (burst("{day}", "at 2", "westport pls"),), ("service", "location"), "any", ends=AT_TWO, risky=("location",), texted=("location",)),
    Pattern(26, "burst out of order", (burst("at 2", "westport pls", "{day}"),), ("service", "location"), "any", ends=AT_TWO, risky=("location",)),
    Pattern(26, "everything in a burst", (burst("craniosacral pls", "its {name}", "at 2", "{day} in westport"),), START, "any", ends=AT_TWO, risky=("start",)),
    Pattern(26, "correction in a burst", (burst("wait", "{day}", "at 2"),), (*PLACED, *MOVING), "any", ends=AT_TWO, risky=("confirm", "confirm_move")),
    # By text only: the words of the network, and pictures.
    Pattern(27, "stop", (unanswered("STOP"), unanswered("hello?"), unanswered("START"), "{answer}"), EVERY, "any", on=("sms",), texted=("confirm",)),
    Pattern(27, "cancel alone", (unanswered("CANCEL"), unanswered("START"), "{answer}"), EVERY, "any", on=("sms",), texted=("confirm_cancel",)),
    Pattern(27, "end", (unanswered("end"), unanswered("unstop"), "{answer}"), EVERY, "any", on=("sms",)),
    Pattern(27, "stop in plain words", (noticed("pls stop texting me", "unsubscribed"), unanswered("hello?"), unanswered("START"), "{answer}"), EVERY, "any", on=("sms",)),
    Pattern(27, "help", (noticed("HELP", "STOP to opt out"), "{answer}"), EVERY, "any", on=("sms",)),
    Pattern(27, "yes to what takes none", ("YES",), ("service", "location", "name"), on=("sms",)),
    Pattern(27, "yes", ("YES",), ("offer", "confirm", *MOVING, *CANCELLING), "any", on=("sms",)),
    Pattern(28, "wrong person", ("wrong number, i don't know any Dana",), EVERY, "any", ("utter_wrong_person",), risky=("confirm_cancel",)),
    Pattern(29, "for a child", ("actually it's for my daughter, she's 12",), BOOKING, "any", ("utter_for_somebody_else",), ends=None, risky=("confirm",)),
    Pattern(30, "a person", ("can i talk to a person?",), EVERY, "waits", ("utter_handoff_kept",), risky=("confirm", "confirm_move")),
    Pattern(31, "julie steps in", JULIE_TALKS, (*EVERY, *BOOKED), risky=("offer", "confirm", "confirm_move"), texted=("offer",)),
    Pattern(31, "julie is fetched", ("can i talk to a person?", *JULIE_TALKS), EVERY, risky=("confirm",)),
    Pattern(32, "a bot", ("are you a bot?",), EVERY, replies=("utter_talk_bot_challenge",), risky=("name",)),
    Pattern(33, "angry", ("this is ridiculous, i'm really annoyed",), EVERY, "any", ("utter_complaint",), risky=("phone",)),
    Pattern(34, "spanish", ("hola, quiero una cita para el jueves por favor",), EVERY, "waits", ("utter_spanish",), risky=("offer",)),
    Pattern(35, "picture", (picture(), "{answer}"), EVERY, "any", on=("sms",), texted=("name",)),
    Pattern(35, "picture with words", (picture("here is my mri"),), EVERY, on=("sms",)),
    Pattern(35, "link", ("https://photos.example.com/my-mri.jpg",), EVERY, replies=("utter_cannot_view",), risky=("name",), texted=("head_injury",)),
    Pattern(36, "safety", ("i want to kill myself", "go on"), EVERY, "any", risky=("confirm",), texted=("confirm_move",)),
)  # fmt: skip

NOT_NOW = ("utter_desk_down_booking", "utter_desk_down", "utter_booking_unknown")
AWAY = (
    Pattern(23, "away", (booking_goes_away, "{answer}", booking_comes_back, "{answer}"), ("location", "offer", "confirm", "when", "confirm_move", "confirm_cancel"), "any", NOT_NOW, risky=("location", "confirm"), texted=("confirm_move",)),
    Pattern(23, "away for long", (booking_goes_away, "{answer}", "does it hurt?", booking_comes_back, "{answer}"), ("offer", "confirm", "confirm_move", "confirm_cancel"), "any", NOT_NOW),
    Pattern(23, "away at the start", (booking_goes_away, "craniosacral in westport on {day}", booking_comes_back, "craniosacral in westport on {day}"), START, "any", NOT_NOW),
)  # fmt: skip


def cases(patterns: tuple[Pattern, ...] = PATTERNS) -> Iterator[Case]:
    """Every pattern at every step and on every channel where it can come."""
    for pattern in patterns:
        for channel in pattern.on:
            for step in pattern.at:
                if channel == "web" or step not in NOT_BY_TEXT:
                    yield Case(pattern, step, channel)
