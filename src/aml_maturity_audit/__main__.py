"""The way in: `aml-maturity-audit` and `python -m aml_maturity_audit`."""

import sys

from aml_maturity_audit.cli.ending import run_to_the_end


def main() -> None:
    """Run the command that the arguments name, and exit as design.md, section 3, says."""
    sys.exit(run_to_the_end(sys.argv[1:]))


if __name__ == "__main__":
    main()
