"""Names of other notes in front matter: only what a value says is changed."""

import pytest

from notes_crm.model.links import Moved
from notes_crm.model.markdown.addresses import in_address
from notes_crm.model.relink import names_in, renamed
from notes_crm.model.spelled import spelled


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ('x: "[[Acme]]" # was [[Acme]]', 'x: "[[Bell]]" # was [[Acme]]'),
        ("customer: Acme # not [[Acme]]", "customer: Bell # not [[Acme]]"),
        ('x: ["[[Acme]]", Zeta] # [[Acme]]', 'x: ["[[Bell]]", Zeta] # [[Acme]]'),
        ("customer: [[Acme]] # [[Acme]]", "customer: [[Bell]] # [[Acme]]"),
        ('x: "[[Acme]] # [[Acme|A]]"', 'x: "[[Bell]] # [[Bell|A]]"'),
        ("x: |\n  a # [[Acme]]", "x: |\n  a # [[Bell]]"),
        ('x: >\n  "a" # [[Acme]]', 'x: >\n  "a" # [[Bell]]'),
        ('x:\n  - "[[Acme#h]]" # [[Acme]]\n  - "[[Acme]]"', 'x:\n  - "[[Bell#h]]" # [[Acme]]\n  - "[[Bell]]"'),
    ],
)  # fmt: skip
def test_a_link_in_a_remark_stays(line, after):
    data = f"---\n{line}\n---\n".encode()
    names = {name: "Bell" for name in names_in(data) if name.target == "Acme"}
    assert renamed(data, names, "a.md") == f"---\n{after}\n---\n".encode()


OLD, NEW = "Customers/Acme/Acme", "Customers/Acme & Söhne (2)/Acme & Söhne (2)"
PERCENT = "Customers/Acme%20&%20Söhne%20%282%29/Acme%20&%20Söhne%20%282%29"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (f'[1]: {OLD}.md "t"', f'[1]: {PERCENT}.md "t"'),
        (f"   [a b]:\t{OLD}.md#Told  ", f"   [a b]:\t{PERCENT}.md#Told  "),
        (f"[1]: <{OLD}.md> (t)", f"[1]: <{NEW}.md> (t)"),
        (f"[1]: {OLD}.md\n[2]: {OLD}.md\nWords.", f"[1]: {PERCENT}.md\n[2]: {PERCENT}.md\nWords."),
        (f"> - [1]: {OLD}.md", f"> - [1]: {PERCENT}.md"),
        (f"> [a]:\n>   <{OLD}.md>\n>  'q'\n> [b]: {OLD}.md", f"> [a]:\n>   <{NEW}.md>\n>  'q'\n> [b]: {PERCENT}.md"),
        (f"[in](<{OLD}.md>)", f"[in](<{NEW}.md>)"),
        (f"[in]({OLD}.md)", f"[in]({PERCENT}.md)"),
        (f'See <a href="{OLD}.md#Told">it</a>.',
         'See <a href="Customers/Acme%20&amp;%20Söhne%20%282%29/Acme%20&amp;%20Söhne%20%282%29.md#Told">it</a>.'),
        (f"<div>\n<IMG alt='x' SRC={OLD}.md\n>\n</div>",
         "<div>\n<IMG alt='x' SRC=Customers/Acme%20&amp;%20Söhne%20%282%29/Acme%20&amp;%20Söhne%20%282%29.md\n>\n</div>"),
        (f"| a |\n| - |\n| <img src='{OLD}.md'> |",
         "| a |\n| - |\n| <img src='Customers/Acme%20&amp;%20Söhne%20%282%29/Acme%20&amp;%20Söhne%20%282%29.md'> |"),
        (f'[1]: {OLD}.md "one\n  two" \n[2]: {OLD}.md', f'[1]: {PERCENT}.md "one\n  two" \n[2]: {PERCENT}.md'),
        (f"> [1]: <{OLD}.md>\n> (one\n> two)\n> [2]: {OLD}.md", f"> [1]: <{NEW}.md>\n> (one\n> two)\n> [2]: {PERCENT}.md"),
        (f'[1]: {OLD}.md "a \\" b\n\'c"', f'[1]: {PERCENT}.md "a \\" b\n\'c"'),
        (f"[1]: {OLD}.md\n'not closed", f"[1]: {PERCENT}.md\n'not closed"),
        (f"[in]({OLD}.md 'one\ntwo') and [in]({OLD}.md\n'one')", f"[in]({PERCENT}.md 'one\ntwo') and [in]({PERCENT}.md\n'one')"),
        (f"# On <a href='{OLD}.md'>it</a>",
         "# On <a href='Customers/Acme%20&amp;%20Söhne%20%282%29/Acme%20&amp;%20Söhne%20%282%29.md'>it</a>"),
    ],
)  # fmt: skip
def test_definitions_and_html_are_written_as_they_were(text, after):
    data = f"---\na: b\n---\n{text}\n".encode()
    names = {name: f"{NEW}.md" for name in names_in(data) if name.target == f"{OLD}.md"}
    assert names
    assert renamed(data, names, "a.md").decode() == f"---\na: b\n---\n{after}\n"


