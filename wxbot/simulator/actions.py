"""Everything that a follower can do; each action is one push, and blocks until that is settled unless told not to."""

from collections.abc import Mapping, Sequence
from typing import Any

from wxbot.simulator import bursts, hostile
from wxbot.simulator.agents import Agents
from wxbot.simulator.bubbles import Bubble
from wxbot.simulator.inbound import Inbound, event, message, raw
from wxbot.simulator.menus import ANSWERED_BY_THE_PLATFORM
from wxbot.simulator.post import Letter, Post
from wxbot.simulator.profiles import may
from wxbot.simulator.pushes import Push
from wxbot.simulator.qrcodes import ticket_for
from wxbot.simulator.samples import AMR, film, photo, picture
from wxbot.simulator.taps import A_CODE, PICTURES, SHANGHAI, Given, Place, Scanned, details
from wxbot.simulator.wire import Fields
from wxbot.simulator.world import World
from wxbot.simulator.wrapping import PushOptions


class Actions:
    """``agents`` is what the account's human agents do."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._post = Post(world, lambda letter, agent: self.agents.receive(letter, agent))
        self.agents = Agents(world, self._post)
        world.jobs.deliver = lambda inbound: self._post.send(Letter(inbound), wait=False)

    def stop(self) -> None:
        """Gives up what still waits for its next delivery."""
        self._world.jobs.stop()
        self._post.stop()

    def follow(self, openid: str, scene: str = "", *, wait: bool = True) -> Push:
        return self._follow(openid, scene, ticket_for(scene), scene.isdecimal(), wait)

    def unfollow(self, openid: str, *, wait: bool = True) -> Push:
        state = self._world.state
        state.followers.ensure(openid, self._world.clock.now())
        state.followers.unfollow(openid)
        state.windows.close(openid)
        state.subscriptions.forget(openid)
        state.desk.close(openid)
        line = Bubble("system", f"你取消关注了{self._world.settings.account_name}")
        return self.push(event(self._world.head(openid), "unsubscribe", {"EventKey": ""}), bubble=line, wait=wait)

    def text(self, openid: str, content: str, bizmsgmenuid: str = "", *, wait: bool = True) -> Push:
        """The sandbox account never tells which line of a menu message was tapped."""
        tapped = bizmsgmenuid and self._world.settings.kind != "sandbox"
        fields = {"Content": content} | ({"bizmsgmenuid": bizmsgmenuid} if tapped else {})
        return self._message(openid, "text", fields, Bubble("text", content), wait)

    def image(self, openid: str, content: bytes = b"", name: str = "photo.png", *, wait: bool = True) -> Push:
        return self._post.send(self._picture(openid, content or picture(), name), wait=wait)

    def voice(self, openid: str, recognition: str = "", content: bytes = AMR, *, wait: bool = True) -> Push:
        media_id = self._upload("voice", content, "voice.amr")
        fine = self._upload("voice", content, "voice-16k.amr")
        heard = "" if self._world.faults.plan.empty_recognition else recognition
        fields = {"MediaId": media_id, "Format": "amr", "Recognition": heard, "MediaId16K": fine}
        return self._message(openid, "voice", fields, Bubble("voice", recognition, media_id=media_id), wait)

    def video(self, openid: str, content: bytes = b"", *, short: bool = False, wait: bool = True) -> Push:
        media_id = self._upload("video", content or film(), "video.mp4")
        thumb = self._upload("thumb", photo("evening"), "thumb.jpg")
        kind = "shortvideo" if short else "video"
        fields = {"MediaId": media_id, "ThumbMediaId": thumb}
        return self._message(openid, kind, fields, Bubble("video", media_id=media_id), wait)

    def location(
        self,
        openid: str,
        latitude: float = SHANGHAI.latitude,
        longitude: float = SHANGHAI.longitude,
        label: str = SHANGHAI.label,
        scale: int = SHANGHAI.scale,
        *,
        wait: bool = True,
    ) -> Push:
        return self._post.send(self._place(openid, Place(latitude, longitude, label, scale)), wait=wait)

    def link(self, openid: str, title: str, description: str = "", url: str = "", *, wait: bool = True) -> Push:
        fields = {"Title": title, "Description": description, "Url": url}
        bubble = Bubble("link", title=title, description=description, url=url)
        return self._message(openid, "link", fields, bubble, wait)

    def scan(self, openid: str, scene: str, *, wait: bool = True) -> Push:
        """A code with a parameter; who does not follow yet is asked to, and does."""
        code = self._world.state.qrcodes.of_scene(scene, self._world.clock.now())
        ticket, numeric = (code.ticket, code.numeric) if code else (ticket_for(scene), scene.isdecimal())
        return self._scan(openid, scene, ticket, numeric, wait)

    def scan_code(self, openid: str, ticket: str, *, wait: bool = True) -> Push:
        """A code that the account made. Raises ValueError when it is unknown or has expired."""
        code = self._world.state.qrcodes.get(ticket, self._world.clock.now())
        if code is None:
            raise ValueError("this code is unknown or has expired")
        return self._scan(openid, code.scene, ticket, code.numeric, wait)

    def tap(
        self,
        openid: str,
        key: str,
        *,
        scanned: Scanned = A_CODE,
        pictures: Sequence[bytes] = (),
        place: Place = SHANGHAI,
        wait: bool = True,
    ) -> Push:
        """A menu button, by its key or by what it opens; a key that no button has is a click.

        What the button asks for is given with it. Raises ValueError for a button of which no webhook hears.
        """
        self._world.state.followers.ensure(openid, self._world.clock.now())
        menu_id, button = self._world.state.menu.find(key, self._world.state.followers.get(openid))
        kind = str(button.get("type", "click"))
        if kind in ANSWERED_BY_THE_PLATFORM:
            raise ValueError(f"the platform itself answers a button of type {kind}")
        if kind in ("view", "miniprogram"):
            return self._view(openid, button, menu_id, wait)
        given = Given(scanned, pictures or (picture(),), place)
        fields = {"EventKey": key, **details(kind, given)}
        tapped = event(self._world.head(openid), "CLICK" if kind == "click" else kind, fields)
        return self._post.send(Letter(tapped), *self._companions(openid, kind, given), wait=wait)

    def answer_subscriptions(
        self, openid: str, choices: Mapping[str, bool], *, scene: int = 1, wait: bool = True
    ) -> Push:
        """A sheet with templates; each yes allows one message. ``scene`` is 1 for a web page and 2 for an article."""
        subscriptions = self._world.state.subscriptions
        for template, accepted in choices.items():
            (subscriptions.accept if accepted else subscriptions.refuse)(openid, template)
        rows = [_status(template, accepted) | {"PopupScene": scene} for template, accepted in choices.items()]
        fields: Fields = {"SubscribeMsgPopupEvent": {"List": rows}}
        return self.event(openid, "subscribe_msg_popup_event", fields, wait=wait)

    def refuse_subscriptions(self, openid: str, templates: Sequence[str], *, wait: bool = True) -> Push:
        """Later, in the settings; only a no is ever told from there."""
        for template in templates:
            self._world.state.subscriptions.refuse(openid, template)
        rows = [_status(template, False) for template in templates]
        fields: Fields = {"SubscribeMsgChangeEvent": {"List": rows}}
        return self.event(openid, "subscribe_msg_change_event", fields, wait=wait)

    def enter(self, openid: str, place: Place = SHANGHAI, *, wait: bool = True) -> Push | None:
        """Opens the chat, which tells where the follower is if the account has asked for that."""
        settings = self._world.settings
        asked = settings.location_report != "off" and may(settings.kind, "location report")
        return self.report_location(openid, place, wait=wait) if asked and self._follows(openid) else None

    def report_location(
        self, openid: str, place: Place = SHANGHAI, precision: float = 30.0, *, wait: bool = True
    ) -> Push:
        fields: Fields = {"Latitude": place.latitude, "Longitude": place.longitude, "Precision": precision}
        return self.event(openid, "LOCATION", fields, wait=wait)

    def revoke_authorization(self, openid: str, revoked: str = "1", *, wait: bool = True) -> Push:
        """Takes back what the follower allowed the account to know of him."""
        fields: Fields = {"OpenID": openid, "AppID": self._world.settings.app_id, "RevokeInfo": revoked}
        return self.event(openid, "user_authorization_revoke", fields, wait=wait)

    def event(self, openid: str, name: str, fields: Fields | None = None, *, wait: bool = True) -> Push:
        """Any event with any fields; followers and menus stay as they are."""
        return self.push(event(self._world.head(openid), name, fields or {}), wait=wait)

    def hostile(self, openid: str, kind: str, *, wait: bool = True) -> Push:
        """A push that is wrong in one of the ways of ``hostile.KINDS``. Raises ValueError."""
        return self._post.send(hostile.letter(self._world, openid, kind), wait=wait)

    def burst(
        self,
        count: int,
        followers: int = 100,
        *,
        words: str = "burst",
        event: str = "",
        fields: Fields | None = None,
        parallel: int = bursts.PARALLEL,
    ) -> bursts.Burst:
        """Texts, or events when one is named, of so many followers in turn and at once. Raises ValueError.

        A ``MsgID`` among the fields is where the count begins, since every job has an id of its own.
        """
        first = fields.get("MsgID") if fields else None

        def send(openid: str, number: int) -> Push:
            own = {"MsgID": first + number} if isinstance(first, int) else {}
            return self.event(openid, event, {**(fields or {}), **own}) if event else self.text(openid, words)

        return bursts.run(send, count, followers, parallel)

    def push_xml(self, xml: str, options: PushOptions | None = None, *, wait: bool = True) -> Push:
        return self.push(raw(xml), options, wait=wait)

    def push(
        self,
        inbound: Inbound,
        options: PushOptions | None = None,
        *,
        bubble: Bubble | None = None,
        wait: bool = True,
    ) -> Push:
        """Opens the window that the action opens and shows the follower's own bubble, then delivers."""
        return self._post.send(Letter(inbound, bubble, options or PushOptions()), wait=wait)

    def _follows(self, openid: str) -> bool:
        return self._world.state.followers.follows(openid)

    def _follow(self, openid: str, scene: str, ticket: str, numeric: bool, wait: bool) -> Push:
        self._world.state.followers.follow(openid, self._world.clock.now(), scene, numeric)
        fields = {"EventKey": f"qrscene_{scene}", "Ticket": ticket} if scene else {"EventKey": ""}
        line = Bubble("system", f"你关注了{self._world.settings.account_name}")
        return self.push(event(self._world.head(openid), "subscribe", fields), bubble=line, wait=wait)

    def _scan(self, openid: str, scene: str, ticket: str, numeric: bool, wait: bool) -> Push:
        if not self._follows(openid):
            return self._follow(openid, scene, ticket, numeric, wait)
        return self.event(openid, "SCAN", {"EventKey": scene, "Ticket": ticket}, wait=wait)

    def _companions(self, openid: str, kind: str, given: Given) -> list[Letter]:
        """The messages that follow the event of a button that asked for something."""
        if kind in PICTURES:
            return [self._picture(openid, content, "photo") for content in given.pictures]
        return [self._place(openid, given.place)] if kind == "location_select" else []

    def _message(self, openid: str, kind: str, fields: Fields, bubble: Bubble, wait: bool) -> Push:
        return self._post.send(self._letter(openid, kind, fields, bubble), wait=wait)

    def _letter(self, openid: str, kind: str, fields: Fields, bubble: Bubble) -> Letter:
        self._world.state.followers.ensure(openid, self._world.clock.now())
        return Letter(message(self._world.head(openid), kind, fields, self._world.next_msg_id(openid)), bubble)

    def _picture(self, openid: str, content: bytes, name: str) -> Letter:
        media_id = self._upload("image", content, name)
        fields = {"PicUrl": f"{self._world.url}/phone/media/{media_id}", "MediaId": media_id}
        return self._letter(openid, "image", fields, Bubble("image", media_id=media_id))

    def _place(self, openid: str, place: Place) -> Letter:
        position = {"Location_X": place.latitude, "Location_Y": place.longitude}
        bubble = Bubble("location", place.label, description=f"{place.latitude:.4f}, {place.longitude:.4f}")
        return self._letter(openid, "location", position | {"Scale": place.scale, "Label": place.label}, bubble)

    def _view(self, openid: str, button: Mapping[str, Any], menu_id: str, wait: bool) -> Push:
        name, target = "VIEW", str(button["url"])
        if button["type"] == "miniprogram":
            name, target = "view_miniprogram", str(button["pagepath"])
        return self.event(openid, name, {"EventKey": target, "MenuId": menu_id}, wait=wait)

    def _upload(self, kind: str, content: bytes, name: str) -> str:
        return self._world.state.media.add(kind, content, name, self._world.clock.now()).id


def _status(template: str, accepted: bool) -> dict[str, str | int]:
    return {"TemplateId": template, "SubscribeStatusString": "accept" if accepted else "reject"}
