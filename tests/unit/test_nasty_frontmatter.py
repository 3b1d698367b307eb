"""Front matter as people, programs and accidents write it: what is kept, and what is said of it.

Each case is the text between the fences, the texts that must be kept under each key as written,
and the codes of all Problems.
"""

import time

import pytest

from notes_crm.model.frontmatter.fence import read
from notes_crm.model.frontmatter.raw import texts
from notes_crm.model.note import parse
from tests import timing

BROKEN, TWICE, HASH, TEXT, TAB = (
    "front-matter-broken", "duplicate-key", "cut-at-hash", "front-matter-is-text", "tab-indent",
)  # fmt: skip
LONG = "x" * 3000

CASES = {
    # plain and well
    "one key": ("x: Ada", {"x": ["Ada"]}, []),
    "two keys": ("x: Ada\ny: Bob", {"x": ["Ada"], "y": ["Bob"]}, []),
    "nothing": ("", {}, []),
    "blank lines": ("\n\n", {}, []),
    "only a comment": ("# a remark", {}, []),
    "comments between": ("# a\nx: 1\n# b\ny: 2 # c", {"x": ["1"], "y": ["2"]}, []),
    "blank lines between": ("x: 1\n\n\ny: 2", {"x": ["1"], "y": ["2"]}, []),
    "a block list": ("x:\n  - a\n  - b", {"x": ["a", "b"]}, []),
    "a block list at the margin": ("x:\n- a\n- b", {"x": ["a", "b"]}, []),
    "a flow list": ("x: [a, 'b c', \"d\"]", {"x": ["a", "b c", "d"]}, []),
    "an empty list": ("x: []\ny: 1", {"x": [], "y": ["1"]}, []),
    "a list of lists": ("x: [[a, b], [c]]", {"x": ["a", "b", "c"]}, []),
    "a list in a list": ("x:\n  - - a\n    - b\n  - c", {"x": ["a", "b", "c"]}, []),
    "a map in a key": ("x:\n  y: 1\n  z: [a, b]", {"x": ["y: 1", "z: a, b"]}, []),
    "a flow map": ("x: {y: 1, z: 2}", {"x": ["y: 1", "z: 2"]}, []),
    "a map in a list": ("x:\n  - y: 1\n  - z", {"x": ["y: 1", "z"]}, []),
    "all in braces": ("{x: 1, y: [2, 3]}", {"x": ["1"], "y": ["2", "3"]}, []),
    "kept lines": ("x: |\n  a\n  b\ny: 1", {"x": ["a\nb"], "y": ["1"]}, []),
    "folded lines": ("x: >-\n  a\n  b\n\n  c", {"x": ["a b\nc"]}, []),
    "a text of two lines": ("x: a\n  b", {"x": ["a b"]}, []),
    "double quotes": ('x: "a: b # c"', {"x": ["a: b # c"]}, []),
    "single quotes": ("x: 'it''s'", {"x": ["it's"]}, []),
    "an escape": ('x: "caf\\u00e9 \\"ok\\""', {"x": ['café "ok"']}, []),
    "a quoted key": ('"x y": 1', {"x y": ["1"]}, []),
    "a key with blanks": ("creation date: 1", {"creation date": ["1"]}, []),
    "a key with a colon": ("a:b: 1", {"a:b": ["1"]}, []),
    "emoji and scripts": ("😀: 1\n名前: Ada\nимя: Б", {"😀": ["1"], "名前": ["Ada"], "имя": ["Б"]}, []),
    "an apostrophe": ("x: O'Brien", {"x": ["O'Brien"]}, []),
    "an address": ("x: https://a.b/c#d", {"x": ["https://a.b/c#d"]}, []),
    "dashes in a value": ("x: a --- b", {"x": ["a --- b"]}, []),
    "smart quotes": ("x: “Ada”", {"x": ["“Ada”"]}, []),
    "writing from the right": ("x: \u202eevil\u202c", {"x": ["\u202eevil\u202c"]}, []),
    "a tab after the colon": ("x:\tb", {"x": ["b"]}, []),
    "blanks after the colon": ("x:     b   ", {"x": ["b"]}, []),
    "an indented mapping": ("  x: 1\n  y: 2", {"x": ["1"], "y": ["2"]}, []),
    # what other readers change
    "a telephone number": ("x: 0113496\ny: +44123\nz: +44 20 7946", {"x": ["0113496"], "y": ["+44123"], "z": ["+44 20 7946"]}, []),
    "a time": ("x: 14:30\ny: 190:20:30", {"x": ["14:30"], "y": ["190:20:30"]}, []),
    "a version": ("x: 1.10", {"x": ["1.10"]}, []),
    "numbers of all kinds": ("a: 1e5\nb: .inf\nc: 0x1F\nd: 0o7\ne: 1_000", {"a": ["1e5"], "b": [".inf"], "c": ["0x1F"], "d": ["0o7"], "e": ["1_000"]}, []),
    "yes and no": ("no: yes\non: off\ny: n", {"no": ["yes"], "on": ["off"], "y": ["n"]}, []),
    "keys that are numbers": ("1: a\n2026-01-01: b\n1.5: c", {"1": ["a"], "2026-01-01": ["b"], "1.5": ["c"]}, []),
    "keys that are words of YAML": ("true: a\nnull: b\n~: c", {"true": ["a"], "null": ["b"], "~": ["c"]}, []),
    "keys of the library": ("content: a\nhandler: b\nmetadata: c", {"content": ["a"], "handler": ["b"], "metadata": ["c"]}, []),
    "no values": ("a:\nb: ~\nc: null\nd: ''", {"a": [], "b": [], "c": [], "d": []}, []),
    "impossible dates": ("a: 2026-02-30\nb: 0000-00-00\nc: 2026-01-01T25:00", {"a": ["2026-02-30"], "b": ["0000-00-00"], "c": ["2026-01-01T25:00"]}, []),
    "zones": ("a: 2026-02-28T10:00:00+01:00\nb: 2026-02-28T10:00:00+99:99\nc: 0001-01-01T00:00:00Z", {"a": ["2026-02-28T10:00:00+01:00"], "b": ["2026-02-28T10:00:00+99:99"], "c": ["0001-01-01T00:00:00Z"]}, []),
    "a merge key": ("<<: a", {"<<": ["a"]}, []),
    "an equals sign": ("x: =\n=: y", {"x": ["="], "=": ["y"]}, []),
    "two unlike keys": ("cafe: 1\ncafé: 2", {"cafe": ["1"], "café": ["2"]}, []),
    # links
    "an unquoted link": ("x: [[Acme Pumps]]", {"x": ["[[Acme Pumps]]"]}, []),
    "an unquoted link with a comma": ("x: [[Acme, Inc]]", {"x": ["[[Acme, Inc]]"]}, []),
    "an unquoted link with another name": ("x: [[Acme|them]]", {"x": ["[[Acme|them]]"]}, []),
    "an unquoted link with a colon": ("x: [[Acme: Leeds]]", {"x": ["[[Acme: Leeds]]"]}, []),
    "unquoted links in a list": ("x:\n  - [[A]]\n  - [[B]]", {"x": ["[[A]]", "[[B]]"]}, []),
    "unquoted links in brackets": ("x: [[[A]], [[B]]]", {"x": ["[[A]]", "[[B]]"]}, []),
    "a quoted link": ('x: "[[Acme]]"', {"x": ["[[Acme]]"]}, []),
    "unquoted links side by side": ("x: [[A]], [[B]]\ny: 1", {"x": ["[[A]], [[B]]"], "y": ["1"]}, [BROKEN]),
    "text behind a link": ("x: [[A]] and more", {"x": ["[[A]] and more"]}, [BROKEN]),
    "a link with a hash": ("x: [[A #b]]\ny: 1", {"x": ["[[A #b]]"], "y": ["1"]}, [BROKEN]),
    "an embed": ("x: ![[a.png]]", {"x": ["![[a.png]]"]}, [BROKEN]),
    # hashes
    "hashes for tags": ("tags: #a #b", {"tags": ["#a #b"]}, [HASH]),
    "hash tags in a list": ("x:\n  - #a\n  - b", {"x": ["b"]}, []),
    "hash tags in brackets": ("x: [#a, b]\ny: 1", {"x": ["#a", "b"], "y": ["1"]}, [BROKEN]),
    "a flat number": ("x: 12 Main St #4", {"x": ["12 Main St"]}, [HASH]),
    "a language": ("x: C# dev", {"x": ["C# dev"]}, []),
    "a remark": ("x: a # remark", {"x": ["a"]}, []),
    "a quoted hash": ("x: 'a #b'", {"x": ["a #b"]}, []),
    # daily text that YAML refuses
    "a second colon": ("x: Re: hello\ny: 1", {"x": ["Re: hello"], "y": ["1"]}, [BROKEN]),
    "a colon at the end": ("x: hello:\ny: 1", {"x": ["hello:"], "y": ["1"]}, [BROKEN]),
    "three colons": ("x: a: b: c", {"x": ["a: b: c"]}, [BROKEN]),
    "a handle": ("x: @ada\ny: 1", {"x": ["@ada"], "y": ["1"]}, [BROKEN]),
    "handles in a list": ("x:\n  - @ada\n  - @bob", {"x": ["@ada", "@bob"]}, [BROKEN]),
    "handles in brackets": ("x: [@ada, @bob]", {"x": ["@ada", "@bob"]}, [BROKEN]),
    "backticks": ("x: `code`", {"x": ["`code`"]}, [BROKEN]),
    "a per cent sign first": ("x: %5\ny: 5%", {"x": ["%5"], "y": ["5%"]}, [BROKEN]),
    "bold": ("x: **bold** word", {"x": ["**bold** word"]}, [BROKEN]),
    "italic": ("x: *a*", {"x": ["*a*"]}, [BROKEN]),
    "a star alone": ("x: * a", {"x": ["* a"]}, [BROKEN]),
    "an ampersand": ("x: &company Ltd", {"x": ["&company Ltd"]}, [BROKEN]),
    "an ampersand in the middle": ("x: Smith & Sons", {"x": ["Smith & Sons"]}, []),
    "an exclamation mark": ("x: !important", {"x": ["!important"]}, [BROKEN]),
    "an exclamation mark and blank": ("x: ! watch out", {"x": ["! watch out"]}, [BROKEN]),
    "a template": ("x: {{date}}\ny: 1", {"x": ["{{date}}"], "y": ["1"]}, [BROKEN]),
    "a template in text": ("x: a {{date}}", {"x": ["a {{date}}"]}, []),
    "Templater": ("x: <% tp.date.now() %>", {"x": ["<% tp.date.now() %>"]}, []),
    "a pipe": ("x: |a", {"x": ["|a"]}, [BROKEN]),
    "more than": ("x: > 5 units\ny: 1", {"x": ["> 5 units"], "y": ["1"]}, [BROKEN]),
    "a bracket not closed": ("x: [a, b\ny: 1", {"x": ["[a, b"], "y": ["1"]}, [BROKEN]),
    "a bracket not opened": ("x: a]\ny: ]", {"x": ["a]"], "y": ["]"]}, [BROKEN]),
    "a brace not closed": ("x: {a\ny: 1", {"x": ["{a"], "y": ["1"]}, [BROKEN]),
    "text behind brackets": ("x: [a] b", {"x": ["[a] b"]}, [BROKEN]),
    "a quote not closed": ('x: "Ada\ny: 1', {"x": ["Ada"], "y": ["1"]}, [BROKEN]),
    "a single quote not closed": ("x: 'Ada\ny: 1", {"x": ["Ada"], "y": ["1"]}, [BROKEN]),
    "a quote in quotes": ("x: 'it's'", {"x": ["it's"]}, [BROKEN]),
    "text behind quotes": ('x: "5" pipe\ny: 1', {"x": ['"5" pipe'], "y": ["1"]}, [BROKEN]),
    "inches": ('x: 5" pipe', {"x": ['5" pipe']}, []),
    "a path": ('x: "C:\\data"\ny: 1', {"x": ["C:\\data"], "y": ["1"]}, [BROKEN]),
    "a comma first": ("x: , a", {"x": [", a"]}, [BROKEN]),
    "a question mark": ("x: ? a", {"x": ["? a"]}, [BROKEN]),
    "a dash": ("x: - a", {"x": ["- a"]}, [BROKEN]),
    "a tab as indentation": ("x:\n\t- a\n\t- b\ny: 1", {"x": ["a", "b"], "y": ["1"]}, [TAB]),
    "a tab before a key": ("x: 1\n\ty: 2", {"x": ["1 y: 2"]}, [TAB]),
    "indentation that jumps": ("x: 1\n  y: 2\nz: 3", {"x": ["1 y: 2"], "z": ["3"]}, [BROKEN]),
    "a list item with two colons": ("x:\n  - a: b: c\n  - d", {"x": ["a: b: c", "d"]}, [BROKEN]),
    "a list and then text": ("x:\n  - a\n  b\ny: 1", {"x": ["- a b"], "y": ["1"]}, [BROKEN]),
    "a line that is no key": ("x: 1\njust words\ny: 2", {"x": ["1"], "y": ["2"]}, [BROKEN]),
    "words first": ("just words\ny: 2", {"y": ["2"]}, [BROKEN]),
    "no blank behind the colon": ("x:1\ny: 2", {"y": ["2"]}, [BROKEN]),
    "an ideographic colon": ("x：Ada\ny: 1", {"x": ["Ada"], "y": ["1"]}, [BROKEN]),
    "a blank that is none": ("x:\u00a0Ada\ny: 1", {"x": ["Ada"], "y": ["1"]}, [BROKEN]),
    "a wide blank": ("x:\u3000Ada\ny: 1", {"x": ["Ada"], "y": ["1"]}, [BROKEN]),
    "a key with a star": ("*x*: 1\ny: 2", {"*x*": ["1"], "y": ["2"]}, [BROKEN]),
    "a key with an at": ("@x: 1", {"@x": ["1"]}, [BROKEN]),
    "no key at all": (": 1\ny: 2", {"y": ["2"]}, [BROKEN]),
    "a very long key": (LONG + ": 1\ny: 2", {"y": ["2"]}, [BROKEN]),
    "a long value": ("x: " + LONG, {"x": [LONG]}, []),
    # the same twice
    "a key twice": ("x: Ada\nx: Bob", {"x": ["Ada", "Bob"]}, [TWICE]),
    "a key in two cases": ("x: 1\nX: 2", {"x": ["1"], "X": ["2"]}, [TWICE]),
    "a key in two forms of Unicode": ("caf\u00e9: 1\ncafe\u0301: 2", {"caf\u00e9": ["1"], "cafe\u0301": ["2"]}, [TWICE]),
    "a key twice and broken": ("x: @a\nx: 2", {"x": ["@a", "2"]}, [BROKEN, TWICE]),
    "a key thrice": ("x: 1\nx: 2\nx: 3", {"x": ["1", "2", "3"]}, [TWICE, TWICE]),
    # a merge that found no answer
    "a conflict": ("<<<<<<< HEAD\nx: 1\n=======\nx: 2\n>>>>>>> b", {"x": ["1", "2"]}, ["conflict-marker", TWICE]),
    "a conflict of three": ("<<<<<<< a\nx: 1\n||||||| o\nx: 0\n=======\nx: 2\n>>>>>>> b\ny: 1", {"x": ["1", "0", "2"], "y": ["1"]}, ["conflict-marker", TWICE, TWICE]),
    "a conflict of unlike keys": ("y: 1\n<<<<<<< HEAD\nx: 1\n=======\n>>>>>>> b", {"y": ["1"], "x": ["1"]}, ["conflict-marker"]),
    # what only YAML understands
    "an anchor": ("x: &a 1\ny: 2", {"x": ["&a 1"], "y": ["2"]}, [BROKEN]),
    "an alias": ("x: &a [1]\ny: *a", {"x": ["&a [1]"], "y": ["*a"]}, [BROKEN, BROKEN]),
    "an unknown alias": ("x: *b\ny: 2", {"x": ["*b"], "y": ["2"]}, [BROKEN]),
    "an alias to itself": ("x: &a [*a]", {"x": ["&a [*a]"]}, [BROKEN]),
    "a merge": ("b: &b\n  x: 1\nd:\n  <<: *b\n  y: 1", {"b": ["&b x: 1"], "d": ["<<: *b y: 1"]}, [BROKEN, BROKEN]),
    "an object": ("x: !!python/object/apply:os.system [echo]\ny: 1", {"x": ["!!python/object/apply:os.system [echo]"], "y": ["1"]}, [BROKEN]),
    "a tag of our own": ("x: !mine {a: b}", {"x": ["!mine {a: b}"]}, [BROKEN]),
    "a wrong number tag": ("x: !!int ''\ny: !!float foo", {"x": ["!!int ''"], "y": ["!!float foo"]}, [BROKEN, BROKEN]),
    "a set": ("x: !!set {a, b}", {"x": ["!!set {a, b}"]}, [BROKEN]),
    "a binary": ("x: !!binary aGk=", {"x": ["!!binary aGk="]}, [BROKEN]),
    "a date tag": ("x: !!timestamp foo", {"x": ["!!timestamp foo"]}, [BROKEN]),
    "a list for a key": ("? [a, b]\n: 1\ny: 2\nz: 3", {"y": ["2"], "z": ["3"]}, [BROKEN, BROKEN]),
    "a map for a key": ("{a: b}: 1\ny: 2", {"y": ["2"]}, [BROKEN]),
    "a directive": ("%YAML 1.2\ny: 2", {"y": ["2"]}, [BROKEN]),
    "a second document": ("x: 1\n--- # more\ny: 2", {"x": ["1"], "y": ["2"]}, [BROKEN]),
    "an end of document": ("x: 1\n... # more\ny: 2", {"x": ["1"], "y": ["2"]}, [BROKEN]),
    # characters
    "an escape code": ("x: a\x1b[31m\ny: 1", {"x": ["a\x1b[31m"], "y": ["1"]}, [BROKEN]),
    "an escape code, escaped": ('x: "a\\x1b"', {"x": ["a\x1b"]}, []),
    "a vertical tab": ("x: a\x0bb\ny: 1", {"x": ["a\x0bb"], "y": ["1"]}, [BROKEN]),
    "a form feed": ("x: a\x0cb", {"x": ["a\x0cb"]}, [BROKEN]),
    "a delete": ("x: a\x7fb", {"x": ["a\x7fb"]}, [BROKEN]),
    "a next line": ("x: a\x85b\ny: 1", {"x": ["a\x85b"], "y": ["1"]}, [BROKEN]),
    "a line separator": ("x: a\u2028b\ny: 1", {"x": ["a\u2028b"], "y": ["1"]}, [BROKEN]),
    "a line separator in quotes": ('x: "a\u2028b"\ny: 1', {"x": ["a\u2028b"], "y": ["1"]}, [BROKEN]),
    "a paragraph separator and dashes": ("x: a\u2029---\ny: 1", {"x": ["a\u2029---"], "y": ["1"]}, [BROKEN]),
    "no character": ("x: a\ufffeb", {"x": ["a\ufffeb"]}, [BROKEN]),
    "a zero-width blank in a key": ("x\u200by: 1", {"x\u200by": ["1"]}, []),
    "a byte order mark inside": ("x: a\ufeffb", {"x": ["a\ufeffb"]}, []),
    "an impossible escape": ('x: "\\ud800"\ny: 1', {"x": ["\\ud800"], "y": ["1"]}, [BROKEN]),
    "an escape too big": ('x: "\\U99999999"\ny: 1', {"x": ["\\U99999999"], "y": ["1"]}, [BROKEN]),
    "an unknown escape": ('x: "\\q"\ny: 1', {"x": ["\\q"], "y": ["1"]}, [BROKEN]),
    "combining marks": ("x: " + "a" + "\u0301" * 500, {"x": ["a" + "\u0301" * 500]}, []),
    # text between two lines
    "prose": ("Just some prose.", {}, [TEXT]),
    "prose of two lines": ("Just some prose.\nAnd more.", {}, [TEXT]),
    "prose with a colon": ("I said: hello\nand left.\nThat is all.", {}, [TEXT]),
    "a list": ("- a\n- b", {}, [TEXT]),
    "a number": ("42", {}, [TEXT]),
    "a yes": ("true", {}, [TEXT]),
    "a quoted text": ('"text"', {}, [TEXT]),
    "a heading": ("# Title\n\nWords.", {}, [TEXT]),
    "an image": ("![[a.png]]", {}, [TEXT]),
    "a table": ("| a | b |\n|---|---|", {}, [TEXT]),
    # too much
    "thousands of keys": ("\n".join(f"k{n}: {n}" for n in range(4000)), {"k0": ["0"], "k3999": ["3999"]}, [BROKEN]),
    "thousands of items": ("x:\n" + "  - a\n" * 6000 + "y: 1", {"y": ["1"]}, [BROKEN]),
    "thousands of broken keys": ("\n".join(f"k{n}: @a" for n in range(3000)), {"k0": ["@a"], "k2999": ["@a"]}, [BROKEN] * 10),
    "deep brackets": ("x: " + "[" * 30_000 + "\ny: 1", {"y": ["1"]}, [BROKEN]),
    "deep closed brackets": ("x: " + "[" * 200 + "]" * 200 + "\ny: 1", {"y": ["1"]}, [BROKEN]),
    "deep braces": ("x: " + "{a: " * 3000 + "\ny: 1", {"y": ["1"]}, [BROKEN]),
    "deep indentation": ("\n".join(" " * n + "k:" for n in range(200)) + "\ny: 1", {"y": ["1"]}, [BROKEN]),
    "deep dashes": ("x:\n  " + "- " * 5000 + "a\ny: 1", {"y": ["1"]}, [BROKEN]),
    "a bomb of aliases": ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ny: 1", {"y": ["1"]}, [BROKEN] * 3),
    "a bomb of merges": ("a: &a {k: v}\nb: &b {<<: [*a, *a]}\nc: {<<: [*b, *b]}\ny: 1", {"y": ["1"]}, [BROKEN] * 3),
    "a number of 5,000 digits": ("x: " + "9" * 5000, {"x": ["9" * 5000]}, []),
    "a huge exponent": ("x: 1e999999", {"x": ["1e999999"]}, []),
    "a thousand quotes": ("x: '" + "''" * 1000 + "'", {"x": ["'" * 1000]}, []),
    "a thousand backslashes": ('x: "' + "\\\\" * 1000 + '"', {"x": ["\\" * 1000]}, []),
    "blanks without end": ("x: a" + " " * 50_000 + "\ny: 1", {"x": ["a"], "y": ["1"]}, []),
    "lines without end": ("x: 1" + "\n" * 20_000 + "y: 1", {"x": ["1"], "y": ["1"]}, []),
    "colons without end": ("x" + ":" * 30_000 + "\ny: 1", {"y": ["1"]}, [BROKEN]),
    "question marks without end": ("? " * 15_000 + "\ny: 1", {"y": ["1"]}, [BROKEN]),
    "hashes without end": ("x: 1 " + "#a " * 10_000 + "\ny: 1", {"x": ["1"], "y": ["1"]}, [HASH]),
}  # fmt: skip


