"""The peer: a bare Flask and wechatpy echo with no safety at all, as the SDK's own example has it."""

from flask import Flask, request
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto

from tests.rig.account import AES_KEY, APP_ID, TOKEN

app = Flask(__name__)


@app.post("/wechat")
def wechat() -> str:
    if request.args.get("encrypt_type") != "aes":
        message = parse_message(request.data)
        return str(create_reply(message.content, message).render())
    crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
    words = request.args["msg_signature"], request.args["timestamp"], request.args["nonce"]
    message = parse_message(crypto.decrypt_message(request.data, *words))
    return str(crypto.encrypt_message(create_reply(message.content, message).render(), words[2], words[1]))
