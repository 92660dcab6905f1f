"""The echo's gunicorn: the same kind, number and threads of workers as ours, and nothing else."""

import os

bind = f"127.0.0.1:{os.environ['PORT']}"
worker_class = "gthread"
workers = int(os.environ["WEB_WORKERS"])
threads = int(os.environ["WEB_THREADS"])
keepalive = 65
