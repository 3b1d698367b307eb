"""The words people write dates with, in eight languages, and how a typed word becomes its meanings."""

import unicodedata
from functools import cache

UNITS = ("day", "week", "month", "quarter", "year")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# (kind, value, short): a short word is an abbreviation or a little word that means something else
# in another language ("do" is Thursday in German); it is read only in a language that was asked for.
Meaning = tuple[str, int, bool]
Lexicon = dict[str, tuple[Meaning, ...]]

LAST, THIS, COMING, NEXT = -1, 0, 1, 2  # the values of a "shift"
NEXT_FRIDAY = len(UNITS)  # the "edge" that is no end of a unit around today

# What the slots of a line in the table below stand for, from left to right.
_SLOTS: dict[str, tuple[int, ...]] = {
    "weekday": tuple(range(7)),  # Monday first
    "month": tuple(range(1, 13)),
    "unit": tuple(range(5)),  # an index of UNITS
    "offset": (-2, -1, 0, 1, 2),  # days from today
    "shift": (LAST, THIS, COMING, NEXT),
    "count": tuple(range(1, 13)),
    "rhythm": tuple(range(7)),  # an index of RHYTHMS
    "edge": (0, 1, 2, 3, 4, NEXT_FRIDAY),  # the last day of that unit, in one expression
    "by": (0,),  # leads to a deadline: surely a date follows
    "on": (0,),  # leads to a date, and to much else
    "for": (0,),  # the same, but only at the end of a sentence: "for friday's meeting bring a pump"
    "ahead": (0,),  # leads to a distance into the future
    "ago": (0,),  # stands before or behind a distance into the past
    "end": (0,),  # the last day of what follows
    "of": (0,),  # carries no meaning inside a date
    "quarterno": (0,),  # a number of a quarter follows
    "weekno": (0,),  # a number of a week follows
    "every": (0,),
    "nth": (2,),  # every *other* week
    "bar": (0,),  # a date behind it is no deadline: *from* Monday *to* Friday
}
RHYTHMS = ((1, 0), (1, 1), (2, 1), (1, 2), (3, 2), (6, 2), (1, 4))  # (count, unit)

