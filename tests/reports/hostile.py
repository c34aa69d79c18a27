"""Strings that strangers may put into names and tags, and an assessment full of one of them."""

from msgspec.structs import replace

from aml_maturity_audit.assessment.model import (
    Assessment,
    Blocker,
    CriterionResult,
    DimensionLevel,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.walk import map_text
from company import COMPANY, STORIES

MARKUP = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "<!--<script>",
    "]]><x/>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;&#60;b&#62;&amp;",
    "<style>*{display:none}</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example>",
    "<!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
]
ADDRESSES = [
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//evil.example/x",
    'https://evil.example/"onclick="alert(1)',
    "https://evil.example/)](javascript:alert(1))",
    "http://[broken",
    "www.evil.example and mail@evil.example",
]
MARKDOWN = [
    "a | b | c",
    "[click](https://evil.example)",
    "![x](https://evil.example/pixel.png)",
    "[x]: https://evil.example",
    "<https://evil.example>",
    "```\nfence",
    "`code` | `",
    "# heading\n\n- list\n\n---",
    "**bold** _it_ ~~gone~~ $x^2$",
    "@everyone #1 :rocket:",
    "\\| \\[ \\",
]
FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "＝1+1",
    '=HYPERLINK("https://evil.example","x")',
    "x;=1+1",
    'x",=1+1',
    "#REF!",
    "'=1",
]
TERMINAL = [
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m",
    "\u202etxt.exe\u202c \u2066x\u2069",
    "a\u200bb\ufeffc\u00ad",
    "bell\x07 back\x08\x08 del\x7f",
    "line\nfeed\rreturn\x0bvt\x0cff\x85nel\u2028ls\u2029ps",
    "[bold red]markup[/] :smile:",
    "nul\x00 \x01 \ufffe\uffff",
    "half \ud800 of a character \udfff",
    "\U000e0041\U000e0042 tags",
]
COMMANDS = [
    "##vso[task.setvariable variable=x]y",
    "##VSO[task.complete result=Succeeded;]",
    "##[error]no",
    "##[command]rm",
    "::error::no",
    "\n::set-output name=a::b",
    "::add-mask::x ::stop-commands::y",
    "a\r\n##vso[build.addbuildtag]t",
]
PATHS = [
    "../../../etc/passwd",
    "C:\\Windows\\x:stream",
    "con.txt\x00.html",
    "~/.ssh/id | rm -rf $(x) `y`",
]
LONG = ["x" * 33_000, "é" * 500, "a b " * 500]

CORPUS = [*MARKUP, *ADDRESSES, *MARKDOWN, *FORMULAS, *TERMINAL, *COMMANDS, *PATHS, *LONG]

_ONE_EACH = 7
BASE = replace(
    COMPANY,
    workspaces=tuple(
        replace(w, criteria=(*w.criteria[:_ONE_EACH], *w.criteria[-2:]))
        for w in (*STORIES[2:4], STORIES[4], *COMPANY.workspaces[-1:])
    ),
)
"""Every kind of record and every verdict once or more: part of the company, for speed."""

_NEEDED = {
    (Assessment, "schema"),
    (CriterionResult, "verdict"),
    (CriterionResult, "dimensions"),
    (DimensionLevel, "id"),
    (Blocker, "dimension"),
}
"""What a document must have to be one at all; `load` refuses anything else there."""


def poisoned(text: str) -> Assessment:
    """`BASE` with `text` in every field that can hold it; keys stay different."""
    counter = iter(range(10_000_000))

    def put(old: str, owner: type, field: str) -> str:
        if (owner, field) in _NEEDED or old == "":
            return old
        if (owner, field) in {(CriterionResult, "id"), (Blocker, "criteria")}:
            return f"{text}{old}"
        if (owner, field) == (WorkspaceAssessment, "key"):
            return f"{text}{next(counter)}"
        return text

    return map_text(BASE, put)
