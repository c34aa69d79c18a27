"""Leaves of answers: lenient in spelling, never in meaning."""

import pytest

from aml_maturity_audit.collectors.wire.plain import (
    enum_key,
    text,
    text_or_none,
    truth,
    whole,
    without_user,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a ", "a"),
        (None, ""),
        (7, "7"),
        (True, "True"),
        ({"a": 1}, ""),
        ([1], ""),
        ("x" * 2000, "x" * 1024),
    ],
)
def test_text(value: object, expected: str) -> None:
    assert text(value) == expected
    assert text_or_none(value) == (expected or None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2, 2),
        ("2", 2),
        (2.0, 2),
        (2.5, None),
        ("two", None),
        (None, None),
        (True, None),
        ("", None),
    ],
)
def test_whole(value: object, expected: int | None) -> None:
    assert whole(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("True", True), ("false", False), (True, True), ("yes", None), (None, None), (1, None)],
)
def test_truth(value: object, expected: bool | None) -> None:
    assert truth(value) is expected


def test_enum_values_compare_in_all_spellings() -> None:
    assert enum_key("UriFile") == enum_key("uri_file") == enum_key("URI-FILE") == "urifile"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://user:pa@ss@dev.azure.com/o/p/_git/r", "https://dev.azure.com/o/p/_git/r"),
        ("https://token@github.com/o/r.git", "https://github.com/o/r.git"),
        ("https://github.com/o/r?access_token=s3cret", "https://github.com/o/r"),
        ("git@github.com:o/r.git", "git@github.com:o/r.git"),
        ("user:secret@host:o/r.git", "host:o/r.git"),
        ("", None),
        (None, None),
    ],
)
def test_no_password_stays_in_a_repository_url(url: str | None, expected: str | None) -> None:
    assert without_user(url) == expected
