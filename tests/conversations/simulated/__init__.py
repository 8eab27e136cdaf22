"""A simulated client: has a goal, a way of writing and changes of mind, and talks to the running desk.

Deterministic: one seed is one client. `python -m tests.conversations.simulated 17` shows a conversation.
"""
