"""Asking for a person: handed to WeChat's desk while somebody is there, otherwise a letter that a person answers."""

from handlers import letters
from wxbot.dispatch.answers import Outcome, above, answer
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router
from wxbot.protocol.replies import TransferReply

router = Router("person")


@router.on(
    key="person",
    words=(
        *(
            "人工",
            "人工客服",
            "人工服务",
            "转人工",
            "转人工服务",
            "转人工客服",
            "找人工",
            "客服",
            "在线客服",
            "真人",
            "真人客服",
        ),
        *("我要人工", "我要找人工", "我想找人工", "我想和人说话"),
        *("human", "a person", "agent", "operator", "talk to a person", "talk to a human", "speak to a person"),
        *("speak to someone", "talk to someone", "customer service", "live agent", "i want to talk to a person"),
    ),
)
def asked_for(_intent: Intent, context: Context) -> Outcome:
    if context.hands_over:
        return answer(TransferReply())
    return above(context.phrase("person-away"), letters.FORM.open(context, {"kind": "question", "subject": ""}))
