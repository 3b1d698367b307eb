"""Us, what we learned, what we look things up in, and the slips nobody has sorted yet."""

STORIES = {
    "": """
note Team/Sam Lee
| type=team | aliases=sam | role=Head of service | senior=true | phone=07700 900112 | email=sam@ourfirm.example.com | follows=[[Harbour Lane Bakery]]; [[Grand Parade Hotel]]
Speaks French; his mother is from Exempleville. Takes the calls nobody wants to take.

note Team/Anna Kowalski
| type=team | aliases=anna | role=Service technician | phone=07700 900113 | email=anna@ourfirm.example.com | follows=[[Harbour Lane Bakery]]; [[Windle Farm Dairy]]; [[Castle Street Dental]]
Speaks German and Polish. Her van carries the spare compressor.

note Team/Marco Ruiz
| type=team | aliases=marco | role=Service technician | phone=07700 900114 | email=marco@ourfirm.example.com | follows=[[Lantern Brewery]]; [[St Bride's School Kitchen]]
Thirty-eight years in the trade. Types with two fingers, so his notes are short; they are worth more than they look.

note Lessons
# Lessons

What we learned in one place and want to use in every other.

- If E17 comes back after a cleaning, change the igniter board; everything else only hides it. #oven [[Deck oven Calora D4 (Harbour Lane Bakery)]] #D4
- Nobody says "fixed" before two hours under load. We learned it again on {-8 d} at [[Harbour Lane Bakery]]. #bakery
- Out of warranty: price first, toolbox second. #bakery #hotel
- Swap first, repair later, where people wait: [[Castle Street Dental]]. #dental-practice #P4D
- Ask what stands around the machine. Fluff, straw and flour have stopped more of them than wear. #B3000 #PR12 [[Windle Farm Dairy]]
- Ice machines past nine years: add up the repairs before the next one. #N90 [[Grand Parade Hotel]]
- A drawing beats a brochure. #brewery #architect [[Lantern Brewery]]

note Goals/Answer within a day
| type=goal | measure=reply_hours | target=24 | period=month | owner=Sam Lee | due=+120
Whoever writes to us hears something within a day, if only: we have it, you hear from us on Thursday.

note Goals/Keep what we promise
| type=goal | measure=promises_kept | target=95 | period=quarter | owner=Anna Kowalski | due=+120
Kept on the day, or withdrawn with a reason before the day. Nothing in between counts.

note Reference/Calora D4 fault codes
# Calora D4 and S6: fault codes

| shows | means | do this |
|---|---|---|
| E11 | too little air | clean the intake at the back |
| E17 | no flame seen | clean the flame sensor; if it returns, igniter board IB-44 (older units IB-43: adapter lead) |
| E23 | door open | seal and switch, bottom left |

After a new board: two hours' soak test with both decks loaded. Burner pressure 20 mbar.

note Reference/Lavor L600 care
# Lavor L600: care

Empty the filters every evening, the arms once a week. Softener salt only, never tablets: they leave a film.
Wash 60 degrees, rinse 82. If the rinse stays below 80, the heater has scale. Belt 00417-B1, pump seal PS-6.

note Reference/Brisk 3000 quick guide
# Brisk 3000: what to do before we come

1. Reset: hold the blue button for ten seconds.
2. Air filter at the back: out, shake, in.
3. Nothing in front of the condenser, one metre at least.

Milk should be at 3.8 degrees within two hours. More than six starts an hour: leak or dirty condenser.

note Reference/Puro 4D service card
# Puro 4D: service card

Filters PF-4 every six months, drain weekly. Pressure to 7 bar in 70 to 90 seconds; slower means a leak, mostly a hose clamp.
For each chair 55 litres a minute; five chairs need the 50-litre tank.

note Inbox/{-1} Telephone slip
Ruth Windle rang at 8:20, chiller again started every five minutes in the night. Told her that Anna comes on {tomorrow a}. Please ring her back all the same, 07700 900603.

note Inbox/{-4} Slip from the counter
A Mr Aldous, fishmonger, asked what an ice machine costs. 07700 900921, after four. Has read about the one at the Parade.

note Inbox/{-2} Parts arrived
Bin 7: igniter board IB-44 and lead (bakery). Bin 3: belt L600 (Parade). Bin 9: nobody knows, has a yellow label.
""",
}
