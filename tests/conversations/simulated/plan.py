"""Who a simulated client is: what they want, how they write, and what will come in between. One seed, one plan."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from tests.conversations.simulated.wishes import OPENINGS, TimeWish, Wish, time_wish
from tests.conversations.simulated.writing import AREAS, NAMES, SERVICES, Style, style

Task = Literal["book", "move", "cancel", "keep", "look_up", "waitlist", "unknown_move", "unknown_cancel",
               "unknown_look_up", "for_other"]  # fmt: skip
# Ends with the therapist: the desk cannot know who this is, or what may be done.
PASSED_ON: tuple[Task, ...] = ("unknown_move", "unknown_cancel", "unknown_look_up", "for_other")

# What is said instead of an answer, and the questions at which that can be.
DETOURS: dict[str, tuple[str, ...]] = {
    "question": ("service", "location", "times", "name", "phone", "head_injury", "confirm", "confirm_move"),
    "wait": ("location", "times", "name", "phone", "confirm"),
    "what": ("service", "location", "times", "name", "phone", "head_injury", "confirm", "confirm_move"),
    "why": ("name", "phone", "head_injury", "location"),
    "refuse": ("phone", "name"),
    "out_of_scope": ("service", "location", "times", "name", "phone", "confirm"),
    "own_appointment": ("location", "times", "name", "confirm"),
    "person": ("location", "times", "name", "phone", "confirm"),
    "bot": ("service", "times", "name", "phone"),
    "nonsense": ("service", "location", "times", "phone"),
    "thumbs": ("name", "phone"),
    "later": ("offer",),
    "give_up": ("location", "times", "name", "phone", "confirm"),
}
# What changes a value, and which values.
CORRECTIONS: dict[str, tuple[str, ...]] = {
    "corrected": ("service", "office", "when", "name", "phone"),
    "corrected_twice": ("office", "when"),
    "old_with_new": ("service", "office", "when"),
    "late": ("service", "office", "when", "name", "phone"),
    "no_then": ("service", "office", "when", "name"),
    "with_question": ("service", "office", "name", "phone"),
    "burst": ("service", "office", "name"),
    "after": ("when",),
}
# Turns that each of them takes a client who is understood, beyond the booking itself.
COSTS = {
    "corrected_twice": 2,
    "late": 2,
    "no_then": 4,
    "with_question": 0,
    "burst": 0,
    "after": 3,
    "refuse": 1,
}
GIVING_UP_COSTS = 9


@dataclass(frozen=True)
class Repair:
    """Something in between; `at` is a question for a detour, a value for a correction."""

    kind: str
    at: str


@dataclass(frozen=True)
class Plan:
    """`careful` clients read the summary; the others say yes to it. `then` is the time to move to."""

    seed: int
    task: Task
    wish: Wish
    style: Style
    repairs: tuple[Repair, ...]
    careful: bool
    then: TimeWish

    @property
    def planned_turns(self) -> int:
        """What a person would need at a good receptionist's, everything that comes in between included."""
        between = sum(GIVING_UP_COSTS if r.kind == "give_up" else COSTS.get(r.kind, 1) for r in self.repairs)
        if self.task in PASSED_ON:
            return 2 + between
        own = {"waitlist": 4, "move": 12, "cancel": 10, "keep": 10, "look_up": 9}.get(self.task, 8)
        spared = {"none": 0, "some": 2, "all": 3}[self.style.pieces]
        return max(4, own - (spared if self.task != "waitlist" else 0)) + between


def plan(seed: int) -> Plan:
    """The client of this seed."""
    random = Random(seed)
    office = random.choice([*OPENINGS, *OPENINGS, None])
    wish = Wish(
        service=random.choice(list(SERVICES)),
        office=office,
        when=time_wish(random, office, loose=True),
        name=random.choice(NAMES),
        phone=f"{AREAS[seed % len(AREAS)]}55501{seed // len(AREAS) % 100:02}",
        head_injury=random.random() < 0.15,
    )
    tasks: list[Task] = (
        ["book"] * 11 + ["move"] * 4 + ["cancel"] * 2 + ["keep", "look_up", "waitlist", "waitlist"]
    )
    task = random.choice([*tasks, *PASSED_ON])
    return Plan(
        seed=seed,
        task=task,
        wish=wish,
        style=style(random),
        repairs=_repairs(random, task),
        careful=random.random() < 0.5,
        then=time_wish(random, office, tuple(wish.when.days or ())),
    )


def _repairs(random: Random, task: Task) -> tuple[Repair, ...]:
    """None to three, of different kinds, at most one for each question or value."""
    if task in PASSED_ON:
        return ()
    kinds = [*DETOURS, *CORRECTIONS]
    if task == "waitlist":
        kinds = ["question", "what", "why", "with_question"]
    found: dict[str, Repair] = {}
    for kind in random.sample(kinds, random.choice((0, 1, 1, 2, 2, 3))):
        if task != "book" and kind == "after":
            continue
        at = random.choice((DETOURS | CORRECTIONS)[kind])
        found.setdefault(at, Repair(kind, at))
    return tuple(found.values())
