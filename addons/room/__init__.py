"""The practice room: a Rasa channel with a page of its own (see docs/decisions.md)."""
