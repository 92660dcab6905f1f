"""Every kind of message, as the platform writes it and as it must be read."""

from tests.protocol.samples import HEAD, push
from wxbot.protocol.messages import Image, Link, Location, Message, Text, Unknown, Video, Voice

TEXT_OF_AN_ARTICLE = (
    "<Content><![CDATA[开放时间]]></Content><MsgId>24800000000000001</MsgId>"
    "<MsgDataId>2455891298</MsgDataId><Idx>1</Idx>"
)
TAP_ON_A_LIST = "<Content><![CDATA[满意]]></Content><MsgId>24800000000000002</MsgId><bizmsgmenuid>101</bizmsgmenuid>"
IMAGE = (
    "<PicUrl><![CDATA[http://mmbiz.qpic.cn/mmbiz_jpg/x/0]]></PicUrl><MediaId><![CDATA[MID-IMG-1]]></MediaId>"
    "<MsgId>24800000000000003</MsgId>"
)
VOICE = (
    "<MediaId><![CDATA[MID-VOICE-1]]></MediaId><Format><![CDATA[amr]]></Format><MsgId>24800000000000004</MsgId>"
    "<Recognition><![CDATA[]]></Recognition><MediaId16K><![CDATA[MID-VOICE-16K-1]]></MediaId16K>"
)
HEARD_VOICE = (
    "<MediaId><![CDATA[MID-VOICE-2]]></MediaId><Format><![CDATA[speex]]></Format>"
    "<Recognition><![CDATA[护照丢了]]></Recognition><MsgId>24800000000000009</MsgId>"
)
VIDEO = (
    "<MediaId><![CDATA[MID-VID-1]]></MediaId><ThumbMediaId><![CDATA[MID-THUMB-1]]></ThumbMediaId>"
    "<MsgId>24800000000000005</MsgId>"
)
SHORT_VIDEO = (
    "<MediaId><![CDATA[MID-VID-2]]></MediaId><ThumbMediaId><![CDATA[MID-THUMB-2]]></ThumbMediaId>"
    "<MsgId>24800000000000006</MsgId>"
)
LOCATION = (
    "<Location_X>31.230416</Location_X><Location_Y>121.473701</Location_Y><Scale>16</Scale>"
    "<Label><![CDATA[上海市黄浦区]]></Label><MsgId>24800000000000007</MsgId>"
)
LINK = (
    "<Title><![CDATA[标题]]></Title><Description><![CDATA[摘要]]></Description>"
    "<Url><![CDATA[https://example.org/a]]></Url><MsgId>24800000000000008</MsgId>"
)

MESSAGES: dict[str, tuple[bytes, Message]] = {
    "text": (push("text", TEXT_OF_AN_ARTICLE), Text(*HEAD, content="开放时间", menu_id="")),
    "tap": (push("text", TAP_ON_A_LIST), Text(*HEAD, content="满意", menu_id="101")),
    "image": (
        push("image", IMAGE),
        Image(*HEAD, picture_url="http://mmbiz.qpic.cn/mmbiz_jpg/x/0", media_id="MID-IMG-1"),
    ),
    "voice": (
        push("voice", VOICE),
        Voice(*HEAD, media_id="MID-VOICE-1", format="amr", recognition="", media_id_16k="MID-VOICE-16K-1"),
    ),
    "heard voice": (
        push("voice", HEARD_VOICE),
        Voice(*HEAD, media_id="MID-VOICE-2", format="speex", recognition="护照丢了", media_id_16k=""),
    ),
    "video": (push("video", VIDEO), Video(*HEAD, media_id="MID-VID-1", thumb_media_id="MID-THUMB-1", short=False)),
    "shortvideo": (
        push("shortvideo", SHORT_VIDEO),
        Video(*HEAD, media_id="MID-VID-2", thumb_media_id="MID-THUMB-2", short=True),
    ),
    "location": (
        push("location", LOCATION),
        Location(*HEAD, latitude=31.230416, longitude=121.473701, scale=16, label="上海市黄浦区"),
    ),
    "link": (push("link", LINK), Link(*HEAD, title="标题", description="摘要", url="https://example.org/a")),
    "kind of tomorrow": (push("hologram", "<MsgId>1</MsgId><Beam>7</Beam>"), Unknown(*HEAD, type="hologram")),
}
