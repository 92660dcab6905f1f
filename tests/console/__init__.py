"""The console as staff meet it: signed in with their roles, over its own forms."""
