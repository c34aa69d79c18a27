"""What a scheduled run needs: logs that machines read, and a webhook that cannot fail it."""

import json

from notify.test_notify import Receiver

DENIED = "Microsoft.MachineLearningServices/workspaces/jobs/read"


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
