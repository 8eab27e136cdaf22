"""Reading what another server answers: whole, but neither without end nor for ever.

A timeout of `requests` counts from one byte to the next: a server that drips holds a thread as long as it
likes.
"""

import time

import requests
from urllib3.exceptions import HTTPError

_PIECE = 64 * 1024


class Endless(requests.RequestException):
    """The answer is larger, or takes longer, than any that makes sense."""


def read_whole(response: requests.Response, *, seconds: float, most: int) -> None:
    """Read a streamed response within `seconds`, at most `most` bytes of it when unpacked; it has its
    `content` then.

    Raises `requests.RequestException`, `Endless` among them.
    """
    until = time.monotonic() + seconds
    found = bytearray()
    try:
        while piece := response.raw.read1(_PIECE, decode_content=True):
            found += piece
            if len(found) > most or time.monotonic() > until:
                response.close()
                raise Endless("too much" if len(found) > most else "too slow")
    except HTTPError as error:
        raise requests.ConnectionError(type(error).__name__) from error
    # What `Response.content` does.
    response._content = bytes(found)
    response._content_consumed = True  # type: ignore[attr-defined]  # not in the stubs
