"""The therapist steps in: the assistant is silent from that moment, and goes on where it was."""

from frontdesk.assistant.protocol import Choice, Reply, TurnRequest, TurnResult
from frontdesk.conversations.takeover import hand_back, say, take_over
from frontdesk.storage.drafts import save_draft
from tests.desk_kit import Chat, TestDesk


def test_the_assistant_is_silent(desk: TestDesk, chat: Chat) -> None:
    """The message is stored for her, 202 at once even with a wait, no turn."""
    assert take_over(desk.desk, chat.conversation_id)
    assert chat.post("are you there?").status_code == 202
    assert chat.read()["mode"] == "therapist"
    assert desk.assistant.requests == []


def test_taking_over_twice_changes_nothing(desk: TestDesk, chat: Chat) -> None:
    """Two tabs of the console."""
    assert take_over(desk.desk, chat.conversation_id)
    assert not take_over(desk.desk, chat.conversation_id)


def test_a_turn_under_way_is_silenced(desk: TestDesk, chat: Chat) -> None:
    """What the assistant was about to say is not said over her."""

    def overtaken(_: TurnRequest) -> TurnResult:
        take_over(desk.desk, chat.conversation_id)
        return TurnResult((Reply("too late"),))

    desk.assistant.script = overtaken
    chat.post("hello")
    assert chat.texts("assistant") == [chat.greeting["text"]]


def test_her_words_reach_the_client_once(desk: TestDesk, chat: Chat) -> None:
    """Writing steps in; a double click sends one message."""
    say(desk.desk, chat.conversation_id, "It's Julie, hello.", "key-1")
    say(desk.desk, chat.conversation_id, "It's Julie, hello.", "key-1")
    assert chat.texts("therapist") == ["It's Julie, hello."]
    assert chat.read()["mode"] == "therapist"


def test_handed_back_it_asks_its_question_again(desk: TestDesk, chat: Chat) -> None:
    """With a booking under way the last question comes again, its choices included."""
    offer = Reply("Which time?", choices=(Choice("3 PM", "/inform"),))
    asking(desk, chat, offer)
    take_over(desk.desk, chat.conversation_id)
    assert hand_back(desk.desk, chat.conversation_id)
    notice, question = chat.read()["messages"][-2:]
    assert (notice["from"], question["text"]) == ("desk", "Which time?")
    assert chat.post(choice=question["choices"][0]["id"]).status_code == 200


def test_handed_back_it_asks_what_is_open_and_not_what_was_said_last(desk: TestDesk, chat: Chat) -> None:
    """That she was told of a wish for her is no question."""
    asking(desk, chat, Reply("Which time?"))
    desk.assistant.script = lambda _: TurnResult((Reply("I've told Julie."),))
    chat.say("can i talk to julie?")
    take_over(desk.desk, chat.conversation_id)
    assert hand_back(desk.desk, chat.conversation_id)
    assert chat.texts("assistant")[-1] == "Which time?"


def test_handed_back_after_a_booking_it_asks_nothing(desk: TestDesk, chat: Chat) -> None:
    """What is known of the client is kept, and no question is open."""
    asking(desk, chat, Reply("Shall I book it?"), {"client_name": "Dana Smith"})
    take_over(desk.desk, chat.conversation_id)
    assert hand_back(desk.desk, chat.conversation_id)
    assert chat.read()["messages"][-1]["from"] == "desk"


def test_handed_back_without_a_booking_it_just_says_so(desk: TestDesk, chat: Chat) -> None:
    """Nothing old is repeated, and the next message is answered."""
    take_over(desk.desk, chat.conversation_id)
    chat.post("thanks julie", wait=0)
    assert hand_back(desk.desk, chat.conversation_id)
    assert not hand_back(desk.desk, chat.conversation_id)
    assert chat.say("how long is a session?")[0]["text"] == "You said: how long is a session?"
    assert [r.text for r in desk.assistant.requests] == ["how long is a session?"]


def asking(desk: TestDesk, chat: Chat, question: Reply, draft: dict[str, str] | None = None) -> None:
    """Let the assistant ask for a time, as the dialogue does and notes it."""
    event = {"event": "bot", "text": question.text, "metadata": {"utter_action": "utter_ask_offer_again"}}
    desk.assistant.script = lambda _: TurnResult((question,), (event,))
    chat.say("thursday")
    with desk.desk.database.write() as connection:
        save_draft(connection, chat.conversation_id, draft or {"asked": "offer"}, desk.clock.now())
