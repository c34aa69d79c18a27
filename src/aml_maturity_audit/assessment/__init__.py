"""The result: pure, self-contained data that renders without the catalogue."""