@pytest.mark.parametrize(
    "text",
    [
        f"```\n[1]: {OLD}.md\n<a href='{OLD}.md'>\n```",
        f"    [1]: {OLD}.md",
        f"Say `<a href='{OLD}.md'>` there.",
        f"%% <a href='{OLD}.md'> %%",
        f"%%\n[1]: {OLD}.md\n%%",
        f"<!-- <img src='{OLD}.md'> -->",
        f"<div>\n<!-- <img src='{OLD}.md'> -->\n</div>",
        f"<pre>\n<img src='{OLD}.md'>\n</pre>",
        f"$$\n[1]: {OLD}.md\n$$",
        f"Words\n[1]: {OLD}.md",
        f"[^1]: {OLD}.md",
        f"[1]: {OLD}.md and more",
        f"[1]: {OLD}.md 'not closed\n[2]: {OLD}.md",
        f"[1]: {OLD}.md 'one\n\ntwo'",
        f"[1]:\n\n{OLD}.md",
        "[1]:",
        "[1]: https://x.org/a.md",
        "<img src='//x.org/a.png'> <a href='mailto:a@b.org'> <a href='#here'>",
        f"<img title='src={OLD}.md' alt=\"href='{OLD}.md'\">",
        f"\\<a href='{OLD}.md'>",
    ],
)
def test_code_comments_and_what_only_looks_so_name_nothing(text):
    assert [name for name in names_in(f"{text}\n".encode()) if not name.listed] == []


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("<img srcset='a b.png 2x'>", "<img srcset='a b.png 2x'>"),
        ('<img srcset="a.png">', '<img srcset="n/x%20%281%29%2C%20y.png">'),
        ('<img src="a.png" srcset="a.png 1x, b.png 2x,\n  a.png?v=1 (3, 4), data:a,a.png , a.png,a.png">',
         '<img src="n/x%20%281%29,%20y.png" srcset="n/x%20%281%29%2C%20y.png 1x, b.png 2x,\n  n/x%20%281%29%2C%20y.png?v=1 (3, 4), data:a,a.png , a.png,a.png">'),
        ("<picture>\n<source srcset='a.png, a.png,'\n>\n</picture>",
         "<picture>\n<source srcset='n/x%20%281%29%2C%20y.png, n/x%20%281%29%2C%20y.png,'\n>\n</picture>"),
        ("`<img srcset='a.png'>` <b srcset='a.png'> srcset='a.png'", None),
        ("<img srcset='a.png (1, a.png'> <img srcset=' , ,, '>", "<img srcset='n/x%20%281%29%2C%20y.png (1, a.png'> <img srcset=' , ,, '>"),
    ],
)  # fmt: skip
def test_each_picture_of_several_is_named_anew(text, after):
    names = {name: "n/x (1), y.png" for name in names_in(text.encode()) if name.target == "a.png"}
    assert renamed(text.encode(), names, "a.md").decode() == (after or text)
    assert bool(names) == (after not in {None, text})


