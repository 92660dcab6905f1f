"""The rules: who may do what, and what follows. No Flask, no SQL text, no Redis keys.

A service takes the transaction first and the instant where time matters.
"""

from wxbot.store.database import Db
from wxbot.store.vault import Vault

__all__ = ["Db", "Vault"]
