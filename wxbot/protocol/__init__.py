"""The wire as values: signatures, encryption, messages in, replies out.

No Flask, no I/O and no clock: bytes and instants come in as arguments.
"""
