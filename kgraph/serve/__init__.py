"""The graph over HTTP: SPARQL for programs, pages for people.

The server itself never touches the store. It reads requests, hands jobs to worker processes that can be killed at any
time, and sends their replies. Start with ``running.run``; ``docs/serving.md`` tells the rest. Nothing is imported here,
so that a worker starts without what only the server needs.
"""
