"""A scripted booking, so that the website's tests need no trained model."""

from collections.abc import Mapping
from typing import Any

from frontdesk.assistant.protocol import Choice, Reply, TurnRequest, TurnResult

ANSWER = (
    "A session takes about an hour. The touch is light, so it does not hurt. "
    "Some people feel tired or a bit disoriented afterwards, which usually fades within a day."
)
TIMES = ("2026-11-24T10:00", "2026-11-26T10:00", "2026-11-26T15:00", "2026-12-01T10:00")
SUMMARY = (
    "Craniosacral massage, Thursday, November 26 at 3:00 PM in Westport, for Dana Reyes. Shall I book it?"
)
BOOKED = "You're booked for Thursday, November 26 at 3:00 PM in Westport. You can see it here:"
SECRET = "0123456789abcdefghijklmnop"


def booking(request: TurnRequest) -> TurnResult:
    """Answers by what the text holds; everything unknown is said back."""
    text = request.text.casefold()
    for word, reply in _REPLIES.items():
        if word in text:
            return TurnResult((reply,))
    return TurnResult((Reply(f"You said: {request.text}"),))


def _times() -> tuple[Choice, ...]:
    times = (Choice(t, f'/inform{{"appointment_time": "{t}:00-05:00"}}') for t in TIMES)
    return (*times, Choice("Other times", "/deny"))


_APPOINTMENT: Mapping[str, Any] = {"id": "a1", "page": f"/a/{SECRET}", "status": "confirmed"}
_OFFICES = (
    Choice("Stamford", '/inform{"location": "stamford"}'),
    Choice("Westport", '/inform{"location": "westport"}'),
)
_REPLIES = {
    "hurt": Reply(ANSWER),
    "i want to book": Reply("Which office suits you?", choices=_OFFICES),
    "location": Reply("These times are free in Westport.", choices=_times()),
    "appointment_time": Reply("What name shall I put it under?"),
    "dana": Reply(SUMMARY, choices=(Choice("Yes, book it", "/affirm"), Choice("Change it", "/deny"))),
    "/affirm": Reply(f"{BOOKED} http://desk.test/a/{SECRET}", kind="booking", appointment=_APPOINTMENT),
}
