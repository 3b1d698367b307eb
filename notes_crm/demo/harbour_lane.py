"""The story of Harbour Lane Bakery: an oven that trips for the third time, and a visit tomorrow."""

STORIES = {
    "Harbour Lane Bakery": """
profile
| aliases=The bakery on Quay Street | kind=bakery | plan=Silver | status=active | owner=Anna Kowalski | followers=Sam Lee
| phone=01632 960118 | email=hello@harbourlane.example.com | address=14 Quay Street, Sampleton SA2 1DL
| arrival=Call Dana's mobile 07700 900461 when you park – in the bakehouse she can't hear the bell. Gate on Mill Lane, not the shop door. Hairnet and safety shoes. No work 02:00–06:30, they bake.
| codes=Mill Lane gate 4407, after noon only; mornings Dana opens | contact_every=6 weeks | since=-2300
| likes=straight answers; a call the day before | dislikes=jargon; being put through to somebody else
| sla=8 hours | hourly_rate=68 | consent=Asked and agreed by telephone, Dana Okafor
Always remember> Name the price before you open the toolbox. Out of warranty means billed.
Always remember> Never say "fixed" before it has run two hours under load.
Always remember> No invoice question by telephone: write to Mireille.
People> [[Dana Okafor]] owns it and decides.
People> [[Piet Visser]] bakes at night and runs the oven.
People> [[Mireille Laurent]] pays the bills.
About them> Dana's daughter Ife is at university in Leeds now, reading chemistry.
About them> Piet supports Ajax and mends old radios.
Uses> Deck oven, prover, spiral mixer, slicer. The shop in Station Road only sells, it has no machines.
Wants> An oven that gets through every Saturday.
Needs> An answer before the night shift starts at ten in the evening.
Plans> A second bakehouse behind the station shop, if the landlord agrees.
What made them happy> The spare seal kit Marco left for them without being asked.
What made them happy> That Anna came before her own breakfast when the prover failed.
Private> The bank wants to see two calm quarters before it lends for the second bakehouse. Do not mention the station shop in front of staff.

person Dana Okafor | role=Owner | decides=true | phone=07700 900461 | email=dana@harbourlane.example.com
| tip=Short answers; price first | birthday=03-09 | likes=sea swimming | dislikes=the word "shortly"
In the bakehouse until ten, in the Quay Street shop until one, then at the desk.

person Piet Visser | role=Night baker, runs the oven | decides=false | phone=07700 900417 | tip=Knows every noise it makes | birthday=+6
| likes=Ajax; old radios
Home by seven, asleep by eight. Text him, he reads it when he gets up.

person Mireille Laurent | role=Accounts | decides=false | phone=01632 960218 | email=accounts@harbourlane.example.com | tip=E-mail, never the telephone
Works mornings only. Put the order number in the first line.

equipment Deck oven Calora D4 | maker=Calora | model=D4 | serial=CD4-0O1I-8B27 | location=Bakehouse, back wall | status=in-service
| purchased=-2026 | installed=-2018 | warranty_until=-198 | service_every=12 months | replacement_cost=7800 | expected_life_years=10
| used_by=Piet Visser | used_for=All the bread, every night | downtime_impact=No bread in either shop the next morning | manual=Calora D4 fault codes
Second-hand when it came here: built two years earlier for a supermarket. The seven years are the extended warranty. Careful with the serial number, it has a letter O and a zero, a letter I and a one.

equipment Prover Nordlys P12 | maker=Nordlys | model=P12 | serial=NP12-55810 | location=Bakehouse, left of the door | status=in-service
| purchased=-178 | installed=-170 | warranty_until=+610 | service_every=12 months | replacement_cost=3400 | expected_life_years=12 | used_by=Piet Visser | used_for=Proving all doughs

equipment Spiral mixer Torsa 60 | maker=Torsa | model=60 | serial=T60-7719-S | location=Bakehouse, middle | status=in-service
| purchased=-2290 | installed=-2285 | warranty_until=-1240 | service_every=12 months | replacement_cost=5200 | expected_life_years=15
| used_by=Piet Visser | used_for=Doughs up to 60 kg | downtime_impact=By hand up to 20 kg, so no rye

equipment Bread slicer Klinge S4 | maker=Klinge | model=S4 | serial=0042-118 | location=Quay Street shop | status=in-service
| purchased=-236 | installed=-231 | warranty_until=+29 | service_every=12 months | replacement_cost=1650 | expected_life_years=8 | used_for=Sliced loaves for cafés | downtime_impact=Cafés get whole loaves and grumble

-508 09:40 visit Anna > Dana Okafor; Piet Visser | location=Bakehouse | outcome=good | mood=happy | equipment=Deck oven Calora D4; Spiral mixer Torsa 60 | minutes=2h 20m | billable=true | amount=540
Discussed> Yearly service of oven and mixer. Burners clean, flue draws well, chain of the mixer a little long.
Discussed> Dana showed me the books of the old owner: the oven was built for a supermarket and came here second-hand.
Promised> [x] Send the service report @anna #promise 📅-505 ✅-506
Asked> Was the oven new when you bought it? No, second-hand, two years old.
Observed> Flour dust right behind the air intake. Swept it, showed Piet.

-489 11:05 email Sam - Mireille Laurent | started_by=them | answered=-489 15:20 | amount=1180
Discussed> Mireille pays the first half of the Silver plan and asks for one invoice a year instead of two.
Told> One invoice a year from now on, on the first of the month in which the plan began.

-412 10:30 visit Marco > Piet Visser | location=Bakehouse | outcome=good | mood=happy | equipment=Spiral mixer Torsa 60 | minutes=3h 20m | billable=true | amount=1340
Discussed> Mixer rumbled: main bearing changed. Belt squeals when the rye goes in, tightened it. It will do another year, not two. Nobody may come before seven or on a Saturday, Piet says.
Told> A new belt costs 85 and takes half an hour.

-371 plain Saw Dana in the shop
Saw Dana buying stamps. All well. She asks if we know anyone who takes an old cash register. Told her I ask around. Marco

-262 12:20 text Anna < Dana Okafor | mood=delighted
"Best rye in the county, second year running! Couldn't have done it without the oven. D."

-238 opportunity bread slicer | status=won | amount=1650 | quote=Q-0188 | owner=Sam Lee | reason=Ours was not the cheapest, but Dana could try it for a week
A slicer for the café orders.
Changes> {-238}: quoted a Klinge S4 at 1,780.
Changes> {-236}: Dana takes it at 1,650 without the stand.

-231 13:00 visit Marco > Dana Okafor | location=Quay Street shop | outcome=good | mood=happy | equipment=Bread slicer Klinge S4 | minutes=1h 30m | billable=true | amount=1650
Discussed> Slicer delivered, set up, two people shown how to clean it.
Told> Blades are a wearing part, not warranty. A set lasts about eight months with sourdough.
Asked> Who cleans it? Whoever closes. So I put the sheet with the pictures on the wall.
Promised> [x] Bring a second brush for the crumbs @marco #promise 📅-221 ✅-222

-229 11:30 email Sam > Mireille Laurent | amount=1180
Discussed> Silver plan for the coming year, one invoice. She paid before the ink was dry, as always.

-212 letter Sam > Dana Okafor
Told> The warranty on the deck oven ends on {-198 d}. From then on parts and labour are billed.
Told> The Gold plan would cover both for 148 a month. No obligation.

-190 07:15 visit Marco < Piet Visser | location=Bakehouse | outcome=good | mood=anxious | equipment=Deck oven Calora D4 | minutes=4h 10m | billable=true | amount=1890 | repair_cost=1890 | downtime_hours=6
Symptoms> Combustion fan screaming, then nothing. Display black.
Discussed> Fan seized. Fitted a new one with its control from the van, that is why it was the same day.
Told> The warranty ended two weeks ago, so the fan is billed. She knew, she has our letter. The next big one we talk about first.
Promised> [x] Ring on the third day whether it is quiet @marco #promise 📅-187 ✅-187

-178 10:15 meeting Sam > Dana Okafor | location=our workshop | outcome=good | mood=happy | amount=3400 | minutes=1h
Discussed> Dana came to look at provers and took the P12 on the spot.
New subjects> A second bakehouse behind the station shop, some day.
Told> Three years' warranty on the P12, parts and labour, if we do the service.

-170 08:00 visit Anna > Dana Okafor; Piet Visser | location=Bakehouse | outcome=good | mood=delighted | equipment=Prover Nordlys P12 | minutes=3h
Discussed> P12 in, old prover out. First doughs came up evenly on all shelves.
Promised> [x] Come by after a week to set the humidity @anna #promise 📅-164 ✅-165
Told> Drain the water tank every Friday.

-150 09:10 visit Marco > Piet Visser | location=Bakehouse | mood=happy | outcome=good | equipment=Deck oven Calora D4 | minutes=2h | billable=true | amount=480
Discussed> Oven service. Door seal on the left worn. Left a spare seal kit on the shelf in case, no charge.
Observed> Piet keeps a radio on the warm spot on top. Too warm for a radio, fine for Piet.

-148 feedback | sentiment=commendation | people=Dana Okafor | about=Marco Ruiz
"Marco left us a spare seal kit and never said a word. Piet found it. Tell him thank you from all of us."

-141 plain Met Piet at the ferry
Piet has fitted the seal kit himself, door closes like new. Promised another kit by Friday.

-124 07:00 visit Anna < Piet Visser | location=Bakehouse | outcome=good | mood=calm | equipment=Prover Nordlys P12 | minutes=1h 15m | billable=false | downtime_hours=2
Symptoms> Prover stays dry, alarm lamp on.
Discussed> Scale in the steam nozzle. Warranty, no charge. Piet had pulled the plug already, rightly.
Told> Use the filter jug, the water here is hard.

-117 08:05 call Sam < Dana Okafor | mood=anxious | minutes=10 min | equipment=Deck oven Calora D4
Discussed> Oven stopped twice in the night with E17. A restart helps for an hour.
Promised> [x] Marco comes today after the bake @marco #promise 📅-117 ✅-117
Asked> Was the mains off? No. Anything changed? No.

-117 10:40 visit Marco < Piet Visser | location=Bakehouse | outcome=good | mood=calm | equipment=Deck oven Calora D4 | minutes=1h 45m | billable=true | amount=540 | repair_cost=540 | downtime_hours=4
Symptoms> E17, flame goes out after a few minutes.
Discussed> New flame sensor, reset, ran half an hour. Fixed.
Promised> [x] Ring in a week @marco #promise 📅-112 ✅-109

-72 08:20 visit Anna > Dana Okafor; Piet Visser | location=Bakehouse | outcome=good | mood=happy | equipment=Deck oven Calora D4; Spiral mixer Torsa 60; Prover Nordlys P12 | minutes=1h 40m | billable=true | amount=310
Discussed> Went through all machines before the busy weeks. Prover perfect, mixer belt at its end.
New subjects> A loan oven, should theirs ever stop for good in a busy week.
Promised> [x] Belt for the mixer ordered and kept at ours @anna #promise 📅-62 ✅-64
Promised> [x] Dana asks the landlord who holds the mains key #waiting 📅-60 ✅-52
Asked> Who has run the oven on nights since Piet's holiday? Only Piet.
Asked> How are we doing? "Four out of five. You come when you say."

-71 feedback | sentiment=rating | question=How are we doing? | score=4 | people=Dana Okafor | about=Anna Kowalski
"You come when you say. One thing better: tell me the price first."

-52 16:05 text Anna < Dana Okafor
"Landlord holds the mains key, not us. He's slow. D"

-40 13:30 call Sam > Dana Okafor | mood=calm | minutes=15 min
Discussed> New call-out rates, and whether the Gold plan makes sense. She wants to see a year's figures first.
Told> New call-out rates from next January; the old ones hold until then.
Asked> Would you switch off the gas on a Sunday for us? No gas on Sundays, the landlord forbids it.

-24 08:50 call Marco < Piet Visser | mood=anxious | minutes=5 min | equipment=Deck oven Calora D4
Discussed> E17 again. He let it cool and it runs, but he does not trust it.

-23 09:20 visit Marco < Dana Okafor; Piet Visser | location=Bakehouse | outcome=good | mood=anxious | equipment=Deck oven Calora D4 | minutes=2h 30m | billable=true | amount=760 | repair_cost=760 | downtime_hours=3
Symptoms> E17, three times in two nights.
Discussed> Cleaned the flame sensor, new ignition cable, reset. Ran 40 minutes. Fixed.
Promised> [ ] Service report of {-23 d} to Dana @marco #promise 📅-19
Told> The warranty is over, so this one is billed.
Observed> Dana did not say goodbye.

-18 10:25 email Sam < Mireille Laurent | answered=-17 11:50 | mood=anxious
Discussed> Invoice 2231: the call-out stands on it twice.
Promised> [x] Credit one call-out and send a clean invoice @sam #promise 📅-15 ✅-13

-13 11:10 email Sam < Dana Okafor | answered=-12 16:30
Discussed> Dana asks for the price of a loan oven for the food fair weeks.
Promised> [ ] Quote for a loan oven @sam #promise 📅-7
Promised> [ ] Landlord's OK to switch the mains off #waiting 📅-3

-8 08:15 call Sam < Dana Okafor | outcome=bad | mood=2 | minutes=20 min | equipment=Deck oven Calora D4 | case=oven trips with E17
Discussed> E17 came back in the night. 140 loaves lost, two cafés without bread. I said sorry and did not explain.
Promised> [x] Order the igniter board today @sam #promise 📅-8 ✅-8
Promised> [ ] Piet sends photos of the flue outlet #waiting 📅+3
Told> Anna takes it over from here, and it is billed only if it holds.

-8 feedback | sentiment=complaint | question=How are we doing? | score=2 | people=Dana Okafor | about=Marco Ruiz; Sam Lee | case=oven trips with E17 | answered=-8 11:30
"Twice you told me it was fixed." Sam rang back, said that she was right, and explained what happens now.

-8 case oven trips with E17 | status=waiting-us | due=+6 | owner=Anna Kowalski | priority=high | equipment=Deck oven Calora D4 | cause=Igniter board, most likely
What happened> E17 on {-117 d}, on {-24 d} and again on {-8 d}. Each time a sensor or a cable, each time it held for weeks.
Why> The maker says: if E17 returns after cleaning, the igniter board gives a weak spark when hot.
What we will do> 1. [x] Order igniter board IB-44 @sam 📅-7 ✅-8
What we will do> 2. [x] Ask the maker whether second-hand D4s had another board @anna 📅-4 ✅-4
What we will do> 3. [ ] Fit the board, then two hours' soak test @anna 📅tomorrow
What we will do> 4. [ ] Ring Dana a week later: does it hold? @anna 📅+6
By when> Fitted {tomorrow a}, {tomorrow d}. Closed a week later if it holds.
So it never happens again> One IB-44 stays in the van. Nobody says "fixed" before two hours under load. See [[Lessons]].

-30 opportunity second oven for the station shop | status=quoted | amount=9850 | quote=Q-0231 | due=+12 | owner=Sam Lee | equipment=Deck oven Calora D4
A D4 for the bakehouse behind the station, if the old one behaves until then.
Changes> {-30}: asked for in passing.
Changes> {-7}: quoted at 9,850, delivered and installed, old oven taken back for 600.
Private> She also has a price from a dealer in the city, about 9,200. Service is where we win.

-6 note Sam | private=true
What to say if Dana asks for the money of {-23 d} back: half of the labour, at once, without a discussion. More than that only after I have spoken to Anna.

-4 09:30 email Anna > Piet Visser | equipment=Deck oven Calora D4 | case=oven trips with E17
Discussed> The maker writes that D4s before their third year have the IB-43; the IB-44 fits with an adapter lead. Ordered the lead.
Asked> Does it trip with the top deck alone, too? Piet says yes, mostly after the second load.

-3 15:40 call Anna > Dana Okafor | mood=2 | minutes=10 min | equipment=Deck oven Calora D4 | case=oven trips with E17
Discussed> Agreed on {tomorrow a}, half past nine, right after the bake.
Promised> [ ] Call about the Gold plan before the food fair @anna #promise 📅+4
Told> Two hours' soak test, so not before noon.

-2 16:10 call Sam < Dana Okafor | mood=2 | minutes=10 min | next_contact=tomorrow | equipment=Deck oven Calora D4 | case=oven trips with E17
Discussed> "One more lost Saturday and we're done."
Discussed> E17 again last night; the oven restarted by itself. She asked again for a loan oven for the food fair.
Promised> [ ] Tell Dana that board and lead have come, bin 7 @anna #ready
Promised> [ ] Settle the loan oven with Dana at the visit @anna #promise 📅tomorrow

tomorrow 09:30 visit Anna - Dana Okafor; Piet Visser | location=Bakehouse | purpose=Deck oven trips with E17: fit the igniter board, settle the loan oven
| take=Igniter board IB-44 and adapter lead (bin 7); flue gauge; loan-oven quote, printed | length=about 2 h | equipment=Deck oven Calora D4 | case=oven trips with E17
""",
}
