"""One HTML page that needs nothing from anywhere: what every HTML document of this tool is.

Its style and its script are inline, and its Content-Security-Policy allows exactly them, by hash;
nothing is requested from the network. Text from templates is escaped by Jinja2's autoescape;
data for the script stands in a JSON block, which the browser does not execute.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files

import msgspec
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from aml_maturity_audit.assessment.safe import web_address

THEME = "theme.css"
CHART = "chart.css"

_ESCAPES = ((b"<", rb"\u003c"), (b">", rb"\u003e"), (b"&", rb"\u0026"))


def environment(package: str) -> Environment:
    """Templates of `package`, which may extend `page.html.j2`; every value is escaped."""
    templates = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader(__name__, ".")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters["web"] = web_address
    return templates


def asset(package: str, name: str) -> str:
    """A style or a script of the tool's own."""
    return (files(package) / name).read_text("utf-8").replace("\r\n", "\n")


def frame(styles: Iterable[str], scripts: Iterable[str] = ()) -> dict[str, Markup | str]:
    """What `page.html.j2` needs: the inline style and script, and the policy that allows them.

    Both are the tool's own text; nothing of an assessment is in them.
    """
    style = "\n".join((asset(__name__, THEME), *styles))
    script = "\n".join(scripts)
    return {
        "style": Markup(style),  # noqa: S704  own text
        "script": Markup(script),  # noqa: S704  own text
        "policy": _policy(style, script),
    }


def data_block(value: object) -> Markup:
    """`value` as JSON that stands safely in a `script` element of type application/json."""
    raw = msgspec.json.encode(value, order="deterministic")
    for character, escaped in _ESCAPES:
        raw = raw.replace(character, escaped)
    return Markup(raw.decode())  # noqa: S704  no markup is left in it


def data_list(values: Iterable[object]) -> Iterator[Markup]:
    """The same for a list, a value at a time."""
    return _joined(Markup("["), map(data_block, values), Markup("]"))


def data_object(values: Iterable[tuple[str, object]]) -> Iterator[Markup]:
    """The same for an object, a named value at a time."""
    named = (data_block(name) + Markup(":") + data_block(value) for name, value in values)
    return _joined(Markup("{"), named, Markup("}"))


def _joined(opening: Markup, values: Iterable[Markup], closing: Markup) -> Iterator[Markup]:
    yield opening
    between = Markup()
    for value in values:
        yield between + value
        between = Markup(",")
    yield closing


def _policy(style: str, script: str) -> str:
    sources = [
        "default-src 'none'",
        f"style-src {_hash(style)}",
        f"script-src {_hash(script)}" if script else "script-src 'none'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(sources)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
