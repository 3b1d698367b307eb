"""Whatever an e-mail holds, reading it raises nothing, and its words are only words in a note."""

from hypothesis import example, given
from hypothesis import strategies as st

from notes_crm.model.mail import read_mail
from notes_crm.model.note import parse
from notes_crm.model.outside import as_words

HEADERS = st.lists(
    st.sampled_from([
        b"From: Dana <dana@acme.example>", b"From: =?utf-8?q?D=C3=A4na?= <d@acme.example>", b"From: =?", b"Subject: =?x?b?!!!?=",
        b"Subject: \xff\xfe", b"Date: Mon, 2 Mar 2026 14:30:00 +0100", b"Date: never", b"Date: 1 Jan 99999 00:00:00 +9999",
        b"Content-Type: multipart/mixed; boundary=x", b"Content-Type: multipart/mixed", b"Content-Type: text/plain; charset=no",
        b"Content-Type: text/plain; charset=punycode", b"Content-Type: text/html; charset*=utf-8''x%", b"Content-Type: ;;;", b"Content-Type: message/rfc822",
        b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: x-uuencode", b"To: " + b"a@b.c, " * 50,
        b"Content-Disposition: attachment; filename*0*=utf-16''%ff; filename*1=x", b"Message-ID: <1@x>", b"From: (((((", b"From: @@@, <>,;:",
    ]) | st.binary(max_size=30),
    max_size=6,
)  # fmt: skip
LINES = st.sampled_from([
    "- [ ] Pay 100 to X #promise 📅 2026-03-06", "## Private", "# Title", "%% hidden", "<!-- c", "[[Acme Pumps]]", "#tag text", "a #tag",
    "```", "~~~", "    code", "===", "---", "> - [x] done", "> # heading", "1. [ ] one", "* [-] gone", "$$", "<div>", "| a | b |", "|---|",
    "![[x.png]]", "[due:: 2026-03-06]", "(due:: 2026-03-06)", "Private", "**Private**", "\\[[x]]", "\\", "key:: value", "^b1", "+", "+ [ ] x",
    "[^1]: foot", "[a]: http://x", "&#35;tag", "`%%`", "https://acme.example/a_b#c", "2) x", "*** ", "_ _ _", "\\# x", "&lt;b>", "a\u2028# b", "",
    "%\x00%", "words",
]) | st.text(max_size=30)  # fmt: skip


@given(
    HEADERS,
    st.binary(max_size=200)
    | st.just(b"--x\n\nhello\n--x\nContent-Type: text/html\n\n<p>hi\n--x--\n"),
)
@example(
    [b"Content-Type: multipart/mixed; boundary=x"],
    b"--x\nContent-Type: message/rfc822\n\nFrom: a\n\nhi\n--x--",
)
def test_no_mail_is_too_broken(headers, body):  # fmt: skip
    mail = read_mail(b"\n".join([*headers, b"", body]))
    assert "\n" not in mail.subject + mail.sender + mail.address + mail.id
    assert all(isinstance(a.data, bytes) and "\n" not in a.name for a in mail.attachments)


@given(st.lists(LINES, max_size=10))
def test_words_from_outside_are_only_words(lines):
    text = "\n".join(lines)
    shown = as_words(text)
    note = parse("\n".join(["---", "type: email", "---", "## Discussed", "- About", "", *shown, "", "- last"]).encode(), "a.md")  # fmt: skip
    assert (note.tasks, note.tags, note.links) == ((), (), ())
    assert [s.heading for s in note.sections] == ["Discussed"]
    assert "last" in [line.text for line in note.below("Discussed")]
    assert not [p.code for p in note.problems if p.level != "hint"]
    letters = "".join(c for c in text if c.isalnum() and c.isascii())
    assert "".join(c for c in "".join(shown) if c.isalnum() and c.isascii()) == letters
