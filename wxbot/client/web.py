"""Any address that is not one of the API's calls: the simulator's clock, a video that WeChat keeps elsewhere."""

import requests

from wxbot.errors import ContentError, ErrorClass, WechatError

_TIMEOUT = 1.0  # Seconds; what is asked here must never hold up anything.
_CHUNK = 1 << 16  # Bytes read at once.
_DOWNLOAD = (3.05, 20.0)  # Seconds to connect, and between two bytes.


def clock_offset(url: str) -> float | None:
    """Seconds by which the simulator's clock is ahead of real time; None when it does not answer."""
    try:
        return float(requests.get(url, timeout=_TIMEOUT).json()["offset"])
    except (requests.RequestException, ValueError, KeyError, TypeError):
        return None


def download(url: str, most: int) -> bytes:
    """What is at the address. Raises ContentError for more than ``most`` bytes, WechatError when it does not answer."""
    content = bytearray()
    try:
        with requests.get(url, timeout=_DOWNLOAD, stream=True) as answer:
            answer.raise_for_status()
            for chunk in answer.iter_content(_CHUNK):
                content += chunk
                if len(content) > most:
                    raise ContentError("the file is too large")
    except (requests.RequestException, OSError) as error:
        raise WechatError(ErrorClass.RETRY, None, f"no answer: {type(error).__name__}") from None
    return bytes(content)
