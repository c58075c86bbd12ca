"""The ``sparring`` command (design §6): one module of ``commands`` each."""

from __future__ import annotations

import typer

from sparring.commands import check, graph, moves, new, play, playtest, results, serve

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Practise with difficult customers.")
app.command("play")(play.command)
app.command("moves")(moves.command)
app.command("results")(results.command)
app.command("serve")(serve.command)
app.command("shell")(serve.shell)
app.command("new")(new.command)
app.command("check")(check.command)
app.command("playtest")(playtest.command)
app.command("graph")(graph.command)
app.command("schema")(check.schema)
