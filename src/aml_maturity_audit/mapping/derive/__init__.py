"""The words of criteria.md, section 1, each derived once per workspace from its readings."""
