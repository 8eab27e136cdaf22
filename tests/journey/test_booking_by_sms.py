"""The same booking by text messages: signed webhooks in, Twilio's API out."""

from collections.abc import Iterator

import pytest

from tests.support.running import FrontDesk
from tests.support.twilio import ScriptedTwilio

pytestmark = pytest.mark.system
PHONE = "+12035550161"


@pytest.fixture(scope="module")
def twilio() -> Iterator[ScriptedTwilio]:
    with ScriptedTwilio() as server:
        yield server


@pytest.fixture(scope="module")
def desk(twilio: ScriptedTwilio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with FrontDesk(tmp_path_factory.mktemp("sms"), twilio.environment) as running:
        yield running


class Phone:
    """A client's phone: what it sends, and the texts that have come."""

    def __init__(self, number: str, twilio: ScriptedTwilio, desk: FrontDesk) -> None:
        self.number, self.twilio, self.desk = number, twilio, desk

    @property
    def received(self) -> list[str]:
        return self.twilio.texts_to(self.number)

    def text(self, body: str, replies: int = 1) -> str:
        """Send a text and wait for that many more; returns the last one."""
        before = len(self.received)
        assert self.twilio.text_from(self.number, body, self.desk.url).status_code == 200
        return self.twilio.wait_for_texts(self.number, before + replies)[-1]


@pytest.fixture(scope="module")
def phone(desk: FrontDesk, twilio: ScriptedTwilio) -> Phone:
    """A phone that has booked a session."""
    phone = Phone(PHONE, twilio, desk)
    phone.text("hi, can i book craniosacral in westport thurs dec 3 after 3", replies=2)
    assert "1)" in phone.received[-1]
    assert "name" in phone.text("1")
    assert "injur" in phone.text("Dana Reyes")
    assert "December 3" in phone.text("no")
    assert "booked" in phone.text("yes").casefold()
    return phone


def test_the_first_text_says_who_writes(phone: Phone) -> None:
    """Automated, not for emergencies, how to stop: before anything else."""
    assert phone.received[0].startswith("Posture Massage: I'm Julie's automated assistant.")
    assert "STOP" in phone.received[0]


def test_the_number_is_not_asked_for(phone: Phone, desk: FrontDesk) -> None:
    """The client wrote from it."""
    found = desk.api("GET", "/appointments", params={"phone": PHONE}).json()["appointments"]
    assert [a["status"] for a in found] == ["confirmed"]
    assert found[0]["start"].startswith("2026-12-03T15:")


def test_the_confirmation_carries_no_health_word(phone: Phone) -> None:
    """Whoever sees the screen of the phone learns time and place."""
    confirmation = next(t for t in phone.received if "booked" in t.casefold())
    assert not {"migraine", "craniosacral", "injury"} & set(confirmation.casefold().replace(".", " ").split())


def test_every_text_fits_two_segments(phone: Phone) -> None:
    """Composed texts too."""
    assert all(len(text) <= 306 for text in phone.received)


def test_a_booked_client_may_look_it_up(phone: Phone) -> None:
    """The number on the booking is who they are."""
    assert "3:" in phone.text("when is my appointment?")


def test_a_replayed_webhook_is_answered_once(twilio: ScriptedTwilio, desk: FrontDesk) -> None:
    """Twilio may post the same text twice."""
    number = "+12035550162"
    sid = twilio.new_sid()
    for _ in range(3):
        assert twilio.text_from(number, "how long is a session?", desk.url, sid=sid).status_code == 200
    texts = twilio.wait_for_texts(number, 2)
    Phone(number, twilio, desk).text("thanks")
    assert len([t for t in twilio.texts_to(number) if "hour" in t]) == 1, texts


def test_a_burst_is_one_turn(twilio: ScriptedTwilio, desk: FrontDesk) -> None:
    """Three texts within seconds get one reply."""
    number = "+12035550163"
    for body in ("hi", "how long is a session", "and does it hurt"):
        twilio.text_from(number, body, desk.url)
    twilio.wait_for_texts(number, 2)
    Phone(number, twilio, desk).text("thank you")
    answers = [t for t in twilio.texts_to(number) if "hour" in t or "nickel" in t]
    assert len(answers) == 1


def test_a_red_flag_by_text_gets_the_safety_text(twilio: ScriptedTwilio, desk: FrontDesk) -> None:
    """First and alone; who writes is said before the next reply."""
    number = "+12035550164"
    twilio.text_from(number, "face is numb on one side and cant talk right", desk.url)
    texts = twilio.wait_for_texts(number, 1)
    assert "Call 911" in texts[0]
    later = Phone(number, twilio, desk).text("how long is a session?", replies=2)
    assert "hour" in later
    assert "automated assistant" in twilio.texts_to(number)[1]


def test_stop_is_honoured_and_start_undoes_it(twilio: ScriptedTwilio, desk: FrontDesk) -> None:
    """After an opt-out nothing is texted; after START the assistant answers again."""
    number = "+12035550165"
    phone = Phone(number, twilio, desk)
    phone.text("how long is a session?", replies=2)
    confirmation = phone.text("please stop texting me")
    assert "unsubscribed" in confirmation
    before = len(phone.received)
    twilio.text_from(number, "how long is a session?", desk.url)
    twilio.text_from(number, "START", desk.url)
    assert "hour" in phone.text("how long is a session?")
    assert len(phone.received) == before + 1


def test_a_forged_webhook_changes_nothing(twilio: ScriptedTwilio, desk: FrontDesk) -> None:
    """Without Twilio's signature nothing is read."""
    form = {"MessageSid": twilio.new_sid(), "From": "+12035550166", "Body": "hello", "NumMedia": "0"}
    url = f"{desk.url}/sms/inbound"
    for signature in ("", "bm9uc2Vuc2U=", "\u00e9".encode().decode("latin-1")):
        assert twilio.post(url, form, signature=signature).status_code == 403
    assert twilio.texts_to("+12035550166") == []
