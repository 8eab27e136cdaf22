"""What simulated clients say in between: questions, asides, corrections. None of it is training or evaluation data."""

from random import Random

QUESTIONS = (
    "does it hurt?", "how much is it?", "is there parking?", "do you take insurance?", "how long does it take?",
    "what do i wear?", "does it really help with migraines?", "who is julie?", "can i drive afterwards?",
    "what are your hours?", "how many sessions will i need?", "do you take credit cards?", "is it safe?",
    "what is craniosacral?", "do i need to bring anything?",
)  # fmt: skip
SAID: dict[str, tuple[str, ...]] = {
    "wait": ("one sec", "hold on", "one moment, let me check my calendar", "wait, let me ask my husband", "just a minute"),
    "what": ("what?", "huh?", "sorry, what do you mean?", "i don't understand", "can you say that again?"),
    "why": ("why do you ask?", "why do you need that?", "what do you need that for?", "why?"),
    "refuse": ("i'd rather not say", "rather not", "do i have to?", "no"),
    "out_of_scope": ("do you do hot stone massage?", "can you recommend a good dentist?", "do you do acupuncture?", "what's the weather like?"),
    "own_appointment": ("hang on, when is my next appointment?", "do i already have an appointment?"),
    "person": ("can i talk to julie?", "i'd like to speak to a person", "can someone call me?"),
    "bot": ("are you a bot?", "is this a real person?"),
    "nonsense": ("asdfgh", "hmm blorp", "xx"),
    "thumbs": ("👍", "ok", "👍🏽"),
    "give_up": ("never mind", "forget it", "actually forget it", "cancel this"),
}  # fmt: skip
BACK = ("ok let's do it after all", "actually, i do want to book", "sorry, i'd like to book after all")
EITHER = ("either", "either is fine", "doesn't matter", "i don't mind", "whichever")
MOVES = (
    "can i move my appointment to {to}?",
    "i need to reschedule to {to}",
    "can we make it {to} instead?",
    "could you move it to {to}",
)
MOVES_OPEN = (
    "i need to move my appointment",
    "can i reschedule?",
    "i need to change my appointment to another day",
)
CANCELS = (
    "i need to cancel my appointment",
    "please cancel my appointment",
    "i can't make it, cancel it please",
)
LOOK_UPS = ("when is my appointment?", "when am i coming again?", "what time is my appointment?")
WAITLIST = (
    "can you put me on the waitlist?",
    "put me on the waitlist please",
    "let me know if something opens up",
)
FOR_OTHERS = (
    "i want to book for my son",
    "can i make an appointment for my mother?",
    "it's for my daughter, she's 12",
)
CORRECTING = ("sorry, {new}", "no wait, {new}", "actually {new}", "i meant {new}", "no, {new}")
NEW_FOR_OLD = ("not {old}, {new}", "{new} instead of {old}", "not {old} sorry, {new}")
LATE = (
    "wait, make it {new}",
    "actually, can we do {new} instead?",
    "hold on, change it to {new}",
    "sorry, {new} please",
)
CHANGED_PARTS = {
    "service": ("the session", "kind of session", "the service"),
    "office": ("the office", "the location"),
    "when": ("the time", "the day", "day or time"),
    "name": ("the name", "name"),
}
ITS = {"name": "my name is {new}", "phone": "my number is {new}"}
LATER = ("anything later?", "later", "do you have anything later?")
YES = ("yes", "yes please", "yep", "ok", "sure", "book it", "yes that's right", "perfect")
MOVE_YES = ("yes", "yes please", "ok", "move it", "sounds good")
NO = ("no", "nope", "no, not recently", "never")
HURT = ("yes", "yes, a concussion last month", "i had a concussion in october")


def said(random: Random, kind: str) -> str:
    """One of the usual ways of saying it."""
    return random.choice(QUESTIONS if kind == "question" else SAID[kind])
