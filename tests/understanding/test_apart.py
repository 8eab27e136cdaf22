"""The evaluation messages are no training examples, nor nearly."""

import re
from collections import defaultdict

from benchmarks.evaluation_set import FOLDER, lines
from benchmarks.pipeline import examples

# Anybody may say "how much is it"; from here on the same words are no coincidence.
LONG, LONGER = 5, 7
SHARED = 0.75


def words(text: str) -> tuple[str, ...]:
    """The words of a text, without case, apostrophes or marks."""
    return tuple(re.sub(r"[^\w\s]", " ", re.sub("['’]", "", text.lower())).split())


def coincidences(texts: list[str], others: list[str]) -> list[tuple[str, str]]:
    """The texts that stand among the others in the same words, or nearly (more than three words in four)."""
    said = [words(other) for other in others]
    having: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(said):
        for word in set(own) if len(own) >= LONG else ():
            having[word].append(number)
    found = []
    for text in texts:
        own = set(words(text))
        if len(words(text)) < LONG:
            continue
        # Who shares three words in four shares one of any quarter and one more: the rarest are quickest asked.
        rarest = sorted(own, key=lambda word: len(having.get(word, ())))[: len(own) // 4 + 1]
        for number in {number for word in rarest for number in having.get(word, ())}:
            other = said[number]
            shared = len(own & set(other)) / len(own | set(other))
            nearly = shared > SHARED and min(len(words(text)), len(other)) >= LONGER
            if nearly or words(text) == other:
                found.append((text, others[number]))
    return found


def test_no_longer_message_of_the_evaluation_stands_in_the_examples() -> None:
    """What fails here is to be taken out of the examples, never out of the evaluation."""
    evaluated = [line["text"] for path in sorted(FOLDER.glob("messages*.jsonl")) for line in lines(path.name)]
    assert coincidences(examples()[0], evaluated) == []


def test_nearly_the_same_words_are_found() -> None:
    """The guard itself works: one word changed in eight is the same message, four are another."""
    message = "do I need a doctor's note before I come"
    assert coincidences([message.upper() + "?"], [message])
    assert coincidences(["do I need a doctors letter before I come"], ["so " + message]) == []
    assert coincidences(["is it safe"], ["Is it safe?"]) == []
