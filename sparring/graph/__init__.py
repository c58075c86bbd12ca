"""A story as a graph: its demands in their order, its endings, and what leads from where to where."""
