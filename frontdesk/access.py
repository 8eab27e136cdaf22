"""Who may call the booking API: whoever has the key, which is the actions and the owner's own programs."""

import secrets
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from frontdesk.desk import Desk, get_desk
from frontdesk.problems import Problem

_bearer = HTTPBearer(auto_error=False, description="The key in DESK_API_KEY")


def require_api_key(
    desk: Annotated[Desk, Depends(get_desk)],
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> None:
    """FastAPI dependency: 401 without the key."""
    key = given.credentials if given else ""
    if not secrets.compare_digest(key.encode(), desk.settings.api_key.encode()):
        raise Problem(401, "unauthorized", "The API key is needed", headers={"WWW-Authenticate": "Bearer"})
