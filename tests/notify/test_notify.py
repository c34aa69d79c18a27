"""What a webhook is told, how it is signed, and that nothing about it can fail a run."""

import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import files

import msgspec
import pytest
from jsonschema import Draft202012Validator

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.notify.compose import MOST, notification
from aml_maturity_audit.notify.model import Notification
from aml_maturity_audit.notify.send import SECRET, headers_of, send, webhook_of
from assessments import assessment, reading, run, workspace

GOOD, BAD, BLIND = "++++++++++", "++++++++--", "??????????"
LOCAL = "http://127.0.0.1:9/hook"


def told(now: str, then: str | None = None, **given: object) -> Notification:
    before = assessment(workspace("churn", verdicts=then)) if then else None
    return notification(assessment(workspace("churn", verdicts=now, **given)), before)


def test_what_fell_is_told_with_the_verdicts_behind_it():
    message = told("-+++++++++", then=GOOD)
    assert next((one.workspace, one.dimension) for one in message.fell) == ("churn", "overall")
    assert message.fell[0].after.confirmed < message.fell[0].before.confirmed
    assert message.rose == ()
    assert [(one.criterion, one.direction) for one in message.changed] == [
        ("builds-are-automated", "worse")
    ]


def test_what_rose_is_told_and_nothing_where_nothing_changed():
    assert told(GOOD, then="-+++++++++").fell == ()
    assert next(one.dimension for one in told(GOOD, then="-+++++++++").rose) == "overall"
    assert (told(GOOD, then=GOOD).changed, told(GOOD, then=GOOD).fell) == ((), ())


def test_without_an_earlier_run_only_what_is_unread_is_told():
    message = told(BAD, readings=(reading("jobs", "denied", complete=False, action="A/read"),))
    assert (message.previous, message.changed) == (None, ())
    assert [(one.signal, one.state, one.action) for one in message.unread] == [
        ("jobs", "denied", "A/read")
    ]


def test_lists_are_bounded_and_say_so():
    many = [workspace(f"w{n}", verdicts="-+++++++++") for n in range(MOST + 5)]
    earlier = [workspace(f"w{n}", verdicts=GOOD) for n in range(MOST + 5)]
    message = notification(assessment(*many), assessment(*earlier))
    assert len(message.changed) == MOST
    assert message.left_out >= 5


def test_the_message_is_as_its_schema_says():
    folder = files("aml_maturity_audit.notify") / "schema"
    schema = json.loads((folder / "notification-v1.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    message = told(BAD, then=GOOD, readings=(reading("jobs", "failed", complete=False),))
    Draft202012Validator(schema).validate(json.loads(msgspec.json.encode(message)))
    (_, known) = msgspec.json.schema_components([Notification], ref_template="#/$defs/{name}")
    assert schema["$defs"] == json.loads(msgspec.json.encode(known))


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/x",
        "ftp://hooks.example/x",
        "https://user:word@hooks.example/x",
        "hooks.example",
        "https://",
        "http://127.0.0.1.hooks.example/",
        "https://hooks.example:99999/",
    ],
)
def test_an_address_that_is_not_safe_is_refused(url):
    with pytest.raises(UsageError) as refused:
        webhook_of(url, {})
    assert "hooks.example" not in str(refused.value)


def test_the_signature_can_be_checked_and_the_key_does_not_travel():
    hook = webhook_of("https://hooks.example/x?key=1", {SECRET: "a key of the receiver"})
    headers = headers_of(hook, b"{}", 1700000000)
    expected = hmac.new(b"a key of the receiver", b"1700000000.{}", hashlib.sha256).hexdigest()
    assert headers["X-Maturity-Signature"] == f"sha256={expected}"
    assert "a key of" not in json.dumps(headers)
    assert hook.shown == "https://hooks.example"
    assert "X-Maturity-Signature" not in headers_of(webhook_of(LOCAL, {}), b"", 1)


class Receiver:
    """A webhook on this machine that answers with given statuses, one after another."""

    def __init__(self, *statuses: int) -> None:
        self.statuses, self.bodies = list(statuses), []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                owner.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(owner.statuses.pop(0))
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> "Receiver":
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook"


async def at_once(_: float) -> None:
    """No waiting."""


@pytest.mark.parametrize(
    ("statuses", "said", "times"),
    [
        ((204,), "", 1),
        ((503, 429, 200), "", 3),
        ((500, 500, 500, 500), "answered with 500", 4),
        ((400,), "answered with 400", 1),
        ((307,), "answered with 307", 1),
    ],
)
async def test_it_tries_again_where_that_may_help_and_follows_nothing(statuses, said, times):
    with Receiver(*statuses) as receiver:
        told_of = await send(webhook_of(receiver.url, {}), told(GOOD), {}, sleep=at_once)
        assert said in told_of
        assert bool(said) == bool(told_of)
        assert len(receiver.bodies) == times


async def test_nobody_there_is_a_sentence():
    message = notification(assessment(workspace("churn"), run=run()), None)
    assert "cannot be reached" in await send(webhook_of(LOCAL, {}), message, {}, sleep=at_once)
