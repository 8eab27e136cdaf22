"""What the desk writes about requests, and what it never writes."""

from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from frontdesk.logs import configure, route_template
from tests.desk_kit import build, opened


def test_a_request_is_logged_by_its_template(tmp_path: Path) -> None:
    """Route, status and time; no query, no word, no token."""
    test_desk = build(tmp_path)
    with opened(test_desk) as chat, capture_logs() as lines:
        chat.say("xylophonic question")
        chat.http.get("/a/xylophonic-secret?phone=2035550142")
        chat.http.get("/api/v1/appointments?phone=2035550142", headers=test_desk.api_headers())
    assert {line["event"] for line in lines} >= {"request_served", "turn_done"}
    written = str(lines)
    assert not any(
        word in written for word in ("xylophonic", "2035550142", chat.headers["Authorization"][7:])
    )
    served = [line["route"] for line in lines if line["event"] == "request_served"]
    assert served[0] == "/chat/messages"
    assert served[-1] == "/api/v1/appointments"


def test_what_no_route_serves_has_no_name() -> None:
    """A made-up path could hold anything."""
    assert route_template({"type": "http", "path": "/2035550142"}) == "unmatched"


def test_a_logged_error_carries_no_words(capfd: pytest.CaptureFixture[str]) -> None:
    """Where it happened, and not what the variables held there."""
    said, before = "xylophonic question", structlog.get_config()
    try:
        configure()
        log = structlog.get_logger()
        try:
            raise ValueError(len(said))
        except ValueError:
            log.exception("it_broke")
    finally:
        structlog.configure(**before)
    written = capfd.readouterr().err
    assert "ValueError" in written
    assert "xylophonic" not in written
