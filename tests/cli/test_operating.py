"""What a scheduled run needs: logs that machines read, and a webhook that cannot fail it."""

import json

from notify.test_notify import Receiver


def lines(ended) -> list[dict]:
    return [json.loads(line) for line in ended.err.splitlines()]


def test_a_log_in_json_ends_with_the_exit_code(run, sandbox):
    ended = run("audit", "--log-format", "json", "--output", "r.json")
    assert ended.code == 0
    assert (lines(ended)[-1]["event"], lines(ended)[-1]["exitCode"]) == ("ended", 0)


def test_what_ends_before_its_options_are_known_speaks_json_too(run, monkeypatch):
    monkeypatch.setenv("AML_MATURITY_AUDIT_LOG_FORMAT", "json")
    ended = run("audit", "--nonsense")
    assert [line["event"] for line in lines(ended)] == ["message", "ended"]
    assert lines(ended)[-1]["exitCode"] == 2
    assert "nonsense" in lines(ended)[-1]["message"]


def test_the_next_command_speaks_text_again(run, sandbox):
    run("audit", "--log-format", "json", "--output", "r.json")
    assert run("audit", "--output", "r.json").err == ""


def test_a_run_tells_the_webhook_and_whatever_it_answers_is_no_failure(run, sandbox, tmp_path):
    with Receiver(200, 400) as receiver:
        arguments = ("audit", "--output", "r.json", "--notification-url", receiver.url)
        history = ("--history", tmp_path / "history")
        first, second = run(*arguments, *history), run(*arguments, *history)
    assert (first.code, first.err) == (0, "")
    assert second.code == 0
    assert "Nobody was notified" in second.err
    messages = [json.loads(body) for body in receiver.bodies]
    assert messages[0]["previous"] is None
    assert messages[0]["schema"] == "aml-maturity-audit/notification/v1"


def test_an_unsafe_webhook_ends_the_run_before_anything_is_read(run, sandbox):
    ended = run("audit", "--notification-url", "http://hooks.example/x")
    assert ended.code == 2
    assert sandbox.requests.writes() == []
    assert "hooks.example" not in ended.err


def test_failed_requests_are_told_with_what_a_support_case_needs(run, tmp_path):
    ended = run("collect", tmp_path / "s.snapshot", "--sandbox", "--log-format", "json")
    failed = [line for line in lines(ended) if line["event"] == "request-failed"]
    assert failed
    assert all(f"(correlation id {one['correlationId']})" in one["message"] for one in failed)
    assert ended.out == b""


def test_on_a_terminal_they_are_told_when_asked_for(run, tmp_path):
    quiet = run("collect", tmp_path / "a.snapshot", "--sandbox")
    asked = run("collect", tmp_path / "b.snapshot", "--sandbox", "--verbose")
    assert "correlation id" not in quiet.err
    assert "correlation id" in asked.err
