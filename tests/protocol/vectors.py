"""One encrypted push with everything that belongs to it, computed apart from the code that it tests."""

from wxbot.protocol.crypto import AesKey
from wxbot.protocol.envelope import Credentials

TOKEN = "TESTTOKEN"
APP_ID = "wx0123456789abcdef"
ENCODED_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
KEY = AesKey.parse(ENCODED_KEY)
OTHER_KEY = AesKey.parse("0" * 43)
TIMESTAMP = "1714037059"
NOW = 1714037059.0
NONCE = "486452656"
SIGNATURE = "51b0c3034965602a2357bd0fd3c3436a244e5b54"
MESSAGE_SIGNATURE = "cbc2fea6185cf430d504efbf7e87eaa5360dcdd7"
MESSAGE = (
    "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>"
    "<FromUserName><![CDATA[oTEST0000000000000000000001]]></FromUserName><CreateTime>1714037059</CreateTime>"
    "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好]]></Content><MsgId>23000000000000001</MsgId></xml>"
).encode()
ENCRYPTED = (
    "Q3stYC6hdFzMh9T8HCvyDEyyIo7SrfCU7qIY00FhmKzxLhwDU4yRHtC29SoooV3tqzu845Di3fJxjyUD+4kbEMrgphd5dT44Jp2aevb8qvg2j0HM"
    "JqLFFZoTjsqGIgIbsKrGYQOTHNRiBRmCjPjsnMbXp1MM0qOiJ6i0N/oL+A0eHDkQs/1EO19KKU1+3vrhfgu6YHHwjba5kFhS46fEn748thzyXfY3"
    "kcaCKSu703gMgn3A6C0CmjEdAS5qvdtoy5DLN0F5qCbf7UwHNxyLSs6ozrDKt2NwtnWmgjBUI/IZH3gbuM2o7Ac1domy0X6cbFaWWCBfjD8VDq8L"
    "lEew41IO6P2A/RH+VmfeSmuZjprVWoeC7ijigtYx/hrS7EDYWKiGdA6xqBe1GYnqkjugTmj37CEtasOylyBEN5S8hAk="
)
PLAIN_QUERY = {"signature": SIGNATURE, "timestamp": TIMESTAMP, "nonce": NONCE}
QUERY = {**PLAIN_QUERY, "encrypt_type": "aes", "msg_signature": MESSAGE_SIGNATURE}
BODY = f"<xml><ToUserName>gh_0123456789ab</ToUserName><Encrypt><![CDATA[{ENCRYPTED}]]></Encrypt></xml>".encode()

PLAIN = Credentials(TOKEN, APP_ID, (), freshness=300)
SAFE = Credentials(TOKEN, APP_ID, (KEY,), freshness=300)
