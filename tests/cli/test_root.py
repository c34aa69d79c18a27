"""The root command: quick to start, and every command where its help says it is."""

import subprocess
import sys

import pytest

from aml_maturity_audit import __version__
from aml_maturity_audit.cli.app import COMMANDS, root

HEAVY = {
    "aiohttp", "azure", "jinja2", "msal", "msgspec", "msrest", "openpyxl", "pandas", "requests",
    "rich", "ssl", "trustme", "yaml",
}  # fmt: skip


def loaded_after(*arguments: str) -> set[str]:
    script = (
        "import sys\n"
        "from aml_maturity_audit.cli.ending import run_to_the_end\n"
        f"code = run_to_the_end({list(arguments)!r})\n"
        "print('LOADED', *sorted(sys.modules), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=True
    )
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("LOADED")]
    return set(line.split()[1:])


def test_the_version(run):
    ended = run("--version")
    assert (ended.code, ended.text, ended.err) == (0, f"aml-maturity-audit {__version__}\n", "")


def test_help_lists_every_command_and_needs_no_argument(run):
    ended = run("--help")
    assert ended.code == 0
    words = " ".join(ended.text.split())
    for name, summary in COMMANDS.items():
        assert f"{name} {summary}" in words
    assert run().text == ended.text
    assert run("-h").text == ended.text


@pytest.mark.parametrize("arguments", [("--version",), ("--help",)])
def test_the_start_loads_nothing_heavy(arguments):
    roots = {name.split(".")[0] for name in loaded_after(*arguments)}
    assert roots & HEAVY == set()


def test_a_plain_audit_loads_neither_azure_ai_ml_nor_pandas():
    loaded = loaded_after("audit", "--sandbox", "--format", "table")
    assert "azure.identity" in loaded
    assert not {name for name in loaded if name.startswith(("azure.ai", "pandas", "jinja2"))}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_the_summary_of_the_table(name, run):
    assert root().commands[name].help.splitlines()[0] == COMMANDS[name]
    ended = run(name, "--help")
    assert ended.code == 0
    assert COMMANDS[name] in " ".join(ended.text.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nonsense",), "No such command 'nonsense'. See `aml-maturity-audit --help`."),
        (("audi",), "Did you mean 'audit'?"),
        (("audit", "--nope"), "No such option: --nope. See `aml-maturity-audit audit --help`."),
        (("assess",), "Missing argument 'SNAPSHOT'. See `aml-maturity-audit assess --help`."),
        (("audit", "--max-jobs", "many"), "--max-jobs is 'many', which is no whole number."),
    ],
)
def test_wrong_usage_is_one_sentence_on_stderr_and_exit_2(arguments, said, run):
    ended = run(*arguments)
    assert ended.code == 2
    assert ended.out == b""
    assert said in ended.err
    assert len(ended.err.splitlines()) == 1


def test_a_fault_of_ours_is_a_sentence_without_a_traceback(run, monkeypatch):
    from aml_maturity_audit.cli.commands import criteria

    def broken():
        raise RuntimeError("boom\x1b[31m")

    monkeypatch.setattr(criteria, "explain_all", broken)
    ended = run("criteria")
    assert ended.code == 1
    assert "fault of aml-maturity-audit itself: RuntimeError: boom" in ended.err
    assert "Traceback" not in ended.err
    assert "\x1b" not in ended.err
    monkeypatch.setenv("AML_MATURITY_AUDIT_DEBUG", "1")
    assert "Traceback" in run("criteria").err


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt, 130), (MemoryError, 1)])
def test_interruptions_and_the_unthinkable_have_their_codes(error, code, run, monkeypatch):
    from aml_maturity_audit.cli.commands import criteria

    def broken():
        raise error

    monkeypatch.setattr(criteria, "explain_all", broken)
    assert run("criteria").code == code


def test_it_runs_as_a_module_and_a_reader_may_go_away():
    command = f"{sys.executable} -m aml_maturity_audit criteria --format json | head -c 20"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("{")
    assert done.stderr == ""
