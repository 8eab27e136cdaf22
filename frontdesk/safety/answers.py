"""Reads the answer to our own question about head injuries."""

from frontdesk.safety.reading import Reading


def answered_yes(reading: Reading) -> bool:
    """Whether an answer to "any recent severe head injury?" is a yes, or leaves it open.

    An injury that the answer itself puts years back is not a recent one.
    """
    texts, sets = reading.message.texts, reading.book.word_sets
    if not texts or any(mark.age == "years" for mark in reading.marks):
        return False
    head = texts[:4]
    if any(text in sets["answers_no"] and not reading.denies_nothing(i) for i, text in enumerate(head)):
        return False
    return any(text in sets["answers_yes"] for text in head) or bool(reading.marks)
