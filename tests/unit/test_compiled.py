"""The code of our templates is kept, and believed only where it is what would be made anew."""

import marshal
import sys
from hashlib import sha256

import pytest

from notes_crm.output.compiled import DIGEST, Compiled
from notes_crm.output.environment import Artist, Faulty

NAME = "@crm/page.html.j2"


@pytest.fixture
def draw(tmp_path, monkeypatch):
    """Draw a template whose code is kept below `tmp_path`."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)

    def draw(source, **data):
        return Artist({NAME: source}, Compiled(tmp_path)).draw(NAME, data)[0]

    return draw


def kept(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def planted(code):
    """The code of a module, as a file that claims to be made of something else."""
    body = marshal.dumps(compile(code, "planted", "exec"))
    return sha256(body).digest() + body


def test_code_is_kept_once_and_used_again(draw, tmp_path, monkeypatch):
    assert draw("Dear {{ name }}", name="Dana") == "Dear Dana"
    (file,) = kept(tmp_path)
    assert file.parent.name == "__pycache__"
    before = file.stat().st_mtime_ns
    monkeypatch.setattr("jinja2.Environment.compile", None)  # so that anything made anew fails
    assert draw("Dear {{ name }}", name="Sam") == "Dear Sam"
    assert file.stat().st_mtime_ns == before


def test_another_text_is_made_anew(draw, tmp_path):
    draw("Dear {{ name }}", name="Dana")
    assert draw("Hello {{ name }}", name="Dana") == "Hello Dana"
    assert len(kept(tmp_path)) == 1


@pytest.mark.parametrize("spoil", [
    lambda data: data[:0],
    lambda data: data[: len(data) // 2],
    lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    lambda data: bytes(DIGEST) + data[DIGEST:],
    lambda data: data[:DIGEST][::-1] + planted("raise SystemExit"),
])  # fmt: skip
def test_what_is_damaged_or_made_of_something_else_is_made_anew(draw, tmp_path, spoil):
    draw("Dear {{ name }}", name="Dana")
    (file,) = kept(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(spoil(whole))
    assert draw("Dear {{ name }}", name="Dana") == "Dear Dana"
    assert file.read_bytes() == whole


def test_kept_code_still_knows_its_lines(draw):
    source = "one\n{{ 1 / none }}"
    places = []
    for _ in range(2):
        with pytest.raises(Faulty) as fault:
            draw(source, none=0)
        places.append(fault.value.place)
    assert places[0] == places[1]
    assert (places[0].template, places[0].line) == (NAME, 2)


def test_nothing_is_kept_where_python_keeps_nothing(draw, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert draw("Dear {{ name }}", name="Dana") == "Dear Dana"
    assert kept(tmp_path) == []


def test_a_folder_that_cannot_be_written_is_no_hindrance(draw, tmp_path):
    (tmp_path / "__pycache__").write_text("in the way")
    assert draw("Dear {{ name }}", name="Dana") == "Dear Dana"
    assert len(kept(tmp_path)) == 1
