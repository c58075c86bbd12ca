"""New customers and stories, made from what is there: a start that can be played at once.

Files are changed as text, so that comments and layout stay as they are.
"""

from __future__ import annotations

import re
from pathlib import Path

from sparring.content import DATA, ContentError, Library, nearest
from sparring.content.schema import modeline
from sparring.content.source import Source
from sparring.content.syntax import parse
from sparring.trimming import trimmed

START = DATA / "templates" / "start.yml"
_TESTS = re.compile(r"(?m)(?:^    #.*\n)*^    tests:\n(?:^(?:      .*)?\n)*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def create(library: Library, folder: Path, name: str, template: str | None = None) -> Path:
    """Make ``CUSTOMER`` or ``CUSTOMER/STORY`` and return its file.

    A new customer is a copy of ``template`` (a customer, or one with a story; the start file if
    None) in ``folder``. A story of a customer that is there goes to the end of their stories, copied
    from ``template``, by default their own first one. Raises ContentError if that can't be done.
    """
    customer, _, story = name.partition("/")
    for part in (customer, story or "story"):
        if not _NAME.fullmatch(part):
            raise ContentError(f"`{part}` can't be a name: use small letters, digits and _, as in hesitant/first_order")
    there = library.paths()
    if customer not in there:
        return _new_customer(_template(library, template), folder, customer, story, template)
    if not story:
        raise ContentError(f"there is a customer `{customer}` already ({there[customer]}): name a story, as in {customer}/second")
    return _new_story(library, there[customer], customer, story, template or customer)


def _template(library: Library, template: str | None) -> Path:
    if template is None:
        return START
    paths = library.paths()
    customer = template.partition("/")[0]
    if customer not in paths:
        raise ContentError(f"there is no customer `{customer}` to copy{nearest(customer, paths)}")
    return paths[customer]


def _new_customer(source: Path, folder: Path, customer: str, story: str, template: str | None) -> Path:
    wanted = (template or "").partition("/")[2]
    head, stories = _stories(_source(source))
    chosen = _chosen(stories, wanted, source)
    if story:
        chosen = _renamed(chosen, story, with_tests=source == START)
    kept = [chosen] if wanted or story else list(stories.values())
    body = re.sub(r"(?m)^id: .*$", f"id: {customer}", head, count=1)
    first = modeline(folder)
    body = re.sub(r"\A# yaml-language-server:.*\n", "", body)
    path = folder / f"{customer}.yml"
    path.write_text(f"{first}\n{body}{''.join(kept)}", encoding="utf-8")
    if len(kept) < len(stories):
        path.write_text(trimmed(_source(path)), encoding="utf-8")
    return path


def _new_story(library: Library, path: Path, customer: str, story: str, template: str) -> Path:
    head, stories = _stories(_source(path))
    if story in stories:
        raise ContentError(f"{customer} has a story `{story}` already: choose another name")
    of, _, wanted = template.partition("/")
    _, others = _stories(_source(_template(library, of)))
    copied = _renamed(_chosen(others, wanted, path), story, with_tests=False)
    text = path.read_text(encoding="utf-8").rstrip("\n") + "\n"
    whole = head + "".join(stories.values())
    tail = text[len(whole) :]
    path.write_text(f"{whole.rstrip()}\n\n{copied.rstrip()}\n{tail}", encoding="utf-8")
    return path


def _source(path: Path) -> Source:
    parsed = parse(path)
    errors = [problem for problem in parsed.problems if problem.severity == "error"]
    if errors or parsed.source is None:
        raise ContentError(str(errors[0]) if errors else f"{path}: can't be read")
    return parsed.source


def _stories(source: Source) -> tuple[str, dict[str, str]]:
    """A file's text up to its stories, and the text of each story by its id, with comments."""
    lines = source.text.rstrip("\n").split("\n")
    starts = [source.position(("their_stories", n, "id"))[0] - 1 for n in range(len(source.data["their_stories"]))]
    ids = [str(story["id"]) for story in source.data["their_stories"]]
    following = next((n for n in range(starts[-1] + 1, len(lines)) if re.match(r"[^\s#]", lines[n])), len(lines))
    ends = [*starts[1:], following]
    texts = {name: "\n".join(lines[start:end]) + "\n" for name, start, end in zip(ids, starts, ends)}
    return "\n".join(lines[: starts[0]]) + "\n", texts


def _chosen(stories: dict[str, str], wanted: str, path: Path) -> str:
    if not wanted:
        return next(iter(stories.values()))
    if wanted not in stories:
        raise ContentError(f"{path.stem} has no story `{wanted}`{nearest(wanted, stories) or ', only ' + ', '.join(stories)}")
    return stories[wanted]


def _renamed(story: str, name: str, with_tests: bool) -> str:
    """The story under another name. With the name the dice change, and with them the wordings that
    the replies of its tests answer; so only the start file's, which fit all wordings, go along."""
    if not with_tests:
        story = _TESTS.sub("    # Add tests: replies, and what must come of them (docs/write-a-customer.md).\n", story)
    return re.sub(r"\A(\s*- id: ).*", rf"\g<1>{name}", story)
