"""The story of Grand Parade Hotel: ten years of machines, people who come and go, and small repairs."""

STORIES = {
    "Grand Parade Hotel": """
profile
| aliases=The Parade; GPH | kind=hotel | plan=Gold | status=active | owner=Sam Lee | followers=Marco Ruiz
| phone=01632 960300; 01632 960301 | email=desk@grandparade.example.com | address=1 Grand Parade, Sampleton SA1 1GP
| arrival=Sign in at the goods entrance in Crown Lane – never through the lobby with tools. Ollie has the lift key. Quiet before 09:00, guests asleep above the kitchen.
| codes=Goods entrance 1905, alarm panel left of the door 7731 | contact_every=monthly | since=-2600 | contract_until=+31
| likes=a written time window; clean dust sheets | sla=4 hours | hourly_rate=64 | consent=In the Gold contract, clause 9
Always remember> Never through the lobby with tools. Jean once sent Marco back out.
Always remember> Breakfast until 10:30: the dishwasher can't stop before that.
Always remember> Weddings on Saturdays. Ask for the list at every visit.
People> [[Priya Nair]] is the general manager and decides above 1,000.
People> [[Tomasz Wilk]] is the head chef; decides what is urgent.
People> [[Ollie Drew]] works nights and has the lift key until 09:00.
People> Jean Abbott, housekeeper since before all of us. She remembers every date.
About them> Priya runs half marathons; her wife keeps bees.
About them> Tomasz came from Gdynia and cooks for the lifeboat crew on Mondays.
Uses> Dishwasher, ice machine, cold room, combi oven, cellar cooler.
Wants> One contract for everything, one invoice a quarter.
Needs> Ice for the terrace, whatever happens.
Plans> New breakfast room with its own counter cooler.
What made them happy> The fan we lent for the wedding, brought back to us washed.
Private> Owners in London are looking at selling. Priya told Sam in confidence; nothing about it to the staff.

person Priya Nair | role=General manager | decides=true | phone=07700 900522 | email=priya@grandparade.example.com | tip=Figures first, then the story | birthday=09-21 | likes=running
Took over from Mr Hargreaves.

person Tomasz Wilk | role=Head chef | decides=false | phone=07700 900538 | tip=Not between twelve and two, not for anything | likes=strong coffee
Anna speaks Polish with him, which helps.

person Ollie Drew | role=Night porter | decides=false | phone=07700 900540 | tip=Leaves at nine sharp; ring the night before for the lift key
Writes a very good note on what a machine did in the night.

equipment Dishwasher Lavor 600 | maker=Lavor | model=L600 | serial=00417-LV | location=Kitchen, scullery | status=in-service | purchased=-1310 | installed=-1302 | warranty_until=-780
| contract_until=+31 | service_every=6 months | replacement_cost=6900 | expected_life_years=8 | used_by=Kitchen porters | used_for=All plates and glasses | downtime_impact=Paper plates, and a very unhappy chef | manual=Lavor L600 care

equipment Ice machine Norda N90 | maker=Norda | model=N90 | serial=NN-090-0007 | location=Cellar bar | status=in-service | purchased=-2590 | installed=-2588 | warranty_until=-2060
| service_every=6 months | replacement_cost=2850 | expected_life_years=9 | used_by=Bar staff | used_for=Bar and terrace

equipment Cold room Polar 12 | maker=Polar | model=PR12 | serial=PR12-2016-03 | location=Behind the kitchen | status=in-service | installed=-2410 | warranty_until=-1890
| contract_until=+31 | service_every=12 months | replacement_cost=11400 | expected_life_years=15 | used_for=Everything fresh | downtime_impact=Four hours, then the food goes to waste

equipment Combi oven Brava 10 | maker=Brava | model=B10 | serial=BC10-0081-44 | location=Kitchen, hot line | status=in-service | installed=-640 | warranty_until=-118 | contract_until=+31
| service_every=12 months | replacement_cost=9200 | expected_life_years=10 | used_by=Tomasz Wilk | downtime_impact=Half the dinner menu

equipment Cellar cooler Frisa C4 | maker=Frisa | model=C4 | serial=0C4-00952 | location=Beer cellar | status=in-service | installed=-410 | warranty_until=+110 | service_every=12 months | replacement_cost=1900 | expected_life_years=12

-2590 10:00 meeting Sam - Mr Hargreaves | location=hotel lobby | outcome=good | mood=calm
Discussed> First talk. Their old service firm closed; he wants somebody who answers the telephone.
Told> We answer until ten in the evening. After that there is the machine, and Sam.

-2588 09:30 visit Marco > Mr Hargreaves | outcome=good | amount=2600 | equipment=Ice machine Norda N90
Discussed> Ice machine delivered through Crown Lane. Six steps down, four men, no swearing.

-2410 08:00 visit Sam > Mr Hargreaves | outcome=good | amount=9800 | equipment=Cold room Polar 12
Discussed> Cold room built in two days while the kitchen served from the tent. Down to three degrees in forty minutes.

-2287 14:20 call Sam < Jean Abbott | minutes=5
Discussed> Jean asks us to use the goods entrance. The lobby floor had been polished that morning.

-2150 09:45 visit Marco - Mr Hargreaves | outcome=good | mood=happy | amount=160 | equipment=Ice machine Norda N90
Discussed> Descaled. Cubes are clear again.

-2044 letter Sam > Mr Hargreaves
Told> The warranty on the ice machine is over; descaling twice a year is still cheaper than a pump.

-1788 15:00 call Sam > Mr Hargreaves | mood=calm
Discussed> He thinks about a contract for everything. Wants it on one page.

-1771 letter Sam > Mr Hargreaves
Told> Gold plan: four hours, two services a year, no call-out charge. One page, as he asked.

-1760 10:30 meeting Sam - Mr Hargreaves | location=hotel lobby | outcome=good | mood=happy | amount=2400
Discussed> Signed the Gold plan over tea. He read the page twice and asked what was missing. Nothing was.

-1612 09:15 visit Marco - Jean Abbott | outcome=good | amount=95 | equipment=Ice machine Norda N90
Discussed> Water valve stuck open, floor wet, no harm. New valve.

-1455 16:10 email Sam < Mr Hargreaves | answered=-1454 09:30
Discussed> He retires soon and introduces Priya Nair, who comes from a hotel in the city.
Promised> [x] Come and meet Priya in her first week @sam #promise 📅-1440 ✅-1441

-1441 11:00 meeting Sam > Priya Nair; Mr Hargreaves | location=hotel lobby | outcome=good | mood=happy
Discussed> Priya wants figures: what each machine cost in three years. Sent her the list the same day.
Asked> What did your last service firm do badly? "They never said when. I stood in the lobby like a bride."

-1330 opportunity dishwasher | status=won | amount=6400 | quote=Q-0094 | owner=Sam Lee | reason=The quiet one, and we took the old one away
Changes> {-1330}: quoted at 6,900.
Changes> {-1310}: 6,400, with the old machine taken back.

-1302 11:00 visit Marco - Priya Nair | outcome=good | mood=happy | amount=6400 | equipment=Dishwasher Lavor 600
Discussed> Dishwasher in. Porters shown how to clean the filters. Twice, because the first one left for the beach.

-1175 10:50 visit Anna - Jean Abbott | outcome=good | amount=180 | equipment=Dishwasher Lavor 600; Ice machine Norda N90
Discussed> My first time here. Half-yearly service, both machines fine. Jean told me where everything is, and who is not on speaking terms.

-1043 08:40 call Sam < Priya Nair | mood=anxious | minutes=5
Discussed> Cold room at nine degrees and a hundred and twenty guests for lunch.

-1043 09:20 visit Marco < Priya Nair | outcome=good | mood=happy | repair_cost=310 | downtime_hours=1 | equipment=Cold room Polar 12
Discussed> Condenser full of fluff from the laundry vent. Cleaned it; three degrees at eleven. Covered by the plan.
Told> The laundry vent must go somewhere else, or we meet again.

-1031 13:00 text Sam < Priya Nair
"Vent moved. My handyman says thank you for the drawing."

-912 10:45 visit Anna - Jean Abbott | outcome=good | amount=180 | equipment=Dishwasher Lavor 600; Ice machine Norda N90
Discussed> Half-yearly service. Rinse arm changed. The ice machine is getting loud.

-800 social Anna > Priya Nair
The hotel posted its new terrace. I wrote that the ice looked good too. Priya answered with a penguin.

-690 15:30 meeting Sam - Priya Nair; Tomasz Wilk | location=hotel kitchen | outcome=good | mood=calm
Discussed> New chef, new wishes: a combi oven. Tomasz wants the Brava he knows from the ferries.
Asked> How many covers on a full evening? A hundred and ten, in two sittings.

-640 08:30 visit Marco - Tomasz Wilk | outcome=good | mood=delighted | amount=8700 | equipment=Combi oven Brava 10
Discussed> Brava in place of the old range. Tomasz kissed it. Really.
Told> Two years' warranty from today, seals not included.

-575 10:40 visit Anna - Tomasz Wilk | outcome=good | amount=190 | equipment=Dishwasher Lavor 600; Ice machine Norda N90
Discussed> Service. Spoke Polish with Tomasz; the oven steams too long on programme 4. Showed him the setting.

-511 14:30 call Sam > Priya Nair | mood=calm | minutes=10
Discussed> Contract goes on for another two years at the same price.
Asked> Who signs for jobs above 1,000? Priya alone; below that the chef may.

-498 09:50 visit Marco - Jean Abbott | outcome=good | amount=75 | equipment=Ice machine Norda N90
Discussed> Scoop had fallen into the auger. Got it out with the long tongs. Jean laughed.

-455 10:40 visit Anna - Ollie Drew; Tomasz Wilk | outcome=good | mood=happy | amount=240 | equipment=Cold room Polar 12; Dishwasher Lavor 600
Discussed> Yearly check of the cold room, half-yearly of the dishwasher. Gasket of the cold room still good.
Observed> Boxes stacked up to the evaporator. Moved them and put tape on the wall at 1.80 m.

-431 16:00 email Sam < Priya Nair | answered=-431 17:10
Discussed> Bar wants the cellar two degrees colder; asks what it takes.
Promised> [x] Offer a cellar cooler that does ten degrees @sam #promise 📅-424 ✅-425

-410 09:10 visit Marco - Priya Nair | outcome=good | mood=happy | amount=1900 | equipment=Cellar cooler Frisa C4
Discussed> C4 hung in the cellar, old fan gone. Ten degrees by the evening.
Told> Two years' warranty. Keep the barrels a hand's breadth from the grille.

-377 17:30 text Sam < Ollie Drew
"Cellar at 10.2 all night. Barman says the stout is too cold now. Can't please them. Ollie"

-352 11:20 visit Anna - Tomasz Wilk | outcome=good | mood=happy | amount=85 | equipment=Combi oven Brava 10
Discussed> New door seal after a trolley hit it. Seals are not warranty; Tomasz had told the boy so already.

-330 case dishwasher leaves a film | status=solved | owner=Anna Kowalski | equipment=Dishwasher Lavor 600 | cause=Wrong salt in the softener | closed=-318
What happened> Glasses came out with a grey film for a week. The bar polished by hand.
Why> A new supplier brought dishwasher tablets instead of softener salt.
What we will do> 1. [x] Regenerate the softener twice @anna 📅-325 ✅-326
What we will do> 2. [x] Put a photograph of the right bag on the lid @anna 📅-320 ✅-320
So it never happens again> The photograph. Nobody reads labels at six in the morning.

-329 10:50 visit Anna < Tomasz Wilk | outcome=incomplete | mood=anxious | case=dishwasher leaves a film | equipment=Dishwasher Lavor 600 | downtime_hours=1
Discussed> Hardness at the tap fine, after the softener far too high. Took a sample of the "salt".

-318 13:20 call Anna > Tomasz Wilk | mood=happy | case=dishwasher leaves a film | minutes=5
Discussed> Glasses clear for four days running. Case closed.

-301 14:40 visit Sam - Priya Nair | outcome=good | mood=happy | amount=1200 | minutes=1h
Discussed> Half-year talk. Half of the Gold plan paid. She asked what each machine cost; the ice machine surprised her.
New subjects> A second counter cooler when the breakfast room is rebuilt.

-276 09:30 visit Marco - Ollie Drew | outcome=good | mood=happy | equipment=Cold room Polar 12 | amount=60
Discussed> Light in the cold room. Bulb, nothing else. Had one in the van.

-262 15:40 email Sam < Jean Abbott | answered=-261 10:20
Discussed> Jean needs the noise figures of the dishwasher; a guest in room 12 complains.
Promised> [x] Send the noise figures to Jean @sam #promise 📅-258 ✅-258

-247 10:45 visit Anna - Tomasz Wilk | outcome=good | mood=calm | amount=220 | repair_cost=120 | downtime_hours=2 | equipment=Ice machine Norda N90
Symptoms> Ice machine drops half-moons instead of cubes.
Discussed> Inlet filter blocked. New filter, rinsed the plate.

-232 12:00 social Sam > Priya Nair
Priya ran the coast half marathon in under two hours. I congratulated; she asks when we put up a team.

-205 10:50 visit Marco - Jean Abbott | outcome=good | mood=calm | amount=130 | repair_cost=130 | downtime_hours=3 | equipment=Ice machine Norda N90
Symptoms> Ice machine stops with a full-bin lamp though the bin is empty.
Discussed> Bin sensor corroded. Made it work with a new plug.
Told> At nine years a machine starts a list of its own.

-198 10:40 visit Anna - Tomasz Wilk | outcome=good | mood=happy | amount=240 | equipment=Dishwasher Lavor 600; Cold room Polar 12
Discussed> Half-yearly service. Cold room seal starts to go at the bottom, keeps temperature.
Promised> [x] Order a seal for the cold room door @anna #promise 📅-190 ✅-184
Asked> Which weeks are the fullest? The regatta, and every long weekend.

-171 10:45 visit Anna - Ollie Drew | outcome=good | mood=happy | equipment=Cold room Polar 12 | amount=210
Discussed> Seal of the cold room door changed. Ollie held the door, all ninety kilos of it.

-152 11:15 call Sam > Priya Nair | mood=happy | minutes=15 | amount=1200
Discussed> She pays the next half of the Gold plan today. Warranty of the combi oven ends soon; the contract covers it anyway.
Told> Combi oven: warranty ends {-118 d}, from then on the contract covers labour, not parts.

-131 plain Ice machine again
Parade, cellar bar. ice machine frozen solid, thawed it with the kettle, runs. told the barman to shut the lid. Marco

-119 feedback | sentiment=rating | question=How are we doing? | score=5 | people=Priya Nair | about=Anna Kowalski
"I never have to ask twice."

-102 09:40 visit Marco < Tomasz Wilk | outcome=good | mood=anxious | amount=340 | repair_cost=340 | downtime_hours=9 | equipment=Ice machine Norda N90
Symptoms> No ice since the evening. Pump hums, does not turn.
Discussed> New circulation pump. The terrace bought ice at the petrol station meanwhile.
Told> Repairs this year come to a fifth of a new machine, and it is not over.

-88 opportunity new ice machine | status=quoted | amount=2850 | quote=Q-0219 | due=+15 | owner=Sam Lee | equipment=Ice machine Norda N90
Changes> {-88}: a Norda N95 at 2,850, old one taken away.
Changes> {-41}: Priya asks whether the terrace could wait another year. Sent her the repairs of the last twelve months on one page.

-73 10:50 visit Anna - Tomasz Wilk | outcome=good | mood=happy | amount=240 | equipment=Combi oven Brava 10; Dishwasher Lavor 600
Discussed> Combi oven yearly service, core probe recalibrated. Dishwasher pump seal weeps; replaced at once.
Asked> Is the water filter changed by you or by us? By us, every time.
Observed> New face in the scullery, nobody had shown him the filters. Now somebody has.

-55 14:50 email Sam < Priya Nair | answered=-54 11:00
Discussed> Owners ask for the maintenance records of three years, by machine.
Promised> [x] Records of three years as one PDF @sam #promise 📅-48 ✅-44
Private> Probably for the buyers.

-38 15:10 meeting Sam - Priya Nair | location=hotel lobby | outcome=good | mood=calm | minutes=50 | amount=1200
Discussed> Gold plan, last half of this contract: paid. Breakfast room will be rebuilt. She wants three drawings for the counter cooler, not one.
Promised> [x] Three drawings for the counter cooler @sam #promise 📅-28 ✅-29
Promised> [-] Lend a counter cooler for the tasting @marco #promise 📅-20 ❌-24
  - The only loan unit went to the school kitchen. Told Priya the same day; she rented one.
Promised> [ ] Priya sends the plan of the breakfast room #waiting 📅-9

-26 10:40 visit Marco - Tomasz Wilk | outcome=good | mood=calm | amount=410 | repair_cost=410 | downtime_hours=5 | equipment=Ice machine Norda N90
Symptoms> Loud, warm, half the ice it used to make.
Discussed> Fan motor and a gas top-up. What I said to it is not for this note.
Told> One more like this and the new one would have been cheaper.

-12 16:20 call Sam > Priya Nair | mood=happy | minutes=10 | next_contact=+4
Discussed> She likes the second drawing. Decides about the ice machine with the owners on {+3 d}.
Promised> [ ] Price for the counter cooler with the drawing she liked @sam #promise 📅+2
Told> The Gold contract ends on {+31 d}; the new one costs the same.

-5 11:45 email Anna < Tomasz Wilk | answered=-5 16:30
Discussed> Dishwasher smells of hot rubber after the second rack. Sends a photo of the belt.
Promised> [ ] Bring a belt on the next round @anna #promise 📅+7
Asked> Does it get to temperature? Yes, 82 in the rinse.
""",
}
