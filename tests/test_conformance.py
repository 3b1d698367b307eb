"""The plugins' own readings of real lines and notes, where they have been recorded."""

import pytest

from tests.conformance.__main__ import DATA, main, run


@pytest.fixture(scope="module")
def report():
    if not DATA.is_dir():
        pytest.skip(f"no recorded cases in {DATA}")
    return run(DATA)


def test_every_recorded_case_agrees(report):
    assert [(m.file, m.field, m.case, m.expected, m.got) for m in report.unexcused()] == []


def test_there_were_cases_to_compare(report):
    assert all(report.cases[file] > 0 for file in report.cases)
    assert sum(report.compared.values()) > 1000


def test_a_difference_is_shown_and_fails(tmp_path, capsys):
    """- [ ] a 📅 2026-03-06"""
    folder = tmp_path / "tasks"
    folder.mkdir()
    (folder / "any_name.jsonl").write_text(
        '{"line": "- [ ] a", "emoji": {"description": "b"}}\n'
        '{"line": "a:: 1", "inline": [], "full_line": {"key": "a", "parsed": 1}}\n',
        encoding="utf-8",
    )
    assert main(["--data", str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert "expected  'b'" in printed
    assert "got       'a'" in printed
    assert "any_name.jsonl: 2 cases" in printed


def test_no_data_is_said(tmp_path, capsys):
    assert main(["--data", str(tmp_path)]) == 2
    assert "--data" in capsys.readouterr().out
