"""How a message is read around a flag: what is denied, when it was, whose it is, what is only a figure."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, reduce
from operator import or_

from frontdesk.safety.finding import Language
from frontdesk.safety.matching import Message, Span, matches
from frontdesk.safety.normalise import Word
from frontdesk.safety.patterns import Atoms, Pattern
from frontdesk.safety.rule_files import When
from frontdesk.safety.rulebook import Rule, Rulebook
from frontdesk.safety.times import Age, TimeMark, time_marks

_NEGATION_REACH = 8
_NEARBY = 5
_HAD = frozenset({"had", "suffered", "survived", "died", "tuvo", "sufrio", "sobrevivio", "murio"})
_POSSESSIVES = frozenset({"my", "mi", "mis"})
HIDDEN = "\0"
_LINKS = frozenset({"or", "and", "any", "a", "of", "my", "o", "y", "ni", "nor"})

_AGES_FOR: dict[When, frozenset[Age]] = {
    "now": frozenset({"within_72_hours", "days", "unclear"}),
    "within_72_hours": frozenset({"within_72_hours"}),
    "recent": frozenset({"within_72_hours", "days", "months", "unclear"}),
    "ever": frozenset({"within_72_hours", "days", "months", "years", "unclear"}),
}


@dataclass(frozen=True)
class Reading:
    """One message, with what the rules of reading know about it."""

    book: Rulebook
    words: tuple[Word, ...]

    @cached_property
    def message(self) -> Message:
        """The words ready for matching; figures of speech are blanked out."""
        plain = make_message(self.book, self.words)
        hidden: set[int] = set()
        for pattern in self.book.patterns["figures_of_speech"]:
            for spans in matches(pattern, plain):
                hidden.update(i for span in spans for i in range(span.start, span.end))
        if not hidden:
            return plain
        kept = tuple(replace(w, text=HIDDEN) if i in hidden else w for i, w in enumerate(self.words))
        return make_message(self.book, kept)

    @cached_property
    def language(self) -> Language:
        spanish, english = self.book.word_sets["spanish"], self.book.word_sets["english"]
        score = sum((word.text in spanish) - (word.text in english) for word in self.words)
        return "es" if score > 0 else "en"

    @cached_property
    def marks(self) -> tuple[TimeMark, ...]:
        return time_marks(self.book, self.message)

    def accepts(self, rule: Rule, spans: tuple[Span, ...]) -> bool:
        """Whether words that match a rule are meant: of now, of the client, not denied, not the usual."""
        if any(self.denied(span) for span in spans):
            return False
        whole = Span(min(s.start for s in spans), max(s.end for s in spans))
        if self.age(whole, spread=len(spans) > 1) not in _AGES_FOR[rule.flag.when]:
            return False
        if rule.flag.usual_is_no_flag and self.is_usual:
            return False
        if any(self._near(pattern, whole) for pattern in rule.unless):
            return False
        return self._person_fits(rule, whole)

    def _near(self, pattern: Pattern, whole: Span) -> bool:
        low, high = whole.start - _NEARBY, whole.end + _NEARBY
        return any(
            all(span.start < high and span.end > low for span in spans)
            for spans in matches(pattern, self.message)
        )

    def denied(self, span: Span) -> bool:
        """Whether the words of `span` stand under a "no"."""
        return self._denied_before(span) or self._denied_after(span)

    def _denied_before(self, span: Span) -> bool:
        sets, texts, cuts = self.book.word_sets, self.message.texts, self.message.cuts
        listed = sets["denied_in_lists"]
        only_a_list = True
        for index in range(span.start - 1, max(-1, span.start - 1 - _NEGATION_REACH), -1):
            if cuts[index + 1] == 2:
                return False
            # Past a comma only a list goes on: "no fever, rash or stiff neck", not "no fever, I have a rash".
            if cuts[index + 1] and not (only_a_list and texts[index] in listed | sets["negators"]):
                return False
            if texts[index] in sets["negators"]:
                return not self._is_answer(index) and not self.denies_nothing(index)
            if texts[index] not in listed | sets["between_negator_and_flag"]:
                return False
            only_a_list = (only_a_list or bool(cuts[index + 1])) and texts[index] in listed | _LINKS
        return False

    def _is_answer(self, index: int) -> bool:
        """ "no, my face is drooping" answers something; it denies nothing that follows."""
        after = index + 1
        if self.message.texts[index] != "no" or after >= len(self.message.texts):
            return False
        return (
            self.message.cuts[after] > 0 or self.message.texts[after] in self.book.word_sets["opens_a_clause"]
        )

    def denies_nothing(self, index: int) -> bool:
        """Whether the negator at `index` belongs to something else: "not sure", "no idea"."""
        return any(
            span.start <= index < span.end
            for pattern in self.book.patterns["not_a_negation"]
            for spans in matches(pattern, self.message)
            for span in spans
        )

    def _denied_after(self, span: Span) -> bool:
        """ "chest pain: no", "numbness? none"."""
        texts, cuts = self.message.texts, self.message.cuts
        if span.end >= len(texts) or texts[span.end] not in self.book.word_sets["answers_no"]:
            return False
        return cuts[span.end] > 0 and (span.end + 1 == len(texts) or cuts[span.end + 1] > 0)

    def age(self, span: Span, *, spread: bool = False) -> Age:
        """When the thing in `span` was: by the nearest time in its sentence, else the message's only time."""
        low, high = self._sentence(span)
        inside = [mark for mark in self.marks if low <= mark.span.start < high]
        if inside:
            return min(inside, key=lambda mark: (_gap(mark.span, span), mark.span.start)).age
        ages = {mark.age for mark in self.marks}
        return next(iter(ages)) if len(ages) == 1 and not spread else "unclear"

    def _sentence(self, span: Span) -> tuple[int, int]:
        cuts = self.message.cuts
        low, high = span.start, span.end
        while low > 0 and cuts[low] != 2:
            low -= 1
        while high < len(cuts) and cuts[high] != 2:
            high += 1
        return low, high

    @cached_property
    def is_usual(self) -> bool:
        return self._says("usual") and not self._says("not_usual")

    def _says(self, name: str) -> bool:
        return any(True for pattern in self.book.patterns[name] for _ in matches(pattern, self.message))

    def _person_fits(self, rule: Rule, span: Span) -> bool:
        if rule.flag.whose == "anyone":
            return True
        other = self._is_other(span)
        if rule.flag.whose == "anyone_now":
            return not other or self.age(span) == "within_72_hours"
        if other and not self._says("booked_for_them"):
            return False
        return not self._says("asks_in_general")

    @cached_property
    def is_not_of_the_client(self) -> bool:
        """Whether a message as a whole asks in general, or tells of somebody else who is not to be booked."""
        if self._says("asks_in_general"):
            return True
        sets, texts = self.book.word_sets, set(self.message.texts)
        others = self._somebody_had(0, len(self.words)) or (
            bool(texts & sets["other_people"]) and not texts & (sets["client"] - _POSSESSIVES)
        )
        return others and not self._says("booked_for_them")

    def _is_other(self, span: Span) -> bool:
        """Whether the flag is somebody else's: by the person last named before it, else first after it."""
        others, client = self.book.word_sets["other_people"], self.book.word_sets["client"] - _POSSESSIVES
        low, high = self._sentence(span)
        if self._somebody_had(low, span.start):
            return True
        for text in reversed(self.message.texts[low : span.start]):
            if text in others or text in client:
                return text in others
        after = self.message.texts[span.end : min(high, span.end + _NEARBY)]
        return next((text in others for text in after if text in others or text in client), False)

    def _somebody_had(self, low: int, high: int) -> bool:
        """Whoever had it in "my hairdresser had ..." is not the client, unless it is a part of the client."""
        texts, own = self.message.texts, self.book.word_sets["own_parts"]
        return any(
            texts[at] in _POSSESSIVES | {"our", "a", "the"}
            and texts[at + 1] not in own
            and texts[at + 2] in _HAD | {"who"}
            and "me" not in texts[at + 3 : high]
            for at in range(max(low, high - 7), min(high, len(texts) - 2))
        )


def _gap(left: Span, right: Span) -> int:
    return max(left.start - right.end, right.start - left.end, 0)


def make_message(book: Rulebook, words: tuple[Word, ...]) -> Message:
    """The words with the atoms that each satisfies."""
    texts = tuple(word.text for word in words)
    kinds = tuple(_kinds(book.prefixes, text) for text in texts)
    small = book.word_sets["small"]
    return Message(
        texts=texts,
        cuts=tuple(word.cut for word in words),
        small=tuple(text in small for text in texts),
        kinds=kinds,
        lacks=~reduce(or_, (book.bits.get(atom, 0) for atom in frozenset().union(*kinds)), 0),
    )


@lru_cache(maxsize=8192)
def _kinds(prefixes: tuple[str, ...], text: str) -> Atoms:
    return frozenset({text, *(prefix for prefix in prefixes if text.startswith(prefix[:-1]))})
