"""The account with one section that takes its time, as gunicorn serves it for the stories about deadlines."""

import os
import time
from pathlib import Path

from app import create_app
from handlers import ROUTERS
from wxbot import logs
from wxbot.config import load
from wxbot.dispatch.answers import Outcome, say
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router

router = Router("slow")


@router.on(words=("slow 2", "slow 7", "slow 16"), slow=True)
def think(intent: Intent, _context: Context) -> Outcome:
    _note("began")
    time.sleep(float(intent.words.bare.split()[1]))
    _note("ended")
    return say(f"thought for {intent.words.bare.split()[1]} seconds")


@router.on(words=("break",))
def broken(intent: Intent, _context: Context) -> Outcome:
    raise RuntimeError(f"this section is broken for {intent.text}")


def _note(what: str) -> None:
    with Path(os.environ["NOTES"]).open("a") as notes:
        notes.write(f"{what} {os.getpid()}\n")


logs.configure()
app = create_app(load(), (router, *ROUTERS))
