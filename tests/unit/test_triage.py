"""Whose slip it is: every kind of clue, which beats which, and when nobody may be sure."""

import pytest

from notes_crm.answers.triage import Known, Reachable, Slip, by_number, called, propose

KNOWN = Known(
    names=[called(c, n, n) for c, n in (("Acme Pumps", "Acme Pumps"), ("APL", "Acme Pumps"), ("Bell", "Bell"), ("Côté Sud", "Côté Sud"),
                                        ("Harbour Lane Bakery", "Harbour Lane Bakery"))],
    people=[called(n, n, c) for n, c in (("Dana Ortiz", "Acme Pumps"), ("Omar Haddad", "Bell"), ("Omar Reyes", "Acme Pumps"))],
    phones=by_number([Reachable("+44 7700 900123", "Dana Ortiz", "Acme Pumps"), Reachable("0113 496 0000", "Bell", "Bell"), Reachable("12", "Bell", "Bell")]),
    emails=[Reachable("Dana@Acme.example", "Dana Ortiz", "Acme Pumps"), Reachable("bell@gmail.com", "Bell", "Bell")],
    ours=frozenset({"sam@us.example"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("slip", "customer", "sure", "reason"),
    [
        (Slip("x", stated=("Bell",), text="Acme Pumps"), "Bell", True, "it says customer: Bell"),
        (Slip("x", senders=("sam@us.example", "dana@acme.example")), "Acme Pumps", True, "is Dana Ortiz of Acme Pumps"),
        (Slip("x", senders=("new@acme.example",)), "Acme Pumps", False, "they write from acme.example"),
        (Slip("x", senders=("new@gmail.com",)), None, False, "nobody"),
        (Slip("x", text="write to dana@acme.example please"), "Acme Pumps", True, "dana@acme.example"),
        (Slip("x", text="from (0113) 496-0000, ring back"), "Bell", True, "is Bell"),
        (Slip("x", text="07700 900 123"), "Acme Pumps", True, "Dana Ortiz of Acme Pumps"),
        (Slip("x", text="order 12 of 2026"), None, False, "nobody"),
        (Slip("IMG 2031 APL"), "Acme Pumps", True, "“APL”, which is Acme Pumps, stands in its name"),
        (Slip("IMG 2031 bell"), "Bell", False, "“Bell” stands in its name"),
        (Slip("x", subject="acme pumps: leak"), "Acme Pumps", True, "stands in the subject"),
        (Slip("x", text="ring cote sud"), "Côté Sud", False, "“Côté Sud” stands in its text"),
        (Slip("x", text="Rang the bell twice"), "Bell", False, "stands in its text"),
        (Slip("x", text="Saw the lift at Bell today"), "Bell", False, "“Bell” stands in its text"),
        (Slip("x", text="Bell rang."), "Bell", False, "stands in its text"),
        (Slip("x", text="Omar Haddad rang"), "Bell", False, "Omar Haddad of Bell"),
        (Slip("x", text="dana rang"), "Acme Pumps", False, "it may be Dana Ortiz"),
        (Slip("x", text="omar rang"), None, False, "nobody"),
        (Slip("x", text="the harbour people"), "Harbour Lane Bakery", False, "“Harbour” stands in its text"),
        (Slip("Omar Haddad on Acme Pumps"), "Acme Pumps", False, "; but Omar Haddad of Bell"),
        (Slip("x"), None, False, "nobody"),
    ],
)  # fmt: skip
def test_who_is_meant_and_why(slip, customer, sure, reason):
    found = propose(slip, KNOWN, "note")
    assert (found.customer, found.sure) == (customer, sure), found
    assert reason in found.reason


@pytest.mark.parametrize(
    ("name", "text", "kind", "said", "expected"),
    [
        ("Telephone slip", "", "note", None, "call"),
        ("2026-03-05 call", "", "note", None, "call"),
        ("slip", "Rang about the kit.", "note", None, "call"),
        ("slip", "Visited Acme.\nThey rang before.", "note", None, "visit"),
        ("slip", "Orange paint.", "note", None, "note"),
        ("WhatsApp", "hello", "note", None, "text"),
        ("slip", "rang", "note", "letter", "letter"),
        ("call", "", "mail", None, "email"),
        ("call", "", "file", None, "note"),
    ],
)
def test_what_it_is(name, text, kind, said, expected):
    assert propose(Slip(name, text=text, type=said), KNOWN, kind).type == expected
