"""The order of nodes, new nodes and strange values never change what is read, and never break the reading."""

import copy
from xml.etree.ElementTree import Element, SubElement, fromstring, indent, tostring

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.protocol.event_samples import ACTIONS
from tests.protocol.job_samples import RESULTS
from tests.protocol.message_samples import MESSAGES
from tests.protocol.samples import event, push, read
from wxbot.errors import MalformedError
from wxbot.protocol.xml import cdata

BODIES = {name: sample[0] for name, sample in (*MESSAGES.items(), *ACTIONS.items(), *RESULTS.items())}

LEAVES = ("Content", "Scale", "Location_X", "EventKey", "MsgID", "MsgId", "SentCount", "ExpiredTime", "Latitude")
BRANCHES = ("ScanCodeInfo", "SendPicsInfo", "SendLocationInfo", "PublishEventInfo", "ArticleUrlResult")
INNER = ("fail_idx", "publish_status", "List", "item", "ResultList", "PicList", "Scale")
NAMES = sorted(
    {body.split(b"<Event><![CDATA[")[1].split(b"]]>")[0].decode() for body in BODIES.values() if b"<Event>" in body}
)


def reordered(body: bytes) -> bytes:
    root = fromstring(body)
    root[:] = [_turned(node) for node in reversed(root)]
    return bytes(tostring(root, encoding="utf-8"))


def _turned(node: Element) -> Element:
    """A repeated node keeps its order, since that carries meaning; nodes of different names change places."""
    turned = copy.deepcopy(node)
    if len({child.tag for child in turned}) > 1:
        turned[:] = sorted(turned, key=lambda child: child.tag, reverse=True)
    turned[:] = [_turned(child) for child in turned]
    return turned


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_order_of_nodes_does_not_matter(body: bytes) -> None:
    assert read(reordered(body)) == read(body)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_new_nodes_are_ignored(body: bytes) -> None:
    root = fromstring(body)
    SubElement(SubElement(SubElement(root, "NewNode"), "Inner"), "Leaf").text = "7"
    SubElement(root, "MsgDataId").text = "2455891298"
    assert read(tostring(root, encoding="utf-8")) == read(body)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_blanks_between_nodes_do_not_matter(body: bytes) -> None:
    root = fromstring(body)
    indent(root)
    assert read(tostring(root, encoding="utf-8")) == read(body)


texts = st.one_of(st.text(max_size=20), st.sampled_from(("--5", "²", "nan", "1e999", "0x1", "9" * 5000, "")))
nodes = st.tuples(st.sampled_from(LEAVES), texts.map(cdata))
inner = st.lists(st.tuples(st.sampled_from(INNER), texts.map(cdata)), max_size=4)


def written(pairs: list[tuple[str, str]]) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in pairs)


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.lists(nodes, max_size=5), st.sampled_from(BRANCHES), inner)
@example("PUBLISHJOBFINISH", [], "PublishEventInfo", [("fail_idx", "²")])
def test_strange_values_never_break_an_event(
    name: str, leaves: list[tuple[str, str]], branch: str, inside: list[tuple[str, str]]
) -> None:
    found = read(event(name, written(leaves) + f"<{branch}>{written(inside)}</{branch}>"))
    assert found.created == 1760000000


@settings(deadline=None)
@given(st.sampled_from(("text", "image", "voice", "video", "location", "link", "other")), st.lists(nodes, max_size=6))
def test_strange_values_never_break_a_message(kind: str, leaves: list[tuple[str, str]]) -> None:
    assert read(push(kind, written(leaves))).created == 1760000000


@settings(deadline=None)
@given(st.sampled_from(sorted(BODIES)), st.integers(0, 2000), st.binary(max_size=4))
def test_damaged_push_is_read_or_malformed(name: str, place: int, damage: bytes) -> None:
    body = BODIES[name]
    at = place % len(body)
    try:
        found = read(body[:at] + damage + body[at + 1 :])
    except MalformedError:
        return
    assert found.account
    assert found.follower
