"""Webhooks: subscribers are told of what the log says, signed, in order, and without anybody waiting for them (ADR 21).

``queueing`` makes messages from the log, ``sending`` gives those that are due to ``courier``, which runs in threads and
knows no database; ``subscriptions`` is what an administrator does.
"""
