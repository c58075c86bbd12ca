"""Briefing and scorecard as plain text, for channels that show nothing else."""

from __future__ import annotations

from typing import Any

_WORDS = {
    "en": {
        "product": "Product", "order": "Order", "policies": "Rules", "truth": "What truly happened",
        "you_may": "You may", "clock": "It is", "score": "Score", "turns": "replies", "turn": "reply",
        "retries": "taken back", "gold": "gold medal", "silver": "silver medal",
        "bronze": "bronze medal", "None": "no medal", "instead": "Better",
    },
    "zh": {
        "product": "商品", "order": "订单", "policies": "规则", "truth": "真实情况",
        "you_may": "权限", "clock": "现在是", "score": "得分", "turns": "句回复", "turn": "句回复",
        "retries": "次收回", "gold": "金牌", "silver": "银牌",
        "bronze": "铜牌", "None": "未获奖牌", "instead": "可以这样说",
    },
}  # fmt: skip
_MARKS = {"met": "✓", "partly": "◐", "missed": "○", "broken": "✗"}


def briefing(payload: dict[str, Any]) -> str:
    """The briefing payload as text."""
    words, facts = _WORDS[payload["language"]], payload["facts"]
    lines = [
        f"━━ {facts['name']} · {facts['title']} ━━",
        facts["task"],
        f"{words['clock']} {facts['clock']}",
    ]
    for part in ("product", "order"):
        if facts[part]:
            lines += ["", f"[{words[part]}]"]
            lines += [f"• {card['label']}: {card['value']}" for card in facts[part]]
    for part in ("policies", "truth"):
        if facts[part]:
            lines += ["", f"[{words[part]}]"] + [f"• {text}" for text in facts[part]]
    return "\n".join([*lines, "", f"[{words['you_may']}]", f"• {facts['you_may']}"])


def scorecard(payload: dict[str, Any]) -> str:
    """The scorecard payload as text: result, ending, and each criterion with its evidence."""
    words, ending = _WORDS[payload["language"]], payload["ending"]
    counted = f"{payload['turns']} {words['turn' if payload['turns'] == 1 else 'turns']}"
    if payload["retries"]:
        counted += f", {payload['retries']} {words['retries']}"
    lines = [
        f"━━ {words['score']} {payload['score']}/100 · {words[str(payload['medal'])]} · {counted} ━━",
        f"{ending['title']}: {ending['story']}",
        "",
    ]
    worth_mending = _worth_mending(payload["criteria"])
    for criterion in payload["criteria"]:
        points = f"{criterion['points']}/{criterion['max']}" if criterion["max"] else criterion["points"]
        lines.append(f"{_MARKS[criterion['status']]} {criterion['title']}  {points}")
        for item in [item for item in criterion["evidence"] if item["quote"]]:
            where = (
                f"第{item['turn']}句" if payload["language"] == "zh" else f"reply {item['turn']}"
            )
            lines.append(f"    {where}: “{_short(item['quote'])}”")
        if criterion["id"] in worth_mending:
            lines.append(f"    → {criterion['tip']}")
            lines.append(f"      {words['instead']}: “{criterion['example']}”")
    return "\n".join(lines)


def _worth_mending(criteria: list[dict[str, Any]], most: int = 4) -> set[str]:
    """The criteria that cost the most points: nobody mends everything at once."""
    lost = {c["id"]: c["max"] - c["points"] for c in criteria if c["status"] != "met"}
    return set(sorted(lost, key=lambda name: -lost[name])[:most])


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= 120 else flat[:119] + "…"
