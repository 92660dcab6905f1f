"""What citizens see now, as immutable values: items, normalised words, the compiled matcher, the search index.

No I/O and no clock: what is read comes in as arguments, and so does the instant.
"""
