"""The expression language, three-valued."""

import pytest

from aml_maturity_audit.pipelines.expressions import evaluate
from aml_maturity_audit.pipelines.values import UNKNOWN, Free, Value, truth

KNOWN: dict[str, Value] = {"yes": "true", "no": "false", "n": "3", "free": Free("false")}


def lookup(path: list[str]) -> Value:
    return KNOWN.get(path[-1], UNKNOWN)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("true", True), ("False", False), ("''", False), ("'x'", True), ("0", False),
        ("null", False),
        ("a.yes", True), ("a['no']", False), ("a.unknown", None), ("a.free", None),
        ("and(true, a.no)", False), ("and(a.unknown, false)", False),
        ("and(true, a.unknown)", None),
        ("or(a.unknown, true)", True), ("or(false, a.unknown)", None), ("not(a.yes)", False),
        ("xor(true, false)", True), ("eq('A', 'a')", True), ("eq(a.n, 3)", True),
        ("ne(a.n, '3')", False), ("eq(a.unknown, 'x')", None), ("in('a', 'b', 'A')", True),
        ("notIn('a', 'b')", True), ("gt(a.n, 2)", True), ("le(a.n, 2)", False),
        ("contains('abc', 'B')", True), ("startsWith('abc', 'b')", False),
        ("endsWith('abc', 'c')", True), ("eq(coalesce('', 'x'), 'x')", True),
        ("eq(format('{0}-{1}', 'a', 'b'), 'a-b')", True), ("eq(lower('AB'), 'ab')", True),
        ("eq(replace('aXb', 'X', '-'), 'a-b')", True), ("iif(a.yes, false, true)", False),
        ("succeeded()", None), ("always()", True), ("failed()", False),
        ("or(failed(), true)", True),
        ("succeededOrFailed()", None), ("not(canceled())", True),
        ("a.yes == 'true'", True), ("a.n != 3", False), ("!a.yes", False),
        ("a.unknown && false", False), ("a.unknown || true", True), ("a.yes && a.unknown", None),
        ("(true) && (false || true)", True), ("${{ false }}", False),
        ("${{ a.no }} == 'false'", True),
        ("github.event_name == 'push'", None), ("a.n >= 3", True),
        ("eq('${{ a.no }}', 'true')", False), ("eq('${{ a.free }}', 'true')", None),
        ("eq('$(x)', 'true')", None),
        ("eq('nan', 'nan')", True),
        ("eq('1_0', '10')", False),
        ("this is no expression", None), ("eq(", None), ("a." * 50, None), ("", None),
        ("not(" * 200 + "true" + ")" * 200, None), ("unheard(1)", None),
    ],
)  # fmt: skip
def test_truth(source: str, expected: bool | None) -> None:
    assert truth(evaluate(source, lookup)) is expected
