"""A delivery's two trips to Redis: ``begin`` claims it and reads what is known, ``finish`` keeps what was decided.

A claim is a lease: whoever holds it answers, whoever finds it lapsed takes over, whoever comes late gets the bytes
that were answered first. Both trips are one script call each, so that each is one round trip and cannot be half done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from wxbot.state import keys
from wxbot.state.connection import QuickRedis, script

SEND, FETCH = "send", "fetch"  # How an answer that comes late will reach the follower.

LEASE = 5.0  # Seconds for which a claim holds unless it is renewed; WeChat's own patience with one delivery.
KEEP = 900  # Seconds for which an answer is kept; longer than the freshness window, so no replay is handled again.
CONVERSATION_KEEP = 3600  # Seconds; longer than a form or a list stays open, so that its end can be told.
TURN = 2.0  # Seconds for which a message may make the follower's next one wait.
FOLLOWER_KEEP = 48 * 3600  # Seconds; the longest window that the platform grants.


class Claim(StrEnum):
    NEW = "new"  # Ours, and nobody had it before.
    TAKEN_OVER = "taken over"  # Ours, because the one who had it went silent.
    WAITS = "waits"  # Ours, but the follower's message before this one is being answered right now.
    HELD = "held"  # Another delivery of the same push is being answered right now.
    DONE = "done"  # It was answered; the bytes are here.


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first trip brought. ``follower`` is empty when Redis does not know him."""

    claim: Claim
    attempt: int  # 1 for the first delivery of the push, 2 and 3 for the retries.
    reply: bytes
    conversation: bytes
    follower: Mapping[str, str]
    version: int  # Of the newest edition.
    count: int  # Messages of this follower within this minute.
    alone: bool = False  # Whether Redis was down, so that no other process knows of this.


@dataclass(frozen=True, slots=True)
class Closing:
    """What the second trip keeps. An empty ``conversation`` forgets it, None leaves it as it is.

    ``parked`` takes its place when the last delivery was told to come back for the answer. ``forget`` drops all that
    Redis knows of the follower.
    """

    reply: bytes
    entry: bytes  # The journal's line, JSON.
    conversation: bytes | None
    parked: bytes
    follower: Mapping[str, str]  # Fields that changed.
    forget: bool = False


@dataclass(frozen=True, slots=True)
class Finish:
    """``reply`` is what the follower gets: ours, or what another process answered first.

    ``late`` is how the last delivery promised to bring an answer that was not ready; empty when it promised nothing.
    """

    reply: bytes
    first: bool
    late: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One delivery's handling by one thread: ``owner`` is that thread's own name, new for every delivery.

    ``counted`` says whether the follower did something that counts against his limit of messages. With a form open
    his messages take turns, so that each sees what the one before it said; ``ordered`` ones do so without a form too.
    """

    delivery: str
    openid: str
    owner: str
    counted: bool = True
    ordered: bool = False


class Turns(Protocol):
    """The two trips, whoever keeps them: Redis, or this process alone while Redis is down."""

    def begin(self, turn: Turn, now: float, again: bool = False) -> Opening: ...

    def finish(self, turn: Turn, closing: Closing, now: float) -> Finish: ...

    def renew(self, turn: Turn, now: float) -> None: ...

    def promise(self, delivery: str, reply: bytes, late: str) -> bytes: ...


# KEYS: delivery, conversation, follower, edition version, flood, turn.
# ARGV: owner, now, lease, seconds to keep, by how much to count the attempt, by how much the follower's messages,
# the turn's milliseconds, whether it takes turns in any case.
# A conversation that is sealed, and so does not begin as JSON does, holds a form.
_BEGIN = script("""
local d = redis.call('HMGET', KEYS[1], 'reply', 'until', 'owner')
local attempt = redis.call('HINCRBY', KEYS[1], 'attempt', ARGV[5])
local talk = redis.call('GET', KEYS[2]) or ''
local claim = 'new'
local mine = d[3] == ARGV[1] and ARGV[5] == '0'
if d[1] then claim = 'done'
elseif d[2] and not mine and tonumber(d[2]) > tonumber(ARGV[2]) then claim = 'held'
else
  if d[2] and not mine then claim = 'taken over' end
  redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'until', ARGV[2] + ARGV[3])
  if ARGV[8] == '1' or (talk ~= '' and string.sub(talk, 1, 1) ~= '{') then
    if not redis.call('SET', KEYS[6], ARGV[1], 'NX', 'PX', ARGV[7]) and redis.call('GET', KEYS[6]) ~= ARGV[1] then
      claim = 'waits'
    end
  end
end
redis.call('EXPIRE', KEYS[1], ARGV[4])
local count = 0
if not d[2] and ARGV[6] == '1' then
  count = redis.call('INCR', KEYS[5])
  if count == 1 then redis.call('EXPIRE', KEYS[5], 120) end
end
return {claim, attempt, d[1] or '', talk, redis.call('HMGET', KEYS[3],
  'known', 'language', 'blocked'), redis.call('GET', KEYS[4]) or '0', count}
