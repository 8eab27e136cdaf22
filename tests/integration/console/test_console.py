"""The console over HTTP: the door, what needs her, takeover, decisions; nothing for strangers."""

import re
from datetime import timedelta

import pytest

from frontdesk.booking.records import Appointment, ClientDetails, Screening, Status
from tests.desk_kit import RED_FLAG, Chat, TestDesk
from tests.integration.console.julie import PASSWORD, Console


def _waiting(desk: TestDesk, chat: Chat) -> Appointment:
    """An appointment that waits for approval."""
    start = desk.clock.now() + timedelta(days=1)
    diary = desk.desk.diary
    slot = diary.availability("csmt", "stamford", start, start + timedelta(days=7), limit=1)[0]
    client = ClientDetails("Robin Vale", "+12035550143")
    injury = Screening(recent_head_injury=True)
    return diary.book(
        "csmt", "stamford", slot.start, client, conversation_id=chat.conversation_id, screening=injury
    )


@pytest.mark.parametrize("path", ["", "/needs-you", "/conversations", "/conversations/x", "/appointments"])
def test_a_stranger_sees_the_sign_in_page_only(chat: Chat, path: str) -> None:
    """Whatever page is asked for."""
    answer = chat.http.get(f"/console{path}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/console/sign-in")


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/consolex", "/chat"])
def test_signing_in_leads_nowhere_else(console: Console, wanted: str) -> None:
    """A link that somebody sent cannot send her to another site."""
    answer = console.http.post(
        "/console/sign-in", data={"password": PASSWORD, "next": wanted}, follow_redirects=False
    )
    assert answer.headers["location"] == "/console"


def test_the_eleventh_try_is_refused(console: Console) -> None:
    """Guessing takes for ever."""
    tries = [console.http.post("/console/sign-in", data={"password": "a guess at it"}) for _ in range(11)]
    assert [t.status_code for t in tries] == [401] * 10 + [429]
    assert "Please wait" in tries[-1].text


def test_a_form_of_another_page_does_nothing(console: Console, chat: Chat) -> None:
    """Without the token of her session, and from another site even with it."""
    path = f"/console/conversations/{chat.conversation_id}/take-over"
    assert console.http.post(path).status_code == 403
    console.http.headers["Origin"] = "https://evil.example"
    assert console.press(path.removeprefix("/console/")).status_code == 403
    assert chat.read()["mode"] == "assistant"


def test_a_safety_alert_is_closed_with_a_word_only(console: Console, chat: Chat) -> None:
    """It says what came of it, or stays."""
    chat.say(RED_FLAG)
    (item,) = re.findall(r'id="item-(\w+)"', console.page("needs-you"))
    assert "what came of it" in console.press(f"items/{item}/close", outcome=" ").text
    console.press(f"items/{item}/acknowledge")
    console.press(f"items/{item}/close", outcome="Called her, she is in hospital.")
    assert item not in console.page("needs-you")


def test_she_takes_over_writes_and_hands_back(console: Console, chat: Chat, desk: TestDesk) -> None:
    """The assistant is silent in between, and a form sent twice sends once."""
    own = f"conversations/{chat.conversation_id}"
    chat.say("hello")
    console.press(f"{own}/take-over", on=own)
    assert chat.post("are you there?", wait=0).status_code == 202
    for _ in range(2):
        console.press(f"{own}/reply", on=own, text="Julie here.", key="0123456789")
    assert chat.texts("therapist") == ["Julie here."]
    assert len(desk.assistant.requests) == 1
    console.press(f"{own}/hand-back", on=own)
    assert chat.read()["mode"] == "assistant"


@pytest.mark.parametrize(
    ("decision", "status"), [("approve", Status.CONFIRMED), ("decline", Status.CANCELLED)]
)
def test_her_decision_is_done_told_and_settled(
    console: Console, chat: Chat, desk: TestDesk, decision: str, status: Status
) -> None:
    """The diary has it, the client reads it, and the item is gone."""
    appointment = _waiting(desk, chat)
    assert "Waits for your approval" in console.page("needs-you")
    console.press(f"appointments/{appointment.id}/{decision}")
    assert desk.desk.diary.get(appointment.id).status == status
    assert "Julie" in chat.texts("desk")[-1]
    assert "Waits for your approval" not in console.page("needs-you")


def test_a_decision_that_is_no_longer_possible_is_explained(
    console: Console, chat: Chat, desk: TestDesk
) -> None:
    """The page says so, in words."""
    appointment = _waiting(desk, chat)
    desk.desk.diary.approve(appointment.id)
    answer = console.press(f"appointments/{appointment.id}/decline")
    assert answer.status_code == 409
    assert "not possible any more" in answer.text


def test_what_clients_write_is_text_only(console: Console, chat: Chat) -> None:
    """A script in a message is shown, never run."""
    chat.say("<script>alert(1)</script>")
    page = console.page(f"conversations/{chat.conversation_id}")
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_a_deleted_conversation_is_not_there(console: Console, chat: Chat) -> None:
    """Erased means erased for her too."""
    chat.http.delete("/chat/conversations/current", headers=chat.headers)
    answer = console.http.get(f"/console/conversations/{chat.conversation_id}")
    assert answer.status_code == 404
    assert "deleted at the client" in answer.text


@pytest.mark.parametrize(
    "path", ["appointments?day=rubbish", "appointments?day=9999-12-31", "conversations?before=x"]
)
def test_rubbish_in_the_address_breaks_nothing(console: Console, path: str) -> None:
    """A page, or a clear refusal."""
    assert console.http.get(f"/console/{path}").status_code in {200, 422}
