"""The stories of a dental practice, a prospect, a theatre, a laundry and a consultant known from one line."""

STORIES = {
    "Castle Street Dental": """
profile
| aliases=Dr Okoro's practice; Castle Street | kind=dental practice | plan=Gold | status=active | owner=Anna Kowalski | followers=Sam Lee | phone=01632 960155 | email=reception@castlestreet.example.com
| address=22 Castle Street, Sampleton SA1 3CS | arrival=Side door, ring twice – patients are in the front. Overshoes in the box. Compressor in the cellar, 14 steps, low beam.
| codes=Cellar door 0915, inside only | contact_every=6 weeks | since=-980 | contract_until=+180 | sla=4 hours | likes=a time that holds | hourly_rate=70
Always remember> Four chairs stop when the compressor stops. Swap first, repair later.
Always remember> Speak softly; the wall to room two is thin.
People> [[Dr Ifeoma Okoro]] owns the practice.
People> [[Ben Salter]] runs it and opens the side door.
About them> Dr Okoro runs the first-aid tent at the regatta.
Uses> Compressor, suction unit, autoclave.
Plans> A fifth chair when the flat above becomes free.
What made them happy> The spare compressor in our van, there in forty minutes.

person Dr Ifeoma Okoro | role=Owner, dentist | decides=true | phone=07700 900811 | email=okoro@castlestreet.example.com | tip=Between patients only: two minutes, standing up | birthday=11-02
She reads every bill and pays the same day.

person Ben Salter | role=Practice manager | decides=false | phone=07700 900812 | tip=Text him when you are five minutes away | likes=birdwatching

equipment Compressor Puro 4D | maker=Puro | model=P4D | serial=P4D-000218 | location=Cellar | status=in-service | purchased=-505 | installed=-500 | warranty_until=+280 | contract_until=+180 | service_every=6 months
| replacement_cost=4300 | expected_life_years=10 | used_by=Four chairs | used_for=Drills and syringes | downtime_impact=All four chairs stop | manual=Puro 4D service card

equipment Autoclave Steri 18 | maker=Steri | model=S18 | serial=S18-0044-2 | location=Instrument room | status=in-service | installed=-480 | warranty_until=+41 | contract_until=+180 | service_every=12 months | replacement_cost=3900 | used_by=Ben Salter

-500 12:30 visit Sam > Dr Ifeoma Okoro | outcome=good | mood=calm | amount=4300 | equipment=Compressor Puro 4D
Discussed> New compressor in during the lunch break; nobody missed a patient.
Told> Oil-free, so the filters matter: twice a year, no excuses.

-241 13:05 visit Anna > Ben Salter | outcome=good | mood=happy | amount=260 | equipment=Compressor Puro 4D; Autoclave Steri 18
Discussed> Half-yearly service, autoclave passed the helix test.
Asked> Who empties the drain bottle? The trainee, on Fridays.

-187 10:20 call Anna < Ben Salter | mood=anxious | minutes=5 | equipment=Compressor Puro 4D
Discussed> Pressure falls while two chairs run. A patient in the chair.
Promised> [x] Be there before eleven with the spare @anna #promise 📅-187 ✅-187

-187 10:55 visit Anna < Ben Salter | outcome=good | mood=delighted | minutes=1h | billable=false | repair_cost=95 | downtime_hours=0.5 | equipment=Compressor Puro 4D
Symptoms> Pressure drops under load.
Discussed> Hose clamp had slipped. Put the spare on for an hour, fixed theirs, took the spare home.

-186 feedback | sentiment=commendation | people=Dr Ifeoma Okoro | about=Anna Kowalski
"Forty minutes from my call to the drill running. I told my patients who you are."

-119 13:00 visit Anna > Ben Salter | outcome=good | mood=happy | amount=280 | equipment=Compressor Puro 4D
Discussed> Half-yearly service. Quiet, dry, clean.
New subjects> The flat above might become free; a fifth chair would need a bigger tank.

-21 09:30 email Anna < Ben Salter | answered=-20 08:40
Discussed> Ben asks what a fifth chair needs from the compressor.
Promised> [ ] Send Ben the air figures for five chairs @anna #promise 📅-1
Told> The autoclave's warranty ends on {+41 d}.

tomorrow 15:00 visit Anna - Ben Salter | location=Cellar | purpose=Half-yearly service, and air figures for a fifth chair | take=Filter set Puro 4D; helix test; spare compressor in the van | length=about 1 h | equipment=Compressor Puro 4D; Autoclave Steri 18
""",
    "Fennel & Rowe Architects": """
profile
| kind=architect | status=prospect | owner=Sam Lee | phone=01632 960188 | email=studio@fennelrowe.example.com | address=Third floor, 5 Rope Walk, Sampleton SA2 8FR
| arrival=Ring the bell with the long name, then the third floor. No lift. | contact_every=1 month
People> [[Iris Rowe]] decides about the studio.
Wants> A plotter room that does not smell and servers that do not roast.
Private> The other offer is from Coolray; Iris showed it to Sam and asked him to keep it to himself.

person Iris Rowe | role=Partner | decides=true | phone=07700 900851 | email=iris@fennelrowe.example.com | tip=Bring something to look at: a section, a sample, anything but a table | likes=good pencils

-27 15:00 visit Sam > Iris Rowe | location=studio | outcome=good | mood=happy | minutes=45
Discussed> Plotter room, 14 square metres, 31 degrees in the afternoon.
Asked> May a unit hang on the courtyard wall? Yes, if it is not seen from the street.
Asked> Who else uses the room? Only the interns, and they complain most.

-18 16:30 email Sam > Iris Rowe
Discussed> Sent the sketch with two places for the unit, and pictures of both.
Promised> [x] Offer with noise figures in the courtyard @sam #promise 📅-12 ✅-12
Promised> [ ] Iris asks the neighbours about the courtyard #waiting 📅-1

-12 opportunity cooling the plotter room | status=quoted | amount=4200 | quote=Q-0229 | due=+9 | owner=Sam Lee
Changes> {-12}: one unit, courtyard side, 4,200 with the drilling.

-6 13:40 call Sam < Iris Rowe | mood=calm | minutes=10 | next_contact=+2
Discussed> She likes the courtyard side, but the other offer has a quieter unit.
Promised> [ ] Send the decibels of the night setting @sam #promise 📅+1
""",
    "Little Anchor Theatre": """
profile
| aliases=The Anchor | kind=community theatre | status=active | owner=Anna Kowalski | phone=01632 960166 | address=Net Loft, Anchor Street, Sampleton SA3 5LA
| arrival=Stage door at the back. If there is a red light, wait. | contact_every=10 weeks | since=-640 | yearly_worth=700
Always remember> Red light: wait. They rehearse.
People> [[Greta Moss]] runs the house, unpaid.
About them> Everybody here has another job. The treasurer is a vet.
Uses> Air handling in the auditorium, a bar fridge.
What made them happy> That Anna switched off the fan herself for the whispering scene.

person Greta Moss | role=Chair of the theatre society | decides=true | phone=07700 900866 | email=greta@littleanchor.example.com | tip=Ring in the evening; by day she drives a bus | birthday=05-19

equipment Air handler Ventor 40 | maker=Ventor | model=V40 | serial=V40-77-0009 | location=Roof space | status=in-service | installed=-630 | warranty_until=-110 | service_every=12 months | replacement_cost=6800

-258 16:00 visit Anna > Greta Moss | outcome=good | mood=delighted | amount=320 | equipment=Air handler Ventor 40
Discussed> Yearly service. Turned the fan down for their whispering scene and showed Greta how.
New subjects> A quieter bar fridge, if the lottery grant comes.

-121 17:10 call Anna > Greta Moss | mood=happy | minutes=10 | next_contact=-70
Discussed> Grant is decided soon. She will ring when it is.
Promised> [ ] Greta rings when the grant is decided #waiting
Asked> Are you still on the same stage plan? Yes, until the curtain falls.
""",
    "Seagull Laundry": """
profile
| kind=laundry | status=dormant | owner=Sam Lee | phone=01632 960171 | address=8 Tidal Row, Sampleton SA5 4SL | since=-1700
| consent=May be kept until they ask otherwise | keep_until=+400
Dormant since they moved the steam to a contractor from the mainland.
People> Mr and Mrs Danby. He signs, she decides.
What made them happy> The night we lent them the small boiler.

equipment Steam boiler Vapor 9 | maker=Vapor | model=V9 | serial=V9-0010-07 | location=Yard | status=retired | installed=-1690 | warranty_until=-1170 | replacement_cost=14800

-492 10:30 visit Marco > Mr Danby | outcome=good | mood=calm | amount=290
Discussed> Boiler service. He said twice that his knees are done with stairs.

-385 16:00 call Sam < Mrs Danby | mood=anxious | minutes=10
Discussed> They hand over to a contractor with its own boiler. She thanked us for all these years; it was a good call.
Told> The file stays here in case they come back.
Promised> [x] Send their drawings and the boiler book @sam #promise 📅-378 ✅-369

-384 plain Old boiler
Fetched our spare gauge from Tidal Row, mrs danby gave me soap.
""",
    "Nadia Brook Consulting": """
-136 plain Met Nadia at the tap opening
Met Nadia Brook, consultant, works alone from a garden office that bakes in the sun. Wants a quiet cooler one day; 07700 900888.
""",
}
