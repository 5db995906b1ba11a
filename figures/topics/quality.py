"""How complete, timely and plausible the registrations are: each area beside the spread of the 16, in neutral words.

The words lager, vergelijkbaar and hoger follow one rule. A share is made comparable in spread (arcsine of its root),
compared with the median of the areas and divided by its own chance error. Areas that really differ a little widen
that error (never narrow it): the scale is the median distance of the areas themselves, at least 1. How often the
rule is wrong is measured in tests/figures/topics/test_quality.py and said on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from figures import guard, text
from figures.figure import Choice, Figure, figure
from figures.measures import map_periods
from figures.wording.tables import Table, long_table
from queries import ask, current_version, question

LIMIT = 3.5
SHIFT_LIMIT = 4.0
ENOUGH = 12  # areas with a number, below which a spread of the 16 would mislead
SAME, LOWER, HIGHER, UNSAID = "vergelijkbaar", "lager", "hoger", "niet te zeggen"
MOST_AREAS = 4  # columns of chosen areas that still can be read beside each other
SPREAD = ("laagste", "mediaan", "hoogste")
PER_MONTH = ("per_maand_voor", "per_maand_na")
_NORMAL = 0.6745  # median distance of a normal distribution, in standard deviations

# The comparisons of one period of an area with the 16, each a figure of the catalogue.
COMPARED = (
    "kwaliteit_velden", "kwaliteit_late_registratie", "kwaliteit_regels", "kwaliteit_zonder_einde", "kwaliteit_eerste_dagen",
    "kwaliteit_drukste_dagen",
)  # fmt: skip
FIELDS = {
    "datum_eerste_contact": "Datum eerste contact",
    "datum_eerste_interventie": "Datum eerste interventie",
    "datum_opstart": "Datum opstart",
    "geboortejaar": "Geboortejaar",
    "geslacht": "Geslacht",
    "nis_gemeente": "Gemeente",
    "aanmelder": "Aanmelder",
    "verwijzingsgrond": "Verwijzingsgrond",
    "gezinssamenstelling": "Gezinssamenstelling",
    "hulpvragen": "Hulpvragen",
    "reden_einde": "Reden van einde",
    "registratiedatum": "Registratiedatum",
}
DATES = {
    "datum_aanmelding": "Datum aanmelding",
    "datum_eerste_contact": "Datum eerste contact",
    "datum_eerste_interventie": "Datum eerste interventie",
    "datum_opstart": "Datum opstart",
    "datum_einde": "Datum einde",
    "registratiedatum": "Registratiedatum",
}
FIELD_OF = {label: field for field, label in FIELDS.items()}
DATE_OF = {label: field for field, label in DATES.items()}
DELAYS = {50: "De helft van de dossiers (mediaan)", 90: "90 procent van de dossiers (P90)"}
ALL_RULES = "Alle regels samen"

_BY_PLACE = "een verdeling naar dit kenmerk onzeker: onbekenden kunnen anders zijn dan de bekenden. De aantallen aanmeldingen veranderen er niet door"
EFFECTS = {
    "datum_eerste_contact": "Zonder datum van eerste contact wordt het aandeel binnen de maand (eerste contact) onzeker: een afgesloten dossier zonder datum telt er niet mee, een lopend dossier telt na de termijn als later.",
    "datum_eerste_interventie": "Zonder datum van eerste interventie wordt het aandeel binnen de maand (eerste interventie) onzeker: een afgesloten dossier zonder datum telt er niet mee, een lopend dossier telt na de termijn als later.",
    "datum_opstart": "Zonder datum van opstart telt een dossier niet als lopend traject, en wordt het aandeel binnen de maand (opstart) onzeker.",
    "geboortejaar": f"Een onbekend geboortejaar maakt de leeftijd en {_BY_PLACE}.",
    "geslacht": f"Een onbekend geslacht maakt {_BY_PLACE}.",
    "nis_gemeente": f"Een onbekende gemeente maakt {_BY_PLACE}. Het samenwerkingsverband staat los van de gemeente.",
    "aanmelder": f"Een onbekende aanmelder maakt {_BY_PLACE}.",
    "verwijzingsgrond": f"Een onbekende verwijzingsgrond maakt {_BY_PLACE}.",
    "gezinssamenstelling": f"Een onbekende gezinssamenstelling maakt {_BY_PLACE}.",
    "hulpvragen": f"Onbekende hulpvragen maken {_BY_PLACE}.",
    "reden_einde": f"Een onbekende reden van einde maakt {_BY_PLACE}.",
    "registratiedatum": "Zonder registratiedatum is niet te zien hoe laat een dossier geregistreerd is. Andere cijfers veranderen er niet door.",
}
FIELDS_SAID = (
    "Onbekend is: leeg, of de waarde ‘onbekend’. Kies onder de tabel een veld om te zien wat het met welk cijfer doet."
)
EXPECTED_FIRST = "Vallen datums gelijk verdeeld, dan valt 3,3 % op de eerste van een maand."
LATE = "Late registratie maakt de laatste maanden te laag: aanmeldingen, lopende trajecten en eindes komen er later nog bij. Wacht met een oordeel over de laatste maanden tot de volgende levering."
IMPOSSIBLE = "Een waarde die niet kan, wordt onbekend en het dossier blijft. Een onmogelijke datum van contact, interventie of opstart maakt het aandeel binnen de maand onzeker; een onmogelijk einde houdt een dossier lopend."
REFUSED = "Een geweigerde rij telt nergens mee: de aanmeldingen zijn dan te laag, tot de afzender de rij verbetert."
NO_END = "Een vergeten einde houdt een dossier lopend: lopende trajecten zijn dan te hoog, afgeronde trajecten te laag. Vraag in de dialoog welke van deze dossiers echt nog lopen."
FIRST_DAY = "Datums op de eerste van de maand zijn vaak geschat. Een geschatte datum van contact, interventie of opstart kan een dossier binnen of buiten de maand duwen; een geschat einde verschuift lopende en afgeronde trajecten met hoogstens een maand."
ONE_DAY = "Veel datums op één dag kunnen komen van een invoer achteraf of van een overzetting uit een ander systeem. Dan zegt de dag weinig over wanneer iets gebeurde."
SHIFT = "Een niveausprong kan echt zijn (meer hulp, een ander bereik) of komen van anders registreren. Vergelijk aanmeldingen van voor en na de sprong pas als u de reden kent."
EMPTY_MONTH = "Een ontbrekende maand maakt de aanmeldingen van dat kwartaal en dat jaar te laag, en doet een evolutie ontstaan die er niet is."
_EFFECT_OF = {
    "kwaliteit_achterstand": LATE,
    "kwaliteit_onmogelijk": IMPOSSIBLE,
    "kwaliteit_zonder_einde": NO_END,
    "kwaliteit_eerste_dag": FIRST_DAY,
    "kwaliteit_grootste_dag": ONE_DAY,
    "kwaliteit_niveausprong": SHIFT,
}

RULE = (
    "Lager of hoger betekent: verder van de mediaan van de 16 dan toeval en de gewone spreiding tussen gebieden zelden verklaren. "
    "Het is geen oordeel. Verschillen de gebieden alleen door toeval, dan krijgt een gebied zo'n woord ten onrechte bij ongeveer 1 op de 2.000 vergelijkingen; "
    "verschillen ze ook echt een beetje, bij ongeveer 1 op de 200. Zijn er minder dan 12 gebieden met een cijfer dat getoond mag worden, dan staat er geen spreiding."
)
SHIFT_RULE = (
    "De regel vergelijkt voor elke maand alle aanmeldingen erna met alle aanmeldingen ervoor, naast die van de andere gebieden, en toont de maand met het grootste verschil. "
    "Pas bij een verschil van meer dan 4 keer de toevalsfout staat er lager of hoger. Zonder enige echte sprong gebeurt dat bij een gebied ongeveer 2 keer op 1.000; "
    "over de 16 samen is er ongeveer 1 kans op 30 dat er toch één staat. "
    "Een blijvende sprong van de helft vindt de regel meestal; een kleinere of tijdelijke blijft vaak onopgemerkt."
)


# ------------------------------------------------------------------ the figures


def periods(choice: Choice) -> dict[str, date]:
    """The periods there are registrations of, the latest complete one first; empty without registrations."""
    return map_periods("aanmeldingen", choice)  # the same for every count by aanmelding, and one that is asked anyway


def of_period(choice: Choice, start: date) -> Choice:
    """The choice for one period."""
    return replace(choice, van=start, tot=text.period_end(start, choice.per))


def missing(choice: Choice, field: str) -> Figure:
    """Share of dossiers in which one field is empty or unknown, with where each area stands."""
    return standing(_one("kwaliteit_ontbrekend", choice, FIELDS[field], veld=field))


def all_missing(choice: Choice) -> Figure:
    """The twelve fields in one figure, a row per field and area."""
    parts = {label: _one("kwaliteit_ontbrekend", choice, label, veld=field) for field, label in FIELDS.items()}
    return compared(parts, "Ontbrekende waarden per veld")


def delay(choice: Choice, percent: int) -> Figure:
    """Days in which `percent` (50 or 90) of the dossiers was registered, with where each area stands."""
    return standing(_one("kwaliteit_achterstand", choice, DELAYS[percent], procent=percent))


def delays(choice: Choice) -> Figure:
    """Median and P90 in one figure."""
    parts = {label: _one("kwaliteit_achterstand", choice, label, procent=part) for part, label in DELAYS.items()}
    return compared(parts, "Late registratie")


def impossible(choice: Choice) -> Figure:
    """Dossiers per 1.000 with a value that cannot be, for all rules together and for each."""
    rules = {row["code"]: f"{row['code']}: {row['zin']}" for row in ask("kwaliteit_regels").iter_rows(named=True)}
    labels = {"alle": ALL_RULES} | rules
    parts = {label: _one("kwaliteit_onmogelijk", choice, label, regel=code) for code, label in labels.items()}
    return compared(parts, "Onmogelijke waarden")


def without_end(choice: Choice) -> Figure:
    """Share of the dossiers of at least 365 days old that have no end, with where each area stands."""
    return standing(figure("kwaliteit_zonder_einde", choice))


def first_of_month(choice: Choice, field: str) -> Figure:
    """Share of the dates in one column that fall on the first of a month, with where each area stands."""
    return standing(_one("kwaliteit_eerste_dag", choice, DATES[field], veld=field))


def all_first_of_month(choice: Choice) -> Figure:
    """Every column with a date in one figure."""
    parts = {label: _one("kwaliteit_eerste_dag", choice, label, veld=field) for field, label in DATES.items()}
    return compared(parts, "Datums op de eerste van de maand")


def busiest_day(choice: Choice) -> Figure:
    """Share of the day that occurs most, for every column with a date."""
    parts = {label: _one("kwaliteit_grootste_dag", choice, label, veld=field) for field, label in DATES.items()}
    return compared(parts, "Veel datums op één dag")


def shifts(choice: Choice) -> Figure:
    """One row per area: the month from which its level differs most, with where that stands."""
    found = figure("kwaliteit_niveausprong", replace(choice, per="maand", van=_unbroken_from(choice)))
    return found.with_rows(largest_shift(_allowed_shifts(found))) if not found.empty else found


def _unbroken_from(choice: Choice) -> date:
    """The first day after which no blocking break falls: months before it say nothing about the level after it."""
    measures = frozenset(question("kwaliteit_niveausprong").maten)
    return guard.comparable_from(current_version(), measures, choice.van, choice.tot)


def _allowed_shifts(found: Figure) -> pl.DataFrame:
    """The rows without the index of an area whose months the guard does not let one compare; the counts stay."""
    free = guard.free_areas(found, (found.choice.van, found.last))
    return found.data.with_columns(pl.when(pl.col("gebied").is_in(free)).then(pl.col("waarde")).alias("waarde"))


def empty_months(choice: Choice) -> Figure:
    """The months with zero aanmeldingen that may be missing."""
    return figure("kwaliteit_nulmaanden", replace(choice, per="maand")).only(pl.col("kan_ontbreken"))


def refused() -> Figure:
    """Refused rows and their reasons, a row per delivery."""
    return figure("kwaliteit_geweigerd")


def _one(name: str, choice: Choice, label: str, **more: str | int) -> Figure:
    found = figure(name, replace(choice, **more))
    return _titled(found, f"{found.title}: {_small(label)}")


def _titled(found: Figure, title: str) -> Figure:
    return replace(found, question=replace(found.question, titel=title))


def _small(label: str) -> str:
    """A label inside a sentence; a code keeps its capital."""
    return label if label[1:2].isdigit() else label[0].lower() + label[1:]


# ------------------------------------------------------------------ where an area stands


def standing(found: Figure) -> Figure:
    """The same figure with the spread of the areas and where each area stands."""
    return (
        found if found.empty else found.with_rows(with_standing(found.data, ("periode",), guard.comparable_rows(found)))
    )


def with_standing(data: pl.DataFrame, within: Sequence[str], comparable: pl.Expr | None = None) -> pl.DataFrame:
    """Add `getoond` (areas with a number), their `laagste`, `mediaan` and `hoogste`, and `ligging` per area.

    `data` has gebied, waarde, toestand, the columns in `within` that tell comparisons apart, and the counts teller and
    noemer behind the share that is judged. What was hidden, is unknown or is not `comparable` (None: all are) gets no
    word and is no part of the spread; below ENOUGH areas there is neither spread nor word.
    """
    area = ~pl.col("gebied").is_in(text.TOTALS)
    free = area if comparable is None else area & comparable
    shown = pl.when(free & pl.col("toestand").is_in(["bekend", "nul"])).then(pl.col("waarde"))
    parts = {"laagste": shown.min(), "mediaan": shown.median(), "hoogste": shown.max()}
    enough = pl.col("getoond") >= ENOUGH
    spread = [pl.when(enough).then(part.over(within)).alias(name) for name, part in parts.items()]
    known = data.with_columns(shown.count().over(within).alias("getoond")).with_columns(spread)
    judged = known.with_columns(_distance(shown, within).alias("_afstand"))
    scale = pl.max_horizontal(1.0, pl.col("_afstand").abs().median().over(within) / _NORMAL)
    return judged.with_columns(_word(pl.col("_afstand") / scale, LIMIT, area)).drop("_afstand")


def _distance(shown: pl.Expr, within: Sequence[str]) -> pl.Expr:
    """Distance of each share to the median of the shares, in chance errors; null without enough of them."""
    root = ((pl.col("teller") + 0.375) / (pl.col("noemer") + 0.75)).sqrt()
    steady = pl.when(shown.is_not_null() & pl.col("teller").is_not_null()).then(2 * root.arcsin())
    apart = (steady - steady.median().over(within)) * pl.col("noemer").sqrt()
    return pl.when(steady.count().over(within) >= ENOUGH).then(apart)


def _word(distance: pl.Expr, limit: float, area: pl.Expr) -> pl.Expr:
    said = pl.when(distance > limit).then(pl.lit(HIGHER)).when(distance < -limit).then(pl.lit(LOWER))
    return (
        pl.when(area)
        .then(pl.when(distance.is_null()).then(pl.lit(UNSAID)).otherwise(said.otherwise(pl.lit(SAME))))
        .alias("ligging")
    )


def largest_shift(data: pl.DataFrame) -> pl.DataFrame:
    """Per area the row with the largest distance; counts vary more than chance, by the median of the areas."""
    spread = data.unique("gebied")["spreiding"].median() or 1.0
    error = pl.sum_horizontal([1 / pl.col(name) for name in ("voor", "na", "andere_voor", "andere_na")]).sqrt()
    distance = (pl.col("waarde") / 100).log() / error / max(1.0, spread) ** 0.5
    size = pl.when(pl.col("voor").is_not_null() & pl.col("waarde").is_not_null()).then(distance)
    return (
        data.with_columns(size.alias("_afstand"))
        .sort(pl.col("_afstand").abs(), "periode", descending=[True, False], nulls_last=True)
        .unique("gebied", keep="first", maintain_order=True)
        .with_columns(
            _word(pl.col("_afstand"), SHIFT_LIMIT, pl.lit(True)),
            (pl.col("voor") / pl.col("maanden_voor")).alias("per_maand_voor"),
            (pl.col("na") / pl.col("maanden_na")).alias("per_maand_na"),
        )
        .drop("_afstand")
        .sort("naam")
    )


# ------------------------------------------------------------------ several comparisons together


def compared(parts: dict[str, Figure], title: str) -> Figure:
    """Figures of one question in one: a row per part and area, the Flemish value and the spread beside it."""
    first = next(iter(parts.values()))
    if first.empty:
        return _titled(first, title)
    rows = pl.concat([part.data.select(pl.lit(label).alias("onderdeel"), pl.all()) for label, part in parts.items()])
    within = ("onderdeel", "periode")
    total = pl.col("gebied").is_in(text.TOTALS)
    beside = [
        pl.col(column).filter(total).first().over(within).alias(name)
        for column, name in (("waarde", "vlaanderen"), ("toestand", "vlaanderen_toestand"))
    ]
    judged = with_standing(rows.with_columns(beside), within, guard.comparable_rows(first)).filter(~total)
    return replace(_titled(first, title), data=judged)


def spread_table(found: Figure, chosen: Sequence[str]) -> Table:
    """No rows without registrations; else a row per part: value and word of each chosen area, then lowest, median and highest of the areas, and Flanders."""
    if found.empty:
        return Table(found.title, ("Onderdeel",), ())
    names = {area: _name(found, area) for area in chosen[:MOST_AREAS]}
    rows = [_spread_row(found, rows, names) for _, rows in found.data.group_by("onderdeel", maintain_order=True)]
    columns = {name: name for name in rows[0]}
    worded = pl.DataFrame(rows).with_columns(pl.lit(found.data["periode"][0]).alias("periode"))
    table = long_table(found.with_rows(worded), columns)
    return replace(table, right=frozenset(range(1, len(columns))), note=_signs(rows))


def _spread_row(found: Figure, rows: pl.DataFrame, names: dict[str, str]) -> dict[str, str]:
    first = rows.row(0, named=True)
    own = {
        name: _value_and_word(found, rows.row(by_predicate=pl.col("gebied") == a, named=True))
        for a, name in names.items()
    }
    none = text.STATES["verborgen" if "verborgen" in set(rows["toestand"]) else "onbekend"][0]
    spread = {
        name.capitalize(): none if first[name] is None else text.number(first[name], found.decimals) for name in SPREAD
    }
    flemish = text.cell(first["vlaanderen"], first["vlaanderen_toestand"], found.decimals)
    said = {"Onderdeel": first["onderdeel"]} | own | spread
    return said | {"Vlaanderen en Brussel": flemish, "Gebieden": str(first["getoond"])}


def _value_and_word(found: Figure, row: dict) -> str:
    value = text.cell(row["waarde"], row["toestand"], found.decimals)
    return value if row["ligging"] == UNSAID else f"{value} ({row['ligging']})"


def _signs(rows: list[dict[str, str]]) -> str:
    """Explains the last column, and only the signs that occur."""
    present = {cell for row in rows for cell in row.values()}
    signs = [f"{sign} = {meaning}" for sign, meaning in text.STATES.values() if sign in present]
    return "; ".join(
        ["gebieden = hoeveel gebieden een cijfer hebben dat getoond mag worden; daarvan de spreiding", *signs]
    )


def together_sentence(found: Figure, chosen: Sequence[str]) -> str:
    """Where the chosen areas stand in several comparisons: those in which one is lower or higher; never a place."""
    if found.empty:
        return "Er zijn geen gegevens voor deze keuze."
    told = [_together_of(found, area) for area in chosen[:MOST_AREAS]]
    return " ".join(told) or f"De tabel toont per rij de spreiding van de gebieden. {found.question.definitie}"


def _together_of(found: Figure, area: str) -> str:
    apart = " ".join(said.removeprefix(f"{found.title}, ") for said, _effect in different([found], area))
    name = _name(found, area)
    if apart:
        return f"{name}: {apart}"
    if not comparisons([found], area):
        return f"{name}: {UNSAID}."
    return f"{name}: {SAME} in elke rij waar het te zeggen is."


def spread_sentence(found: Figure, chosen: Sequence[str]) -> str:
    """The median of the areas, and where each chosen one stands: a word, never a place."""
    first = found.areas.row(0, named=True)
    if first["mediaan"] is None:
        return "Te weinig gebieden hebben een cijfer dat getoond mag worden: daarom staat hier geen spreiding."
    middle, unit = text.number(first["mediaan"], found.decimals), found.question.eenheid_kort or found.unit
    who = f"Mediaan van de {first['getoond']} gebieden met een cijfer: {middle} {unit}."
    return " ".join([who, *(_stands(found, area) for area in chosen)])


def _stands(found: Figure, area: str) -> str:
    row = found.areas.row(by_predicate=pl.col("gebied") == area, named=True)
    return f"{row['naam']}: {row['ligging']}."


def different(figures: Sequence[Figure], area: str) -> list[tuple[str, str]]:
    """The comparisons in which an area is lager or hoger: a sentence each, and what that does to which figure."""
    return [(_said(found, row), _effect(found, row)) for found in figures for row in _unusual(found, area)]


def comparisons(figures: Sequence[Figure], area: str) -> int:
    """In how many comparisons an area got a word."""
    worded = [found for found in figures if not found.empty]
    rows = [found.data.filter((pl.col("gebied") == area) & (pl.col("ligging") != UNSAID)) for found in worded]
    return sum(frame.height for frame in rows)


def heading(found: Figure, area: str) -> str:
    """The heading above the findings of one area."""
    return f"In het kort: {_name(found, area)}"


def _name(found: Figure, area: str) -> str:
    return found.data.filter(pl.col("gebied") == area)["naam"][0]


def closing(figures: Sequence[Figure], area: str) -> str:
    """In how many comparisons the area is as the others."""
    all_of_them, apart = comparisons(figures, area), len(different(figures, area))
    if not all_of_them:
        return "Er is geen vergelijking mogelijk: de aantallen zijn te klein of onbekend. Kies een langere periode."
    word = "vergelijking" if all_of_them == 1 else "vergelijkingen"
    return f"Van {all_of_them} {word} is dit gebied {all_of_them - apart} keer vergelijkbaar met de andere."


def _unusual(found: Figure, area: str) -> list[dict]:
    if found.empty:
        return []
    rows = found.data.filter((pl.col("gebied") == area) & pl.col("ligging").is_in([LOWER, HIGHER]))
    return list(rows.iter_rows(named=True))


def _said(found: Figure, row: dict) -> str:
    value = text.number(row["waarde"], found.decimals)
    unit = found.question.eenheid_kort or found.unit
    if "mediaan" not in row:
        month = text.period_label(row["periode"], "maand")
        return f"{found.title}: vanaf {month} {value} {unit}: {row['ligging']}."
    part = f", {_small(row['onderdeel'])}" if "onderdeel" in row else ""
    middle = text.number(row["mediaan"], found.decimals)
    return f"{found.title}{part}: {value} {unit}, de mediaan van de gebieden is {middle}: {row['ligging']}."


def _effect(found: Figure, row: dict) -> str:
    if found.name == "kwaliteit_ontbrekend":
        return EFFECTS[FIELD_OF[row["onderdeel"]]]
    return _EFFECT_OF[found.name]


# ------------------------------------------------------------------ tables of single rows


def shift_table(found: Figure, chosen: Sequence[str]) -> Table:
    """The largest shift of the chosen areas, or of all where it is remarkable; without rows when there is none to show."""
    worth = pl.col("gebied").is_in(list(chosen)) if chosen else pl.col("ligging").is_in([LOWER, HIGHER])
    columns = {
        "naam": "Samenwerkingsverband", "maand": "Vanaf", "waarde": "Index",
        "per_maand_voor": "Per maand ervoor", "per_maand_na": "Per maand erna", "ligging": "Ligging",
    }  # fmt: skip
    shown = found if found.empty else found.only(worth)
    return _month_table(shown, columns, ("waarde", *PER_MONTH))


def shift_words(found: Figure) -> list[str]:
    """How to read the shifts, and what to do when there is too little to compare."""
    if found.empty:
        return ["Er zijn minstens 12 volledige maanden nodig. Kies links een langere periode.", *_cut_off(found), SHIFT]
    none = not found.data["ligging"].is_in([LOWER, HIGHER]).any()
    nothing = ["Bij geen enkel gebied is er een duidelijke sprong."] if none else []
    return [SHIFT, *_cut_off(found), *nothing, SHIFT_RULE]


def _cut_off(found: Figure) -> list[str]:
    """That the months before a blocking break were left out, when there are such months."""
    known, since = ask("perioden")["maand"].min(), found.choice.van
    if known is None or known >= since or guard.unbroken(current_version(), frozenset(found.question.maten), since):
        return []
    return [f"Op {text.long_date(since)} is er een breuk. Een sprong over die dag heen wordt niet berekend."]


def empty_month_table(found: Figure, chosen: Sequence[str]) -> Table:
    """The months that may be missing, beside the level around them; of the chosen areas, or of all."""
    own = found.only(pl.col("gebied").is_in(list(chosen))) if chosen else found
    columns = {
        "naam": "Samenwerkingsverband", "maand": "Maand zonder aanmeldingen", "rondom": "Gemiddelde maand eromheen",
    }  # fmt: skip
    return _month_table(own, columns, ("rondom",))


def empty_month_words(found: Figure, chosen: Sequence[str]) -> list[str]:
    """What an empty month does, and that there is none when there is none."""
    own = found.data.filter(pl.col("gebied").is_in(list(chosen))) if chosen else found.data
    where = "bij de gekozen gebieden" if chosen else "bij geen enkel gebied"
    none = (
        f"Er is {where} geen maand die lijkt te ontbreken." if chosen else f"Er lijkt {where} een maand te ontbreken."
    )
    return [EMPTY_MONTH, *([none] if own.is_empty() else [])]


def refused_table(found: Figure) -> Table:
    """Refused rows per delivery."""
    columns = {
        "titel": "Levering", "peildatum": "Peildatum", "gelezen": "Gelezen rijen", "geweigerd": "Geweigerd", "per_1000": "Per 1.000", "redenen": "Redenen (rijen)",
    }  # fmt: skip
    return _in_words(found, found.data["titel"], columns, ("per_1000",))


def _month_table(found: Figure, columns: dict[str, str], numbers: tuple[str, ...]) -> Table:
    if found.empty:
        return Table(found.title, tuple(columns.values()), ())
    months = [text.period_label(day, "maand") for day in found.data["periode"]]
    return _in_words(found, pl.Series("maand", months, pl.String), columns, numbers)


def _in_words(found: Figure, extra: pl.Series, columns: dict[str, str], numbers: tuple[str, ...]) -> Table:
    """A table in which the named numbers have one decimal instead of as many as they need."""
    worded = found.data.with_columns(
        extra, *(pl.Series(n, [text.number(v, 1) for v in found.data[n]], pl.String) for n in numbers)
    )
    table = long_table(found.with_rows(worded), columns)
    right = frozenset(i for i, name in enumerate(columns) if name in numbers)
    return replace(table, right=table.right | right)
