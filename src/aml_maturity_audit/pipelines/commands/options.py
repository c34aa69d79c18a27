"""Command lines as positional words and options."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from aml_maturity_audit.pipelines.shell import Word


@dataclass(slots=True)
class Options:
    """`positional` words up to the first option, and every option with the words after it."""

    positional: list[str] = field(default_factory=list)
    values: dict[str, list[Word]] = field(default_factory=dict)

    def has(self, *names: str) -> bool:
        """Whether any of these options stands there."""
        return any(name in self.values for name in names)

    def word(self, *names: str) -> Word | None:
        """The first word of the first of these options that has one."""
        for name in names:
            if self.values.get(name):
                return self.values[name][0]
        return None

    def text(self, *names: str) -> str:
        """The words of these options in one text."""
        found = [word.value for name in names for word in self.values.get(name, ())]
        return " ".join(found)


def options_of(words: Sequence[Word]) -> Options:
    """The options of the words after a command's name; names are kept with their dashes."""
    options = Options()
    current: list[Word] | None = None
    for name, word in _named(words):
        if name:
            current = options.values.setdefault(name, [])
            if word is not None:
                current.append(word)
        elif current is not None and word is not None:
            current.append(word)
        elif word is not None:
            options.positional.append(word.value)
    return options


def _named(words: Sequence[Word]) -> Iterator[tuple[str, Word | None]]:
    for word in words:
        value = word.value
        if not value.startswith("-") or len(value) < 2 or value[1].isdigit():
            yield "", word
        elif value.startswith("--") and "=" in value:
            name, _, rest = value.partition("=")
            yield name.lower(), Word(rest, word.known)
        else:
            yield value if len(value) == 2 else value.lower(), None
