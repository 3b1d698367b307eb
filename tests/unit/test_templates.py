"""Templates of a vault: which one draws, in which sandbox, and what happens where it is wrong."""

import os
import time

import pytest

from notes_crm.answers.briefing import compose
from notes_crm.model.layout import ORDER, Layout
from notes_crm.model.settings import read_settings
from notes_crm.output import drawing
from notes_crm.output.drawing import draw_apart
from notes_crm.output.environment import Artist, blocks, shipped, unknown_names
from notes_crm.output.own import Own, kinds, template_for
from notes_crm.output.sheet import Pack
from tests import harbour_lane as lane

BASE = '{% extends "@crm/briefing.html.j2" %}'


@pytest.fixture(scope="module")
def full():
    return compose(
        lane.CUSTOMER, lane.notes(), lane.TODAY, me="anna", lessons=lane.lessons(), team=lane.team()
    )


@pytest.fixture
def brief(full):
    """`brief(own)`: the page that a vault with these templates gets, and what was said."""

    def draw(own, **more):
        said = []
        pack = Pack(
            (full,), "a4", "en", lane.PRINTED, vault="Demo", own=own, tell=said.append, **more
        )
        return pack.html(script=False).partition("<body>")[2], said

    return draw


@pytest.fixture(scope="module")
def context(full):
    return Pack((full,), "a4", "en", lane.PRINTED, vault="Demo").contexts()[0]


def own(source, **more):
    return Own(templates={"briefing.html.j2": source}, **more)


@pytest.mark.parametrize(
    ("kind", "files", "chosen", "used"),
    [
        ("bakery", [], "", "@crm/briefing.html.j2"),
        ("", [], "", "@crm/briefing.html.j2"),
        ("bakery", ["briefing.html.j2"], "", "briefing.html.j2"),
        ("bakery", ["briefing/bakery.html.j2"], "", "briefing/bakery.html.j2"),
        ("bakery", ["briefing/bakery.html.j2", "briefing.html.j2"], "", "briefing/bakery.html.j2"),
        ("garage", ["briefing/bakery.html.j2", "briefing.html.j2"], "", "briefing.html.j2"),
        ("garage", ["briefing/bakery.html.j2"], "", "@crm/briefing.html.j2"),
        ("bakery", ["briefing/bakery.html.j2", "/tmp/x.html.j2"], "/tmp/x.html.j2", "/tmp/x.html.j2"),
        ("Café Bar", ["briefing/café-bar.html.j2"], "", "briefing/café-bar.html.j2"),
        ("CAFÉ BAR", ["briefing/cafe\u0301 bar.html.j2"], "", "briefing/cafe\u0301 bar.html.j2"),
        ("../../x", ["x.html.j2", "briefing.html.j2"], "", "briefing.html.j2"),
        ("food/drink", ["briefing/food-drink.html.j2"], "", "briefing/food-drink.html.j2"),
        ("", ["briefing/.html.j2"], "", "@crm/briefing.html.j2"),
    ],
)  # fmt: skip
def test_which_template_draws(kind, files, chosen, used):
    vault = Own(templates=dict.fromkeys(files, ""), chosen=chosen)
    assert template_for(kind, vault, shipped()) == used


def test_a_shipped_template_for_a_kind_comes_after_the_vaults_own():
    ours = {**shipped(), "@crm/briefing/bakery.html.j2": ""}
    assert template_for("bakery", Own(), ours) == "@crm/briefing/bakery.html.j2"
    assert template_for("bakery", own(""), ours) == "briefing.html.j2"
    assert kinds(Own(templates={"briefing/garage.html.j2": ""}), ours) == ["bakery", "garage"]


def test_the_parts_of_the_sheet_have_lasting_names():
    assert sorted(blocks(shipped()["@crm/briefing.html.j2"])) == sorted((
        "head", "why", "arrival", "extra", "fold", "lots", "form", "foot", *ORDER,
    ))  # fmt: skip


