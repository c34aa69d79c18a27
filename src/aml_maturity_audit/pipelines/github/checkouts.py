"""What steps put into the job's folder, as far as their inputs tell."""

import re

from aml_maturity_audit.pipelines.commands.meaning import Named
from aml_maturity_audit.pipelines.elsewhere import Elsewhere, Mount
from aml_maturity_audit.pipelines.github.actions import Action
from aml_maturity_audit.pipelines.script_paths import folder_of
from aml_maturity_audit.pipelines.shell import Word

_NAME = re.compile(r"(?!\.{1,2}/)[A-Za-z0-9._-]{1,100}/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}")
_OWN = re.compile(r"\$\{\{[^}]*(?:github\.repository|head\.repo\.full_name)\s*\}\}")
_WORKSPACE = re.compile(r"workspace[-_ ]?name|(?:aml|azure-?ml|ml)[-_ ]?(?:workspace|ws)", re.I)


def checked_out_by(action: Action) -> Mount | None:
    """The folder that a checkout fills, and with which repository; None where it is none.

    Source: actions/checkout, inputs `repository`, `ref` and `path`. Of the own repository only
    the folder matters: at which ref its scripts are is the run's own.
    """
    if action.name != "actions/checkout":
        return None
    folder = folder_of(action.input("path")) or ""
    repository, ref = action.input("repository"), action.input("ref")
    if not repository or _OWN.fullmatch(repository):
        return Mount(folder)
    if _NAME.fullmatch(repository) and "$" not in ref and "@" not in ref:
        return Mount(folder, Elsewhere(repository, ref))
    return Mount(folder, is_known=False)


def workspace_given(action: Action) -> list[Named]:
    """The workspace that a program is told, which does with it what nobody sees.

    It names none for sure, as an input's name is all that says so.
    """
    told = (text.value for key, text in action.inputs.items() if _WORKSPACE.search(key))
    return [Named(Word(value, known=False)) for value in told if value.strip()][:1]
