"""Chat tokens: signed, so that they can be checked without the database. Who holds one is the client."""

from itsdangerous import BadSignature, URLSafeSerializer

from frontdesk.settings import Settings


def issue(settings: Settings, conversation_id: str) -> str:
    """The token of a conversation; it never expires, and ends with the conversation."""
    token = _serializer(settings).dumps(conversation_id)
    return token if isinstance(token, str) else token.decode("ascii")


def conversation_of(settings: Settings, token: str) -> str | None:
    """The conversation that this token is for; None when it was not issued by this desk."""
    try:
        content = _serializer(settings).loads(token)
    except BadSignature:
        return None
    return content if isinstance(content, str) else None


def _serializer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.session_secret, salt="frontdesk.chat")
