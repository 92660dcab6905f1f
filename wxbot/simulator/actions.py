"""Everything that a follower can do; each action is one push, and blocks until that is settled unless told not to."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from wxbot.simulator.bubbles import Bubble
from wxbot.simulator.courier import Courier, PushOptions
from wxbot.simulator.inbound import Inbound, event, message, raw
from wxbot.simulator.pushes import Push
from wxbot.simulator.samples import AMR, MP4, picture
from wxbot.simulator.taps import PICTURES, PLACE, details
from wxbot.simulator.windows import action_of
from wxbot.simulator.wire import Fields
from wxbot.simulator.world import World

_WORKERS = 64


class Actions:
    def __init__(self, world: World) -> None:
        self._world = world
        self._courier = Courier(world)
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="push")

    def stop(self) -> None:
        """Gives up what still waits for its next delivery."""
        self._world.closing.set()
        self._pool.shutdown(cancel_futures=True)

    def follow(self, openid: str, scene: str = "", *, wait: bool = True) -> Push:
        self._world.state.followers.follow(openid, self._world.clock.now(), scene)
        fields = {"EventKey": f"qrscene_{scene}", "Ticket": _ticket(scene)} if scene else {"EventKey": ""}
        line = Bubble("system", f"你关注了{self._world.settings.account_name}")
        return self.push(event(self._head(openid), "subscribe", fields), bubble=line, wait=wait)

    def unfollow(self, openid: str, *, wait: bool = True) -> Push:
        state = self._world.state
        state.followers.ensure(openid, self._world.clock.now())
        state.followers.unfollow(openid)
        state.windows.close(openid)
        line = Bubble("system", f"你取消关注了{self._world.settings.account_name}")
        return self.push(event(self._head(openid), "unsubscribe", {"EventKey": ""}), bubble=line, wait=wait)

    def text(self, openid: str, content: str, bizmsgmenuid: str = "", *, wait: bool = True) -> Push:
        """The sandbox account never tells which line of a menu message was tapped."""
        tapped = bizmsgmenuid and self._world.settings.kind != "sandbox"
        fields = {"Content": content} | ({"bizmsgmenuid": bizmsgmenuid} if tapped else {})
        return self._message(openid, "text", fields, Bubble("text", content), wait)

    def image(self, openid: str, content: bytes = b"", name: str = "photo.png", *, wait: bool = True) -> Push:
        media_id = self._upload("image", content or picture(), name)
        fields = {"PicUrl": f"{self._world.url}/phone/media/{media_id}", "MediaId": media_id}
        return self._message(openid, "image", fields, Bubble("image", media_id=media_id), wait)

    def voice(self, openid: str, recognition: str = "", content: bytes = AMR, *, wait: bool = True) -> Push:
        media_id = self._upload("voice", content, "voice.amr")
        fine = self._upload("voice", content, "voice-16k.amr")
        fields = {"MediaId": media_id, "Format": "amr", "Recognition": recognition, "MediaId16K": fine}
        return self._message(openid, "voice", fields, Bubble("voice", recognition, media_id=media_id), wait)

    def video(self, openid: str, content: bytes = MP4, *, short: bool = False, wait: bool = True) -> Push:
        media_id, thumb = self._upload("video", content, "video.mp4"), self._upload("thumb", picture(), "thumb.png")
        kind = "shortvideo" if short else "video"
        fields = {"MediaId": media_id, "ThumbMediaId": thumb}
        return self._message(openid, kind, fields, Bubble("video", media_id=media_id), wait)

    def location(
        self,
        openid: str,
        latitude: float = PLACE[0],
        longitude: float = PLACE[1],
        label: str = PLACE[2],
        scale: int = 16,
        *,
        wait: bool = True,
    ) -> Push:
        fields: Fields = {"Location_X": latitude, "Location_Y": longitude, "Scale": scale, "Label": label}
        bubble = Bubble("location", label, description=f"{latitude:.4f}, {longitude:.4f}")
        return self._message(openid, "location", fields, bubble, wait)

    def link(self, openid: str, title: str, description: str = "", url: str = "", *, wait: bool = True) -> Push:
        fields = {"Title": title, "Description": description, "Url": url}
        bubble = Bubble("link", title=title, description=description, url=url)
        return self._message(openid, "link", fields, bubble, wait)

    def scan(self, openid: str, scene: str, *, wait: bool = True) -> Push:
        """A code with a parameter; who does not follow yet is asked to, and does."""
        if not self._world.state.followers.follows(openid):
            return self.follow(openid, scene, wait=wait)
        return self.event(openid, "SCAN", {"EventKey": scene, "Ticket": _ticket(scene)}, wait=wait)

    def tap(self, openid: str, key: str, *, wait: bool = True) -> Push:
        """A menu button, by its key or by what it opens; a key that no button has is a click."""
        self._world.state.followers.ensure(openid, self._world.clock.now())
        button = self._world.state.menu.find(key)
        kind = str(button.get("type", "click"))
        if kind in ("view", "miniprogram"):
            return self._view(openid, button, wait)
        name = "CLICK" if kind == "click" else kind
        push = self.event(openid, name, {"EventKey": key, **details(kind, picture())}, wait=wait)
        if kind in PICTURES:
            self.image(openid, wait=wait)
        elif kind == "location_select":
            self.location(openid, wait=wait)
        return push

    def event(self, openid: str, name: str, fields: Fields | None = None, *, wait: bool = True) -> Push:
        """Any event with any fields; followers and menus stay as they are."""
        return self.push(event(self._head(openid), name, fields or {}), wait=wait)

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
        state, options, now = self._world.state, options or PushOptions(), self._world.clock.now()
        push = state.pushes.open(inbound, options.mode or self._world.settings.mode)
        if inbound.from_user and not inbound.is_job:
            state.windows.open(inbound.from_user, action_of(inbound.event), now)
        if bubble:
            state.chats.add(inbound.from_user, "system" if bubble.type == "system" else "me", bubble, now, push.id)
        if not wait:
            self._pool.submit(self._courier.carry, push, inbound, options)
            return push
        self._courier.carry(push, inbound, options)
        return state.pushes.get(push.id) or push

    def _message(self, openid: str, kind: str, fields: Fields, bubble: Bubble, wait: bool) -> Push:
        self._world.state.followers.ensure(openid, self._world.clock.now())
        inbound = message(self._head(openid), kind, fields, self._world.next_msg_id())
        return self.push(inbound, bubble=bubble, wait=wait)

    def _view(self, openid: str, button: Mapping[str, Any], wait: bool) -> Push:
        name, target = "VIEW", str(button["url"])
        if button["type"] == "miniprogram":
            name, target = "view_miniprogram", str(button["pagepath"])
        return self.event(openid, name, {"EventKey": target, "MenuId": self._world.state.menu.id}, wait=wait)

    def _head(self, openid: str) -> dict[str, Any]:
        account = self._world.settings.gh_id
        return {"ToUserName": account, "FromUserName": openid, "CreateTime": self._world.create_time()}

    def _upload(self, kind: str, content: bytes, name: str) -> str:
        return self._world.state.media.add(kind, content, name, self._world.clock.now()).id


def _ticket(scene: str) -> str:
    return f"gQ{scene.encode().hex()}"
