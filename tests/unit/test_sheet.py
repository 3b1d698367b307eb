import re
from base64 import b64encode
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

from notes_crm.answers.briefing import compose
from notes_crm.model import form
from notes_crm.model.note import parse
from notes_crm.output.around import Around
from notes_crm.output.limits import DROPS, step_of
from notes_crm.output.sheet import render
from notes_crm.output.wording import labels_of, languages
from tests import harbour_lane as lane
from tests.timing import within

GOLDEN = Path(__file__).parents[1] / "golden"
LOOKS = {"page": "a4", "lang": "en", "printed": lane.PRINTED}
HOSTILE = (
    '"><img src=x onerror=alert(1)> <script>alert(2)</script> </article></body> {{ 7*7 }} '
    "{% for x in y %} \u202emoc.evil \x1b[31m <iframe src=file:///etc/passwd> [[a|b]] "
)


@pytest.fixture(scope="module")
def full():
    return compose(
        lane.CUSTOMER, lane.notes(), lane.TODAY, me="anna", lessons=lane.lessons(), team=lane.team()
    )


def note(path, text=""):
    return parse(text.encode(), path)


def sheet(*briefings, **more):
    return render(briefings, **{**LOOKS, **more})


def body(html):
    return html[html.index("<body>") :]


def words(html):
    """What a reader sees: no tags, no script, no shorter texts where the whole ones stand."""
    short = r'<span class="brief">.*?</span>|<span class="also then".*?</span>'
    unseen = rf"<script>.*?</script>|<svg.*?</svg>|{short}"
    seen = re.sub(unseen, "", body(html), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", seen)).split())


@pytest.mark.parametrize(("lang", "page"), [("en", "a4"), ("de", "letter")])
def test_the_full_sheet(full, lang, page, update):
    """The golden page has its fonts taken out: they are files beside the template."""
    html = sheet(full, lang=lang, page=page, vault="Demo", currency="GBP")
    html = re.sub(r"base64,[A-Za-z0-9+/=]+", "base64,…", html)
    html = re.sub(r"style-src 'sha256-[^']*'", "style-src 'sha256-…'", html)
    golden = GOLDEN / f"briefing_{lang}_{page}.html"
    if update:
        golden.write_text(html, encoding="utf-8")
    assert html == golden.read_text(encoding="utf-8")


def test_every_part_of_the_sheet_is_there(full):
    text = words(sheet(full, currency="GBP"))
    for part in (
        "Harbour Lane Bakery Bakery · since 2017 · Silver plan · 8 h response",
        "Tue 24 Nov, 09:30 Anna Kowalski about 2 h",
        "Case E17 returns, open 12 days, waiting for us.",
        "Take with you: igniter board IB-44 · flue gauge",
        "On arrival Call Dana's mobile 07700 900461 when you park – in the bakehouse she can't",
        "Overdue 27 d Service report of 21 Oct, due 28 Oct (+ 1) Say Raise it first.",
        "Fault no. 3 Deck oven Calora D4: 9 Jun, 21 Oct, 12 Nov",
        "19 Nov, Marco Ruiz , call with Dana Okafor (they started it). E17 came back after nine",
        "Done: Order igniter board Next Fit the board, two hours of soak test",
        "We Quote for a loan oven Marco 13 Nov 11 d late",
        "They Landlord's OK to switch the mains off 20 Nov 4 d late",
        "New since your visit on 3 Sept",
        "2 /5 on its way down was 4 at your visit, 3 Sept £13,060 in the last 12 months",
        "Dana Okafor , owner, decides 07700 900461 · short answers, hates jargon",
        "Mireille Laurent , accounts: e-mail, never phone",
        "Dana Okafor: birthday 30 Nov",
        "Deck oven Calora D4 CD4-0O1I-8B27 ended 31 Aug 8 h 21 Oct 3 £3,260 Replace? · 41 % of new",
        "What stops when Deck oven Calora D4 is down?",
        "How are we doing? One thing to do better?",
        "Is the mains switch theirs? The landlord holds the key.",
        "Fold back here before you go in",
        "Listen in their words",
        "We promise who by They promise who by",
        'crm visit "Harbour Lane Bakery"',
        "printed 23 Nov 2026, 17:40 · 1 of 1",
    ):
        assert part in text, part


def test_the_page_is_whole_and_asks_for_nothing(full):
    html = sheet(full, vault="Demo")
    assert not re.findall(r"""(?:src|href)=["']?(?!data:)""", html)
    assert set(re.findall(r"url\((\w+:)", html)) == {"data:"}
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert html.index("Content-Security-Policy") < html.index("<style>") < html.index("<body>")
    for tag, kind in (("style", "style-src"), ("script", "script-src")):
        [content] = re.findall(rf"<{tag}>(.*?)</{tag}>", html, flags=re.DOTALL)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert " style=" not in body(html)


def test_without_a_script_none_is_allowed(full):
    html = sheet(full, script=False)
    assert "<script" not in html
    assert "script-src" not in html


def test_nothing_private_is_printed_unless_asked_for(full):
    assert "mother" not in sheet(full)
    assert "4711" not in sheet(full)
    private = compose(lane.CUSTOMER, lane.notes(), lane.TODAY, with_private=True)
    assert "4711" in sheet(private)


def test_hostile_text_stays_text():
    name = 'A"><script>alert(3)</script>{{ 7*7 }}'
    x = HOSTILE.replace('"', "'")
    notes = [
        note(f"Customers/x/{name}.md", f'---\ntype: customer\nkind: "{x}"\naddress: "{x}"\narrival: "{x}"\nphone: "{x}"\n---\n'
             + "".join(f"## {h}\n- {HOSTILE}\n" for h in ("Always remember", "People", "About them", "Plans"))),
        note("Customers/x/2026-11-20 visit.md", f'---\ntype: visit\nby: "{x}"\npeople: "{x}"\nstarted_by: "{x}"\nmood: 1\n---\n## Discussed\n- {HOSTILE}\n## Promised\n- [ ] {HOSTILE} 📅 2026-11-01\n## Told\n- {HOSTILE}\n## Asked\n- {HOSTILE}\n'),
        note("Customers/x/<svg onload=x>.md", f'---\ntype: equipment\nserial: "{x}"\nwarranty_until: 2026-11-25\n---\n'),
        note("Customers/x/2026-11-24 v.md", f'---\ntype: visit\npurpose: "{x}"\ntake: ["{x}"]\nlength: "{x}"\n---\n'),
    ]  # fmt: skip
    html = sheet(compose(name, notes, date(2026, 11, 22), me=x), vault=name)
    page = body(html)
    assert len(re.findall(r"<script>", page)) == 1
    assert html.count("</article>") == html.count("<article ") == 1
    assert not re.search(r"<(?:img|iframe|svg onload)", page)
    assert not re.search(r"<[^>]*\son\w+=", page)
    assert "{{ 7*7 }}" in page
    assert "\u202e" not in page
    assert "\x1b" not in page
    assert "[U+202E]" in page
    assert words(html).count("alert(1)") > 5


def test_an_empty_customer_gets_a_sheet_with_plain_gaps():
    html = sheet(
        compose(
            "Müller & Söhne",
            [note("Customers/Müller & Söhne/a.md", "Saw Dana.")],
            date(2026, 11, 22),
        )
    )
    text = words(html)
    for gap in (
        "No reason noted.", "Nothing noted yet.", "No contact noted so far.",
        "No next step noted.", "Nothing promised that is still open.", "No mood noted so far.",
    ):  # fmt: skip
        assert gap in text
    assert "What happened lately no date Saw Dana." in text
    for absent in ("Equipment", "People", "Keep it human", "We told them", "Always remember"):
        assert absent not in text


def test_what_does_not_fit_its_section_is_counted():
    lines = "".join(f"- Thing {i}\n" for i in range(9))
    profile = note("Customers/A/A.md", f"## Always remember\n{lines}")
    text = words(sheet(compose("A", [profile], date(2026, 11, 22))))
    assert "+ 6 more in the folder Always remember – Thing 0 – Thing 1 – Thing 2 " in text


def test_dropped_steps_are_left_out_and_counted(full):
    def without(*steps):
        return words(sheet(full, dropped=[steps]))

    everything = without()
    assert "Likes" not in everything  # the fourth human thing has no room
    one_less = without(step_of("human", 3))
    assert "spare-seal" in everything
    assert "spare-seal" not in one_less
    assert "+ 2 more in the folder Keep it human" in one_less
    told = without(step_of("told", 2), step_of("told", 1))
    assert "We told them –" not in told
    assert "in the folder: We told them 2" in told


def test_all_steps_leave_what_is_never_dropped(full):
    text = words(sheet(full, dropped=[range(1, len(DROPS) + 1)]))
    for part in (
        "Deck oven trips", "Call Dana's mobile", "Overdue 27 d", "Where we left off",
        "Service report of 21 Oct", "How are we doing?", "Mood and worth", "We promise",
    ):  # fmt: skip
        assert part in text


def test_a_pack_is_one_sheet_a_customer(full):
    html = sheet(full, full)
    assert html.count("<article ") == 2
    assert "1 of 2" in html
    assert "2 of 2" in html


def test_the_code_leads_to_the_profile_and_needs_the_vaults_name(full):
    assert 'class="qr"' not in sheet(full)
    assert 'class="qr"' in sheet(full, vault="Demo")
    assert "scan the code above" in sheet(full, vault="Demo")
    assert "to type it in" in sheet(full)


@pytest.mark.parametrize(
    ("page", "size"), [("a4", "@page{size:A4;margin:0}"), ("letter", "@page{size:Letter;margin:0}")]
)
def test_paper(full, page, size):
    assert size in sheet(full, page=page)


def test_the_same_input_gives_the_same_page(full):
    assert sheet(full, vault="Demo") == sheet(full, vault="Demo")


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("Müller & Söhne", 'crm visit "Müller & Söhne"'),
        ("$(rm -rf ~)", "crm visit '$(rm -rf ~)'"),
        ('a"; reboot', "crm visit 'a\"; reboot'"),
    ],
)
def test_the_command_can_be_copied_into_a_shell(name, command):
    assert command in words(sheet(compose(name, [], date(2026, 11, 22))))


