"""The commands; ``sparring.cli`` puts them together. Heavy modules are imported where they are needed."""
