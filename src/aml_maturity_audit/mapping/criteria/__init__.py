"""One criterion a file; discovered by name, id = file."""