# A slot ends at "|", its short words follow "/", "_" joins the words of one expression.
_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "weekday": "monday/mon|tuesday/tue tues|wednesday/wed weds|thursday/thu thur thurs|friday/fri|saturday/sat|sunday/sun",
        "month": "january/jan|february/feb|march/mar|april/apr|/may|june/jun|july/jul|august/aug|september/sep sept|october/oct|november/nov|december/dec",
        "unit": "day days/d|week weeks wk wks w|month months mth mths mo mos|quarter quarters|year years yr yrs y",
        "offset": "day_before_yesterday|yesterday|today|tomorrow/tmr tmrw|day_after_tomorrow",
        "shift": "last previous past|this|coming upcoming|next",
        "count": "one/a an|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve",
        "rhythm": "daily|weekly|fortnightly|monthly|quarterly|half_yearly semi_annually semiannually semiannual|yearly annually annual",
        "edge": "eod end_of_day end_of_the_day|eow end_of_week end_of_the_week end_of_this_week|eom|eoq|eoy|end_of_next_week",
        "by": "by until till before due deadline no_later_than not_later_than",
        "on": "on the in",
        "for": "for",
        "ahead": "in within in_the_next",
        "ago": "ago",
        "end": "end",
        "of": "of the",
        "quarterno": "q",
        "weekno": "cw/week wk",
        "every": "every each",
        "nth": "other second",
        "bar": "from since to and or after of than except not mr mrs ms",
    },
    "de": {
        "weekday": "montag/mo|dienstag/di|mittwoch/mi|donnerstag/do|freitag/fr|samstag sonnabend/sa|sonntag/so",
        "month": "januar jänner jaenner/jan|februar feber/feb|märz maerz/mär mrz|april/apr|mai|juni/jun|juli/jul|august/aug|september/sep sept|oktober/okt|november/nov|dezember/dez",
        "unit": "tag tage tagen|woche wochen|monat monate monaten monats|quartal quartale quartalen quartals|jahr jahre jahren jahres",
        "offset": "vorgestern|gestern|heute|morgen|übermorgen uebermorgen",
        "shift": "letzte letzten letzter letztes letztem vorige vorigen voriger voriges vergangene vergangenen vergangener|diese diesen dieser dieses diesem|kommende kommenden kommender kommendes kommendem|nächste nächsten nächster nächstes nächstem naechste naechsten naechster naechstes naechstem",
        "count": "ein eine einen einem einer|zwei|drei|vier|fünf fuenf|sechs|sieben|acht|neun|zehn|elf|zwölf zwoelf",
        "rhythm": "täglich taeglich|wöchentlich woechentlich|vierzehntägig vierzehntäglich zweiwöchentlich|monatlich|vierteljährlich vierteljaehrlich quartalsweise|halbjährlich halbjaehrlich|jährlich jaehrlich",
        "edge": "|ende_der_woche|monatsende|quartalsende|jahresende|ende_nächster_woche ende_der_nächsten_woche",
        "by": "bis spätestens spaetestens vor",
        "on": "am im in den dem der die das",
        "for": "für fuer zum",
        "ahead": "in binnen innerhalb_von",
        "ago": "vor",
        "end": "ende",
        "of": "den dem der des das die",
        "weekno": "kw kalenderwoche/woche",
        "every": "alle jede jeden jeder jedes",
        "nth": "zweite zweiten",
        "bar": "ab seit nach von und oder außer nicht guten herr herrn frau",
    },
    "fr": {
        "weekday": "lundi/lun|mardi/mar|mercredi/mer|jeudi/jeu|vendredi/ven vend|samedi/sam|dimanche/dim",
        "month": "janvier/janv jan|février/févr fév|mars|avril/avr|mai|juin|juillet/juil|août|septembre/sept sep|octobre/oct|novembre/nov|décembre/déc",
        "unit": "jour jours/j|semaine semaines/sem|mois|trimestre trimestres|année années ans/an",
        "offset": "avant_hier|/hier|aujourd_hui|demain|après_demain",
        "shift": "dernier dernière derniers dernières passé passée|ce cet cette|prochain prochaine prochains prochaines|",
        "count": "un une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze",
        "rhythm": "quotidien quotidienne quotidiennement|hebdomadaire||mensuel mensuelle mensuellement|trimestriel trimestrielle|semestriel semestrielle|annuel annuelle annuellement",
        "by": "avant jusqu jusque au_plus_tard d_ici",
        "on": "le la l en",
        "for": "pour",
        "ahead": "dans d_ici sous",
        "ago": "il_y_a",
        "end": "fin",
        "of": "le la les l de du des d à au",
        "weekno": "/semaine",
        "every": "chaque tous toutes",
        "bar": "de du des dès depuis après et ou sauf pas",
    },
    "es": {
        "weekday": "lunes/lun|martes/mar|miércoles/mié|jueves/jue|viernes/vie|sábado/sáb|domingo/dom",
        "month": "enero/ene|febrero/feb|marzo/mar|abril/abr|mayo/may|junio/jun|julio/jul|agosto/ago|septiembre setiembre/sep sept set|octubre/oct|noviembre/nov|diciembre/dic",
        "unit": "día días|semana semanas|mes meses|trimestre trimestres|año años",
        "offset": "anteayer antes_de_ayer|ayer|hoy|mañana|pasado_mañana",
        "shift": "pasado pasada último última últimos últimas|este esta|próximo próxima próximos próximas que_viene|",
        "count": "un una uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|/once|doce",
        "rhythm": "diario diaria diariamente|semanal semanalmente||mensual mensualmente|trimestral|semestral|anual anualmente",
        "by": "antes hasta a_más_tardar",
        "on": "el la en a por",
        "for": "para",
        "ahead": "en dentro_de",
        "ago": "hace",
        "end": "fin final finales",
        "of": "el la los las de del",
        "weekno": "/semana",
        "every": "cada todo todos todas",
        "bar": "de del desde después y o no",
    },
    "it": {
        "weekday": "lunedì/lun|martedì/mar|mercoledì/mer|giovedì/gio|venerdì/ven|sabato/sab|domenica/dom",
        "month": "gennaio/gen|febbraio/feb|marzo/mar|aprile/apr|maggio/mag|giugno/giu|luglio/lug|agosto/ago|settembre/set sett|ottobre/ott|novembre/nov|dicembre/dic",
        "unit": "giorno giorni/gg|settimana settimane|mese mesi|trimestre trimestri|anno anni",
        "offset": "l_altro_ieri altroieri|ieri|oggi|domani|dopodomani",
        "shift": "scorso scorsa scorsi scorse ultimo ultima ultimi ultime|questo questa|prossimo prossima prossimi prossime|",
        "count": "un uno una|/due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici",
        "rhythm": "giornaliero giornaliera|settimanale||mensile|trimestrale|semestrale|annuale",
        "by": "entro prima al_più_tardi",
        "on": "il la l in a",
        "for": "per",
        "ahead": "tra fra in",
        "ago": "fa",
        "end": "fine",
        "of": "il lo la l le di del della",
        "weekno": "/settimana",
        "every": "ogni",
        "bar": "da dal dalla dopo di del e o non",
    },
    "nl": {
        "weekday": "maandag/ma|dinsdag/di|woensdag/wo|donderdag/do|vrijdag/vr|zaterdag/za|zondag/zo",
        "month": "januari/jan|februari/feb|maart/mrt|april/apr|mei|juni/jun|juli/jul|augustus/aug|september/sep sept|oktober/okt|november/nov|december/dec",
        "unit": "dag dagen|week weken|maand maanden|kwartaal kwartalen|jaar jaren",
        "offset": "eergisteren|gisteren|vandaag|morgen|overmorgen",
        "shift": "vorige afgelopen laatste|deze dit|komende aanstaande aankomende|volgende",
        "count": "een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf",
        "rhythm": "dagelijks|wekelijks|tweewekelijks|maandelijks|driemaandelijks|halfjaarlijks|jaarlijks",
        "edge": "|eind_van_de_week|maandeinde||jaareinde|eind_van_volgende_week",
        "by": "voor tot uiterlijk",
        "on": "op in de het",
        "ahead": "in binnen/over",
        "ago": "geleden",
        "end": "eind einde",
        "of": "de het van den",
        "weekno": "/week",
        "every": "elke iedere om",
        "bar": "van vanaf sinds na en of niet",
    },
    "pt": {
        "weekday": "segunda_feira/segunda seg|terça_feira/terça ter|quarta_feira/quarta qua|quinta_feira/quinta qui|sexta_feira/sexta sex|sábado/sáb|domingo/dom",
        "month": "janeiro/jan|fevereiro/fev|março/mar|abril/abr|maio/mai|junho/jun|julho/jul|agosto/ago|setembro/set|outubro/out|novembro/nov|dezembro/dez",
        "unit": "dia dias|semana semanas|mês meses|trimestre trimestres|ano anos",
        "offset": "anteontem|ontem|hoje|amanhã|depois_de_amanhã",
        "shift": "passado passada último última últimos últimas|este esta neste nesta|próximo próxima próximos próximas que_vem|",
        "count": "um uma|dois duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze",
        "rhythm": "diário diária diariamente|semanal||mensal mensalmente|trimestral|semestral|anual anualmente",
        "by": "até antes o_mais_tardar",
        "on": "em na no a o por",
        "for": "para",
        "ahead": "em daqui_a dentro_de",
        "ago": "há atrás",
        "end": "fim final",
        "of": "o a os as de da do",
        "weekno": "/semana",
        "every": "cada todo toda todos todas",
        "bar": "de da do desde depois após e ou não",
    },
    "pl": {
        "weekday": "poniedziałek poniedziałku/pon pn|wtorek wtorku/wt|środa środę środy/śr|czwartek czwartku/czw|piątek piątku/pt|sobota sobotę soboty/sob|niedziela niedzielę niedzieli/niedz",
        "month": "styczeń stycznia styczniu/sty|luty lutego lutym/lut|marzec marca marcu/mar|kwiecień kwietnia kwietniu/kwi|maj maja maju|czerwiec czerwca czerwcu/cze|lipiec lipca lipcu/lip|sierpień sierpnia sierpniu/sie|wrzesień września wrześniu/wrz|październik października październiku/paź|listopad listopada listopadzie/lis|grudzień grudnia grudniu/gru",
        "unit": "dzień dni|tydzień tygodnie tygodni tygodniu tygodnia|miesiąc miesiące miesięcy miesiącu miesiąca|kwartał kwartały kwartałów kwartale kwartału|rok lata lat roku",
        "offset": "przedwczoraj|wczoraj|dziś dzisiaj|jutro jutra|pojutrze",
        "shift": "zeszły zeszłym zeszłego ubiegły ubiegłym ubiegłego ostatni ostatnie ostatnich|ten tym tego|najbliższy najbliższa najbliższą najbliższym|przyszły przyszłym przyszłego przyszłą następny następnym następną",
        "count": "jeden jedna jedną|dwa dwie|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć|dziesięć|jedenaście|dwanaście",
        "rhythm": "codziennie|tygodniowo||miesięcznie|kwartalnie|półrocznie|rocznie corocznie",
        "by": "przed najpóźniej do",
        "on": "na w we",
        "ahead": "za",
        "ago": "temu",
        "end": "koniec końca końcem końcu",
        "every": "co każdy każda",
        "weekno": "/tydzień tygodniu",
        "bar": "od po i lub albo nie",
    },
}  # fmt: skip
LANGUAGES = tuple(_WORDS)
_CLOSING = frozenset({"weekday", "month", "unit", "offset", "shift", "edge", "ago"})
_OPENING = _CLOSING | {"by", "on", "for", "ahead", "count", "end", "weekno"}


