"""Asking for a person: handed to WeChat's desk while somebody is there, otherwise a letter that a person answers."""

import re

from handlers import letters
from wxbot.dispatch.answers import Outcome, above, answer
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router
from wxbot.protocol.replies import TransferReply

router = Router("person")

_ASKS = re.compile(
    r"(?:转|找|接|要|和|跟|有没有).{0,6}(?:人工|真人|工作人员|客服)"
    r"|\b(?:talk|speak|chat)(?:ing)? (?:to|with) (?:an? )?(?:real |live )?(?:human|person|someone|somebody|agent|staff)"
)
_LONGEST = 60  # Characters; who writes more asks for something else besides.


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


@router.attempt()
def asked_for_in_a_sentence(intent: Intent, context: Context) -> Outcome | None:
    words = intent.words.plain
    return asked_for(intent, context) if len(words) <= _LONGEST and _ASKS.search(words) else None
