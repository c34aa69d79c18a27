"""GitHub's REST API over what an estate says under `github:` (docs/sandbox.md, "GitHub")."""
