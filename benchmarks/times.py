"""Wrong days and needless questions in time expressions over ten years of "today".

    python -m benchmarks.times [--count 2000] [--seed 20240230] [--list]

"Asked needlessly" is a question where only one reading is reasonable, or a time that was not read at all.
"""

import argparse

from tests.understanding.said.judging import figures, judged


def main() -> None:
    """Prints the figures, and with `--list` every expression that was not read rightly."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20240230)
    parser.add_argument("--list", action="store_true", help="show what was not read rightly")
    options = parser.parse_args()
    found = judged(options.count, options.seed)
    numbers = figures(found)
    print(f"time expressions, 2024-2034: {options.count} (seed {options.seed})")
    print(f"wrong day: {numbers['wrong_day']:.0f}")
    print(f"wrong hour: {numbers['wrong_hour']:.0f}")
    print(
        f"asked needlessly: {100 * numbers['asked_needlessly']:.2f} % (not read: {numbers['not_read']:.0f})"
    )
    print(f"guessed in silence: {numbers['guessed_in_silence']:.0f}")
    for j in found if options.list else ():
        if j.verdict != "right":
            print(
                f"{j.verdict}: {j.expression.text!r} said on {j.expression.now:%a %Y-%m-%d %H:%M}:",
                j.wishes[:3],
            )


if __name__ == "__main__":
    main()
