"""From what a follower sent to what he gets: intent, candidates, decision, outcome, reply.

Handlers use what is here and know nothing below it.
"""
