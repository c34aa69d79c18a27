"""Signals to verdicts to levels: pure, no network, no clock."""
