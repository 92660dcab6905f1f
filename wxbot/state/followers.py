"""What Redis knows of a follower, apart from the webhook's own trips."""

import redis
from redis.exceptions import RedisError

from wxbot.errors import StateUnavailable
from wxbot.state import keys


def forget(client: redis.Redis, openid: str) -> None:
    """His fields and his conversation; raises StateUnavailable."""
    try:
        client.delete(keys.follower(openid), keys.conversation(openid))
    except RedisError as error:
        raise StateUnavailable(str(error)) from error
