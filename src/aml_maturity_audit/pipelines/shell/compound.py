"""Compound commands: `if`, loops, `case`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from aml_maturity_audit.pipelines.shell.words import expanded

if TYPE_CHECKING:
    from aml_maturity_audit.pipelines.shell.walker import Walker


def read_if(walker: "Walker", live: bool) -> None:
    """`if`, with the branches that can be taken."""
    status = walker.block({"then", "fi"}, live=live)
    runs, taken = status is not False, status is True
    while True:
        walker.skip("then")
        walker.conditional += not taken
        walker.block({"elif", "else", "fi"}, live=live and runs)
        walker.conditional -= not taken
        if walker.at("elif"):
            walker.index += 1
            status = walker.block({"then", "fi"}, live=live and not taken)
            runs, taken = not taken and status is not False, taken or status is True
        elif walker.at("else"):
            walker.index += 1
            runs = not taken
        else:
            break
    walker.index += 1


def read_loop(walker: "Walker", live: bool) -> None:
    """`while` and `until`; one that never starts runs nothing."""
    ends_on = walker.tokens[walker.index - 1].text != "while"
    status = walker.block({"do", "done"}, live=live)
    _body(walker, live=live and status is not ends_on)


def read_for(walker: "Walker", live: bool) -> None:
    """`for` and `select`; over a single known value the name is that value."""
    token = walker.peek()
    name = token.text if token else ""
    walker.index += 1
    items = []
    while (token := walker.peek()) and not walker.at(";", "\n", "do"):
        if token.word and not walker.at("in"):
            items.append(token.word)
        walker.index += 1
    if live:
        values = [word for item in items for word in expanded(item, walker.variables)]
        single = len(values) == 1 and values[0].known
        walker.variables[name] = values[0].value if single else None
        for item in items:
            walker.substitutions(item)
    walker.skip(";", "\n")
    _body(walker, live=live)


def _body(walker: "Walker", *, live: bool) -> None:
    walker.skip("do")
    walker.conditional += 1
    walker.block({"done"}, live=live)
    walker.conditional -= 1
    walker.index += 1


def read_case(walker: "Walker", live: bool) -> None:
    """`case`; every branch can be taken."""
    while walker.peek() and not walker.at("in"):
        walker.index += 1
    walker.index += 1
    walker.conditional += 1
    while walker.peek() and not walker.at("esac"):
        while walker.peek() and not walker.at(")", "esac"):
            walker.index += 1
        if walker.at(")"):
            walker.index += 1
            walker.block({";;", "esac"}, live=live)
            walker.skip(";;", "\n")
    walker.conditional -= 1
    walker.index += 1


COMPOUND: dict[str, Callable[["Walker", bool], None]] = {
    "if": read_if,
    "while": read_loop,
    "until": read_loop,
    "for": read_for,
    "select": read_for,
    "case": read_case,
}
