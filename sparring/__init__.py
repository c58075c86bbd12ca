"""Sparring's core: customers, conversations and scores. Imports neither Rasa nor TensorFlow."""
