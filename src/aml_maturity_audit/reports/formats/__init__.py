"""One folder per format; each is found by its name."""
