"""A scripted Twilio: takes texts as its API does, and signs webhooks as it does.

Held to the published description of the API by tests/agreement/test_twilio.py.
"""

import json
import re
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, urlsplit

import requests
from twilio.request_validator import RequestValidator

ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "scripted-token"
NUMBER = "+12035550199"
_MESSAGES = re.compile(r"/2010-04-01/Accounts/(AC[0-9a-f]{32})/Messages\.json")


class ScriptedTwilio:
    """A server on a free port. `sent` are the texts it took; `fail_next` makes it refuse the next ones."""

    def __init__(self) -> None:
        self.sent: list[dict[str, str]] = []
        self.requests: list[dict[str, str]] = []
        self.fail_next: list[tuple[int, int]] = []  # (HTTP status, Twilio's error code)
        self._numbers = count(1)
        self._changed = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """Settings that connect a desk to this server."""
        return {
            "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "TWILIO_FROM": NUMBER,
            "TWILIO_API_BASE": self.url,
        }

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def texts_to(self, phone: str) -> list[str]:
        return [message["body"] for message in self.sent if message["to"] == phone]

    def wait_for_texts(self, phone: str, number: int, within: float = 30) -> list[str]:
        """The texts to `phone` once there are at least `number` of them."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.texts_to(phone)) >= number, within)
        texts = self.texts_to(phone)
        assert len(texts) >= number, f"{len(texts)} texts instead of {number}: {texts}"
        return texts

    def new_sid(self) -> str:
        return f"SM{next(self._numbers):032x}"

    def text_from(
        self, phone: str, body: str, desk_url: str, *, sid: str | None = None, **more: str
    ) -> requests.Response:
        """Post an inbound text to the desk, signed."""
        form = {"MessageSid": sid or self.new_sid(), "AccountSid": ACCOUNT_SID, "From": phone, "To": NUMBER}
        return self.post(f"{desk_url}/sms/inbound", form | {"Body": body, "NumMedia": "0"} | more)

    def post(self, url: str, form: Mapping[str, str], *, signature: str | None = None) -> requests.Response:
        """Post a form as Twilio does; `signature` replaces the right one."""
        right = RequestValidator(AUTH_TOKEN).compute_signature(url, form)
        headers = {"X-Twilio-Signature": right if signature is None else signature}
        return requests.post(url, data=dict(form), headers=headers, timeout=20)

    def _take(self, account: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        with self._changed:
            self.requests.append(form)
            if self.fail_next:
                status, code = self.fail_next.pop(0)
                return status, {"code": code, "message": "scripted", "status": status, "more_info": ""}
            if "To" not in form or "Body" not in form or not ({"From", "MessagingServiceSid"} & form.keys()):
                return 400, {"code": 21604, "message": "A 'To' phone number is required.", "status": 400}
            self.sent.append(message := self._resource(account, form))
            self._changed.notify_all()
            return 201, message

    def _resource(self, account: str, form: dict[str, str]) -> dict[str, Any]:
        sid = self.new_sid()
        uri = f"/2010-04-01/Accounts/{account}/Messages/{sid}.json"
        return {
            "sid": sid,
            "account_sid": account,
            "api_version": "2010-04-01",
            "body": form["Body"],
            "date_created": "Mon, 23 Nov 2026 14:00:00 +0000",
            "date_sent": None,
            "date_updated": "Mon, 23 Nov 2026 14:00:00 +0000",
            "direction": "outbound-api",
            "error_code": None,
            "error_message": None,
            "from": form.get("From"),
            "messaging_service_sid": form.get("MessagingServiceSid"),
            "num_media": "0",
            "num_segments": "1",
            "price": None,
            "price_unit": "USD",
            "status": "queued",
            "subresource_uris": {"media": uri.replace(".json", "/Media.json")},
            "to": form["To"],
            "uri": uri,
        }

    def _list(self, query: dict[str, str]) -> dict[str, Any]:
        found = [m for m in self.sent if query.get("To") in (None, m["to"])]
        page = {"page": 0, "page_size": 50, "start": 0, "end": len(found)}
        links = {"first_page_uri": "", "next_page_uri": None, "previous_page_uri": None, "uri": ""}
        return {"messages": found} | page | links

    def _handler(twilio) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - the handler has a self of its own
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                form = dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
                match = _MESSAGES.fullmatch(urlsplit(self.path).path)
                self._answer(
                    *twilio._take(match.group(1), form) if match else (404, {"code": 20404, "status": 404})
                )

            def do_GET(self) -> None:
                query = {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
                self._answer(200, twilio._list(query))

            def _answer(self, status: int, body: dict[str, Any]) -> None:
                content = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *arguments: object) -> None:
                pass

        return Handler
