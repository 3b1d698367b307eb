"""One customer in notes, as full as a sheet can bear: what the tests of the briefing read."""

from datetime import date, datetime

from notes_crm.model.note import Note, parse

CUSTOMER = "Harbour Lane Bakery"
TODAY = date(2026, 11, 23)
PRINTED = datetime(2026, 11, 23, 17, 40)  # what a wall clock shows

FILES = {
    "Harbour Lane Bakery.md": """---
type: customer
kind: bakery
since: 2017
plan: Silver
sla: 8 h
status: active
owner: Marco Ruiz
address: 14 Quay Street, Seaford BN25 1DL
phone: 01323 555 010
arrival: Call Dana's mobile 07700 900461 when you park - in the bakehouse she can't hear the bell. Gate on Mill Lane, not the shop door. Hairnet and safety shoes. No work 02:00-06:30 (bake).
codes: Gate 4711
contact_every: 6 weeks
contract_until: 2027-06-30
---
## Always remember
- They bake at night: never promise a morning.
- Flour dust: **switch the extractor on** first.
## People
- [[Dana Okafor]] is the owner.
- Mireille Laurent, accounts: e-mail, never phone
## About them
- Dana's daughter Ife is now at uni in Leeds
## Plans
- Second bakehouse in spring
## What made them happy
- The spare-seal kit we left in April
## Private
- Dana's mother is ill.
""",
    "Dana Okafor (Harbour Lane Bakery).md": """---
type: person
role: owner
decides: true
phone: 07700 900461
tip: short answers, hates jargon
birthday: 11-30
---
""",
    "Piet Visser (Harbour Lane Bakery).md": """---
type: person
role: night baker, runs the oven
phone: 07700 900417
likes: Ajax
---
""",
    "Deck oven Calora D4 (Harbour Lane Bakery).md": """---
type: equipment
maker: Calora
model: D4
serial: CD4-0O1I-8B27
installed: 2018-09-01
warranty_until: 2026-08-31
replacement_cost: 7900
expected_life_years: 10
used_by: Piet Visser
---
""",
    "Prover Nordlys P12 (Harbour Lane Bakery).md": """---
type: equipment
serial: NP12-55810
warranty_until: 2028-03-14
service_every: 3 months
---
""",
    "Slicer (Harbour Lane Bakery).md": "---\ntype: equipment\nserial: SL-1\n---\n",
    "2025-12-01 1000 Harbour Lane Bakery visit.md": """---
type: visit
by: Anna Kowalski
mood: 4
outcome: good
amount: 9800
---
## Discussed
- Yearly contract.
""",
    "2026-06-09 0900 Harbour Lane Bakery visit.md": """---
type: visit
by: Jonas Weber
people: Piet Visser
mood: happy
outcome: good
equipment: "[[Deck oven Calora D4 (Harbour Lane Bakery)]]"
repair_cost: 420
amount: 420
---
## Discussed
- E17 on the deck oven, reset.
## Symptoms
- Trips at 240 degrees
## Asked
- Is the mains switch theirs? The landlord holds the key.
""",
    "2026-09-03 0800 Harbour Lane Bakery visit.md": """---
type: visit
by: Anna Kowalski
people: Dana Okafor
mood: 4
outcome: good
equipment: "[[Prover Nordlys P12 (Harbour Lane Bakery)]]"
---
## Discussed
- Prover serviced.
## Told
- New call-out rates from January
""",
    "2026-09-14 Harbour Lane Bakery letter.md": """---
type: letter
by: Office
---
## Told
- Warranty ended on the deck oven (letter)
""",
    "2026-10-21 1500 Harbour Lane Bakery visit.md": """---
type: visit
by: Jonas Weber
people: Piet Visser
mood: calm
outcome: incomplete
equipment: "[[Deck oven Calora D4 (Harbour Lane Bakery)]]"
repair_cost: 2840
amount: 2840
---
## Discussed
- E17: reset, cleaned flame sensor, no parts.
## Promised
- [ ] Service report of 21 Oct @jonas #promise 📅 2026-10-28
- [x] Photos to Marco @jonas #promise 📅 2026-10-22 ✅ 2026-10-23
""",
    "2026-11-12 0700 Harbour Lane Bakery call.md": """---
type: call
by: Marco Ruiz
people: Dana Okafor
started_by: them
mood: 2
outcome: bad
equipment: "[[Deck oven Calora D4 (Harbour Lane Bakery)]]"
case: "[[2026-11-12 Harbour Lane Bakery case E17 returns]]"
downtime_hours: 9
---
## Discussed
- "If it stops on a Saturday again, we're done."
- E17 again, lost 140 loaves.
## Promised
- [ ] Quote for a loan oven @marco #promise 📅 2026-11-13
- [ ] Landlord's OK to switch the mains off #waiting 📅 2026-11-20
- [ ] Igniter board is here: tell Dana #ready
""",
    "2026-11-12 Harbour Lane Bakery case E17 returns.md": """---
type: case
status: waiting-us
date: 2026-11-12
equipment: "[[Deck oven Calora D4 (Harbour Lane Bakery)]]"
---
## What happened
Third E17 since June.
## What we will do
1. [x] Order igniter board @marco
2. [ ] Fit the board, two hours of soak test @anna
3. [ ] Settle the loan oven @marco
""",
    "2026-11-16 Harbour Lane Bakery opportunity second oven.md": """---
type: opportunity
status: quoted
date: 2026-11-16
due: 2026-12-04
amount: 8400
---
A new deck oven for the second bakehouse.
""",
    "2026-11-19 1100 Harbour Lane Bakery call.md": """---
type: call
by: Marco Ruiz
people: Dana Okafor
started_by: them
---
## Discussed
- E17 came back after nine days; oven restarted by itself.
- Dana asked for a loan oven over Christmas.
""",
    "2026-11-24 0930 Harbour Lane Bakery visit.md": """---
type: visit
by: Anna Kowalski
people: Dana Okafor
purpose: Deck oven trips with E17 - third call for the same fault
take:
  - igniter board IB-44
  - flue gauge
length: about 2 h
case: "[[2026-11-12 Harbour Lane Bakery case E17 returns]]"
equipment: "[[Deck oven Calora D4 (Harbour Lane Bakery)]]"
---
""",
}
LESSONS = """# Lessons
- E17 that comes back is the igniter board. #oven [[Deck oven Calora D4 (Harbour Lane Bakery)]]
- Say the price before opening the toolbox. #bakery
- Lifts need two people. #lift
"""
TEAM = {
    "Team/Anna Kowalski.md": "---\ntype: team\naliases: anna\n---\n",
    "Team/Marco Ruiz.md": "---\ntype: team\naliases: marco\n---\n",
    "Team/Jonas Weber.md": "---\ntype: team\naliases: jonas\n---\n",
}


def note(path: str, text: str) -> Note:
    """A note from its text."""
    return parse(text.encode(), path)


def notes() -> list[Note]:
    """All notes of the customer."""
    return [note(f"Customers/{CUSTOMER}/{name}", text) for name, text in FILES.items()]


def lessons() -> list[Note]:
    """The lessons of the vault."""
    return [note("Lessons.md", LESSONS)]


def team() -> list[Note]:
    """Our people."""
    return [note(path, text) for path, text in TEAM.items()]
