"""A pretend WeChat: it pushes to any bot's webhook, answers the API, and shows a phone in the browser.

It shares no code with the bot, so that one mistake in the wire format cannot hide on both sides.
"""