@pytest.mark.parametrize("lang", languages())
def test_the_way_of_the_mood_stands_beside_its_line(full, lang):
    html = sheet(full, lang=lang)
    said = labels_of(lang)["mood"][full.trend]
    block = re.search(r'<div class="mood tb">.*?</section>', html, re.DOTALL)[0]
    assert said in words(f"<body>{block}")
    steady = replace(full, trend="")
    assert said not in words(sheet(steady, lang=lang))


def test_manuals_are_links_where_the_vault_is_known():
    unit = note(
        "Customers/A/Oven (A).md",
        '---\ntype: equipment\nmanual: ["[[Oven & guide]]", "https://example.com/a?b=1&c=2", "a.pdf"]\n---\n',
    )
    visit = note(
        "Customers/A/2026-11-23 A visit.md",
        '---\ntype: visit\npurpose: Look\nequipment: "[[Oven (A)]]"\n---\n',
    )
    briefing = compose("A", [unit, visit], lane.TODAY)
    linked, bare = sheet(briefing, vault="My Vault"), sheet(briefing)
    links = dict(re.findall(r'<a href="([^"]*)">([^<]*)</a>', linked))
    assert {unescape(href): unescape(name) for href, name in links.items()} == {
        "obsidian://open?vault=My%20Vault&file=Oven%20%26%20guide": "Oven & guide",
        "https://example.com/a?b=1&c=2": "https://example.com/a?b=1&c=2",
        "obsidian://open?vault=My%20Vault&file=a.pdf": "a.pdf",
    }
    assert re.findall(r'href="([^"]*)"', bare) == ["https://example.com/a?b=1&amp;c=2"]
    assert "Oven & guide · https" in words(bare)
    arabic = sheet(briefing, vault="My Vault", lang="ar")
    assert re.findall(r'<a href="([^"]*)"', arabic) == re.findall(r'<a href="([^"]*)"', linked)


