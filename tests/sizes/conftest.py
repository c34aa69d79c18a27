"""Commands run in process, as for the faults."""

from faults.conftest import estate, run, sandbox

__all__ = ["estate", "run", "sandbox"]
