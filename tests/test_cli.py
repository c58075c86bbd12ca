from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from rich.console import Console
from typer.testing import CliRunner

from sparring import content
from sparring.cli import app
from sparring.commands import moves, play, results, terminal
from sparring.creating import START
from sparring.tagger import Tagger
from tests import cast
from tests.talk import FILE

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tagger: Tagger) -> Run:
    """Run a command with the trained tagger, loaded once, and results of its own."""
    monkeypatch.setenv("SPARRING_DB_URL", f"sqlite:///{tmp_path / 'results.db'}")
    for command in (play, moves):
        monkeypatch.setattr(command, "trained_tagger", lambda: tagger)
    monkeypatch.setattr(results, "console", Console(highlight=False, width=200))
    runner = CliRunner()

    def invoke(*arguments: str, given: str | None = None) -> Result:
        result = runner.invoke(app, arguments, input=given)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> None:
    """The invented customer in place of the shipped ones."""
    monkeypatch.setattr(play, "Library", lambda: content.Library(FILE.parent))


def payloads(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def refused(result: Result) -> str:
    """The one line on stderr of a command that was used wrongly."""
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    return line


# check


def test_the_shipped_customers_pass(run: Run) -> None:
    result = run("check", "--strict", *map(str, cast.FILES))
    assert result.exit_code == 0
    assert "no problems" in result.stdout


def test_all_customers_pass_with_their_own_tests(run: Run) -> None:
    assert run("check").exit_code == 0


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder with three faults in two files, and warnings (no tests, and a floor that isn't in the briefing)."""
    text = FILE.read_text(encoding="utf-8").replace("- id: gift", "- id: price").replace("patience: 60", "patience: x")
    text = text.replace("    points: 8\n", "    points: 40\n", 1)
    (tmp_path / "corner_shop.yml").write_text(text, encoding="utf-8")
    (tmp_path / "nobody.yml").write_text("", encoding="utf-8")
    return tmp_path


def test_problems_are_told_line_by_line(run: Run, broken: Path) -> None:
    result = run("check", "--quick", str(broken))
    assert result.exit_code == 1
    *lines, summary = result.stdout.splitlines()
    assert all(re.match(r".+\.yml:\d+:\d+: S\d{3} .+: .+", line) for line in lines)
    assert {re.search(r"S\d{3}", line)[0] for line in lines if "S4" not in line} == {"S122", "S206", "S108", "S703"}  # type: ignore[index]
    assert summary.startswith("2 checked, ")


def test_problems_can_be_read_by_programs(run: Run, broken: Path) -> None:
    found = json.loads(run("check", "--quick", "--json", str(broken)).stdout)
    keys = {"code", "severity", "file", "line", "column", "message", "mend"}
    assert all(set(problem) == keys for problem in found)
    assert {"error", "warning"} == {problem["severity"] for problem in found}


def test_warnings_count_when_it_is_strict(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "start.yml"
    path.write_text(START.read_text(encoding="utf-8").replace("name: {en: The hurried one, zh: 着急型}", "name: {en: The hurried one}"), encoding="utf-8")
    assert run("check", "--quick", str(path)).exit_code == 0
    assert run("check", "--quick", "--strict", str(path)).exit_code == 1


def test_without_a_model_what_needs_it_is_left_out(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sparring.commands.check.DATA", tmp_path / "data")
    result = run("check", str(START))
    assert result.exit_code == 0
    assert "no trained model" in result.stderr


def test_codes_are_explained(run: Run) -> None:
    assert "quote" in run("check", "--explain", "s107").stdout
    assert "did you mean `S107`" in refused(run("check", "--explain", "S17"))


def test_a_customer_can_be_checked_by_name(run: Run) -> None:
    assert run("check", "haggler", "--quick").stdout.startswith("1 checked")
    assert "did you mean `haggler`" in refused(run("check", "haglger"))


def test_what_is_not_there_cannot_be_checked(run: Run, tmp_path: Path) -> None:
    assert refused(run("check", str(tmp_path / "nobody.yml"))).endswith("nobody.yml: there is no such file")


# new


def test_a_new_customer_is_made_checked_and_played(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARRING_CUSTOMERS", str(tmp_path))
    assert "nobody_yet.yml" in run("new", "nobody_yet/first_order").stdout
    assert run("check", str(tmp_path), "--strict").exit_code == 0
    replies = tmp_path / "replies.txt"
    replies.write_text("Hello!\n", encoding="utf-8")
    assert run("play", "nobody_yet/first_order", "--replies", str(replies)).exit_code == 0
    assert "name a story" in refused(run("new", "nobody_yet"))


# play


def test_replies_from_a_file_give_a_transcript_and_a_scorecard(run: Run, shop: None, tmp_path: Path) -> None:
    replies = tmp_path / "replies.txt"
    replies.write_text("Hello, I'm afraid [b]not[/b]\n\n/wait\n/hint\n", encoding="utf-8")
    result = run("play", "corner_shop/lantern", "--seed", "7", "--replies", str(replies))
    assert result.exit_code == 0
    assert "Wants a lantern" in result.stdout or "A lantern for less" in result.stdout
    assert "> Hello, I'm afraid [b]not[/b]" in result.stdout
    assert "price says" in result.stdout
    assert "/100" in result.stdout


def test_with_json_the_payloads_are_lines(run: Run, shop: None) -> None:
    sent = payloads(run("play", "corner_shop/teapot", "--lang", "zh", "--seed", "7", "--replies", "-", "--json",
                        given="您好，收到的时候是什么样的呢？\n/wait\n"))  # fmt: skip
    kinds = [payload["type"] for payload in sent]
    assert kinds[0] == "briefing"
    assert kinds.count("turn") == 2
    assert kinds[-1] == "scorecard"
    assert {payload["language"] for payload in sent if "language" in payload} == {"zh"}
    assert sent[-1]["turns"] == 2


def test_the_same_seed_and_replies_print_the_same(run: Run, shop: None) -> None:
    printed = []
    for _ in range(2):
        sent = payloads(run("play", "corner_shop", "--seed", "5", "--replies", "-", "--json", given="Hi!\nNo, sorry.\n"))
        printed.append([{**payload, "session": ""} for payload in sent])
    assert printed[0] == printed[1]


def test_commands_work_in_the_terminal(run: Run, shop: None) -> None:
    result = run("play", "corner_shop", "--replies", "-", given="Hello there\n/retry\n/end\nToo late\n")
    assert result.exit_code == 0
    assert result.stdout.count("> ") == 3  # what comes after the end isn't sent
    assert "/100" in result.stdout


def test_what_is_refused_stops_nothing(run: Run, shop: None) -> None:
    sent = run("play", "corner_shop", "--replies", "-", "--json", given="/retry\n/frobnicate{}\nHello\n")
    assert [p["type"] for p in payloads(sent)].count("turn") == 1
    assert "/frobnicate" in sent.stderr


def test_a_session_can_be_chosen_and_played_at_the_prompt(run: Run, shop: None) -> None:
    result = run("play", given="zh\n2\n您好\n/quit\n")
    assert result.exit_code == 0
    assert "碎了的茶壶" in result.stdout
    assert "/100" in result.stdout


def test_after_the_end_the_last_reply_can_be_taken_back(run: Run, shop: None) -> None:
    result = run("play", "corner_shop", given="Hello\n/end\n/retry\n/end\n")
    assert result.exit_code == 0
    assert result.stdout.count("/100") == 2


@pytest.mark.parametrize(
    ("arguments", "clear"),
    [
        (["hagler"], "did you mean `haggler`?"),
        (["haggler/winter_cot"], "did you mean `winter_coat`?"),
        (["haggler", "--replies", "/nowhere/replies.txt"], "/nowhere/replies.txt: can't be read"),
        (["haggler", "--seed", "99999999999999999999"], "seed"),
    ],
)
def test_wrong_use_gives_one_clear_line(run: Run, arguments: list[str], clear: str) -> None:
    assert clear in refused(run("play", *arguments))


@pytest.mark.parametrize(
    "arguments",
    [["play", "haggler", "--lang", "de"], ["play", "--sed", "1"], ["frobnicate"], ["serve", "--port", "0"],
     ["play", "haggler", "--difficulty", "brutal"], ["play", "haggler", "--seed", "-1"]],
)  # fmt: skip
def test_unknown_options_and_values_exit_with_two(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_settings_that_are_not_there_are_told(run: Run) -> None:
    assert refused(run("serve", "--credentials", "/nowhere/credentials.yml")).endswith("there is no such file")


# moves


def test_moves_are_tagged_in_order(run: Run) -> None:
    texts = ["Hello and welcome!", "", "您好，非常抱歉给您添麻烦了。", "I'm so sorry about this."]
    lines = [json.dumps({"text": text, "lang": "en"}, ensure_ascii=False) for text in texts]
    tagged = payloads(run("moves", given="\n".join([*lines, "", ""])))
    assert len(tagged) == len(texts)
    assert [{move["move"] for move in line["moves"]} >= wanted
            for line, wanted in zip(tagged, ({"greet"}, set(), {"apologise"}, {"apologise"}), strict=True)] == [True] * 4
    for text, line in zip(texts, tagged, strict=True):
        for move in line["moves"]:
            assert set(move) == {"move", "start", "end", "score"}
            assert 0 <= move["start"] < move["end"] <= len(text)
            assert 0 < move["score"] <= 1


def test_the_customers_words_decide_about_short_replies(run: Run) -> None:
    given = [{"text": "ok then", "context": "Can you do ¥180?"}, {"text": "ok then", "context": None}]
    granted, _ = payloads(run("moves", given="\n".join(map(json.dumps, given))))
    assert "concede" in {move["move"] for move in granted["moves"]}


@pytest.mark.parametrize("line", ["hello", "[]", '"text"', "{}", '{"text": 3}', '{"text": "a", "context": 3}', "null"])
def test_what_is_no_request_gives_one_clear_line(run: Run, line: str) -> None:
    result = run("moves", given='{"text": "Hello"}\n' + line)
    assert refused(result).startswith("line 2: write")
    assert len(result.stdout.splitlines()) == 1


def test_half_a_character_is_no_trouble(run: Run) -> None:
    assert len(payloads(run("moves", given='{"text": "\\ud83d hello"}'))) == 1


@pytest.mark.parametrize("arguments", [["moves"], ["play", "haggler", "--replies", "-"]])
def test_without_a_model_there_is_one_clear_line(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "MODELS", tmp_path)
    result = CliRunner().invoke(app, arguments, input='{"text": "Hello"}')
    assert "no trained model" in refused(result)
    assert "make setup" in result.stderr


# results


def test_results_list_what_was_played(run: Run, shop: None) -> None:
    run("play", "corner_shop/lantern", "--seed", "7", "--replies", "-", given="Hello\n")
    run("play", "corner_shop/teapot", "--seed", "8", "--lang", "zh", "--replies", "-", given="您好\n您好吗\n")
    listed = json.loads(run("results", "--json").stdout)
    assert [(row["story"], row["turns"], row["status"]) for row in listed] == [
        ("teapot", 2, "finished"),
        ("lantern", 1, "finished"),
    ]
    rows = list(csv.DictReader(io.StringIO(run("results", "--csv").stdout)))
    assert [(row["story"], row["language"], row["seed"]) for row in rows] == [("teapot", "zh", "8"), ("lantern", "en", "7")]
    table = run("results").stdout
    assert "corner_shop/teapot" in table
    assert table.index("corner_shop/teapot") < table.index("corner_shop/lantern")


def test_results_of_nobody_are_empty(run: Run) -> None:
    assert json.loads(run("results", "--json").stdout) == []
    assert run("results").exit_code == 0


def test_a_database_that_is_away_gives_one_clear_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARRING_DB_URL", "sqlite:////nowhere/at/all/results.db")
    result = run("results")
    assert result.exit_code == 1
    assert result.stderr.startswith("the results database can't be read")


def test_a_database_that_is_away_stops_no_practice(run: Run, shop: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARRING_DB_URL", "sqlite:////nowhere/at/all/results.db")
    result = run("play", "corner_shop", "--replies", "-", "--json", given="Hello\n")
    assert [payload["type"] for payload in payloads(result)][-1] == "scorecard"
    assert "can't be written" in result.stderr