def test_ours_needs_no_name_that_there_is_not(context):
    text, unknown = Artist(shipped()).draw("@crm/briefing.html.j2", context)
    assert "<article" in text
    assert unknown == []
    assert unknown_names("@crm/briefing.html.j2", context, shipped()) == []


def test_every_part_can_be_replaced_and_built_upon(context):
    parts = blocks(shipped()["@crm/briefing.html.j2"])
    mine = "<p>Mine.</p>{{ super() }}"
    sources = {p: f"{BASE}{{% block {p} %}}{mine}{{% endblock %}}" for p in parts}
    drawn = draw_apart([(part, context) for part in parts], Own(templates=sources))
    for part, (page, unknown) in zip(parts, drawn, strict=True):
        assert unknown == [], part
        assert page.count("<p>Mine.</p>") == 1, part
        assert page.count("Overdue 27 d") == 1, part
        assert page.count("</article>") == 1, part


def test_a_part_may_use_our_macros_data_and_filters(brief):
    source = (
        '{% block extra %}{{ bullets(parts.ask, "Mine", true) }}<p>{{ customer }}, {{ worth.amount }}</p>'
        '<p>{{ "**bold** <b>x</b>" | md(80) }} {{ "07700" | ltr }}</p>{% endblock %}'
    )
    page, said = brief(own(BASE + source))
    assert said == []
    assert "Mine</h2>" in page
    assert "<p>Harbour Lane Bakery, 13,060" in page
    assert "<strong>bold</strong>" in page
    assert '<bdi dir="ltr">07700</bdi>' in page


def test_templates_of_a_vault_may_use_each_other(brief):
    vault = Own(
        templates={
            "briefing/bakery.html.j2": '{% extends "briefing.html.j2" %}{% block why %}{% include "parts/why.html" %}{% endblock %}',
            "briefing.html.j2": BASE + "{% block extra %}<p>everybody</p>{% endblock %}",
            "parts/why.html": "<p>because {{ customer }}</p>",
        }
    )
    page, said = brief(vault)
    assert said == []
    assert "<p>everybody</p>" in page
    assert "<p>because Harbour Lane Bakery</p>" in page


def test_a_template_of_its_own_makes_the_whole_page(brief):
    page, said = brief(own("<article class='sheet'><h1>{{ head.name }}</h1></article>"))
    assert said == []
    assert page == '\n<article class="sheet"><h1>Harbour Lane Bakery</h1></article>\n</body></html>'


def test_unknown_names_are_blank_and_said_once(brief):
    source = BASE + (
        "{% block extra %}<p>[{{ customr }}|{{ head.nmae.x }}|{{ people.a.b }}{% for x in nobody %}x{% endfor %}\n"
        "{% if nothing > 3 %}x{% endif %}{{ nix() }}{{ 1 + nix }}{{ missing | default('-') }}]</p>{% endblock %}"
    )
    page, said = brief(own(source))
    assert "[||" in page
    assert said == [
        (
            "Left blank, because no sheet has it: customr (Templates/print/briefing.html.j2:1), "
            "head.nmae (Templates/print/briefing.html.j2:1), people.a (Templates/print/briefing.html.j2:1), "
            "nobody (Templates/print/briefing.html.j2:1), nothing (Templates/print/briefing.html.j2:2), "
            "nix (Templates/print/briefing.html.j2:2); see: crm template check"
        )
    ]


