"""GitHub: each source in a file of `sources/`, a project being a repository."""
