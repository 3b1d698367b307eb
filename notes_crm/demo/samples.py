"""Three customers to try a template on: one with everything, one with nothing, one meant to do harm."""

from datetime import date, timedelta

from notes_crm.demo import STAR, build

NASTY = (
    '"><img src=x onerror=alert(1)> <script>alert(2)</script> </article></body></html> {{ 7*7 }} '
    "{% for x in y %} [a](javascript:alert(3)) ![b](http://127.0.0.1/c.png) \u202emoc.live "
    "<iframe src=file:///etc/passwd></iframe> <style>*{display:none}</style> %%hidden%% [[a|b]]"
)


def samples(today: date) -> dict[str, tuple[str, dict[str, str]]]:
    """By their names: the customer, and all notes by path."""
    return {
        "full": (STAR, _of(STAR, today)),
        "empty": ("New Customer", {"Customers/New Customer/New Customer.md": ""}),
        "hostile": _hostile(today),
    }


def _of(customer: str, today: date) -> dict[str, str]:
    return {path: text for path, text in build(today).items() if f"/{customer}/" in path}


def _hostile(today: date) -> tuple[str, dict[str, str]]:
    """Every value and every line as bad as it can be."""
    name = "<b>A</b>&amp;{{ 7*7 }}'s"
    value = NASTY.replace('"', "'")
    folder = f"Customers/{name}"
    headings = ("Always remember", "People", "About them", "Plans", "What made them happy")
    told = "".join(f"## {h}\n- {NASTY}\n" for h in ("Discussed", "Told", "Asked"))
    recent, ahead = today - timedelta(days=2), today + timedelta(days=1)
    return name, {
        f"{folder}/{name}.md": _note(
            "customer", value, "kind plan address phone arrival likes", "".join(f"## {h}\n- {NASTY}\n" for h in headings)
        ),
        f"{folder}/{recent} visit.md": _note(
            "visit", value, "by people started_by", f"{told}## Promised\n- [ ] {NASTY} 📅 {recent}\n", "mood: 1\n"
        ),
        f"{folder}/{ahead} visit.md": _note("visit", value, "by purpose take length", ""),
        f"{folder}/Unit <svg onload=x>.md": _note(
            "equipment", value, "serial maker", "", f"warranty_until: {recent}\n"
        ),
    }  # fmt: skip


def _note(kind: str, value: str, keys: str, body: str, more: str = "") -> str:
    lines = "".join(f'{key}: "{value}"\n' for key in keys.split())
    return f"---\ntype: {kind}\n{lines}{more}---\n{body}"
