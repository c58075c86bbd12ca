"""What keeps a customer file that can be played from being good: flow, fairness, wording, facts,
and what the trained tagger makes of it.

What keeps it from being played at all is found by ``sparring.content``.
"""
