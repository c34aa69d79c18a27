"""Going on with a snapshot that an earlier run of `collect` did not bring to its end."""

from dataclasses import replace
from pathlib import Path

from aml_maturity_audit.azure.door import Door
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.collectors.run import header_of
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.signals.snapshot import Header, Snapshot
from aml_maturity_audit.signals.snapshot_file import partial_path, read_partial, read_snapshot


def earlier_run(file: Path) -> Snapshot:
    """What an earlier run had read into `file`: killed, from FILE.partial; interrupted, from FILE.

    CI/CD projects are left out: they come last, so they are read again; so are the workspaces of
    other shards, which any run lists. Raises UsageError where
    there is nothing to go on with, or nothing left to read.
    """
    partial = partial_path(file)
    if partial.exists():
        found = read_partial(partial)
    elif file.exists():
        found = read_snapshot(file)
    else:
        raise UsageError(
            f"Neither {file} nor {partial} is there, so there is nothing to resume.",
            remedy="Leave --resume out to begin.",
        )
    if found.footer.complete:
        raise UsageError(f"{file} is whole: nothing of it is missing.")
    found.projects.clear()
    found.workspaces[:] = [item for item in found.workspaces if not item.elsewhere]
    return found


def resumed(plan: Plan, header: Header, door: Door) -> Plan:
    """The plan as it was begun: same run, same time. Raises UsageError where it is another one."""
    again = replace(plan, run_id=header.run_id, collected_at=header.collected_at)
    asked = header_of(door, again)
    different = [
        name.replace("_", " ")
        for name in header.__struct_fields__
        if getattr(asked, name) != getattr(header, name)
    ]
    if different:
        raise UsageError(
            f"The snapshot was begun with another {' and '.join(different)}.",
            remedy="Give the same options as then, or begin anew without --resume.",
        )
    return again


def how_to_go_on(file: Path) -> str:
    """The sentence after an interruption."""
    return (
        f"Go on with `aml-maturity-audit collect --resume {file}` and the same options;"
        " only what is missing is then read."
    )
