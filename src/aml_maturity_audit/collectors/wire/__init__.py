"""What Azure answers, reduced to the fields that are read, and how lenient reading is.

Structure is strict (an item of another shape is undecoded and makes a gap), leaves are lenient:
every field may be null, enum values are text, times and numbers come in several spellings.
"""
