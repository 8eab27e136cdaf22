"""Which other sites' pages may talk to the chat, and to nothing but the chat: DESK_WIDGET_ORIGINS."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send


class ChatCrossOrigin:
    """Answers browsers' cross-origin questions under `/chat`; without origins it answers none."""

    def __init__(self, app: ASGIApp, origins: tuple[str, ...]) -> None:
        self._app = app
        self._open = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=("GET", "POST", "DELETE"),
            allow_headers=("Authorization", "Content-Type", "Prefer"),
            expose_headers=("Retry-After",),
            max_age=3600,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_chat = scope["type"] == "http" and scope["path"].startswith("/chat/")
        await (self._open if is_chat else self._app)(scope, receive, send)
