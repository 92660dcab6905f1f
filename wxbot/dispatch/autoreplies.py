"""Staff's auto-replies as answers: which of a rule's several answers is given, and what each becomes."""

from random import Random

from wxbot.dispatch.answers import Answer, Outcome, Say
from wxbot.edition.kinds import (
    Answer as WrittenAnswer,
)
from wxbot.edition.kinds import (
    Autoreply,
    MediaAnswer,
    MusicAnswer,
    NewsAnswer,
    TextAnswer,
    TransferAnswer,
    VideoAnswer,
)
from wxbot.edition.live import Live
from wxbot.protocol.replies import Card, ImageReply, MusicReply, NewsReply, TransferReply, VideoReply, VoiceReply

KEY = "autoreply"


def _media(written: MediaAnswer) -> Answer:
    return ImageReply(written.media_id) if written.type == "image" else VoiceReply(written.media_id)


def _music(written: MusicAnswer) -> Answer:
    url, hq_url = str(written.url or ""), str(written.hq_url or "")
    return MusicReply(written.thumb_media_id, written.title, written.description, url, hq_url)


def _news(written: NewsAnswer) -> Answer:
    picture = str(written.picture_url or "")
    return NewsReply((Card(written.title, written.description, str(written.url), picture),))


def _answer(written: WrittenAnswer) -> Answer:
    match written:
        case TextAnswer(text=text):
            return Say(text)
        case MediaAnswer():
            return _media(written)
        case VideoAnswer():
            return VideoReply(written.media_id, written.title, written.description, written.thumb_media_id)
        case MusicAnswer():
            return _music(written)
        case NewsAnswer():
            return _news(written)
        case TransferAnswer(account=account):
            return TransferReply(account)


def outcome_of(rule: Live[Autoreply], random: Random) -> Outcome:
    """The first answer, a random one, or all of them, as the rule says."""
    answers = rule.body.answers
    if rule.body.choose == "all":
        return Outcome(tuple(_answer(written) for written in answers), key=f"{KEY}/{rule.slug}/0")
    index = random.randrange(len(answers)) if rule.body.choose == "random" else 0
    return nth_outcome(rule, index)


def nth_outcome(rule: Live[Autoreply], index: int) -> Outcome:
    """One answer by its place, for reading on in a long one."""
    answers = rule.body.answers
    return Outcome((_answer(answers[min(index, len(answers) - 1)]),), key=f"{KEY}/{rule.slug}/{index}")
