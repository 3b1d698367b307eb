"""The stories of a printing house across the water, in French, and a workshop, in German."""

STORIES = {
    "Imprimerie Vasseur": """
profile
| aliases=Vasseur | kind=printing house | plan=Silver | status=active | owner=Sam Lee | phone=+33 2 61 91 40 12 | email=atelier@vasseur.example.com
| address=3 quai de l'Exemple, 76200 Exempleville | arrival=Entrer par le quai, pas par la cour. Demander Hélène à l'accueil. Pause de 12 h à 14 h, tout est fermé.
| contact_every=2 months | since=-1210 | likes=le café avant les chiffres | hourly_rate=66
Always remember> On se dit bonjour à tout le monde, atelier compris, avant d'ouvrir la caisse à outils.
People> [[Hélène Vasseur]] décide.
People> Momo, à la presse, entend tout ce que la machine ne dit pas.
About them> Le père a imprimé les affiches du festival pendant quarante ans.
Uses> Compresseur d'air, humidificateur de l'atelier.
Plans> Une seconde presse numérique, si la banque suit.
What made them happy> Le dépannage pendant la grève du ferry, par téléphone et en français.
Private> Le frère d'Hélène veut vendre sa part. Ne pas en parler devant Momo.

person Hélène Vasseur | role=Gérante | decides=true | phone=+33 6 39 98 41 07 | email=helene@vasseur.example.com | tip=Parler lentement au téléphone, l'atelier est bruyant | birthday=10-12 | likes=la voile

equipment Compresseur Puro 8 | maker=Puro | model=P8 | serial=P8-003-0917 | location=Cave, sous la presse | status=in-service | installed=-1200 | warranty_until=-680 | service_every=12 months | replacement_cost=6100 | expected_life_years=10 | used_by=Momo | downtime_impact=La presse s'arrête en deux minutes

-403 10:15 visit Sam > Hélène Vasseur | outcome=good | mood=happy | amount=540 | equipment=Compresseur Puro 8
Discussed> Entretien annuel. Filtre changé, séparateur vidé, courroie bonne pour un an.
Told> La garantie est terminée ; l'entretien reste au même prix.

-287 09:30 email Sam < Hélène Vasseur | answered=-287 11:20
Discussed> Hélène demande un devis pour un second point d'air près de la plieuse.
Promised> [x] Envoyer le devis du second point d'air @sam #promise 📅-280 ✅-281

-166 10:30 visit Sam > Hélène Vasseur | outcome=good | mood=calm | amount=880 | minutes=3h | equipment=Compresseur Puro 8
Discussed> Second point d'air posé près de la plieuse, entretien fait dans la foulée. Momo a tenu la lampe.
Asked> À quelle heure part la première livraison ? À six heures et demie.
Observed> L'humidificateur coule goutte à goutte sur le papier de réserve.

-58 08:45 call Sam < Hélène Vasseur | mood=anxious | minutes=20 | equipment=Compresseur Puro 8
Symptoms> Le compresseur tourne sans monter en pression.
Discussed> Vidange de la cuve au téléphone, soupape collée. La presse tournait avant dix heures.
Told> Purger la cuve chaque vendredi, sinon la soupape recolle.

-11 14:20 email Sam < Hélène Vasseur | answered=-10 09:45
Discussed> Elle voudrait l'entretien avant l'impression du catalogue.
Promised> [ ] Proposer une date avant le catalogue @sam #promise 📅-2
Promised> [ ] Hélène envoie la photo de la plaque du compresseur #waiting 📅+4
""",
    "Werkstatt Brandt": """
profile
| aliases=Brandt | kind=garage | status=active | owner=Anna Kowalski | phone=+49 30 23125 118 | email=werkstatt@brandt.example.com
| address=Werkstraße 7, 10999 Beispielstadt | arrival=Durch das blaue Tor auf den Hof, dann hupen. Hund ist lieb, heißt Kolben.
| contact_every=3 months | since=-860 | likes=klare Preise; pünktlich anfangen | hourly_rate=66
Always remember> Freitags ab 14 Uhr wird gefegt, nicht repariert.
People> [[Jürgen Brandt]] ist der Chef und entscheidet.
People> Seine Schwester Heike macht die Bücher von zu Hause aus; nur schriftlich.
About them> Jürgen sammelt alte Zapfsäulen.
Uses> Zwei Hebebühnen, ein Schraubenkompressor.
Plans> Eine dritte Bühne für Elektroautos.
What made them happy> Dass Anna die Pressluft am Vorabend schon wieder auf acht bar hatte.

person Jürgen Brandt | role=Inhaber, Kfz-Meister | decides=true | phone=+49 171 3920017 | email=juergen@brandt.example.com | tip=Erst die Maschine ansehen, dann mit ihm reden | birthday=02-08

equipment Schraubenkompressor Torva 11 | maker=Torva | model=T11 | serial=0T11-000384 | location=Anbau hinter der Halle | status=in-service | purchased=-855 | installed=-850 | warranty_until=-330 | service_every=12 months | replacement_cost=8900 | expected_life_years=12 | used_by=Alle vier Gesellen | downtime_impact=Kein Schlagschrauber, keine Bühne zwei

-437 08:30 visit Anna > Jürgen Brandt | outcome=good | mood=happy | amount=760 | minutes=4h | equipment=Schraubenkompressor Torva 11
Discussed> Jahreswartung: Öl, Filter, Trockner. Der Riemen hält noch.
Told> Ab nächstem Jahr ohne Garantie, die Wartung bleibt gleich teuer.

-268 09:15 visit Anna < Jürgen Brandt | outcome=good | mood=anxious | amount=430 | repair_cost=430 | downtime_hours=6 | equipment=Schraubenkompressor Torva 11
Symptoms> Schaltet nach zehn Minuten ab, Übertemperatur.
Discussed> Lüfter verdreckt, Thermostat getauscht. Läuft seit drei Stunden ohne Murren.

-174 08:20 visit Anna > Jürgen Brandt | outcome=good | mood=calm | amount=790 | minutes=3h 30m | equipment=Schraubenkompressor Torva 11
Discussed> Wartung samt neuem Trockner. Kolben hat das alte Ölsieb gefressen, dem Hund geht es gut.
New subjects> Eine dritte Bühne, Förderung ist beantragt.
Asked> Wer entlüftet am Abend? Der Lehrling, und er vergisst es montags.

-44 14:40 call Anna < Jürgen Brandt | mood=calm | minutes=15
Discussed> Förderung für die dritte Bühne ist da. Er will den Luftbedarf wissen.
Promised> [x] Luftbedarf für drei Bühnen rechnen @anna #promise 📅-38 ✅-36
Promised> [ ] Jürgen schickt das Datenblatt der Bühne #waiting 📅-25

-31 12:30 text Anna < Jürgen Brandt | mood=happy
"Danke für die Rechnung. 9 bar reichen also. Heike überweist morgen."
""",
}
