"""Every story in tests/stories must still be true, word for word; `make stories` writes them anew."""

from pathlib import Path

import pytest

from tests.transcript import Terminal, parse_story

STORIES = Path(__file__).parent / "stories"


@pytest.mark.parametrize("name", sorted(p.stem for p in STORIES.glob("*.txt")))
def test_story(name, home, update):
    path = STORIES / f"{name}.txt"
    text = path.read_text(encoding="utf-8")
    story = parse_story(text)
    (folder := home / "work").mkdir()
    terminal = Terminal(home, folder)
    terminal.open_vault(story.vault, story.files)
    told = story.render(terminal.replay(story.steps))
    if update:
        path.write_text(told, encoding="utf-8")
    else:
        assert told == text
