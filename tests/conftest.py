"""Shared by all tests: nothing leaves loopback."""