AT = "obsidian://open?vault=My%20notes&file="


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (f"See [it]({AT}Customers%2FAcme%2FAcme).", f"See [it]({AT}Customers%2FO%27Neil%20%282%29%2FO%27Neil%20%282%29)."),
        (f"See [it](<{AT}Customers/Acme/Acme> 'one\ntwo').", f"See [it](<{AT}Customers/O%27Neil%20%282%29/O%27Neil%20%282%29> 'one\ntwo')."),
        (f"[1]: {AT}Customers%2FAcme%2FAcme", f"[1]: {AT}Customers%2FO%27Neil%20%282%29%2FO%27Neil%20%282%29"),
        (f"Open {AT}Customers%2FAcme%2FAcme%23Uses, please", f"Open {AT}Customers%2FO%27Neil%20%282%29%2FO%27Neil%20%282%29%23Uses, please"),
        (f"({AT}Customers%2FAcme%2FAcme)", f"({AT}Customers%2FO%27Neil%20%282%29%2FO%27Neil%20%282%29)"),
        (f"<{AT}Customers%2FAcme%2FAcme&line=3>", f"<{AT}Customers%2FO%27Neil%20%282%29%2FO%27Neil%20%282%29&line=3>"),
        (f"<a href='{AT.replace('&', '&amp;')}Customers%2FAcme%2FAcme'>x</a>",
         f"<a href='{AT.replace('&', '&amp;')}Customers%2FO%27Neil%20%282%29%2FO%27Neil%20%282%29'>x</a>"),
        (f"| a |\n| - |\n| {AT}Customers%2FAcme%2FAcme|", f"| a |\n| - |\n| {AT}Customers%2FO%27Neil%20%282%29%2FO%27Neil%20%282%29|"),
        (f"# On {AT}Customers%2FAcme%2FAcme", f"# On {AT}Customers%2FO%27Neil%20%282%29%2FO%27Neil%20%282%29"),
        ("[x](obsidian://open?new&file=Customers%2FAcme%2FAcme&vault=My%20notes)",
         "[x](obsidian://open?new&file=Customers%2FO%27Neil%20%282%29%2FO%27Neil%20%282%29&vault=My%20notes)"),
        (f"`{AT}Customers%2FAcme%2FAcme` %%{AT}Customers%2FAcme%2FAcme%%", None),
        (f"```\n{AT}Customers%2FAcme%2FAcme\n```", None),
        (f"[[A|{AT}Customers%2FAcme%2FAcme]]", None),
        (f"[x]({AT}Customers/Acme/Acme North)", None),
        (f"<{AT}Customers/Acme/Acme North>", None),
        (f"{AT}Customers%2FAcme%2FAcme&path=x xobsidian://open?vault=My%20notes&file=Customers%2FAcme%2FAcme", None),
        ("obsidian://open?file=Customers%2FAcme%2FAcme obsidian://search?vault=My%20notes&file=Customers%2FAcme%2FAcme", None),
    ],
)  # fmt: skip
def test_an_address_that_opens_a_note_names_it_anew(text, after):
    new = "Customers/O'Neil (2)/O'Neil (2)"
    found = [name for name in names_in(text.encode()) if name.target == "Customers/Acme/Acme"]
    assert {name.vault for name in found} <= {"My notes"}
    assert renamed(text.encode(), dict.fromkeys(found, new), "a.md").decode() == (after or text)
    assert bool(found) == bool(after)
    again = [name for name in names_in((after or "").encode()) if name.target == new]
    assert [name.vault for name in again] == [name.vault for name in found]


@pytest.mark.parametrize(
    ("line", "target"),
    [
        (f"source: {AT}Acme # was {AT}Acme", "Acme"),
        (f'source: "{AT}Acme%23Uses"', "Acme"),
        (f"source: '{AT}O%27Neil'", "O'Neil"),
        (f"sources:\n  - {AT}a%20b.pdf&x=1", "a b.pdf"),
        (f"source: see {AT}Acme", None),
        (f"source: >\n  {AT}Acme", None),
    ],
)
def test_an_address_alone_in_front_matter_is_found(line, target):
    text = f"---\n{line}\n---\n".encode()
    found = [name for name in names_in(text) if name.manner == "address"]
    assert [name.target for name in found] == ([target] if target else [])
    new = renamed(text, dict.fromkeys(found, "ö/b: c"), "a.md")
    assert [name.target for name in names_in(new)] == (["ö/b: c"] if target else [])
    before = text.decode().splitlines()
    for name in found:
        typed = before[name.line - 1]
        before[name.line - 1] = f"{typed[: name.start]}%C3%B6%2Fb%3A%20c{typed[name.end :]}"
    assert new.decode().splitlines() == before


