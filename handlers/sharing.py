"""Pictures and videos that followers share: with their consent and a caption, shown in the gallery once approved."""

from handlers import forms, sections
from wxbot.dispatch.answers import Answer, Choice, Filled, Listing, Outcome, answer, say
from wxbot.dispatch.context import Context
from wxbot.dispatch.forms import LEAVE, PREFIX, Form, Step, Taken
from wxbot.dispatch.intents import Intent, Source
from wxbot.dispatch.routers import Router
from wxbot.services.effects import Receipt, Share, WithdrawShares

router = Router("sharing")

MOST = 9  # Pictures and videos in one go, as many as a phone sends at once.
_CAPTION_MOST = 140  # Characters.
_AGREE = ("同意", "我同意", "是", "好", "可以", "agree", "i agree", "yes", "ok")
_SEPARATOR = "\n"


def _media(filled: Filled) -> list[tuple[str, str]]:
    """Kind and media id of each that was sent so far."""
    lines = filled.values.get("media", "").split(_SEPARATOR)
    pairs = (line.partition(" ") for line in lines if line)
    return [(kind, media_id) for kind, _, media_id in pairs]


def _with(filled: Filled, medium: tuple[str, str]) -> str:
    return _SEPARATOR.join(" ".join(pair) for pair in dict.fromkeys((*_media(filled), medium)))


def _ask_consent(filled: Filled, context: Context) -> Answer:
    ways = ((f"{PREFIX}/agree", "share-agree"), (LEAVE, "share-refuse"))
    choices = tuple(Choice(context.phrase(slug), key) for key, slug in ways)
    return Listing(context.phrase("share-consent", count=str(len(_media(filled)))), choices)


def _take_consent(intent: Intent, filled: Filled, context: Context) -> Taken:
    if intent.media is not None:
        return _one_more(intent.media, filled, context)
    if intent.key == "agree" or intent.words.bare in _AGREE:
        return Taken({"consent": "yes"})
    return Taken(complaint=context.phrase("form-choose"))


def _one_more(medium: tuple[str, str], filled: Filled, context: Context) -> Taken:
    """Pictures come one message each: those that follow belong to the first."""
    if len(_media(filled)) >= MOST:
        return Taken(complaint=context.phrase("share-most", most=str(MOST)))
    return Taken({"media": _with(filled, medium)}, stays=True)


def _ask_caption(_filled: Filled, context: Context) -> Answer:
    return forms.prompt(context, "share-caption", "form-skip")


def _take_caption(intent: Intent, filled: Filled, context: Context) -> Taken:
    if intent.media is not None:
        return _one_more(intent.media, filled, context)
    if intent.key == "skip":
        return Taken({"caption": ""})
    said = " ".join(forms.words_of(intent).split())
    if not 1 <= len(said) <= _CAPTION_MOST:
        return Taken(complaint=context.phrase("share-caption-wrong", most=str(_CAPTION_MOST)))
    return Taken({"caption": said})


def _finish(filled: Filled, context: Context) -> Outcome:
    media = tuple(_media(filled))

    def told(_receipts: tuple[Receipt, ...]) -> Outcome:
        return say(context.phrase("share-received", count=str(len(media)), page=_page(context)))

    return Outcome(effects=(Share(filled.origin, media, filled.values["caption"]),), told=told)


def _page(context: Context) -> str:
    return f"{context.public_url}/gallery?lang={context.language}"


FORM = router.form(
    Form("share", (Step("consent", _ask_consent, _take_consent), Step("caption", _ask_caption, _take_caption)), _finish)
)


@router.on(source=Source.MEDIA)
def sent(intent: Intent, context: Context) -> Outcome:
    if intent.media is None:  # A kind of message that the platform did not have when this was written.
        return answer(sections.listing(context, context.phrase("media")))
    return FORM.open(context, {"media": " ".join(intent.media)})


@router.on(
    key="share",
    words=(
        "分享",
        "分享照片",
        "分享视频",
        "投稿",
        "上传照片",
        "share",
        "share a photo",
        "share photos",
        "submit a photo",
    ),
)
def how(_intent: Intent, context: Context) -> Outcome:
    return say(context.phrase("share-how", page=_page(context)))


@router.on(key="gallery", words=("影像", "影像墙", "照片墙", "gallery", "photos"))
def gallery(_intent: Intent, context: Context) -> Outcome:
    return say(context.phrase("gallery", page=_page(context)))


@router.on(
    key="share-withdraw", words=("撤回分享", "删除分享", "删除我的照片", "withdraw my photos", "delete my photos")
)
def withdraw(_intent: Intent, context: Context) -> Outcome:
    def told(receipts: tuple[Receipt, ...]) -> Outcome:
        gone = receipts[0].waits or receipts[0].done
        return say(context.phrase("share-withdrawn" if gone else "share-nothing"))

    return Outcome(effects=(WithdrawShares(),), told=told)