""")

# KEYS: delivery, conversation, follower, journal, turn.
# ARGV: reply, entry, seconds to keep, conversation mode, conversation, parked conversation, its seconds, owner, the
# follower's seconds, his fields.
_FINISH = script("""
if redis.call('GET', KEYS[5]) == ARGV[8] then redis.call('DEL', KEYS[5]) end
local d = redis.call('HMGET', KEYS[1], 'reply', 'late')
if d[1] and not d[2] then return {d[1], 0, ''} end
redis.call('HSET', KEYS[1], 'reply', d[1] or ARGV[1], 'entry', ARGV[2])
if d[2] then redis.call('HDEL', KEYS[1], 'late') end
redis.call('EXPIRE', KEYS[1], ARGV[3])
if d[2] == 'fetch' then redis.call('SET', KEYS[2], ARGV[6], 'EX', ARGV[7])
elseif ARGV[4] == 'set' then redis.call('SET', KEYS[2], ARGV[5], 'EX', ARGV[7])
elseif ARGV[4] == 'drop' then redis.call('DEL', KEYS[2])
elseif ARGV[4] == 'forget' then redis.call('DEL', KEYS[2], KEYS[3]) end
if #ARGV > 9 and ARGV[4] ~= 'forget' then
  redis.call('HSET', KEYS[3], unpack(ARGV, 10))
  redis.call('EXPIRE', KEYS[3], ARGV[9])
end
redis.call('XADD', KEYS[4], '*', 'entry', ARGV[2], 'late', d[2] or '')
return {d[1] or ARGV[1], 1, d[2] or ''}
""")

# KEYS: delivery. ARGV: owner, now + lease. Only the holder of the lease may lengthen it.
_RENEW = script("""
if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then redis.call('HSET', KEYS[1], 'until', ARGV[2]) end
return {}
""")

# KEYS: delivery. ARGV: reply, how the answer will come, seconds to keep.
# The first answer stands, so a promise after it changes nothing.
_PROMISE = script("""
local reply = redis.call('HGET', KEYS[1], 'reply')
if reply then return {reply} end
redis.call('HSET', KEYS[1], 'reply', ARGV[1], 'late', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return {ARGV[1]}
""")

_FIELDS = ("known", "language", "blocked")  # Of the follower, as _BEGIN reads them.


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _mode(closing: Closing) -> str:
    """What becomes of the conversation that Redis has."""
    if closing.forget:
        return "forget"
    return "keep" if closing.conversation is None else "set" if closing.conversation else "drop"


class RedisTurns:
    """The trips over Redis. Every method raises StateUnavailable when Redis does not answer."""

    def __init__(self, redis: QuickRedis) -> None:
        self._redis = redis

    def begin(self, turn: Turn, now: float, again: bool = False) -> Opening:
        """``again`` asks once more for a delivery that was held, without counting it as another one."""
        names = (
            keys.delivery(turn.delivery),
            keys.conversation(turn.openid),
            keys.follower(turn.openid),
            keys.EDITION_VERSION,
            keys.flood(turn.openid, int(now // 60)),
            keys.turn(turn.openid),
        )
        counts = (0 if again else 1, 1 if turn.counted else 0, int(TURN * 1000), 1 if turn.ordered else 0)
        claim, attempt, reply, conversation, fields, version, count = self._redis.call(
            _BEGIN, names, (turn.owner, now, LEASE, KEEP, *counts)
        )
        assert isinstance(fields, list)
        known = zip(_FIELDS, fields, strict=True)
        return Opening(
            claim=Claim(_bytes(claim).decode()),
            attempt=int(_bytes(attempt)),
            reply=_bytes(reply),
            conversation=_bytes(conversation),
            follower={name: value.decode() for name, value in known if isinstance(value, bytes)},
            version=int(_bytes(version)),
            count=int(_bytes(count)),
        )

    def finish(self, turn: Turn, closing: Closing, now: float) -> Finish:
        del now  # Only the process-local trips need it: Redis forgets by itself.
        fields = [word for pair in closing.follower.items() for word in pair]
        openid = turn.openid
        names = (
            *(keys.delivery(turn.delivery), keys.conversation(openid), keys.follower(openid)),
            *(keys.JOURNAL, keys.turn(openid)),
        )
        arguments = (closing.reply, closing.entry, KEEP, _mode(closing), closing.conversation or b"", closing.parked)
        times = (CONVERSATION_KEEP, turn.owner, FOLLOWER_KEEP)
        reply, first, late = self._redis.call(_FINISH, names, (*arguments, *times, *fields))
        return Finish(_bytes(reply), first=first == 1, late=_bytes(late).decode())

    def renew(self, turn: Turn, now: float) -> None:
        self._redis.call(_RENEW, (keys.delivery(turn.delivery),), (turn.owner, now + LEASE))

    def promise(self, delivery: str, reply: bytes, late: str) -> bytes:
        """Answers the last delivery with ``reply`` while the work goes on; returns what is really answered."""
        return _bytes(self._redis.call(_PROMISE, (keys.delivery(delivery),), (reply, late, KEEP))[0])
