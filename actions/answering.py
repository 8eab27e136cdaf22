"""Answering questions: from the approved article, from the owner's facts, or honestly not."""

from actions.asking_or_telling import is_value
from actions.draft import Draft
from actions.message import FAQ, Message
from actions.routing import IDLE
from actions.said import yes_or_no
from actions.turn import Turn

# What only the practice knows: asked of the desk, which has it from practice.yml.
OWNER_TOPICS = frozenset(
    {
        "price",
        "insurance",
        "hsa_fsa",
        "gift_cards",
        "address_contact",
        "hours",
        "cancellation_policy",
        "how_many_sessions",
        "session_frequency",
        "pregnancy",
        "children",
        "first_visit",
        "payment_methods",
        "credentials",
        "illness_policy",
        "tipping",
        "late_arrival",
        "other_conditions",
        "medical_clearance",
        "home_visits_remote",
    }
)
# The article stops here, and the answer ends by offering to ask the therapist.
STOPPING_TOPICS = frozenset(
    {
        "lymphatic_drainage",
        "visceral_manipulation",
        "tmj_mouth",
        "emotional_integration",
        "after_session",
        "head_injury_history",
    }
)
# "later?" after an offer means a later time, not what happens to latecomers.
ORDER_WORDS = 2


def answer_questions(turn: Turn) -> None:
    """Answer every question of the message, once a turn, whichever action comes first."""
    if turn.draft.answered == turn.message.turn_id:
        return
    _pass_on_what_waits(turn)
    for topic in topics_of(turn):
        _answer(turn, topic)
    turn.draft = turn.draft.with_(misses=0, answered=turn.message.turn_id)


def topics_of(turn: Turn) -> tuple[str, ...]:
    """The questions in the message; none where it is an answer that only sounds like one."""
    message, said, label = turn.message, turn.said, turn.message.label
    if turn.draft.asked == "head_injury" and "?" not in message.text and yes_or_no(message, turn.label):
        return ()
    if said.order and turn.draft.offered and len(message.text.split()) <= ORDER_WORDS:
        return ()
    if turn.label == FAQ and said.topic:
        return (said.topic,)
    if turn.meant:
        return ()
    found = message.topics or ((label.removeprefix("faq/"),) if label.startswith("faq/") else ())
    return tuple(t for t in found if not is_value(t, _words_of(message, t), said, turn.draft))


def _words_of(message: Message, topic: str) -> str:
    """The part of a message that asks about a topic; all of it where it has no parts."""
    return next((p.text for p in message.parts if p.label == f"{FAQ}/{topic}"), message.text)


def _answer(turn: Turn, topic: str) -> None:
    if topic not in OWNER_TOPICS:
        turn.say(f"utter_faq/{topic}")
        if topic in STOPPING_TOPICS:
            turn.draft = offering_to_ask(turn.draft, turn.message.text, topic)
        return
    fact = turn.desk.fact(topic)
    if fact:
        turn.say(f"utter_faq/{topic}", fact=fact)
        return
    turn.say(f"utter_unknown_{topic}")
    turn.draft = offering_to_ask(turn.draft, turn.message.text, topic)


def offering_to_ask(draft: Draft, question: str, topic: str) -> Draft:
    """The draft after "shall I ask Julie?": the open question, unless a booking has one of its own."""
    draft = draft.with_(pending={"kind": "question", "text": question, "topic": topic})
    if draft.task not in IDLE:
        return draft
    return draft.with_(task="pass_on", asked="ask_julie", options=("/affirm", "/deny"))


def _pass_on_what_waits(turn: Turn) -> None:
    """Somebody who was asked how to be reached speaks of something else: the question goes off as it is."""
    pending = turn.draft.pending
    if turn.draft.asked != "reach" or pending is None or not _speaks_of_something_else(turn):
        return
    turn.pass_on(pending["kind"], pending["text"])
    turn.draft = turn.draft.finished(pending=None)


def _speaks_of_something_else(turn: Turn) -> bool:
    return turn.label not in {"inform", "affirm", "deny", "correction", "nlu_fallback", "out_of_scope"}
