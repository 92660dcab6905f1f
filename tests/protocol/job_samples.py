"""What jobs of the account ended in and what followers allow, as the platform writes it and as it must be read."""

from tests.protocol.samples import HEAD, event
from wxbot.protocol.events import Consent, Consents, Event, MassFinished, PublishFinished, TemplateFinished

MASS = (
    "<MsgID>1000000338</MsgID><Status><![CDATA[send success]]></Status><TotalCount>296</TotalCount>"
    "<FilterCount>295</FilterCount><SentCount>294</SentCount><ErrorCount>1</ErrorCount><CopyrightCheckResult>"
    "<Count>0</Count><ResultList></ResultList><CheckState>0</CheckState></CopyrightCheckResult><ArticleUrlResult>"
    "<Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx>"
    "<ArticleUrl><![CDATA[http://mp.weixin.qq.com/s/abc]]></ArticleUrl></item></ResultList></ArticleUrlResult>"
)
TEMPLATE = "<MsgID>3530000000000000001</MsgID><Status><![CDATA[failed:user block]]></Status>"
PUBLISHED = (
    "<PublishEventInfo><publish_id>2247503051</publish_id><publish_status>0</publish_status>"
    "<article_id><![CDATA[ART_ID_1]]></article_id><article_detail><count>1</count><item><idx>1</idx>"
    "<article_url><![CDATA[http://mp.weixin.qq.com/s/def]]></article_url></item></article_detail></PublishEventInfo>"
)
NOT_PUBLISHED = (
    "<PublishEventInfo><publish_id>2247503052</publish_id><publish_status>2</publish_status>"
    "<fail_idx>1</fail_idx><fail_idx>2</fail_idx></PublishEventInfo>"
)


def popup(template: str, status: str) -> str:
    return (
        f"<List><TemplateId><![CDATA[{template}]]></TemplateId>"
        f"<SubscribeStatusString><![CDATA[{status}]]></SubscribeStatusString><PopupScene>2</PopupScene></List>"
    )


def sent(message_id: str) -> str:
    return (
        f"<SubscribeMsgSentEvent><List><TemplateId><![CDATA[TPL_A]]></TemplateId><MsgID>{message_id}</MsgID>"
        "<ErrorCode>0</ErrorCode><ErrorStatus><![CDATA[success]]></ErrorStatus></List></SubscribeMsgSentEvent>"
    )


TWO_LINES = popup("TPL_A", "accept") + popup("TPL_B", "reject")
YES = Consent(template_id="TPL_A", accepted=True, message_id="", error_code="", error_status="")
NO = Consent(template_id="TPL_A", accepted=False, message_id="", error_code="", error_status="")
OTHER_NO = Consent(template_id="TPL_B", accepted=False, message_id="", error_code="", error_status="")
CHANGE = "<SubscribeMsgChangeEvent>{}</SubscribeMsgChangeEvent>"
POPUP = "<SubscribeMsgPopupEvent>{}</SubscribeMsgPopupEvent>"

RESULTS: dict[str, tuple[bytes, Event]] = {
    "mass": (
        event("MASSSENDJOBFINISH", MASS),
        MassFinished(
            *HEAD,
            message_id="1000000338",
            status="send success",
            total=296,
            filtered=295,
            sent=294,
            failed=1,
            urls=("http://mp.weixin.qq.com/s/abc",),
        ),
    ),
    "template": (
        event("TEMPLATESENDJOBFINISH", TEMPLATE),
        TemplateFinished(*HEAD, message_id="3530000000000000001", status="failed:user block"),
    ),
    "published": (
        event("PUBLISHJOBFINISH", PUBLISHED),
        PublishFinished(
            *HEAD,
            publish_id="2247503051",
            status=0,
            article_id="ART_ID_1",
            urls=("http://mp.weixin.qq.com/s/def",),
            failed=(),
        ),
    ),
    "not published": (
        event("PUBLISHJOBFINISH", NOT_PUBLISHED),
        PublishFinished(*HEAD, publish_id="2247503052", status=2, article_id="", urls=(), failed=(1, 2)),
    ),
    "popup": (
        event("subscribe_msg_popup_event", POPUP.format(TWO_LINES)),
        Consents(*HEAD, name="popup", entries=(YES, OTHER_NO)),
    ),
    "change": (
        event("subscribe_msg_change_event", CHANGE.format(popup("TPL_A", "reject"))),
        Consents(*HEAD, name="change", entries=(NO,)),
    ),
    "sent": (
        event("subscribe_msg_sent_event", sent("1700827132819554304")),
        Consents(
            *HEAD,
            name="sent",
            entries=(
                Consent(
                    template_id="TPL_A",
                    accepted=False,
                    message_id="1700827132819554304",
                    error_code="0",
                    error_status="success",
                ),
            ),
        ),
    ),
}
