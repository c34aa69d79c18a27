"""The command line: typer, one thin file per command."""
