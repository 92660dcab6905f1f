"""What the account can do, who runs it, and where to call: the standing answers behind the menu's last column."""

from handlers import sections
from wxbot.dispatch.answers import Listing, Outcome, answer, say
from wxbot.dispatch.context import Context
from wxbot.dispatch.decisions import MORE
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router

router = Router("guide")


@router.on(key="help", words=("帮助", "菜单", "使用说明", "功能", "help", "menu"))
def help_(_intent: Intent, context: Context) -> Outcome:
    choices = sections.labelled(context, sections.MAIN + sections.OTHERS)
    return answer(Listing(context.phrase("help"), choices))


@router.on(words=tuple(MORE))
def no_more(_intent: Intent, context: Context) -> Outcome:
    """Reached only when the open list has no further page."""
    return say(context.phrase("no-more"))


@router.on(words=("退出", "取消", "上一步", "quit", "exit", "cancel"))
def nothing_open(_intent: Intent, context: Context) -> Outcome:
    """Reached only when no form is open."""
    return say(context.phrase("form-none"))


@router.on(key="about", words=("关于", "关于我们", "about", "about us"))
def about(_intent: Intent, context: Context) -> Outcome:
    return say(context.phrase("about"))


@router.on(key="hotline")
def hotline(_intent: Intent, context: Context) -> Outcome:
    return say(context.phrase("hotline"))
