"""Scripts as the commands they run."""

import pytest

from aml_maturity_audit.pipelines.shell import CMD, POWERSHELL, commands_of


def run(source: str, dialect: str = "bash", **variables: str | None) -> list[list[str]]:
    return [
        [word.value if word.known else f"?{word.value}" for word in command.words]
        for command in commands_of(source, dialect, variables)
    ]


@pytest.mark.parametrize(
    ("source", "commands"),
    [
        ("az ml job \\\n  create -f a.yml", [["az", "ml", "job", "create", "-f", "a.yml"]]),
        ("a && b; c | d\ne", [["a"], ["b"], ["c"], ["d"], ["e"]]),
        ("a > out 2>&1 < in", [["a"]]),
        ("a >> $GITHUB_ENV", [["a"]]),
        ("FOO=bar a $FOO", [["a", "bar"]]),
        ("FOO='x y'; a $FOO \"$FOO\"", [["a", "x", "y", "x y"]]),
        ("a '$FOO' \"${FOO}\"", [["a", "$FOO", "?${FOO}"]]),
        ("x=$(a b)\nc $x", [["a", "b"], ["c", "?$x"]]),
        ("x=`a b`", [["a", "b"]]),
        ('echo "$(a)"', [["a"], ["echo", "?$(a)"]]),
        ("(a; b)", [["a"], ["b"]]),
        ("{ a; b; }", [["a"], ["b"]]),
        ("if a; then b; elif c; then d; else e; fi; f",
         [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]),
        ("if true; then a; else b; fi", [["true"], ["a"]]),
        ("for x in 1 2; do a $x; done", [["a", "?$x"]]),
        ("for x in only; do a $x; done", [["a", "only"]]),
        ("while read -r l; do a; done < f", [["read", "-r", "l"], ["a"]]),
        ("case $x in one) a;; two|three) b ;; *) c; esac; d", [["a"], ["b"], ["c"], ["d"]]),
        ("f() { a $1; }\nf", [["a", "?$1"]]),
        ("function f {\n a\n}\nf", [["a"]]),
        ("a || exit 1\nb", [["a"], ["exit", "1"], ["b"]]),
        ("if a; then exit 1; fi\nb", [["a"], ["exit", "1"], ["b"]]),
        ("exit 0\nb", [["exit", "0"]]),
        ("! false && a", [["false"], ["a"]]),
        ("cat <<EOF | b\na\nEOF\nc", [["cat"], ["b"], ["c"]]),
        ("cat <<-'EOF'\n\ta\n\tEOF\nc", [["cat"], ["c"]]),
        ("a ${{ inputs.x == 'y' }} b", [["a", "?${{ inputs.x == 'y' }}", "b"]]),
        ("a $(Build.BuildId)", [["Build.BuildId"], ["a", "?$(Build.BuildId)"]]),
        ("a # b\n#c", [["a"]]),
        ("a '#' b#c", [["a", "#", "b#c"]]),
        ("[ -z \"$X\" ] && a", [["[", "-z", "?$X", "]"], ["a"]]),
        ("X=; [ -z \"$X\" ] || a", [["[", "-z", "", "]"]]),
        ("if a; then X=1; else X=2; fi; b $X", [["a"], ["b", "?$X"]]),
        ("export X=1; a $X; unset X; a $X", [["export", "X=1"], ["a", "1"], ["unset", "X"],
                                            ["a", "?$X"]]),
    ],
)  # fmt: skip
def test_bash(source: str, commands: list[list[str]]) -> None:
    assert run(source) == commands


def test_positions_are_those_of_the_script() -> None:
    source = "a\nif b; then\n  c $(d)\nfi\n"
    assert {c.words[0].value: c.position for c in commands_of(source)} == {
        "a": 0, "b": 5, "c": 15, "d": 19,
    }  # fmt: skip


def test_a_heredoc_is_kept_for_who_reads_it() -> None:
    command = commands_of("bash <<EOF\npytest\nEOF\n")[0]
    assert command.heredoc == "pytest\n"
    assert command.heredoc_position == 11


@pytest.mark.parametrize(
    ("source", "commands"),
    [
        ("$x = 'lit'\na --b $x", [["a", "--b", "lit"]]),
        ("$id = az ml job create `\n  -f a.yml", [["az", "ml", "job", "create", "-f", "a.yml"]]),
        ("<# a #> b # c", [["b"]]),
        ("if ($false) { a } else { b }", [["b"]]),
        ("& a.exe x", [["a.exe", "x"]]),
        ("function F { a }\nF", [["a"]]),
        ("a .\\b\\c.ps1", [["a", "./b/c.ps1"]]),
        ('$t = @"\na\n"@\nb', [["b"]]),
    ],
)
def test_powershell(source: str, commands: list[list[str]]) -> None:
    assert run(source, POWERSHELL) == commands


@pytest.mark.parametrize(
    ("source", "commands"),
    [
        ("call a ^\n b", [["a", "b"]]),
        ("@rem a\n:: a\nb", [["b"]]),
        ("cd a\\b && c", [["cd", "a/b"], ["c"]]),
    ],
)
def test_cmd(source: str, commands: list[list[str]]) -> None:
    assert run(source, CMD) == commands


@pytest.mark.parametrize("script", [
    "(" * 500, "$(" * 500, "`" * 501, "if " * 500, "f() { f; }\nf", '"' * 501, "${" * 500,
    "case x in " * 100, "<<A <<B <<C\n" * 50, "fi done esac } )", "&& || ; |", "then " * 5000,
    "function " * 3000, "f() " * 3000, "! " * 3000, "for " * 3000, "case " * 3000, "{ " * 3000,
    "function", "for",
])  # fmt: skip
def test_broken_scripts_end(script: str) -> None:
    assert len(commands_of(script)) < 2000
