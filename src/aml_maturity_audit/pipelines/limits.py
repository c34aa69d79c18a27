"""How much a stranger's file may cost. Real pipelines stay far below every number here."""

MAX_FILE_BYTES = 1_000_000
"""A pipeline, template or script above this is not read."""
MAX_FILES = 400
"""Files one reading may open."""
MAX_TOTAL_BYTES = 8_000_000
"""Bytes of all of them together."""
MAX_DEPTH = 60
"""Nesting of YAML nodes, of templates in templates, of shells in shells."""
MAX_NODES = 60_000
"""YAML nodes of one file, aliases counted as often as they are used."""
MAX_STEPS = 20_000
"""Template nodes visited in one reading: includes of includes multiply."""
MAX_SCRIPT = 200_000
"""Characters of one script that are lexed."""
MAX_COMMANDS = 20_000
"""Shell commands judged in one reading."""
MAX_EVIDENCE = 25
"""Places kept per practice: more prove nothing more."""
MAX_SENTENCES = 50
"""Unresolved sentences kept."""
MAX_MENTIONS = 100
"""Workspace mentions kept."""
EVIDENCE_CHARS = 200
"""Length of an evidence text (criteria: one line, readable in a table)."""
