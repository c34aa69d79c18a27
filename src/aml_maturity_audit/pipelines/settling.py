"""What a reading says, at its end, about workspaces whose names it could not settle."""

from collections.abc import Iterable

from aml_maturity_audit.pipelines.commands.meaning import Named
from aml_maturity_audit.pipelines.ledger import Ledger
from aml_maturity_audit.pipelines.shell import Word
from aml_maturity_audit.pipelines.texts import Origin
from aml_maturity_audit.pipelines.values import Value, str_of


def settle_workspaces(
    ledger: Ledger, choosable: Iterable[Value], groups: Iterable[str] = ()
) -> None:
    """Lists every workspace that is an expression, with where its name may come from.

    `choosable` are the defaults of what whoever starts the run may choose: a workspace that has its
    name from one is mentioned, and may also be any other.
    """
    defaults = {str_of(value).strip() for value in choosable} - {""}
    for mention in list(ledger.mentions.values()):
        origin = Origin(mention.file, mention.line)
        if mention.workspace in defaults:
            chosen = Word(f"{mention.workspace} (default of a parameter)", known=False)
            ledger.mention([Named(chosen)], origin)
    source = ", ".join(groups)
    hint = f"; variable groups: {source}" if source else ""
    for mention in ledger.mentions.values():
        if mention.workspace is None:
            at = f" ({mention.file}:{mention.line})" if mention.line else ""
            ledger.say(f"the workspace `{mention.expression}`{at} is not a literal{hint}")
