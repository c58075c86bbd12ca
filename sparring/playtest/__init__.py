"""Stories played by simulated trainees, to find what can't be reached and what it scores.

No tagger is needed: a simulated trainee says meaningless words with the story's own topic words
among them, and the moves that they are to make are marked in them directly.
"""