def test_a_name_in_a_branch_that_was_not_taken_is_found_too(context):
    source = (
        BASE
        + "{% block extra %}\n{% if false %}{{ customr }}{% endif %}{% set a = 1 %}{{ a }}{% endblock %}"
    )
    found = unknown_names("x", context, {**shipped(), "x": source})
    assert [str(place) for place in found] == ["x:2: there is no customr"]


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        (BASE + "{% block alerts %}\n{{ 1 / 0 }}{% endblock %}", 2, "division by zero"),
        (BASE + "\n\n{% block alerts %}", 3, "it ends before 'endblock'"),
        (BASE + "\n{{ a b }}", 2, "expected token"),
        (BASE + "{% block why %}{% include 'nothing' %}{% endblock %}", 1, "there is no template 'nothing'"),
        ('{% extends "@crm/other" %}', 1, "there is no template '@crm/other'"),
        (BASE + "{% block why %}{{ head | nofilter }}{% endblock %}", 1, "No filter named 'nofilter'"),
        (BASE + "{% block why %}{{ head.name.upper(1) }}{% endblock %}", 1, "takes no arguments"),
        (BASE + "{% block why %}{{ 'a' + 1 }}{% endblock %}", 1, "can only concatenate str"),
        (BASE + "{% block why %}{% block why %}{% endblock %}{% endblock %}", 1, "block 'why' defined twice"),
        ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", 1, "it calls itself without end"),
        ("{% include 'briefing.html.j2' %}", 1, "it calls itself without end"),
    ],
)  # fmt: skip
def test_a_fault_is_said_with_file_line_and_reason_and_ours_is_used(brief, source, line, reason):
    page, said = brief(own(source))
    [sentence] = said
    assert sentence.startswith(f"Templates/print/briefing.html.j2:{line}: ")
    assert reason in sentence
    assert "The sheet that comes with crm is used instead" in sentence
    assert page.count("Overdue 27 d") == 1


REACHING = (
    "{{ cycler.__init__.__globals__.os.popen('echo PWNED').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ '' | attr('__class__') }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(head) }}",
    "{{ '{x.__class__}'.format_map({'x': head}) }}",
    "{{ ('{0.__class__}' | format(head)) if false else ''.__class__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context.environment }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ range.__self__ }}",
    "{{ head.__setitem__('name', 1) }}",
    "{{ head.pop('name') }}",
    "{{ head.update({'name': 1}) }}",
    "{{ people.append(1) }}",
    "{{ lipsum.__globals__ }}",
    "{{ config }}{{ request }}{{ environment }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../../../etc/passwd' %}",
    "{% import 'os' as os %}{{ os.popen('echo PWNED') }}",
    "{% include 'link.html' %}",
    "{{ range(10**8) | list }}",
    "{% for a in dict(a=1).items() %}{{ a.__class__ }}{% endfor %}",
)


@pytest.fixture(scope="module")
def reached(context):
    """What each of them makes, alone and as a part, drawn together."""
    sources = {}
    for source in REACHING:
        sources[f"alone {source}"] = source
        sources[f"as a part {source}"] = f"{BASE}{{% block why %}}{source}{{% endblock %}}"
    names = list(sources)
    return dict(
        zip(names, draw_apart([(n, context) for n in names], Own(templates=sources)), strict=True)
    )


@pytest.mark.parametrize("source", REACHING)
@pytest.mark.parametrize("how", ["alone", "as a part"])
def test_a_template_reaches_nothing(reached, how, source):
    text, places = reached[f"{how} {source}"]
    for sign in ("PWNED", "root:", "&lt;class", "&lt;module", "subprocess", "environment object"):
        assert sign not in (text or "")
    assert text is None or places or "&lt;built-in" not in text


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a' * 10**9 }}",
        "{{ 'x'.center(10**9) }}",
        "{% set a = 'a' * 10**8 %}{% set b = a ~ a ~ a ~ a ~ a ~ a ~ a ~ a %}{{ b }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ [0] * 10**9 }}",
        "{{ 'a' * 3000000 }}",
        "{% for a in range(99999) %}{% for b in range(99) %}xxxxxxxxxx{% endfor %}{% endfor %}",
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows bounds no process's memory here")
def test_a_template_gets_no_more_memory_than_it_needs(brief, source):
    page, [sentence] = brief(own(source))
    assert "too much memory" in sentence or "it makes more than 2,000,000 characters" in sentence
    assert "Overdue 27 d" in page


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{{ 9**(9**9) }}",
        "{{ (range(99999) | list | length) ** 9999999 }}",
    ],
)
def test_a_template_that_never_ends_is_ended_and_not_waited_for_twice(brief, monkeypatch, source):
    monkeypatch.setattr(drawing, "SECONDS", 1.0)
    vault = own(source)
    page, [sentence] = brief(vault)
    assert "took more than 1.5 seconds" in sentence
    assert "Overdue 27 d" in page
    start = time.monotonic()
    assert brief(vault) == (page, [])
    assert time.monotonic() - start < 1.5, "as long as it would have to be waited for"


