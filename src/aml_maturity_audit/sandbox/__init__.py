"""A local Azure that serves estates; shares nothing with what it tests."""