def fold(text: str) -> str:
    """Lower case without accents, so that `März`, `MARZ` and `marz` are one word."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(letter for letter in text if not unicodedata.combining(letter))


@cache
def lexicon(languages: tuple[str, ...], *, short: bool) -> Lexicon:
    """Every word of these languages with its meanings, at most one of a kind: the earlier language wins.

    Languages without a table are passed over. `short=False` leaves the abbreviations out.
    """
    words: dict[str, dict[str, Meaning]] = {}
    for language in languages:
        for kind, line in _WORDS.get(language, {}).items():
            for value, slot in zip(_SLOTS[kind], line.split("|"), strict=False):
                full, _, abbreviated = slot.partition("/")
                for word in full.split():
                    words.setdefault(_key(word), {}).setdefault(kind, (kind, value, False))
                for word in abbreviated.split() if short else ():
                    words.setdefault(_key(word), {}).setdefault(kind, (kind, value, True))
    return {word: tuple(meanings.values()) for word, meanings in words.items()}


@cache
def lexicons(languages: tuple[str, ...]) -> tuple[Lexicon, ...]:
    """The vocabularies to try in turn: the languages asked for and English together, then each other one by itself.

    A phrase is read in one of them, so that a Polish "do" never leads to an English date. English
    is always among the first, for it is what the manual shows. `de-AT` and `de_AT` are `de`.
    """
    asked = (*dict.fromkeys(primary(language) for language in languages), "en")
    others = (language for language in LANGUAGES if language not in asked)
    return (lexicon(asked, short=True), *(lexicon((other,), short=False) for other in others))


@cache
def vocabulary() -> Lexicon:
    """Every word of every language, short ones too."""
    return lexicon(LANGUAGES, short=True)


@cache
def opening_words() -> frozenset[str]:
    """The words that can begin a date or lead to one."""
    known = vocabulary().items()
    return frozenset(key.partition(" ")[0] for key, means in known if _any(means, _OPENING))


@cache
def closing_words() -> frozenset[str]:
    """The words that can end a date; most sentences end in another and need no closer look."""
    known = vocabulary().items()
    return frozenset(key.rpartition(" ")[2] for key, means in known if _any(means, _CLOSING))


def primary(language: str) -> str:
    """`de` of `de_AT.UTF-8`."""
    return language.replace("_", "-").partition("-")[0].partition(".")[0].lower()


def _key(word: str) -> str:
    return fold(word.replace("_", " "))


def _any(means: tuple[Meaning, ...], kinds: frozenset[str]) -> bool:
    return any(kind in kinds for kind, _, _ in means)
