from datetime import datetime, timedelta, timezone

import pytest

from notes_crm.model.mail import MAX_TEXT, read_mail
from notes_crm.model.outside import as_words

MAIL = b"""From: =?iso-8859-1?q?J=FCrgen_B=F6hm?= <J.Boehm@Acme.example>
To: Sam <sam@us.example>, ana@us.example
Cc: "Ortiz, Dana" <dana@acme.example>
Subject: =?utf-8?b?VW5kaWNodCDigJM=?=
 =?utf-8?q?_zweite_Pumpe?=
Date: Wed, 4 Mar 2026 09:12:00 +0100
Message-ID: <42@acme.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="a b"

--a b
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Gr=FC=DFe
--inner
Content-Type: text/html

<p>other</p>
--inner--
--a b
Content-Type: application/pdf; name="../../etc/quote.pdf"
Content-Transfer-Encoding: base64

JVBERg==
--a b
Content-Type: message/rfc822

From: x@y.z
Subject: inner

inside
--a b--
"""


def html(body):
    return b"Content-Type: text/html; charset=utf-8\n\n" + body.encode()


def test_an_e_mail_says_who_wrote_what_to_whom_and_when():
    mail = read_mail(MAIL)
    assert (mail.sender, mail.address) == ("Jürgen Böhm", "j.boehm@acme.example")
    assert mail.to == ("sam@us.example", "ana@us.example", "dana@acme.example")
    assert (mail.subject, mail.text, mail.id) == (
        "Undicht – zweite Pumpe",
        "Grüße",
        "<42@acme.example>",
    )
    assert mail.sent == datetime(2026, 3, 4, 9, 12, tzinfo=timezone(timedelta(hours=1)))
    names = [(a.name, a.data[:10]) for a in mail.attachments]
    assert names == [("../../etc/quote.pdf", b"%PDF"), ("attachment 2.eml", b"From: x@y.")]


def test_a_page_becomes_its_words():
    mail = read_mail(
        html(
            "<head><title>t</title><style>p{}</style></head><p>One<br>two &amp; three</p><script>x()</script><div>four"
        )
    )
    assert mail.text == "One\ntwo & three\n\nfour" or mail.text.split() == [
        "One",
        "two",
        "&",
        "three",
        "four",
    ]
    assert "x()" not in mail.text


@pytest.mark.parametrize(
    "charset",
    ["no-such", "punycode", "idna", "undefined", "base64", "rot13", "unicode_escape", "utf-16", ""],
)
def test_a_charset_that_is_none_does_not_hide_the_words(charset):
    mail = read_mail(f"Content-Type: text/plain; charset={charset}\n\nhello words".encode())
    assert "hello" in mail.text or charset == "utf-16"


def test_bytes_that_are_not_what_they_say_are_read_as_windows_wrote_them():
    assert read_mail(b"Content-Type: text/plain; charset=utf-8\n\nGr\xfc\xdfe").text == "Grüße"


def test_ten_thousand_boxes_in_boxes_and_a_long_letter_cost_nothing():
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(10_000)
    )
    assert read_mail(b"Subject: deep\n" + deep).attachments == ()
    mail = read_mail(b"Subject: long\n\n" + b"word " * 1_000_000)
    assert (len(mail.text), mail.cut, mail.subject) == (MAX_TEXT, True, "long")
    assert read_mail(b"To: " + b"a@b.c, " * 200_000 + b"\nSubject: many\n\nx").subject == "many"
    for body in (
        "<" * 200_000,
        "<a " * 200_000,
        "<![if <!--" * 50_000,
        "<style>" * 50_000,
        "&" * 200_000,
    ):
        assert read_mail(html(body)).address == ""
    assert (
        read_mail(b"Subject: s\nContent-Type: text/plain; " + b"a=b; " * 100_000 + b"\n\nx").subject
        == "s"
    )
    assert (
        read_mail(
            b"Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 50_000
        ).subject
        == "s"
    )


def test_emblems_are_left_and_pictures_kept():
    part = (
        "--b\nContent-Type: image/png\nContent-ID: <1>\nContent-Transfer-Encoding: base64\n\n{}\n"
    )
    import base64

    parts = [part.format(base64.b64encode(b"x" * size).decode()) for size in (100, 20_000)]
    mail = read_mail(
        ("Content-Type: multipart/mixed; boundary=b\n\n" + "".join(parts) + "--b--").encode()
    )
    assert [(a.name, len(a.data)) for a in mail.attachments] == [("attachment 1.png", 20_000)]


def test_words_from_outside_mean_nothing_and_still_read_well():
    assert as_words("# Hi\n\n\n- [ ] pay #promise\nsee https://a.example/x_y#z 50% off\n%%hid\n---\n1. one\n") == [
        "\\# Hi", "", "\\- \\[ ] pay \\#promise", "see https://a.example/x_y#z 50% off", "\\%\\%hid", "\\---", "1\\. one",
    ]  # fmt: skip


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_headers_that_nobody_encoded_are_read(charset):
    raw = 'From: "Böhm, Jürgen" <j@acme.example>\nTo: Zoë <zoe@us.example>\nSubject: Angebot für\n Größe\n\nx'
    mail = read_mail(raw.encode(charset))
    assert mail.subject == "Angebot für Größe"
    assert (mail.sender, mail.address) == ("Böhm, Jürgen", "j@acme.example")
