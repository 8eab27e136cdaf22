"""`python -m frontdesk.console link|reset`: a one-time link for whoever sits at this machine."""

import sys

from frontdesk.clock import ShiftedClock, SystemClock
from frontdesk.console.signin import has_password, issue_link
from frontdesk.settings import load_settings
from frontdesk.storage.database import Database


def main(arguments: list[str]) -> int:
    """`link` prints one only while no password is set; `reset` always (for a forgotten password)."""
    if arguments not in (["link"], ["reset"]):
        print("usage: python -m frontdesk.console link|reset", file=sys.stderr)
        return 2
    settings = load_settings()
    clock = ShiftedClock(settings.start_clock_at) if settings.start_clock_at else SystemClock()
    database = Database(settings.database_url)
    if arguments == ["reset"] or not has_password(database):
        token = issue_link(database, clock.now())
        print("          set your password here, once, within 24 hours:")
        print(f"          {settings.base_url}/console/welcome/{token}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
