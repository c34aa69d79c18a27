"""One file per signal; each has a module-level `SOURCE` and is found by walking this package."""
