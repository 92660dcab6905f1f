"""The pace of calls to WeChat that all workers keep together: a bucket that fills by so many calls a second."""

import redis
from redis.exceptions import RedisError

from wxbot.errors import StateUnavailable
from wxbot.state import keys

# KEYS: the bucket, the mark of a rest. ARGV: calls a second, the most that the bucket holds, how many are wanted.
# Returns how many may be made now, and after how many milliseconds to ask again.
_TAKE = """
local rest = redis.call('PTTL', KEYS[2])
if rest > 0 then return {0, rest} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local rate, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local full, at = unpack(redis.call('HMGET', KEYS[1], 'full', 'at'))
full = math.min(most, (tonumber(full) or most) + math.max(0, now - (tonumber(at) or now)) * rate / 1000)
local given = math.min(tonumber(ARGV[3]), math.floor(full))
redis.call('HSET', KEYS[1], 'full', tostring(full - given), 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil(most / rate * 1000) + 1000)
return {given, math.ceil((1 - math.min(1, full - given)) / rate * 1000)}
"""


class Pace:
    """``rate`` is calls a second. The bucket holds those of half a second, so that no second sees many more."""

    def __init__(self, client: redis.Redis, rate: int) -> None:
        self._client = client
        self._rate = rate

    def take(self, wanted: int) -> tuple[int, float]:
        """How many of the wanted calls may be made now, and the seconds after which to ask for more."""
        words = (self._rate, max(1, self._rate // 2), wanted)
        try:
            given, pause = self._client.eval(_TAKE, 2, keys.PACE, keys.REST, *words)
        except RedisError as error:
            raise StateUnavailable(str(error)) from error
        return int(given), int(pause) / 1000

    def rest(self, seconds: float) -> None:
        """No calls by anybody for so long."""
        try:
            self._client.set(keys.REST, "1", px=max(1, int(seconds * 1000)))
        except RedisError as error:
            raise StateUnavailable(str(error)) from error