def test_all_that_stands_beside_the_questions_says_when_it_goes(full):
    steps = f"{step_of('known', 1)} {step_of('told', 1)}"
    assert re.search(r'<div class="tri tb" data-w="([\d ]+)"', sheet(full))[1] == steps
    last = max(map(int, steps.split()))
    assert '<div class="tri tb wide"' in sheet(full, dropped=[range(1, last + 1)])
    assert '<div class="tri tb wide"' not in sheet(full, dropped=[range(1, last)])


def test_a_long_name_is_set_smaller():
    for name, size in (
        ("A" * 30, "short"),
        ("A" * 31, "long"),
        ("夜" * 16, "long"),
        ("A" * 61, "longer"),
    ):
        assert f'<h1 class="{size}"' in sheet(compose(name, [], date(2026, 11, 22)))


def test_every_word_is_translated(full):
    def labels(lang):
        return set(re.findall(r"[^\W\d_]{5,}", words(sheet(full, lang=lang))))

    english = {"arrival", "Promised", "Equipment", "Listen", "Observe", "Think", "Speak", "printed"}
    assert english - labels("en") == set()
    assert english & labels("de") == set()


def test_a_sheet_is_set_quickly(full):
    sheet(full)
    with within(0.5):
        sheet(full)


def test_a_moment_of_printing_needs_no_zone(full):
    assert "23 Nov 2026, 08:05" in sheet(
        full, printed=datetime(2026, 11, 23, 8, 5)
    )  # a wall clock's