def test_what_a_template_makes_is_washed(brief):
    source = (
        "<script>alert(1)</script><meta http-equiv=refresh content='0;url=http://127.0.0.1/'>"
        "<img src=http://127.0.0.1/a.png><p onclick=x style=color:red>kept</p>{{ '<iframe src=x>' | safe }}"
    )
    page, said = brief(own(source))
    assert said == []
    assert "<p>kept</p>" in page
    for live in ("<script", "<meta", "http", "onclick", "style=", "<iframe"):
        assert live not in page


def test_notes_are_never_templates_in_a_template_of_ones_own(brief):
    page, _ = brief(own("{{ '{{ 7*7 }}' }} {{ '{% for %}' | md(80) }}"))
    assert "{{ 7*7 }} {% for %}" in page


def wishes(text):
    return Own(layout=read_settings(text).briefing)


def test_order_limits_prompts_questions_and_labels_need_no_template(brief):
    page, said = brief(
        wishes("""
[briefing]
order = ["equipment", "news", "mood"]
questions = ["Has *anything* changed?", "How are we doing? One thing to do better?"]
[briefing.limits]
equipment = 1
told = 0
[briefing.prompts]
listen = "every word <b>"
[briefing.prompts.bakery]
speak = "of bread"
[briefing.labels.sheet]
take = "Bring:"
""")
    )
    assert said == []
    order = [
        page.index(f">{title}<") for title in ("Equipment", "Promised", "Mood and worth", "People")
    ]
    assert order == sorted(order)
    assert page.index(">Equipment<") < page.index('class="alerts"')
    assert page.count('<td class="any">') == 1
    assert "We told them" not in page.partition("in the folder:")[0]
    assert "We told them" in page.partition("in the folder:")[2]
    assert "Has *anything* changed?" in page
    assert page.count("How are we doing?") == 1
    assert "every word &lt;b&gt;" in page
    assert "of bread" in page
    assert "Bring:" in page
    assert "Take with you" not in page


def test_a_label_that_there_is_not_is_said_with_its_neighbours(brief):
    from notes_crm.errors import BadSettings

    with pytest.raises(BadSettings, match=r"\[briefing\.labels\.sheet\] has no takes; it has take"):
        brief(wishes('[briefing.labels.sheet]\ntakes = "x"\n'))
    with pytest.raises(BadSettings, match=r"take in .* is one text"):
        brief(wishes('[briefing.labels.sheet.take]\nx = "x"\n'))


def test_drops_of_the_team_number_the_steps(full):
    layout = read_settings('[briefing]\ndrop = ["people 0"]\n').briefing
    pack = Pack((full,), "a4", "en", lane.PRINTED, own=Own(layout=layout))
    page = pack.html(script=False, dropped=[{1}])
    assert "<h2>People" not in page
    assert "in the folder: People" in page


@pytest.mark.parametrize("font", ["serif", "monospace"])
def test_a_font_of_the_machine(full, font):
    page = Pack((full,), "a4", "en", lane.PRINTED, own=Own(layout=Layout(font=font))).html(
        script=False
    )
    assert f"body{{font-family:{font}}}" in page


def test_logo_and_style_sheet_are_in_the_page_and_in_its_policy(full):
    from base64 import b64encode
    from hashlib import sha256

    vault = Own(style="h1{color:red}@import 'x';", logo="data:image/png;base64,iVBORw0KGgo=")
    page = Pack((full,), "a4", "en", lane.PRINTED, own=vault).html(script=False)
    css = page.partition("<style>")[2].partition("</style>")[0]
    assert css.rstrip().endswith("h1{color:red}")
    assert ".logo{" in css
    assert '<div class="logo"' in page
    assert b64encode(sha256(css.encode()).digest()).decode() in page.partition("<title>")[0]
