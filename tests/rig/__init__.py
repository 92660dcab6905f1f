"""The real parts that tests and benchmarks start: Redis, gunicorn, a loaded store. Each stops with its context."""
