"""`python -m tests.conversations.simulated 17`: one client's conversation.

`--clients 300 [--first 0] [--threads 3]` holds many and prints the rates; with one thread the times of a turn are
those of a client who is alone.
"""

import argparse
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.conversations.simulated.conversing import Outcome, converse
from tests.conversations.simulated.crowd import hold
from tests.support.running import FrontDesk


def main() -> int:
    """Print what was asked for; 1 when anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seed", nargs="*", type=int)
    parser.add_argument("--clients", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    wanted = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as directory,
        FrontDesk(Path(directory), {"DESK_RATE_LIMITS": "off"}) as desk,
    ):
        converse(desk, 1)  # the first turns after a start are no measure
        shown = [converse(desk, seed) for seed in wanted.seed]
        for outcome in shown:
            print(outcome.transcript)
        seeds = range(wanted.first, wanted.first + wanted.clients)
        many = hold(desk, seeds, wanted.threads)
    for outcome in many:
        if outcome.problems:
            print(f"{outcome.transcript}\n")
    if many:
        print(report(many))
    return 1 if any(o.problems for o in [*shown, *many]) else 0


def report(outcomes: Sequence[Outcome]) -> str:
    """The rates of a crowd, and how long its turns took."""
    right = sum(not o.problems for o in outcomes)
    wrong = sum(o.is_wrong for o in outcomes)
    misheard = sum(any(n.startswith(("summary", "move")) for n in o.notes) for o in outcomes)
    seconds = [s for o in outcomes for s in o.seconds]
    cuts = statistics.quantiles(seconds, n=20)
    kinds = Counter(p.split(":")[0] for o in outcomes for p in o.problems)
    return "\n".join(
        [
            f"{len(outcomes)} clients: {right} as wished or honestly passed on ({right / len(outcomes):.1%})",
            f"{wrong} wrong bookings, {misheard} clients read something wrong in a summary",
            f"{len(seconds)} turns: p50 {statistics.median(seconds) * 1000:.0f} ms, p95 {cuts[-1] * 1000:.0f} ms",
            *(f"  {count:4} {kind}" for kind, count in kinds.most_common()),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
