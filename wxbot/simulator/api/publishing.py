"""Publishing without a push: ordered here, done a little later, and told by an event."""

from collections.abc import Mapping
from typing import Any

from wxbot.simulator.api.call import OK, Answer, Call, Endpoint, number, text
from wxbot.simulator.api.drafts import items, known, page_of
from wxbot.simulator.articles import Publication
from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.publishes import BLOCKED, DELETED, FAILED, PUBLISHED, Publish
from wxbot.simulator.wire import Fields
from wxbot.simulator.world import HELPER, State, World


def submit(call: Call) -> Answer:
    draft = known(call, call.json())
    publish = Publish(str(call.world.next_job_id()), draft.media_id, call.now)
    call.state.publishes.add(publish)
    start(call.world, call.state, publish)
    return {**OK, "publish_id": publish.id, "msg_data_id": call.world.next_job_id()}


def start(world: World, state: State, publish: Publish) -> None:
    world.jobs.later(world.settings.job_delay, lambda: _finish(world, state, publish))


def _finish(world: World, state: State, publish: Publish) -> None:
    """Success uses the draft up. One that is gone by now went out in another way, and this fails."""
    outcome = world.faults.plan.publish_outcome
    draft = state.drafts.get(publish.draft)
    if draft is None:
        ended = state.publishes.end(publish.id, FAILED)
    elif outcome not in (PUBLISHED, BLOCKED):
        ended = state.publishes.end(publish.id, outcome, failed=tuple(range(1, len(draft.articles) + 1)))
    else:
        publication = state.published.add(draft.articles, "publish", world.clock.now())
        state.drafts.delete(draft.media_id)
        if outcome == BLOCKED:
            state.published.delete(publication.id)
        ended = state.publishes.end(publish.id, outcome, publication.id)
    fields: Fields = {"PublishEventInfo": {**_event(world, state, ended)}}
    world.tell(HELPER, "PUBLISHJOBFINISH", fields)


def _event(world: World, state: State, publish: Publish) -> dict[str, Any]:
    """A number where the API has a string, and repeated nodes where it has a list."""
    head: dict[str, Any] = {"publish_id": int(publish.id), "publish_status": publish.status}
    if publish.status != PUBLISHED:
        return {**head, "fail_idx": list(publish.failed)}
    rows = _addresses(world, state, publish)
    return {**head, "article_id": publish.article_id, "article_detail": {"count": len(rows), "item": rows}}


def _addresses(world: World, state: State, publish: Publish) -> list[Mapping[str, Any]]:
    publication = state.published.get(publish.article_id)
    articles = publication.articles if publication else ()
    return [{"idx": number, "article_url": f"{world.url}/s/{one.key}"} for number, one in enumerate(articles, 1)]


def get(call: Call) -> Answer:
    publish_id = call.json().get("publish_id")
    publish = call.state.publishes.get(str(publish_id))
    if publish is None:
        raise ApiError(53502)
    answer = {"publish_id": publish.id, "publish_status": publish.status, "fail_idx": list(publish.failed)}
    if publish.status != PUBLISHED:
        return answer
    rows = _addresses(call.world, call.state, publish)
    return {**answer, "article_id": publish.article_id, "article_detail": {"count": len(rows), "item": rows}}


def delete(call: Call) -> Answer:
    body = call.json()
    publication = _known(call, body)
    place = number(body, "index", 40114) if body.get("index") is not None else 0
    require(call.state.published.delete(publication.id, place), 40114)
    publish, left = call.state.publishes.of_article(publication.id), call.state.published.get(publication.id)
    if publish and left and all(article.deleted for article in left.articles):
        call.state.publishes.end(publish.id, DELETED, publication.id)
    return OK


def get_article(call: Call) -> Answer:
    return {"news_item": _items(call, _known(call, call.json()))}


def batch_get(call: Call) -> Answer:
    body, every = call.json(), call.state.published.listed()
    bare = body.get("no_content") == 1
    rows = [
        {
            "article_id": one.id,
            "content": {"news_item": _items(call, one, bare), "create_time": one.at, "update_time": one.at},
            "update_time": one.at,
        }
        for one in every[page_of(body)]
    ]
    return {"total_count": len(every), "item_count": len(rows), "item": rows}


def _items(call: Call, publication: Publication, bare: bool = False) -> list[Mapping[str, Any]]:
    rows = items(call, publication.articles, bare)
    return [{**row, "is_deleted": one.deleted} for row, one in zip(rows, publication.articles, strict=True)]


def _known(call: Call, body: Mapping[str, Any]) -> Publication:
    publication = call.state.published.get(text(body, "article_id", 53600))
    if publication is None or publication.by != "publish":
        raise ApiError(53600)
    return publication


ENDPOINTS = (
    Endpoint("/cgi-bin/freepublish/submit", "POST", "publish", submit),
    Endpoint("/cgi-bin/freepublish/get", "POST", "publish", get),
    Endpoint("/cgi-bin/freepublish/delete", "POST", "publish", delete),
    Endpoint("/cgi-bin/freepublish/getarticle", "POST", "publish", get_article),
    Endpoint("/cgi-bin/freepublish/batchget", "POST", "publish", batch_get),
)
