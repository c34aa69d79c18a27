"""One file per command; each has an `app`, and is imported when it is asked for."""
