"""The commands that staff and scripts run: what they do, what they say, and how they end."""
