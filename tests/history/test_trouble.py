"""What deltalake says, in one sentence with a way out."""

import pytest

from aml_maturity_audit.errors import AccessError, NotFoundError, ToolFailure
from aml_maturity_audit.history.trouble import is_unauthenticated, trouble

URI = "abfss://maturity@account.dfs.core.windows.net/history"
GET = "GET https://account.blob.core.windows.net/maturity/x in 2.7ms"
XML = "<Error><Code>{code}</Code><Message>No.</Message></Error>"
ARROW = "\x1b[31m↳\x1b[0m"
ANSWERED = f"""Kernel error -> The operation lacked the necessary privileges
          {ARROW} Error performing {GET}
           {ARROW} {{status}}
            {ARROW} <?xml version="1.0" encoding="utf-8"?>{XML}

"""


def said(status: str, code: str) -> OSError:
    return OSError(ANSWERED.format(status=status, code=code))


@pytest.mark.parametrize(
    ("status", "code", "kind", "words"),
    [
        ("403 Forbidden", "AuthorizationFailure", AccessError, "(403 AuthorizationFailure)"),
        ("401 Unauthorized", "InvalidAuthenticationInfo", AccessError, "was refused (401"),
        ("404 Not Found", "ContainerNotFound", NotFoundError, "does not exist"),
        ("503 Service Unavailable", "ServerBusy", ToolFailure, "503 Service Unavailable"),
        ("404 Not Found", "BlobNotFound", ToolFailure, "404 Not Found"),
    ],
)
def test_an_answer_of_the_storage(status: str, code: str, kind: type, words: str) -> None:
    error = trouble(URI, said(status, code))
    assert type(error) is kind
    assert words in str(error)
    assert URI in str(error)
    assert "\x1b" not in str(error)
    assert "\n" not in str(error)


def test_only_a_refused_token_is_worth_another() -> None:
    assert is_unauthenticated(said("401 Unauthorized", "InvalidAuthenticationInfo"))
    assert not is_unauthenticated(said("403 Forbidden", "AuthorizationFailure"))
    assert not is_unauthenticated(OSError("Permission denied (os error 13)"))


def test_a_number_in_a_path_is_no_status() -> None:
    error = trouble("./h", OSError("No such file: /data/401 Unauthorized/x"))
    assert isinstance(trouble("./h", OSError("Generic error in /data/403/x")), ToolFailure)
    assert isinstance(error, ToolFailure | AccessError)


def test_silence_is_told_as_such() -> None:
    assert "no reason given" in str(trouble(URI, OSError("")))


def test_a_stack_is_no_reason() -> None:
    text = (
        "Json error: unexpected 'g'\n   0: <unknown>\n  12: start_thread\n   at ./clone3.S:81:0\n"
    )
    assert ": Json error: unexpected 'g'." in str(trouble("./h", OSError(text)))
