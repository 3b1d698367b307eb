"""`crm template`, and what `crm brief` says of templates, files and engines."""

import json
from importlib.util import find_spec

import pytest

from notes_crm.demo.samples import samples
from notes_crm.output import pdf
from tests.running import TODAY

NOTES = {
    "Customers/Acme Pumps/Acme Pumps.md": "---\nkind: Pump maker\n---\n",
    "Customers/Elm Garage/Elm Garage.md": "---\nkind: garage\n---\n",
    "Customers/Fir Garage/Fir Garage.md": "---\nkind: Garage\n---\n",
}
BASE = '{% extends "@crm/briefing.html.j2" %}'
PRINT = "Templates/print"


def template(part, source):
    return f"{BASE}{{% block {part} %}}{source}{{% endblock %}}\n"


def test_the_list_says_which_kind_is_drawn_by_what(vault, crm):
    folder = vault(
        {**NOTES, f"{PRINT}/briefing/garage.html.j2": BASE, f"{PRINT}/parts/x.html": "x"}
    )
    answer = json.loads(crm("template", "list", "--json", cwd=folder).stdout)
    assert answer == {
        "api": 1,
        "templates": [
            {"kind": "", "customers": 0, "template": "@crm/briefing.html.j2", "from": "crm"},
            {"kind": "garage", "customers": 2, "template": f"{PRINT}/briefing/garage.html.j2", "from": "vault"},
            {"kind": "pump maker", "customers": 1, "template": "@crm/briefing.html.j2", "from": "crm"},
        ],
        "files": [f"{PRINT}/briefing/garage.html.j2", f"{PRINT}/parts/x.html"],
    }  # fmt: skip


def test_each_kind_gets_its_template_in_one_file(vault, crm):
    files = {
        f"{PRINT}/briefing.html.j2": template("extra", "<p>for everybody</p>"),
        f"{PRINT}/briefing/garage.html.j2": template("extra", "<p>for garages</p>"),
    }
    folder = vault({**NOTES, **files})
    done = crm("brief", "acme", "elm", "--html", "-o", "two.html", cwd=folder)
    assert done.code == 0, done.output
    page = (folder / "two.html").read_text()
    assert page.index("for everybody") < page.index("for garages")
    assert page.count("<article ") == 2


def test_a_whole_template_is_ejected_changed_and_printed(vault, crm):
    folder = vault(NOTES)
    assert crm("template", "eject", cwd=folder).code == 0
    own = folder / PRINT / "briefing.html.j2"
    assert own.read_text() == crm("template", "show", "@crm/briefing.html.j2", cwd=folder).stdout
    before = crm("brief", "acme", "--html", "-o", "a.html", cwd=folder)
    own.write_text(own.read_text().replace("{{ why.text }}", "Why? {{ why.text }}"))
    after = crm("brief", "acme", "--html", "-o", "b.html", cwd=folder)
    assert before.stderr == after.stderr == ""
    assert (folder / "b.html").read_text().count("Why? No reason noted.") == 1
    assert crm("template", "eject", cwd=folder).code == 2
    assert crm("template", "check", cwd=folder).code == 0


def test_the_copy_looks_as_the_shipped_one(vault, crm):
    """What washing takes away from a page of ours would be missed."""
    folder = vault(NOTES)
    crm("brief", "acme", "--html", "-o", "a.html", cwd=folder)
    crm("template", "eject", cwd=folder)
    crm("brief", "acme", "--html", "-o", "b.html", cwd=folder)
    shipped, own = ((folder / f).read_text().partition("<body>")[2] for f in ("a.html", "b.html"))

    def seen(page):
        page = page.replace("<tbody>", "").replace("</tbody>", "").replace("/>", ">")
        for closing in ("path", "line", "polyline", "circle"):
            page = page.replace(f"</{closing}>", "")
        return page.replace("&#39;", "'").replace("&#34;", '"').replace('data-i=""', "data-i").replace('data-list=""', "data-list").replace('hidden=""', "hidden").split()  # fmt: skip

    assert seen(shipped) == seen(own)


