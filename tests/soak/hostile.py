"""Every attack alone, on every engine there is: nothing runs, nothing is shown, nobody is asked."""

import random
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

from notes_crm.output import browser as browsers
from notes_crm.output.own import Own
from notes_crm.output.pdf import make_pdf
from notes_crm.output.sheet import render
from tests.attacks import HEAVY, SECRET, TEXTS, filled, sheet_of, witness
from tests.unit.test_hostile_notes import LOOKS, asked_for, assert_inert, assert_inert_pdf, chromium

EXTENDING = '{% extends "@crm/briefing.html.j2" %}{% block extra %}<p>{{ remember[0].md | md(400) }}</p>{% endblock %}'


def hostile(rounds: int, seed: int) -> str:
    """Attacks one by one and then mixed, so many times; each by every engine and both kinds of templates."""
    rng = random.Random(seed)
    engines = [e for e in ("PlutoPrint", "WeasyPrint") if find_spec(e.lower())]
    found = any(map(shutil.which, browsers.BROWSERS))
    texts = {**TEXTS, **HEAVY}
    cases = [[text] for text in texts.values()]
    late = 0
    cases += [rng.sample(sorted(TEXTS.values()), 6) for _ in range(rounds)]
    with tempfile.TemporaryDirectory(prefix="crm-soak-") as scratch:
        folder = Path(scratch)
        with witness(folder) as (url, file, asked):
            for number, case in enumerate(cases):
                sheet = sheet_of([filled(text, url, file) for text in case])
                own = rng.choice([Own(), Own(templates={"briefing.html.j2": EXTENDING})])
                assert_inert(render([sheet], **LOOKS, script=False, own=own))
                for engine in engines:
                    told: list[str] = []
                    made = make_pdf([sheet], **LOOKS, engine=engine, own=own, tell=told.append)
                    late += made.engine != engine
                    late_only = any("took more than" in sentence for sentence in told)
                    assert made.engine == engine or late_only, told
                    assert_inert_pdf(made.data)
                if found:
                    page, log = folder / f"{number}.html", folder / f"{number}.json"
                    page.write_text(render([sheet], **LOOKS, own=own), encoding="utf-8")
                    dom = chromium(page, log)
                    assert "<title>PWNED" not in dom
                    assert SECRET not in dom
                    assert 'data-fit="done"' in dom
                    assert asked_for(log, page) == set()
                assert asked == [], f"{case} asked for {asked}"
    names = ", ".join(["HTML", *engines, *(["a browser"] if found else [])])
    return f"{len(cases)} hostile customers by {names}, {late} PDFs by the next engine in time: nothing ran, nothing was shown, nobody was asked"
