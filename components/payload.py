"""Messages that the desk makes itself: `/inform{"location": "westport"}` for a choice that was tapped."""


def is_payload(text: str) -> bool:
    """Whether Rasa's RegexMessageHandler unpacks this; no component of ours reads it then.

    The desk strips leading slashes from what people type, so only its own choices look like this.
    """
    return text.startswith("/")