@pytest.mark.parametrize("lang", languages())
def test_the_form_on_paper_is_the_table_of_questions(full, lang):
    """Row by row and in order: each label, its choices, and nothing else; boxes and mood above it."""
    html, labels = sheet(full, lang=lang), labels_of(lang)["form"]
    below = html[html.index('<div class="form">') : html.index('<div class="foot"')]
    printed = [
        [strip(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", below)
    ]
    assert printed == [[cell for q in row for cell in cells(q, labels)] for row in form.rows()]
    boxes = re.findall(r"<h3>(.*?)</h3>", html)
    assert [unescape(b) for b in boxes] == [labels[q.name] for q in form.boxes()]
    private = [c for q in form.private() for c in q.choices]
    scale = html[html.index('class="sc"') : html.index('<div class="rec">')]
    assert re.findall(r"<i>(\d)</i>", scale) == private
    assert {q for row in form.rows() for q in row} | {*form.boxes(), *form.private()} == {
        *form.QUESTIONS
    }


def strip(cell):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", cell)).split())


def cells(question, labels):
    """What a question looks like on paper: a promise takes three cells."""
    if question.answer == "promise":
        return [labels[question.name], labels["who"], labels["by"]]
    hint = labels.get(f"{question.name}_hint", "")
    return [
        " ".join(
            filter(None, [labels[question.name], hint, *(labels[c] for c in question.choices)])
        )
    ]


def test_larger_type_hangs_as_far_outside_as_it_is_moved_in(full):
    css = sheet(full, around=Around(large=True)).partition("<style>")[2]
    assert (
        "li i { font-style: normal; display: inline-block; width: 3.6mm; margin-inline-start: -3.6mm }"
        in css
    )
    assert "margin: 0 -14.4mm; padding: .5mm 14.4mm" in css.replace("0.6mm 14.4mm", ".5mm 14.4mm")
