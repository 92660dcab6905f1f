"""Redis: what lives for seconds to days and is shared by all processes. Nothing here outlives its expiry.

Every key is named in ``keys.py``. Instants are stored and compared with ``now``; Redis's own expiry only cleans up.
"""
