"""Estates: what the sandbox serves, read from YAML (docs/sandbox.md)."""
