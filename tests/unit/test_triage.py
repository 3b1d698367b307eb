"""Whose slip it is: every kind of clue, which beats which, and when nobody may be sure."""

import pytest

from notes_crm.answers.triage import Known, Reachable, Slip, by_number, called, propose, strangers

KNOWN = Known(
    names=[called(c, n, n) for c, n in (("Acme Pumps", "Acme Pumps"), ("APL", "Acme Pumps"), ("Bell", "Bell"), ("Côté Sud", "Côté Sud"), ("Acme Pumps Leeds", "Acme Pumps Leeds"),
                                        ("Harbour Lane Bakery", "Harbour Lane Bakery"))],
    people=[called(n, n, c) for n, c in (("Dana Ortiz", "Acme Pumps"), ("Omar Haddad", "Bell"), ("Omar Reyes", "Acme Pumps"))],
    phones=by_number([Reachable("+44 7700 900123", "Dana Ortiz", "Acme Pumps"), Reachable("0113 496 0000", "Bell", "Bell"), Reachable("12", "Bell", "Bell")]),
    emails=[Reachable("Dana@Acme.example", "Dana Ortiz", "Acme Pumps"), Reachable("bell@gmail.com", "Bell", "Bell"),
            Reachable("lift@bell.example", "Bell", "Bell", "profile"), Reachable("kit@sud.example", "Kit Lo", "Côté Sud", "note"),
            Reachable("jo@us.example", "Bell", "Bell", "profile"),
            Reachable("tax@office.example", "Bell", "Bell", "profile"), Reachable("tax@office.example", "Acme Pumps", "Acme Pumps", "profile")],
    ours=frozenset({"sam@us.example"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("slip", "customer", "sure", "reason"),
    [
        (Slip("x", stated=("Bell",), text="Acme Pumps"), "Bell", True, "it says customer: Bell"),
        (Slip("x", senders=("sam@us.example", "dana@acme.example")), "Acme Pumps", True, "is Dana Ortiz of Acme Pumps"),
        (Slip("x", senders=("new@acme.example",)), "Acme Pumps", False, "they write from acme.example, like Dana@Acme.example"),
        (Slip("x", senders=("lift@bell.example",)), "Bell", True, "lift@bell.example stands in the profile of Bell"),
        (Slip("x", senders=("kit@sud.example",)), "Côté Sud", True, "stands in the note on Kit Lo of Côté Sud"),
        (Slip("x", text="write to lift@bell.example"), "Bell", False, "stands in the profile of Bell"),
        (Slip("x", senders=("new@bell.example",)), "Bell", False, "from bell.example, like lift@bell.example in the profile of Bell"),
        (Slip("x", senders=("tax@office.example",)), "Acme Pumps", False, "; but tax@office.example stands in the profile of Bell"),
        (Slip("x", senders=("new@office.example",)), None, False, "nobody"),
        (Slip("x", senders=("new@us.example",)), None, False, "nobody"),
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
        (Slip("Acme Pumps Leeds leak"), "Acme Pumps Leeds", True, "“Acme Pumps Leeds” stands in its name"),
        (Slip("Acme Pumps leak"), "Acme Pumps", True, "“Acme Pumps” stands in its name"),
        (Slip("x", text="met acme pumps leeds people"), "Acme Pumps Leeds", False, "“Acme Pumps Leeds” stands in its text"),
        (Slip("Acme Pumps Leeds, and Acme Pumps"), "Acme Pumps", False, "; but “Acme Pumps Leeds” stands"),
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


def test_strangers_are_those_that_no_front_matter_names():
    slip = Slip(
        "x",
        senders=("dana@acme.example", "new@acme.example"),
        text="Sam@us.example, KIT@sud.example, kit@sud.example",
    )
    assert strangers(slip, KNOWN) == ["new@acme.example", "kit@sud.example"]
