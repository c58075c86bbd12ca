"""The commands of the trainers' workshop; ``sparring.cli`` puts them together with the others."""
