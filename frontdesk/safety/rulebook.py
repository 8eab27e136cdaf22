"""The rules as a clinician writes them (`rules/*.yml`), read once, checked, and made ready for matching."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from frontdesk.safety.finding import TIER_ORDER, Language, Tier
from frontdesk.safety.matching import Index, Message
from frontdesk.safety.patterns import Atoms, Choice, Compiler, Pattern, atoms_of
from frontdesk.safety.rule_files import (
    Flag,
    ReadingWords,
    RealWords,
    Spelling,
    TierFile,
    Version,
    Wording,
)
from frontdesk.safety.spelling import Speller

RULES = Path(__file__).parent / "rules"
WEIGHTS = Path(__file__).parent / "training" / "weights.npz"
TIER_FILES: Mapping[Tier, str] = {
    "A": "a_emergency.yml",
    "B": "b_same_day.yml",
    "C": "c_hold.yml",
    "D": "d_crisis.yml",
}


@dataclass(frozen=True)
class Rule:
    """A flag with its patterns compiled: what says it, what only hints at it, what takes it back."""

    tier: Tier
    flag: Flag
    says: tuple[Pattern, ...]
    hints: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]


class RuleIndex:
    """The patterns of all rules, in the order of the rules."""

    def __init__(self, patterns: Iterable[tuple[Rule, Pattern]]) -> None:
        self._rows = tuple(patterns)
        self._index = Index(pattern for _, pattern in self._rows)

    def worth_trying(self, message: Message) -> Iterator[tuple[Rule, Pattern]]:
        """The rules, each with a pattern that the message may say."""
        return (self._rows[number] for number in self._index.worth_trying(message))


@dataclass(frozen=True)
class Rulebook:
    """Everything that the check reads by. `rules` stand in the order in which tiers are answered."""

    version: str
    year: int
    rules: tuple[Rule, ...]
    says: "RuleIndex"
    hints: "RuleIndex"
    words: ReadingWords
    patterns: Mapping[str, tuple[Pattern, ...]]
    word_sets: Mapping[str, Atoms]
    groups: Mapping[str, Choice]
    groups_opened_by: Mapping[str, tuple[str, ...]]  # by word or prefix, the groups that can begin with it
    bits: Mapping[str, int]
    prefixes: tuple[str, ...]
    speller: Speller
    texts: Mapping[str, Mapping[Language, Wording]]

    def rule(self, name: str) -> Rule:
        """The rule of that name."""
        return next(rule for rule in self.rules if rule.flag.rule == name)

    def text_for(self, rule: str, language: Language, *, alert_stored: bool) -> str:
        """The fixed text that answers a rule."""
        found = self.rule(rule)
        wording = self.texts[found.flag.text or found.tier][language]
        return wording.told if alert_stored else wording.alone

    def all_texts(self) -> Iterator[str]:
        """Every text that this package can send."""
        for languages in self.texts.values():
            for wording in languages.values():
                yield from (wording.told, wording.alone)


@cache
def rulebook() -> Rulebook:
    """The rules that ship, read once."""
    return load_rulebook(RULES)


def load_rulebook(folder: Path) -> Rulebook:
    """Read and check the rule files of a folder; raises `ValueError` (pydantic's or ours) for any mistake."""
    groups = {name: tuple(entries) for name, entries in _yaml(folder / "groups.yml").items()}
    words = ReadingWords.model_validate(_yaml(folder / "reading.yml"))
    compiler = Compiler(groups)
    rules = tuple(_rules(folder, compiler))
    patterns = {
        name: tuple(compiler.pattern(source) for source in value)
        for name, value in words
        if isinstance(value, tuple)
    }
    word_sets = {name: frozenset(value.split()) for name, value in words if isinstance(value, str)}
    flag_words = frozenset().union(*(atoms_of(p) for rule in rules for p in (*rule.says, *rule.hints)))
    every_atom = flag_words.union(
        *(atoms_of(p) for ps in patterns.values() for p in ps),
        *(atoms_of(p) for rule in rules for p in rule.unless),
        *word_sets.values(),
    )
    version = Version.model_validate(_yaml(folder / "version.yml")).version
    texts = {
        name: {language: Wording.model_validate(wording) for language, wording in languages.items()}
        for name, languages in _yaml(folder / "texts.yml").items()
    }
    choices = {name: compiler.group(name) for name in groups}
    book = Rulebook(
        version=f"{version}+{_digest(folder)}",
        year=int(version[:4]),
        rules=rules,
        says=RuleIndex((rule, pattern) for rule in rules for pattern in rule.says),
        hints=RuleIndex((rule, pattern) for rule in rules for pattern in rule.hints),
        words=words,
        patterns=patterns,
        word_sets=word_sets,
        bits=compiler.bits(),
        groups=choices,
        groups_opened_by=_opened_by(choices),
        prefixes=tuple(sorted(atom for atom in every_atom if atom.endswith("*"))),
        speller=_speller(folder, every_atom),
        texts=texts,
    )
    _check_names(book)
    return book


def _opened_by(groups: Mapping[str, Choice]) -> dict[str, tuple[str, ...]]:
    opened: dict[str, list[str]] = {}
    for name, choice in groups.items():
        for atom in choice.openings:
            opened.setdefault(atom, []).append(name)
    return {atom: tuple(names) for atom, names in opened.items()}


def _rules(folder: Path, compiler: Compiler) -> Iterator[Rule]:
    for tier in TIER_ORDER:
        file = TierFile.model_validate(_yaml(folder / TIER_FILES[tier]))
        if file.tier != tier:
            raise ValueError(f"{TIER_FILES[tier]} says that it is tier {file.tier}")
        for flag in file.flags:
            says, hints, unless = (
                tuple(compiler.pattern(source) for source in sources)
                for sources in (flag.says, flag.hints, flag.unless)
            )
            yield Rule(tier, flag, says, hints, unless)


def _speller(folder: Path, atoms: Atoms) -> Speller:
    spelling = Spelling.model_validate(_yaml(folder / "spelling.yml"))
    known = {atom for atom in atoms if not atom.endswith("*")}
    stems = {atom[:-1] for atom in atoms if atom.endswith("*")}
    inflected = {stem + ending for stem in stems if len(stem) > 3 for ending in ("", "s", "ed", "ing")}
    short = {form: words.split() for form, words in spelling.short_forms.items()}
    real = RealWords.model_validate(_yaml(folder / "real_words.yml")).words.split()
    return Speller(known | inflected, real, short)


def _check_names(book: Rulebook) -> None:
    names = [rule.flag.rule for rule in book.rules]
    if len(names) != len(set(names)):
        raise ValueError("two flags have the same name")
    wanted = {rule.flag.text or rule.tier for rule in book.rules}
    if missing := wanted - set(book.texts):
        raise ValueError(f"there is no text {sorted(missing)}")
    if any(set(languages) != {"en", "es"} for languages in book.texts.values()):
        raise ValueError("every text is needed in English and Spanish")


def _digest(folder: Path) -> str:
    """A short hash of the rule files and the classifier: what has the same hash decides alike."""
    digest = hashlib.sha256()
    for path in [*sorted(folder.glob("*.yml")), WEIGHTS]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


def _yaml(path: Path) -> dict:  # type: ignore[type-arg]  # the shape is checked by the models
    # Everything is text: to YAML's fuller readings a bare `no` is false and `12:30` a number.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # type: ignore[no-any-return]  # noqa: S506 (it makes nothing but text, lists and mappings)
