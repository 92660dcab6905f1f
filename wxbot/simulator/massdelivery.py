"""How a mass message ends: an administrator agrees or not, the message reaches people, and the account is told."""

from wxbot.simulator import profiles
from wxbot.simulator.arrivals import Arrival
from wxbot.simulator.articles import Article
from wxbot.simulator.bubbles import Article as Card
from wxbot.simulator.bubbles import Bubble
from wxbot.simulator.masses import CONFIRM_WITHIN, FAILED, REFUSED, SENT, SUCCESS, UNANSWERED, Mass
from wxbot.simulator.wire import Fields
from wxbot.simulator.world import HELPER, State, World


def start(world: World, state: State, mass: Mass) -> None:
    if mass.waiting:
        world.jobs.later(CONFIRM_WITHIN, lambda: decide(world, state, mass.id, UNANSWERED))
    else:
        world.jobs.later(world.settings.job_delay, lambda: _finish(world, state, mass))


def decide(world: World, state: State, msg_id: int, refusal: str = "") -> bool:
    """An administrator's yes, or no with a refusal. Whether the message still waited for it."""
    mass = state.masses.decide(msg_id)
    if mass and refusal in (REFUSED, UNANSWERED):
        _tell(world, state, state.masses.change(mass.id, status=FAILED, outcome=refusal))
    elif mass:
        _finish(world, state, mass)
    return mass is not None


def _finish(world: World, state: State, mass: Mass) -> None:
    outcome = world.faults.plan.mass_outcome or SENT
    if outcome != SENT:
        _tell(world, state, state.masses.change(mass.id, status=FAILED, outcome=outcome))
        return
    reachable = tuple(one for one in mass.openids if _reachable(state, one))
    now, service = world.clock.now(), profiles.is_service(world.settings.kind)
    through = state.masses.let_through(reachable, now, service)
    publication, bubbles = _publish(world, state, mass)
    show(state, mass, bubbles, through, "mass", now)
    changes = {"status": SUCCESS, "outcome": SENT, "publication": publication, "left": len(through)}
    _tell(world, state, state.masses.change(mass.id, sent=len(through), **changes))


def _reachable(state: State, openid: str) -> bool:
    follower = state.followers.get(openid)
    return follower is not None and follower.following and not (follower.muted or follower.blacklisted)


def _publish(world: World, state: State, mass: Mass) -> tuple[str, tuple[Bubble, ...]]:
    """A draft is used up by it. One that is gone by now has gone out with another message."""
    draft = state.drafts.get(mass.draft) if mass.draft else None
    if draft is None:
        return "", mass.bubbles
    publication = state.published.add(draft.articles, "mass", world.clock.now())
    state.drafts.delete(draft.media_id)
    return publication.id, (card_of(world, publication.articles),)


def card_of(world: World, articles: tuple[Article, ...]) -> Bubble:
    return Bubble("news", articles=tuple(_card(world, one) for one in articles))


def _card(world: World, article: Article) -> Card:
    cover = article.cover or (article.pictures[0] if article.pictures else "")
    picture = f"{world.url}/phone/media/{cover}" if cover else ""
    return Card(article.title, article.digest, picture, f"{world.url}/s/{article.key}")


def show(
    state: State, mass: Mass, bubbles: tuple[Bubble, ...], openids: tuple[str, ...], kind: str, now: float
) -> None:
    for openid in openids:
        for bubble in bubbles:
            state.chats.add(openid, "account", bubble, now)
    arrived = (Arrival(openid, kind, str(mass.id), mass.client_id, mass.digest, now) for openid in openids)
    state.arrivals.add(*arrived)


def _tell(world: World, state: State, mass: Mass) -> None:
    world.tell(HELPER, "MASSSENDJOBFINISH", _result(world, state, mass))


def _result(world: World, state: State, mass: Mass) -> Fields:
    publication = state.published.get(mass.publication)
    articles = publication.articles if publication else ()
    addresses: list[Fields] = [
        {"ArticleIdx": number, "ArticleUrl": f"{world.url}/s/{one.key}"} for number, one in enumerate(articles, 1)
    ]
    return {
        "MsgID": mass.id,
        "Status": mass.outcome,
        "TotalCount": mass.total,
        "FilterCount": mass.left,
        "SentCount": mass.sent,
        "ErrorCount": mass.left - mass.sent,
        "CopyrightCheckResult": {"Count": 0, "ResultList": {}, "CheckState": 0},
        "ArticleUrlResult": {"Count": len(addresses), "ResultList": {"item": addresses}},
    }