def note(front):
    return f"---\n{front}\n---\nThe zebra is below.\n"


def cpu_time(work):
    started = time.process_time()
    work()
    return time.process_time() - started


def test_there_are_enough_of_them():
    assert len(CASES) >= 150


@pytest.mark.parametrize("name", CASES)
def test_every_readable_key_is_kept_and_every_trouble_named(name):
    front, expected, codes = CASES[name]
    text = note(front)
    found = read(text[:-1].split("\n"), "n.md")
    kept: dict[str, list[str]] = {}
    for entry in found.entries:
        kept.setdefault(entry.key, []).extend(texts(entry.value))
    assert {key: kept.get(key) for key in expected} == expected
    parsed = parse(text.encode(), "n.md")
    ours = (BROKEN, TWICE, HASH, TEXT, TAB, "conflict-marker")
    assert sorted(p.code for p in parsed.problems if p.code in ours) == sorted(codes)
    assert parsed.lines[-1] == "The zebra is below."
    if TEXT not in codes:
        assert parsed.lines[parsed.body_line - 1] == "The zebra is below."
    assert [line.text for line in parsed.prose()][-1] == "The zebra is below."


@pytest.mark.parametrize("name", CASES)
def test_none_of_them_takes_long(name):
    data = note(CASES[name][0]).encode()
    timing.check(min(cpu_time(lambda: parse(data, "n.md")) for _ in range(5)), 0.05)


@pytest.mark.parametrize("name", CASES)
def test_a_problem_never_quotes_long_text(name):
    for problem in parse(note(CASES[name][0]).encode(), "n.md").problems:
        assert len(problem.message) < 150
        assert problem.line <= len(CASES[name][0].split("\n")) + 2
