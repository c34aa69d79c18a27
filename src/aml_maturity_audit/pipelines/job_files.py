"""Azure ML job files a pipeline submits: what they are for, and models they register (deep)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from aml_maturity_audit.pipelines.commands.az_ml import names_own_registry
from aml_maturity_audit.pipelines.commands.names import practices_of, stem
from aml_maturity_audit.pipelines.texts import Origin
from aml_maturity_audit.pipelines.yaml_tree import Node, NotYaml, Scalar, Table, parse_yaml


@dataclass
class JobFile:
    """What an Azure ML job file says about itself."""

    names: list[str] = field(default_factory=list)
    registers: list[tuple[Origin, str]] = field(default_factory=list)
    promotes: list[tuple[Origin, str]] = field(default_factory=list)


def read_job_file(path: str, source: str) -> JobFile:
    """The names and the model registrations of a job file; empty where it is no YAML."""
    job = JobFile()
    try:
        root, _ = parse_yaml(path, source)
    except NotYaml:
        return job
    if not isinstance(root, Table):
        return job
    for key in ("display_name", "experiment_name", "name"):
        node = root.get(key)
        if isinstance(node, Scalar):
            job.names.append(node.value)
    steps = root.get("jobs")
    if isinstance(steps, Table):
        for entry in steps.entries:
            job.names.append(entry.key)
            _step(job, entry.key, entry.node, entry.origin)
    for scalar in _scalars(root):
        if names_own_registry(scalar.value):
            job.promotes.append((scalar.origin, scalar.value))
    return job


def _step(job: JobFile, key: str, node: Node, origin: Origin) -> None:
    """A step that is named for registering a model, or whose command or component is."""
    names = [(key, origin)]
    if isinstance(node, Table):
        for field_name in ("component", "command"):
            value = node.get(field_name)
            if isinstance(value, Scalar):
                names += [(name, value.origin) for name in _names_in(value.value)]
    for name, where in names:
        if "registers_model" in practices_of(name):
            job.registers.append((where, name))
            return


def _names_in(text: str) -> list[str]:
    found = [stem(word) for word in re.findall(r"[\w./-]+\.(?:py|ya?ml|sh)\b", text)]
    return found or [text.rsplit(":", 1)[0]]


def _scalars(node: Node) -> Iterator[Scalar]:
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, Scalar):
            yield item
        elif isinstance(item, Table):
            stack += [entry.node for entry in item.entries]
        else:
            stack += item.nodes
