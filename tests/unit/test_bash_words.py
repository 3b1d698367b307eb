"""Names completed in bash are one word of the line, whatever stands in them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from notes_crm.cli.bash_words import Typed, quoted, typed_at_the_end

NAMES = (
    "Harbour Lane Bakery", "Fennel & Rowe", "$(touch pwned)", "`id`", "O'Brien", 'Quo"te', "Back\\slash",
    "Wild * star", "~sam", "a;b|c>d<e", "#1 Bäckerei", "!!", "{a,b}", "[x]?",
)  # fmt: skip
BASH = shutil.which("bash")


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("crm log ", Typed("", "", "")),
        ("crm log har", Typed("har", "", "")),
        ("crm log 'har", Typed("har", "", "'")),
        ('crm log "', Typed("", "", '"')),
        ("crm log Harbour\\ La", Typed("Harbour La", "", "")),
        ("crm log Harbour\\ ", Typed("Harbour ", "", "")),
        ('crm log "a \\" b', Typed('a " b', "", '"')),
        ("crm search customer:har", Typed("customer:har", "customer:", "")),
        ("crm search 'customer:har", Typed("customer:har", "", "'")),
        ('crm search customer:"har', Typed("customer:har", "customer:", '"')),
        ("crm due --customer=har", Typed("--customer=har", "--customer=", "")),
    ],
)
def test_what_is_typed(line, typed):
    assert typed_at_the_end(line) == typed


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
@pytest.mark.parametrize("begun", ["", "'", '"'])
def test_bash_reads_each_name_as_the_word_it_is(begun, tmp_path):
    names = [name for name in NAMES if begun != '"' or name != "!!"]
    words = " ".join(f"{begun}{quoted(name, Typed('', '', begun))}{begun}" for name in names)
    script = f"printf '%s\\n' {words}"
    done = subprocess.run(
        [BASH, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == names
    assert not (tmp_path / "pwned").exists()


@pytest.mark.skipif(BASH is None or os.name == "nt", reason="there is no bash here")
def test_the_function_in_the_shell_offers_customers(vault):
    notes = {f"Customers/{name}/2026-03-02 x.md": "x" for name in ("Harbour Lane", "Fennel & Rowe")}
    folder = vault(notes | {"Customers/New\nline/2026-03-02 x.md": "x"})
    lines = (
        "crm log har",
        "crm log 'fen",
        "crm search customer:har",
        "crm log new",
        "crm log x --wit",
    )
    script = f"""
    PATH={Path(sys.executable).parent}:$PATH; crm index >/dev/null
    eval "$(_CRM_COMPLETE=bash_source crm)"
    for COMP_LINE in "${{@}}"; do COMP_POINT=${{#COMP_LINE}}; _crm_completion crm; echo "${{COMPREPLY[*]}}"; done
    """
    done = subprocess.run(
        [BASH, "-c", script, "bash", *lines], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "Harbour\\ Lane", "Fennel & Rowe", "Harbour\\ Lane", "", "--with",
    ], done.stderr  # fmt: skip
