"""What the platform's ledger says of our calls."""

from wxbot.simulator.server import Simulator

STABLE_TOKEN = "/cgi-bin/stable_token"
SEND = "/cgi-bin/message/custom/send"
TAGS = "/cgi-bin/tags/get"


def calls(wechat: Simulator, path: str) -> int:
    return sum(call.path == path for call in wechat.ledger.calls)


def open_window(wechat: Simulator, openid: str) -> None:
    """The follower has just written to the account."""
    now = wechat.clock.now()
    wechat.followers.follow(openid, now)
    wechat.windows.open(openid, "message", now)
