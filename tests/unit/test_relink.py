"""Names of other notes in front matter: only what a value says is changed."""

import pytest

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
