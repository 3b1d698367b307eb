"""The stories of a dairy farm, a brewery and a school kitchen."""

STORIES = {
    "Windle Farm Dairy": """
profile
| aliases=Windles; the Windle farm | kind=dairy farm | plan=Silver | status=active | owner=Anna Kowalski | phone=01632 960144 | email=farm@windle.example.com
| address=Windle Farm, Upper Lane, Sampleton SA9 7WF | arrival=Sound the horn twice in the yard and wait in the van – the dog is loose. Boots and disinfectant mat at the parlour. Not between 05:00 and 08:30, milking.
| contact_every=2 months | since=-1490 | likes=visits after the tanker has gone | dislikes=muddy footprints in the parlour | sla=4 hours | hourly_rate=62
Always remember> The tanker comes at 11:00. Above four degrees they pour the milk away.
Always remember> Disinfect boots going in and coming out.
People> [[Ruth Windle]] runs the dairy and decides.
People> [[Owen Windle]] milks; he hears a bad compressor before the meter does.
About them> Ruth judges cheese at the county show; Owen plays the tuba.
Uses> Milk tank with chiller, plate cooler, a cold store for the cheese.
Needs> Milk below four degrees two hours after milking.
Plans> A farm shop in the old stable, with a counter.
What made them happy> Marco, who stayed on the telephone with Owen until the tank was cold.

person Ruth Windle | role=Runs the dairy | decides=true | phone=07700 900603 | email=ruth@windle.example.com | tip=Tell her the temperature first, everything else after | likes=county show
Reads e-mails at five in the morning, and answers.

person Owen Windle | role=Herdsman | decides=false | phone=07700 900604 | tip=Speaks little; if he says "hm", look again | birthday=07-30

equipment Milk chiller Brisk 3000 | maker=Brisk | model=B3000 | serial=BR3-00-4471 | location=Dairy, behind the tank | status=in-service | purchased=-735 | installed=-730 | warranty_until=+34
| contract_until=+250 | service_every=12 months | replacement_cost=12600 | expected_life_years=14 | used_by=Owen Windle | used_for=3,000 litres, twice a day | downtime_impact=Poured away within three hours | manual=Brisk 3000 quick guide

equipment Plate cooler Brisk PC2 | maker=Brisk | model=PC2 | serial=PC2-09-0031 | location=Parlour wall | status=in-service | installed=-1480 | warranty_until=-960 | service_every=12 months | replacement_cost=3100 | used_by=Owen Windle

-470 10:15 visit Anna > Ruth Windle | location=Dairy | outcome=good | mood=calm | amount=310 | equipment=Milk chiller Brisk 3000; Plate cooler Brisk PC2
Discussed> Yearly service. 3.4 degrees after ninety minutes, that is as good as it gets.
Asked> When does the tanker come? Eleven, on the dot.

-395 07:40 call Marco < Owen Windle | mood=anxious | minutes=45 | equipment=Milk chiller Brisk 3000
Discussed> Tank at eight degrees and rising. Talked him through the reset and the air filter; four degrees by the time the tanker came.

-394 09:50 text Anna < Ruth Windle
"Cold as a Monday. Thank Marco for staying on the phone."

-262 10:05 visit Anna - Owen Windle | location=Dairy | outcome=good | mood=happy | amount=340 | equipment=Milk chiller Brisk 3000; Plate cooler Brisk PC2
Discussed> Service. Plate cooler gaskets hard, changed the set.
Observed> Straw in front of the condenser. Owen says hm.

-96 13:15 email Anna - Ruth Windle | started_by=them | answered=-96 17:05
Discussed> Farm shop: Ruth wants a counter three metres long that holds cheese and does not hum.
Promised> [x] Two counters with decibels on paper @sam #promise 📅-86 ✅-80
Promised> [ ] Ruth sends the plan of the stable #waiting 📅-36

-61 11:35 call Sam > Ruth Windle | mood=happy | minutes=15
Discussed> Quieter counter it is, after the planning office has spoken.
Told> The chiller warranty ends on {+34 d}; the yearly check should come before that.

-19 08:50 call Anna < Owen Windle | mood=calm | minutes=10
Discussed> The chiller starts more often than it used to. Nothing warm so far.
Promised> [ ] Look at it within the warranty, gauges and all @anna #promise 📅tomorrow
Told> Keep the straw off the condenser until I come.

tomorrow 12:30 visit Anna - Ruth Windle; Owen Windle | location=Dairy | purpose=Yearly check before the warranty ends; chiller starts too often | take=Gauges; leak spray; boots | length=about 1 h 15 min | equipment=Milk chiller Brisk 3000
""",
    "Lantern Brewery": """
profile
| aliases=Lantern | kind=brewery | status=active | owner=Marco Ruiz | followers=Anna Kowalski | phone=01632 960177 | email=brewhouse@lantern.example.com
| address=The Old Chandlery, Lamp Yard, Sampleton SA3 2LB | arrival=Ring the ship's bell by the hatch. Ear protection on filling days. Ask for Bea.
| contact_every=6 weeks | since=-820 | likes=orders that come complete | dislikes=part deliveries | hourly_rate=62
Always remember> On filling days nobody comes to the door. Ask Callum which days.
People> [[Bea Thornton]] brews and decides.
People> [[Callum Reid]] orders the filters and the caustic.
About them> They give what is left in the tank to the sailing club.
Uses> Glycol chiller, three fermenters cooled by it.
Plans> A tap room upstairs, with its own cooler.

person Bea Thornton | role=Brewer and owner | decides=true | phone=07700 900711 | email=bea@lantern.example.com | tip=Loves a drawing, hates a brochure

person Callum Reid | role=Cellar and orders | decides=false | phone=07700 900712 | tip=Answers a text within a minute, an e-mail within a week

equipment Glycol chiller Norda G20 | maker=Norda | model=G20 | serial=G20-0208-11 | location=Yard, under the stairs | status=in-service | purchased=-815 | installed=-810 | warranty_until=-290 | service_every=12 months | replacement_cost=7400 | expected_life_years=10 | used_by=Callum Reid

-268 15:00 email Marco < Callum Reid | amount=365
Discussed> Eight filter cartridges and two drums of caustic, as usual.

-236 14:30 email Marco < Callum Reid | amount=340
Discussed> Cartridges, caustic, one hose tail more.
Told> Rinse the caustic lines warm, the cold ones clog.

-205 13:50 text Marco < Callum Reid | amount=390
"8 cartridges 2 caustic pls + a brush. Same as always. C"

-173 11:00 visit Marco > Bea Thornton | outcome=good | mood=happy | amount=610 | equipment=Glycol chiller Norda G20
Discussed> Yearly service together with the filters. Glycol topped up, pump runs quietly.
Asked> Do you plan a third fermenter? Next year, if the tax office is kind.
New subjects> Whether the chiller has room for a third vessel.

-142 16:20 text Marco < Callum Reid | amount=370
"usual pls. And are you lot coming to the tap opening?"

-110 15:10 email Marco - Callum Reid | started_by=them | amount=385
Discussed> Cartridges and caustic, plus two pH kits to try.

-118 opportunity glycol for the third fermenter | status=won | amount=5150 | quote=Q-0214 | owner=Marco Ruiz | reason=Drawing on one page; the rival sent forty pages of brochure
Changes> {-118}: first drawing, 5,900.
Changes> {-101}: smaller pump, 5,150.
Changes> {-95}: Bea signed on the drawing itself.

-79 14:05 visit Marco > Bea Thornton; Callum Reid | outcome=good | mood=delighted | amount=5510 | minutes=5h | equipment=Glycol chiller Norda G20
Discussed> Third loop in, filters changed, caustic delivered. First cold crash held a tenth of a degree.
Promised> [x] Send Bea the drawing with the real measures @marco #promise 📅-70 ✅-71

-47 15:45 text Marco < Callum Reid | amount=372
"8 and 2. Third tank behaves. Bea named it Marco."

-16 16:10 call Marco > Bea Thornton | mood=happy | amount=395 | minutes=15
Discussed> Usual order, nine cartridges now because of the third loop.
Promised> [ ] Look at the loop when it has run four months @marco #promise 📅+5

+5 10:00 visit Marco - Bea Thornton | location=Yard | purpose=First check of the third loop after four months | take=Glycol tester; nine cartridges; two drums of caustic | length=about 1 h | equipment=Glycol chiller Norda G20
""",
    "St Bride's School Kitchen": """
profile
| aliases=St Bride's; the school | kind=school kitchen | status=active | owner=Marco Ruiz | phone=01632 960190 | address=Chapel Row, Sampleton SA4 6BS
| arrival=Report to the school office first, they give you a badge. No work while the children eat, 11:45–13:15. | contact_every=2 months | since=-1100
Always remember> Badge from the office, always, also for five minutes.
People> Mrs Pratt, head cook. Knows every child by name and every tool by sound.
People> Mr Lowe, bursar, decides. Go to him only with a quote in hand.
Uses> Steam oven, two fridges, a very old potato peeler.
Needs> Everything finished before 11:30.

equipment Steam oven Calora S6 | maker=Calora | model=S6 | serial=CS6-00770 | location=Kitchen, window side | status=in-service | installed=-1090 | warranty_until=-570 | service_every=12 months | replacement_cost=5600 | expected_life_years=9

-310 plain Mrs Pratt peeler
Peeler stuck. Was a spoon. No charge, got two sandwiches.

-214 plain Saw Mrs Pratt
Oven service done. Mrs Pratt happy. Door hinge will go one day.

-140 plain School fridge
fridge no 2 warm on top. thermostat 41.- fitted. told her to let it stand an hour

-110 opportunity new steam oven | status=lost | amount=5600 | quote=Q-0220 | owner=Marco Ruiz | reason=Council framework, another firm has the contract until further notice | equipment=Steam oven Calora S6
Changes> {-110}: Mr Lowe asks for a price.
Changes> {-84}: lost to the council's framework firm. He was kind about it; they still want us for repairs.

-30 09:10 call Marco < Mrs Pratt | mood=anxious | minutes=5 | next_contact=-15
Discussed> Their cold counter drips on the floor, the council takes weeks to buy one.
Told> We have one loan counter. She gets it.

-25 plain Loan counter
Brought our loan counter, theirs leaks. Mrs Pratt needs it until the new one comes. Promised to ring her when we want it back.

-9 feedback | sentiment=complaint | score=2 | people=Mr Lowe | about=Marco Ruiz
"Your loan counter hums so loudly that the little ones hold their ears. Nobody has called me back."
""",
}