@pytest.mark.parametrize(
    ("meant", "typed", "said"),
    [
        ("a/b c.png", "a%2Fx", "a%2Fb%20c.png"),
        ("a/b c", "a/x y", "a/b c"),
        ("a/(b)", "c/(b)", "a/(b)"),
        ("a/é", "x", "a%2F%C3%A9"),
        ("a/é", "ü", "a%2Fé"),
        ("a&b#c?", "x", "a%26b%23c%3F"),
    ],
)
def test_an_address_is_typed_as_it_was(meant, typed, said):
    assert in_address(meant, typed) == said


@pytest.mark.parametrize(
    ("target", "moved", "now"),
    [
        ("Acme/Dana", {"Acme/Dana.md": "Bell/Dana.md"}, "Bell/Dana"),
        ("Acme/Dana.md", {"Acme/Dana.md": "Bell/Jo.md"}, "Bell/Jo.md"),
        ("/Acme/Dana", {"Acme/Dana.md": "Bell/Jo.md"}, "/Bell/Jo"),
        ("Dana", {"Acme/Dana.md": "Bell/Dana.md"}, None),
        ("Dana", {"Acme/Dana.md": "Bell/Jo.md"}, "Jo"),
        ("Dana", {"Acme/Dana.md": "Bell/Sam.md"}, "Bell/Sam"),
        ("Sam", {"Acme/Sam.md": "Bell/Lee.md"}, None),
        ("./Acme/Dana", {"Acme/Dana.md": "Bell/Dana.md"}, None),
        ("Nobody", {"Acme/Dana.md": "Bell/Jo.md"}, None),
        ("files/a b.pdf", {"files/a b.pdf": "files/c.pdf"}, "files/c.pdf"),
        ("a b.pdf", {"files/a b.pdf": "x/a b.pdf"}, None),
    ],
)
def test_an_address_follows_one_file_alone(target, moved, now):
    files = ["Acme/Dana.md", "Acme/Sam.md", "Team/Sam.md", "files/a b.pdf", "Acme/Acme.md"]
    assert Moved(files, moved).new_opened(target) == now


@pytest.mark.parametrize(
    ("meant", "typed", "manner", "said"),
    [
        ("b/a b.png", "a/a%20b.png", "bare", "b/a%20b.png"),
        ("b/c d.png", "a/a%20b.png", "angled", "b/c%20d.png"),
        ("b/50%20x.png", "a/a.png", "angled", "b/50%2520x.png"),
        ("b/é.png", "a/%C3%A9.png", "bare", "b/%C3%A9.png"),
        ("b/ü.png", "a/%C3%A9.png", "bare", "b/%C3%BC.png"),
        ("b/ü.png", "a/é.png", "bare", "b/ü.png"),
        ("b/R & D.png", "a/R &amp; D.png", "html", "b/R &amp; D.png"),
        ("b/x & y.png", "a/R &amp; D.png", "html", "b/x &amp; y.png"),
        ("b/O'Neil x.png", "a/c d.png", "html", "b/O&#x27;Neil x.png"),
        ("b/O'Neil x.png", "a/c.png", "html", "b/O%27Neil%20x.png"),
        ("a/(1).png", "b/(1).png", "bare", "a/(1).png"),
    ],
)
def test_what_stays_is_typed_as_before_and_what_is_new_like_it(meant, typed, manner, said):
    assert spelled(meant, typed, manner) == said


@pytest.mark.parametrize("note", ["[a]: <x y.md>\n", "[a](<x y.md>)\n", '<img src="x y.md">\n'])
def test_a_path_of_another_spelling_is_the_same_path(note):
    [name] = names_in(note.encode())
    for meant in ("50% off/1 [x] (y).md", "<a>/\\b.md", "a&amp;b/é?.md"):
        [again] = names_in(renamed(note.encode(), {name: meant}, "a.md"))
        assert again.target == meant
