"""Whatever a file holds: no exception, bounded results, lines that exist."""

import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aml_maturity_audit.pipelines import (
    read_classic_build,
    read_classic_release,
    read_pipeline,
    to_document,
)
from aml_maturity_audit.pipelines.shell import BASH, CMD, POWERSHELL, commands_of
from aml_maturity_audit.signals.practices import PRACTICES, PipelineContent
from pipelines.reading import AZURE, COMMANDS, GITHUB

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

words = st.sampled_from(
    [
        "trigger", "pr", "none", "steps", "jobs", "stages", "job", "stage", "script", "task",
        "inputs", "template", "parameters", "name", "default", "on", "push", "run", "uses", "with",
        "needs", "if", "condition", "false", "${{ if true }}", "${{ each a in parameters.b }}",
        "${{ parameters.b }}", "$(x)", "a.yml", "./a", "environment", "deployment", "strategy",
        "variables", "extends", "resources", "matrix", "env", "runs-on", "enabled", "dependsOn",
        "eq(1, 1)", "AzureCLI@2", "inlineScript", *COMMANDS.values(),
    ]
)  # fmt: skip
text = st.text(alphabet=string.printable + "é\u202e\u2028", max_size=60)
trees = st.recursive(
    words | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | text, inner, max_size=4),
    max_leaves=25,
)


def check(content: PipelineContent, source: str) -> None:
    rows = len(source.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert set(content.practices) <= set(PRACTICES)
    for evidence in content.practices.values():
        assert 0 < len(evidence) <= 25
        for item in evidence:
            assert 1 <= item.line <= rows
            assert len(item.text) <= 200
            assert "\n" not in item.text
    to_document({"x": content})


def both(source: str) -> None:
    for path in (AZURE, GITHUB):
        check(read_pipeline(path, {path: source.encode("utf-8", "replace")}), source)


@QUICK
@given(trees)
def test_any_tree(tree: object) -> None:
    import json

    both(json.dumps(tree))


@QUICK
@given(st.lists(words | text, max_size=30).map("\n  - ".join))
def test_any_text(source: str) -> None:
    both(source)


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    read_pipeline(AZURE, {AZURE: data})


@QUICK
@given(
    st.text(alphabet=" \n\t'\"`$(){}[]<>|&;#\\=abfin-/!@%^", max_size=120),
    st.sampled_from([BASH, POWERSHELL, CMD]),
)
def test_any_script(source: str, dialect: str) -> None:
    for command in commands_of(source, dialect):
        assert command.words
        assert 0 <= command.position <= len(source)


@QUICK
@given(
    st.lists(st.sampled_from([*COMMANDS.values(), "if a; then", "fi", "\\", "done", "<<EOF", "EOF",
                              "f() {", "}", "'", '"', "$(", ")", "# x"]), max_size=15)
)  # fmt: skip
def test_scripts_of_pieces(pieces: list[str]) -> None:
    body = "\n".join("    " + piece for piece in pieces)
    source = f"trigger: none\nsteps:\n- script: |\n{body}\n"
    check(read_pipeline(AZURE, {AZURE: source.encode()}), source)


definitions = st.dictionaries(
    st.sampled_from(["process", "triggers", "environments", "variables", "name", "path"]), trees
)


@QUICK
@given(definitions)
def test_any_definition(definition: dict[str, object]) -> None:
    for content in (read_classic_build(definition), read_classic_release(definition)):
        assert content.kind == "classic"
