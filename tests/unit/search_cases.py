"""Everyday questions about customers: small vaults in many languages, queries, and what they find.

A note is named by a short key. Expected is either a set (`{"a", "b"}`: these and no others hold
all that was asked) or a list (`["a", "b"]`: these come first, in this order).
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    vault: str
    query: str
    expected: list[str] | set[str]


LANGUAGES = {
    "english": ("en",), "german": ("de", "en"), "french": ("fr",), "spanish": ("es",),
    "italian": ("it",), "dutch": ("nl",), "portuguese": ("pt",), "nordic": ("sv", "da"),
    "polish": ("pl",), "slavic": ("ru",), "greek": ("el",), "chinese": ("zh",), "japanese": ("ja",),
    "korean": ("ko",), "thai": ("th",), "hindi": ("hi",), "arabic": ("ar",), "hebrew": ("he",),
    "codes": ("en",), "turkish": ("tr",), "lao_khmer": ("en",),
}  # fmt: skip

# key → (path below Customers without .md, text)
VAULTS: dict[str, dict[str, tuple[str, str]]] = {
    "english": {
        "acme": (
            "Acme Pumps/Acme Pumps",
            "---\nphone: 0113 496 0000\nowner: Sam Lee\naliases: [AP Ltd]\nstatus: active\ntags: [press/roller]\n---\n## Always remember\n- Ring before you come.\n",
        ),
        "visit": (
            "Acme Pumps/2026-03-02 1430 Acme Pumps visit",
            '---\ntype: visit\nby: Sam Lee\npeople: [Dana Ortiz]\nrepair_cost: 240\nminutes: 75\nmood: anxious\noutcome: good\nequipment: ["[[Pump P-100 (Acme Pumps)]]"]\n---\n## Discussed\n- The seal has been leaking since Friday night.\n## Promised\n- [ ] Send seal kit to Dana @sam #promise 📅 2026-03-06\n## Told\n- Warranty on the press ended in January; labour is charged.\n',
        ),
        "call": (
            "Acme Pumps/2026-05-04 Acme Pumps call",
            "---\ntype: call\nby: Dana\namount: 1200\nnext_contact: 2026-06-01\n---\n## Asked\n- What budget do you have for a new pump next year?\n## Discussed\n- Their repairs took two weeks. They're unhappy with delivery.\n",
        ),
        "pump": (
            "Acme Pumps/Pump P-100 (Acme Pumps)",
            "---\ntype: equipment\nmaker: Grundmann\nmodel: P-100\nserial: GX-4471-2203-B\nwarranty_until: 2026-01-31\nstatus: in-service\n---\nIn the pump house.\n",
        ),
        "opera": (
            "Café Lumière/2026-02-11 Saw Zoë",
            "The dishwasher's seals are worn. She wants the kit for both machines. #urgent\n",
        ),
        "cafe": (
            "Café Lumière/Café Lumière",
            "---\nstatus: prospect\ncolour: dark red\nseats: 40\n---\nMrs O'Brien runs it. She dislikes e-mail.\n## Private\n- They are selling the house.\n",
        ),
        "letter": (
            "Bright & Sons/2025-11-20 Bright letter",
            "---\ntype: letter\nby: [Sam Lee, Priya Nair]\nprivate: true\n---\nInvoice INV-2025/0042 is unpaid. The running costs of the old press worry them.\n",
        ),
        "bright": (
            "Bright & Sons/Bright & Sons",
            "---\nstatus: dormant\nowner: Priya Nair\n---\n## Wants\n- A quieter press before summer.\n## Plans\n- Moving to Leeds.\n",
        ),
        "case": (
            "Bright & Sons/2026-04-01 Bright case noise",
            "---\ntype: case\nstatus: waiting-us\npriority: high\n---\n## What happened\n- The press is noisy when warm.\n## Why\n- A bearing without grease.\n- [x] Order bearings #promise ✅ 2026-04-03\n- [ ] They send the drawing #waiting 📅 2026-04-10\n",
        ),
    },
    "german": {
        "mueller": (
            "Müller Maschinenbau/Müller Maschinenbau",
            "---\nphone: +49 711 1234567\n---\nGroße Straße 5, Köln.\n",
        ),
        "besuch": (
            "Müller Maschinenbau/2026-02-03 Besuch",
            "Die Dichtungen der Pumpe waren undicht. Herr Schäfer möchte ein Angebot für neue Lüfter.\n## Discussed\n- Über die Wartungsverträge gesprochen.\n",
        ),
        "anruf": (
            "Bäckerei Groß/2026-03-03 Anruf",
            "Ofen heizt nicht mehr. Ersatzteil Öl-Filter bestellt. Frau Weiß ruft zurück.\n",
        ),
        "gross": ("Bäckerei Groß/Bäckerei Groß", "Bäcker seit 1950. Der Preis war zu hoch.\n"),
        "goethe": ("Goethe Druck/Goethe Druck", "Die Druckmaschine läuft. Walzen gewechselt.\n"),
    },
    "french": {
        "visite": (
            "Imprimerie Vasseur/2026-01-08 Visite",
            "L'évacuation d'eau est bouchée. Les joints étaient usés. Rappeler après Noël.\n",
        ),
        "appel": (
            "Pâtisserie Noël/2026-02-08 Appel",
            "Elle préfère être appelée le matin. Four réparé, garantie expirée. Crème brûlée offerte !\n",
        ),
        "vasseur": (
            "Imprimerie Vasseur/Imprimerie Vasseur",
            "Directeur : Cœur d'Alène. Paiements réguliers.\n",
        ),
    },
    "spanish": {
        "visita": (
            "Taller Núñez/2026-01-08 Visita",
            "La máquina tenía una fuga de aceite. ¿Cuándo llega el repuesto? Mañana.\n",
        ),
        "llamada": (
            "Panadería Peña/2026-02-08 Llamada",
            "Los hornos calientan poco. Prometimos enviar las juntas el lunes.\n",
        ),
    },
    "italian": {
        "visita": (
            "Officina Rossi/2026-01-08 Visita",
            "La pompa perde olio; guarnizioni da sostituire. L'ingegnere chiede un'offerta dell'impianto.\n",
        ),
        "telefono": (
            "Pasticceria Città/2026-02-08 Telefonata",
            "Il forno è stato riparato. Perché costa così tanto?\n",
        ),
    },
    "dutch": {
        "bezoek": (
            "Bakkerij de Vries/2026-01-08 Bezoek",
            "De ovens zijn gerepareerd. Hij wil een offerte voor een nieuwe koelcel. Coördinatie met IJsbrand.\n",
        ),
        "gesprek": (
            "Garage Jansen/2026-02-08 Gesprek",
            "Olie lekt onder de brug. De klant belt terug over de facturen.\n",
        ),
    },
    "portuguese": {
        "visita": (
            "Padaria São João/2026-01-08 Visita",
            "A bomba está com vazamento. Manutenções pendentes. Ligação amanhã.\n",
        ),
        "reuniao": (
            "Oficina Gonçalves/2026-02-08 Reunião",
            "Precisam de peças novas; o preço não agradou.\n",
        ),
    },
    "nordic": {
        "besok": (
            "Åkerlund Verkstad/2026-01-08 Besök",
            "Pumparna läcker olja. Kunden vill ha en offert på måndag.\n",
        ),
        "moede": (
            "Sørensen Smedje/2026-02-08 Møde",
            "Motorerne er slidte. Prisen på reservedele er for høj. Æbleskiver til kaffen.\n",
        ),
    },
    "polish": {
        "wizyta": (
            "Zakład Wójcik/2026-01-08 Wizyta",
            "Uszczelka pompy przecieka. Obiecaliśmy przysłać ofertę. Łożysko zużyte.\n",
        ),
        "telefon": (
            "Piekarnia Żółć/2026-02-08 Telefon",
            "Piec nie grzeje. Klient prosi o kontakt w środę.\n",
        ),
    },
    "slavic": {
        "vizit": (
            "Завод Молот/2026-01-08 Визит",
            "Насос течёт. Обещали прислать новые прокладки. Ёлка в подарок.\n",
        ),
        "zvonok": (
            "Пекарня Колос/2026-02-08 Звонок",
            "Печь не греет, клиент просит скидку на ремонт.\n",
        ),
    },
    "greek": {
        "episkepsi": (
            "Φούρνος Αθηνά/2026-01-08 Επίσκεψη",
            "Η αντλία χάνει λάδι. Οι πελάτες ζήτησαν προσφορά.\n",
        ),
        "tilefono": (
            "Ξενοδοχείο Ήλιος/2026-02-08 Τηλέφωνο",
            "Το ψυγείο δεν κρυώνει. Η εγγύηση έληξε.\n",
        ),
    },
    "chinese": {
        "baifang": ("北京水泵厂/2026-01-08 拜访", "水泵漏水，客户要求更换密封圈。保修期已过。\n"),
        "dianhua": ("上海面包房/2026-02-08 电话", "烤箱不热了。答应星期五寄配件。型号 KX-200。\n"),
        "wan": ("台北印刷/2026-03-08 拜訪", "印刷機噪音很大，軸承磨損。\n"),
    },
    "japanese": {
        "houmon": (
            "東京ポンプ/2026-01-08 訪問",
            "ポンプの修理をしました。保証期間は切れています。\n",
        ),
        "denwa": (
            "大阪ベーカリー/2026-02-08 電話",
            "オーブンが壊れた。ガスケットを送る約束。ﾊﾟｯｷﾝも必要。\n",
        ),
        "kaki": ("カキ水産/2026-03-08 メモ", "ハスの花。かき氷機の点検。\n"),
    },
    "korean": {
        "bangmun": (
            "서울펌프/2026-01-08 방문",
            "펌프가 고장났습니다. 견적서를 보내기로 약속했습니다.\n",
        ),
        "jeonhwa": ("부산제과/2026-02-08 전화", "오븐을 수리했습니다. 고객은 만족합니다.\n"),
    },
    "thai": {
        "yiam": ("โรงงานสยาม/2026-01-08 เยี่ยม", "ปั๊มน้ำรั่ว ลูกค้าต้องการใบเสนอราคา\n"),
        "tho": ("ร้านขนมปัง/2026-02-08 โทร", "เตาอบไม่ร้อน สัญญาว่าจะส่งอะไหล่วันศุกร์\n"),
    },
    "lao_khmer": {
        "lao": ("ຮ້ານກາເຟ/2026-01-08 ຢ້ຽມຢາມ", "ເຄື່ອງສູບນ້ຳຮົ່ວ ລູກຄ້າຕ້ອງການອາໄຫຼ່\n"),
        "khmer": ("ហាងកាហ្វេ/2026-02-08 ទូរស័ព្ទ", "ម៉ាស៊ីនបូមទឹកលេចធ្លាយ អតិថិជនត្រូវការគ្រឿងបន្លាស់\n"),
    },
    "hindi": {
        "daura": (
            "शर्मा पंप/2026-01-08 दौरा",
            "पंप से पानी रिस रहा है। ग्राहक ने नई सील माँगी। वारंटी समाप्त।\n",
        ),
        "phone": ("दिल्ली बेकरी/2026-02-08 फ़ोन", "ओवन गरम नहीं होता। पुर्ज़े शुक्रवार को भेजेंगे।\n"),
    },
    "arabic": {
        "ziyara": (
            "مصنع النور/2026-01-08 زيارة",
            "المضخة تسرّب الماء. طلب العميل عرض سعر للقطع الجديدة.\n",
        ),
        "mukalama": (
            "مخبز السلام/2026-02-08 مكالمة",
            "الفرن لا يسخن. وعدنا بإرسال القطعة يوم الأحد. أحمد غاضب.\n",
        ),
    },
    "hebrew": {
        "bikur": (
            "מפעל הגליל/2026-01-08 ביקור",
            "המשאבה דולפת. הלקוח ביקש הצעת מחיר לאטמים חדשים.\n",
        ),
        "sicha": ("מאפיית שָׁלוֹם/2026-02-08 שיחה", "התנור לא מתחמם. הבטחנו לשלוח חלקים ביום שישי.\n"),
    },
    "turkish": {
        "ziyaret": (
            "Yıldız Pompa/2026-01-08 Ziyaret",
            "Pompalar yağ sızdırıyor. Müşteri yeni conta istiyor.\n",
        ),
        "telefon": ("Güneş Fırın/2026-02-08 Telefon", "Fırın ısınmıyor; teklif göndereceğiz.\n"),
    },
    "codes": {
        "one": (
            "North Mill/North Mill",
            '---\nphone: ["+44 113 496 0000", "(0161) 555-0142"]\nemail: dana@northmill.example\n---\nGate code is in the office.\n',
        ),
        "two": (
            "South Mill/South Mill",
            "---\nphone: 0049 30 901820\n---\nTel. 07700 900461 (mobile)\n",
        ),
        "unit": (
            "North Mill/Press VX-1234-A",
            "---\ntype: equipment\nserial: 0012-889.77/B\nmodel: VX 1234 A\n---\nRuns on 230V, 16 A. Firmware 4.2.1.\n",
        ),
        "other": (
            "South Mill/Press VX1299",
            "---\ntype: equipment\nserial: SN4471X2203\n---\nPart number 9-4411-02 fits. Also ABC_77.\n",
        ),
        "bill": (
            "South Mill/2026-03-09 South Mill email",
            "---\ntype: email\n---\nInvoice INV-2026/0042 over 1,250.00 sent; order #88121 too.\n",
        ),
        "bill2": (
            "North Mill/2026-04-09 North Mill email",
            "---\ntype: email\n---\nInvoice 2026-0043 sent. They wrote of article 77-B.\n",
        ),
        "zoe": (
            "North Mill/2026-05-09 North Mill call",
            "---\ntype: call\n---\nCall Zoe on +1 (415) 555-2671 or 020 7946 0123.\n",
        ),
    },
}

_LINE = re.compile(r"(.*?)\s+([=>])(?:\s+(.*))?$")

CASES = [
    Case(vault, query.strip(), set(found.split()) if mark == "=" else found.split())
    for vault, lines in {
        "english": """
            seal = visit opera
            SEALS = visit opera
            seal kit = visit opera
            "seal kit" = visit
            "kit seal" =
            seal -kit =
            seal -dana = opera
            seal OR grease = visit opera case
            (seal OR grease) -zoë = visit case
            leak = visit
            leaks = visit
            leaking = visit
            repair = call
            acme > acme
            acme pumps > acme
            ap ltd > acme
            lumiere > cafe opera
            CAFÉ LUMIÈRE > cafe opera
            zoe = opera
            Zoë = opera
            obrien = cafe
            o'brien = cafe
            O’Brien = cafe
            email = cafe
            e-mail = cafe
            dishwasher = opera
            dishwashers = opera
            what did we say about the warranty > visit
            budget for a new pump = call
            warrant* = visit
            deliv* = call
            running costs > letter
            told:warranty = visit
            told:seal =
            asked:budget = call
            asked:warranty =
            discussed:seal = visit
            discussed:(seal OR delivery) = visit call
            wants:quieter = bright
            plans:leeds = bright
            promised:kit = visit
            task:kit = visit
            task:seal = visit
            task:leaking =
            task:"seal kit" = visit
            task:bearings = case
            why:grease = case
            what-happened:noisy = case
            private:yes = letter
            always-remember:ring = acme
            type:visit = visit
            type:phone = call
            type:equipment = pump
            by:sam = visit letter
            by:"Sam Lee" = visit letter
            by:priya = letter
            people:dana = visit
            customer:acme = acme visit call pump
            customer:"Acme Pumps" press = acme visit
            customer:ap = acme visit call pump
            tag:press = acme
            tag:#press/roller = acme
            tag:roller =
            tag:urgent = opera
            status:active = acme
            status:waiting-us = case
            status:current = acme
            owner:priya = bright
            amount:>1000 = call
            amount:>1200 =
            amount:>=1200 = call
            amount:1000..1500 = call
            repair_cost:<300 = visit
            repair-cost:240 = visit
            minutes:>1h = visit
            minutes:<=1h =
            mood:anxious = visit
            mood:<3 = visit
            outcome:good = visit
            priority:high = case
            warranty:<2026-03 = pump
            warranty_until:2026-01 = pump
            date:2026-03 = visit
            date:2026-03..2026-04 = visit case
            date:2026 type:call = call
            before:2026 = letter
            after:2026-04 = call
            date:>=2026-04-01 = case call
            next:2026-06-01 = call
            next:<2026-07 = call
            next:>2026-07 =
            colour:red = cafe
            [colour:dark red] = cafe
            colour:"dark red" = cafe
            seats:>30 = cafe
            seats:>40 =
            [seats] = cafe
            has:seats = cafe
            has:promise = visit case
            has:amount = call
            is:overdue = visit case
            is:kept = case
            is:waiting = case
            is:private = letter cafe
            path:bright = letter bright case
            -type:note press = acme visit letter bright case
            -has:date = acme pump cafe bright
            seal type:visit = visit
            type:visit OR type:call = visit call
            (type:visit OR selling) = visit cafe
            selling = cafe
            grease by:sam =
            INV-2025/0042 = letter
            inv 2025 0042 = letter
            0042 = letter
            unpaid invoice = letter
            friday dishwasher > opera visit
            seal kit friday > visit opera
            warrenty = visit
            dishwahser = opera
            grundman = pump
            budgte = call
        """,
        "german": """
            Müller > mueller besuch
            mueller > mueller besuch
            muller > mueller besuch
            MUELLER > mueller besuch
            Dichtung = besuch
            dichtungen = besuch
            Wartungsvertrag = besuch
            schaefer = besuch
            Schäfer Angebot = besuch
            lüfter = besuch
            luefter = besuch
            strasse = mueller
            Straße Köln = mueller
            koeln = mueller
            koln = mueller
            gross > gross anruf
            Weiß = anruf
            weiss = anruf
            ölfilter = anruf
            öl-filter = anruf
            oel-filter = anruf
            goethe = goethe
            göthe = goethe
            walze = goethe
            0711 1234567 = mueller
        """,
        "french": """
            eau = visite
            l'eau = visite
            évacuation = visite
            evacuation = visite
            joint = visite
            noel = visite appel
            NOËL = visite appel
            garantie = appel
            creme brulee = appel
            coeur = vasseur
            cœur = vasseur
            paiement = vasseur
            régulier = vasseur
        """,
        "spanish": """
            nunez = visita
            Núñez = visita
            maquina = visita
            máquinas = visita
            junta = llamada
            pena = llamada
            manana = visita
            horno = llamada
        """,
        "italian": """
            guarnizione = visita
            ingegnere = visita
            offerta = visita
            impianto = visita
            citta = telefono
            perche = telefono
            forni = telefono
        """,
        "dutch": """
            oven = bezoek
            coordinatie = bezoek
            ijsbrand = bezoek
            factuur = gesprek
            facturen = gesprek
            offertes = bezoek
        """,
        "portuguese": """
            sao joao = visita
            manutenção = visita
            manutencao = visita
            goncalves = reuniao
            reuniao = reuniao
            peça = reuniao
        """,
        "nordic": """
            akerlund = besok
            aakerlund = besok
            pump = besok
            sorensen = moede
            soerensen = moede
            aebleskiver = moede
            motor = moede
        """,
        "polish": """
            wojcik = wizyta
            zolc = telefon
            lozysko = wizyta
            łożysko = wizyta
            srode = telefon
        """,
        "slavic": """
            течет = vizit
            насосы = vizit
            прокладка = vizit
            елка = vizit
            КЛИЕНТ = zvonok
            скидки = zvonok
        """,
        "greek": """
            αντλια = episkepsi
            ΑΝΤΛΙΑ = episkepsi
            πελάτης = episkepsi
            εγγυηση = tilefono
            ηλιος = tilefono
        """,
        "chinese": """
            漏水 = baifang
            水泵 = baifang
            水泵漏水 = baifang
            密封圈 = baifang
            保修 = baifang
            水 = baifang
            烤箱 = dianhua
            kx200 = dianhua
            星期五 配件 = dianhua
            印刷機 = wan
            軸承 噪音 = wan
            泵水 =
        """,
        "japanese": """
            ポンプ = houmon
            修理 = houmon
            ポンプ修理 = houmon
            保証期間 = houmon
            保証 = houmon
            パッキン = denwa
            ガスケット = denwa
            壊れた = denwa
            壊 = denwa
            カキ = kaki
            かき氷 = kaki
            ガキ =
            パス =
            バス =
        """,
        "korean": """
            펌프 = bangmun
            펌프가 = bangmun
            견적서 = bangmun
            오븐 = jeonhwa
            고객 = jeonhwa
            제과 =
        """,
        "thai": """
            ปั๊มน้ำ = yiam
            ลูกค้า = yiam
            ใบเสนอราคา = yiam
            เตาอบ = tho
            อะไหล่ = tho
        """,
        "lao_khmer": """
            ລູກຄ້າ = lao
            ອາໄຫຼ່ = lao
            ម៉ាស៊ីន = khmer
            អតិថិជន = khmer
        """,
        "hindi": """
            पंप = daura
            पानी = daura
            ग्राहक = daura
            फोन = phone
            फ़ोन = phone
            पुर्जे = phone
            पन =
        """,
        "arabic": """
            مضخة = ziyara
            المضخة = ziyara
            تسرب = ziyara
            احمد = mukalama
            قطعة = ziyara mukalama
            الفرن = mukalama
            فرن = mukalama
        """,
        "hebrew": """
            משאבה = bikur
            המשאבה = bikur
            לקוח = bikur
            שלום = sicha
            תנור = sicha
            חלקים = sicha
        """,
        "turkish": """
            yildiz = ziyaret
            Yıldız = ziyaret
            pompa = ziyaret
            musteri = ziyaret
            gunes = telefon
            fırın = telefon
        """,
        "codes": """
            01134960000 = one
            0113 496 0000 = one
            0113-496-0000 = one
            +44 113 496 0000 = one
            +441134960000 = one
            0044 113 496 0000 = one
            1134960000 = one
            496 0000 = one
            (0113) 496 0000 = one
            0161 555 0142 = one
            01615550142 = one
            +44 161 5550142 = one
            5550142 = one
            +49 30 901820 = two
            030 901820 = two
            030901820 = two
            07700900461 = two
            +44 7700 900461 = two
            900461 = two
            dana@northmill.example = one
            northmill = one
            VX-1234-A = unit
            vx1234a = unit
            VX 1234 A = unit
            vx-1234 = unit
            1234A = unit
            1234-a = unit
            0012-889.77/B = unit
            001288977b = unit
            88977B = unit
            0012 889 77 B = unit
            230 V = unit
            230v = unit
            4.2.1 = unit
            SN4471X2203 = other
            sn-4471-x2203 = other
            x2203 = other
            9-4411-02 = other
            9441102 = other
            4411-02 = other
            abc77 = other
            ABC-77 = other
            VX1299 = other
            vx-1299 = other
            INV-2026/0042 = bill
            inv20260042 = bill
            2026-0043 = bill2
            20260043 = bill2
            1250 = bill
            1,250.00 = bill
            88121 = bill
            #88121 = bill
            77-B = bill2 unit
            77b > bill2
            415 555 2671 = zoe
            +14155552671 = zoe
            020 7946 0123 = zoe
            +44 20 7946 0123 = zoe
            serial:0012-889.77/B = unit
            serial:00128 = unit
            phone:01134960000 = one
            phone:900461 =
            serial:889 = unit
            model:vx1234a = unit
            vx* = unit other
            type:email invoice = bill bill2
        """,
    }.items()
    for line in lines.strip().splitlines()
    if (parts := _LINE.match(line.strip()))
    for query, mark, found in [(parts[1], parts[2], parts[3] or "")]
]