@pytest.mark.parametrize(
    ("part", "source", "faults"),
    [
        ("extra", "{% if last %}{{ last.day }}{% endif %}", []),
        ("extra", "{{ last.day }}", ["there is no last.day (with the empty sample)"]),
        ("extra", "{{ nobody }}", ["there is no nobody"]),
        ("extra", "{% if mood.score > 9 %}{{ neverseen }}{% endif %}", ["there is no mood.score (with the empty sample)", "there is no neverseen"]),
        ("extra", "{{ news.lines[0].who.upper() }}", ["there is no news.lines[0] (with the empty and the hostile sample)"]),
        ("extra", "{{ 10 // silent_units }}", ["integer division or modulo by zero (with the full sample)"]),
        ("extra", "{{ head.name | int(0) + head.name }}", ["unsupported operand type(s) for +: 'int' and 'str' (with the full sample)"]),
    ],
)  # fmt: skip
def test_check_tries_a_full_an_empty_and_a_hostile_customer(vault, crm, part, source, faults):
    folder = vault({f"{PRINT}/briefing.html.j2": template(part, source)})
    done = crm("template", "check", "--json", cwd=folder)
    answer = json.loads(done.stdout)
    assert answer["checked"] == [f"{PRINT}/briefing.html.j2"]
    assert {fault["line"] for fault in answer["faults"]} <= {1}
    reasons = [fault["reason"] for fault in answer["faults"]]
    assert reasons == faults
    assert done.code == (1 if answer["faults"] else 0)


def test_check_without_templates_says_how_to_begin(vault, crm):
    done = crm("template", "check", cwd=vault(NOTES))
    assert (done.code, done.stdout) == (
        0, "The vault has no templates of its own; make one with: crm template eject\n",
    )  # fmt: skip


def test_the_hostile_sample_is_hostile():
    name, notes = samples(TODAY)["hostile"]
    assert "{{" in name
    assert all("<script>" in text for text in notes.values())


def test_the_context_is_what_the_template_gets(vault, crm):
    folder = vault({**NOTES, f"{PRINT}/briefing.html.j2": "{% for k in data %}{% endfor %}"})
    data = json.loads(crm("template", "context", "acme", "--json", cwd=folder).stdout)
    assert data["api"] == 1
    assert data["customer"] == "Acme Pumps"
    for name in data:
        source = f"<p>[{{{{ {name} is defined }}}}]</p>"
        (folder / PRINT / "briefing.html.j2").write_text(source * 1)
        break
    done = crm("brief", "acme", "--html", "-o", "x.html", cwd=folder)
    assert "<p>[True]</p>" in (folder / "x.html").read_text()
    assert done.stderr == ""


def test_files_that_are_left_out_are_said(vault, crm):
    folder = vault({
        **NOTES, f"{PRINT}/briefing.css": "p{background:url(http://x/y.png)}", f"{PRINT}/a.html": b"\xff",
    })  # fmt: skip
    done = crm("brief", "acme", "--html", "-o", "x.html", cwd=folder)
    assert done.code == 0
    assert done.stderr.splitlines() == [
        f"{PRINT}/a.html is left out: it is not UTF-8 text.",
        f"{PRINT}/briefing.css: url(http://x/y.png) was taken out, a sheet fetches nothing.",
    ]


def test_where_no_engine_is_left_there_is_the_page(vault, crm, monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    folder = vault(NOTES)
    done = crm("brief", "acme", "--pdf", "-o", "sheet.pdf", cwd=folder)
    assert done.code == 2
    assert "Wrote " in done.stdout
    assert "PlutoPrint: not installed; WeasyPrint: not installed; browser: no Chrome" in done.stderr
    assert "open the HTML sheet in a browser" in done.stderr
    assert "Acme Pumps" in (folder / "sheet.html").read_text()
    assert not (folder / "sheet.pdf").exists()


@pytest.mark.skipif(
    find_spec("plutoprint") is None, reason="PlutoPrint has no wheel for this machine"
)
def test_an_engine_that_is_missing_is_said_in_one_line(vault, crm, monkeypatch):
    monkeypatch.setattr(pdf, "find_spec", lambda name: None if name == "weasyprint" else name)
    done = crm("brief", "acme", "--pdf", "-o", "x.pdf", "--engine", "weasyprint", cwd=vault(NOTES))
    assert done.code == 0
    assert done.stdout.rstrip().endswith("x.pdf (PlutoPrint)")
    assert done.stderr == "WeasyPrint: not installed. Printed by PlutoPrint instead.\n"


@pytest.mark.parametrize(
    ("settings", "size", "lang"),
    [
        ('[vault]\nregion = "US"\n', "size:Letter", "en-US"),
        ('[vault]\nregion = "US"\n[briefing]\npage = "A4"\nlang = "de"\n', "size:A4", "de-US"),
        ('[briefing]\npage = "letter"\n', "size:Letter", "en-GB"),
        ('[vault]\nlanguage = ["sv", "en"]\n', "size:A4", "sv-GB"),
    ],
)
def test_paper_and_language_by_the_teams_settings(vault, crm, settings, size, lang):
    folder = vault({**NOTES, "crm.toml": settings})
    crm("brief", "acme", "--html", "-o", "x.html", cwd=folder)
    page = (folder / "x.html").read_text()
    assert f"@page{{{size};" in page
    assert f'<html lang="{lang}"' in page
