"""One plain Dutch sentence per figure, made from the same numbers; every number in it occurs in the data."""

from __future__ import annotations

import polars as pl

from figures import text
from figures.figure import Figure
from figures.topics import control, expected, intake, peers_of_areas
from figures.topics.timeliness import UNSPLIT


def sentence(figure: Figure, chosen: tuple[str, ...] = ()) -> str:
    """What the figure says. Never a difference, a percentage of change or a rank."""
    if figure.empty:
        return "Er zijn geen gegevens voor deze keuze."
    if figure.recipe in _OF_ENTRY:
        return _OF_ENTRY[figure.recipe](figure)
    if figure.name in _BESIDE:
        return _BESIDE[figure.name](figure, chosen)
    if "waarde" not in figure.data.columns:
        return figure.question.definitie
    if figure.recipe in _PER_AREA:
        return _area_by_area(figure, chosen)
    if figure.name in _OWN:
        return _OWN[figure.name](figure)
    parts = [
        _total(figure),
        *(_area(figure, area) for area in chosen[:4]),
        _spread(figure),
        _unfinished(figure),
        _not_comparable(figure),
    ]
    return " ".join(part for part in parts if part)


def alt_text(figure: Figure, shape: str, said: str) -> str:
    """What a picture shows for who cannot see it: the shape and the sentence, without repeating the title."""
    demo = "Demogegevens. " if figure.demo else ""
    return f"{demo}{shape} {said} Alle waarden staan in de tabel eronder."


def _total(figure: Figure) -> str:
    rows = figure.totals
    if rows.is_empty():
        return ""
    first, last = _whole(rows).head(1), _whole(rows).tail(1)
    if last.is_empty():
        return ""
    name = last["naam"][0]
    start, end = _said(figure, first), _said(figure, last)
    if start == end or first["periode"][0] == last["periode"][0]:
        return f"{name}: {end}."
    return f"{name}: {start}, en {end}."


def _area(figure: Figure, area: str) -> str:
    rows = _whole(figure.data.filter(pl.col("gebied") == area))
    if rows.is_empty():
        return ""
    last = rows.tail(1)
    return f"{last['naam'][0]}: {_said(figure, last)}."


def _spread(figure: Figure) -> str:
    """Lowest and highest area in the last whole period: the width of the spread, not a ranking."""
    rows = _whole(figure.areas).filter(pl.col("toestand") == "bekend")
    if rows.is_empty() or rows["gebied"].n_unique() < 3:
        return ""
    last = rows.filter(pl.col("periode") == rows["periode"].max())
    if last.height < 3:
        return ""
    low, high = (text.number(v, figure.decimals) for v in (last["waarde"].min(), last["waarde"].max()))
    return f"De samenwerkingsverbanden liggen tussen {low} en {high}{_moment(figure, last)}."


def _unfinished(figure: Figure) -> str:
    if "volledig" not in figure.data.columns or figure.totals.is_empty():
        return ""
    last = figure.totals.tail(1)
    if last["volledig"][0]:
        return ""
    label = text.period_label(last["periode"][0], figure.choice.per)
    return f"{label[0].upper() + label[1:]} is onvolledig: de gegevens lopen tot en met {text.long_date(figure.last)}."


def _not_comparable(figure: Figure) -> str:
    blocking = [b for b in figure.breaks if b.severity == "blokkerend"] or [
        c for c in figure.caveats if c.severity == "blokkerend"
    ]
    return "De perioden zijn niet vergelijkbaar met elkaar." if blocking else ""


def _whole(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of complete periods; all rows when none is complete."""
    if "volledig" not in rows.columns:
        return rows
    complete = rows.filter(pl.col("volledig"))
    return rows if complete.is_empty() else complete


def _said(figure: Figure, row: pl.DataFrame) -> str:
    value = text.cell(row["waarde"][0], row["toestand"][0], figure.decimals)
    return f"{value} {_unit(figure, value)}{_moment(figure, row)}"


def _unit(figure: Figure, value: str) -> str:
    unit = figure.question.eenheid_kort or figure.unit
    return "aanmelding" if (value, unit) == ("1", "aanmeldingen") else unit


def _moment(figure: Figure, row: pl.DataFrame) -> str:
    if not figure.question.from_registrations:
        return ""
    return f" in {text.period_label(row['periode'][0], figure.choice.per)}"


def _staff(figure: Figure) -> str:
    """The sum of what was published, and how much of it is approximate or derived."""
    rows = figure.data.filter(pl.col("in_grafiek"))
    who = rows["gebied"].n_unique()
    sums = {kind: rows.filter(pl.col("precisie") == kind)["waarde"].sum() for kind in ("ongeveer", "afgeleid")}
    unsure = [f"{text.number(value, 2)} {kind}" for kind, value in sums.items() if value]
    name = "Eén samenwerkingsverband" if who == 1 else f"{who} samenwerkingsverbanden"
    tail = f", waarvan {text.enumeration(unsure)}" if unsure else ""
    return f"{name} van toen: samen {text.number(rows['waarde'].sum(), 2)} VTE{tail}."


def _staff_rate(figure: Figure) -> str:
    known = figure.data.filter(pl.col("toestand") == "bekend")
    said = [f"{r['naam']} {text.number(r['waarde'], 2)}" for r in known.iter_rows(named=True)]
    unknown = figure.data.height - known.height
    return f"Bekend voor {text.enumeration(said)}; voor de {unknown} andere is er geen cijfer, omdat hun gebied niet bekend is of Brussel is."


def _calls(figure: Figure) -> str:
    said = [
        f"{text.long_date(r['periode'])}: {text.number(r['waarde'])} euro ({r['bedrag_soort']})"
        for r in figure.data.iter_rows(named=True)
    ]
    return f"{'; '.join(said)}."


def _published(figure: Figure) -> str:
    said = [
        f"{text.number(r['waarde'])} aanmeldingen in {r['periode'].year}" for r in figure.data.iter_rows(named=True)
    ]
    alone = f"Volgens zelfrapportage: {text.enumeration(said)}."
    return f"{alone} Deze cijfers zijn niet vergelijkbaar met elkaar." if len(said) > 1 else alone


def _means_2017(figure: Figure) -> str:
    usual = figure.data["waarde"].mode().max()
    count = figure.data.filter(pl.col("waarde") == usual).height
    return f"{count} van de {figure.data.height} samenwerkingsverbanden kregen {text.number(usual)} euro."


def _loose(figure: Figure) -> str:
    if figure.data.height == 1:
        return "1 los cijfer uit de documenten."
    return f"{figure.data.height} losse cijfers uit de documenten; ze vormen geen reeks."


def _area_by_area(figure: Figure, chosen: tuple[str, ...]) -> str:
    """One sentence for Flanders and one for each chosen area, about the last whole period."""
    rows = (figure.totals, *(figure.data.filter(pl.col("gebied") == area) for area in chosen[:4]))
    last = (own.filter(pl.col("periode") == own["periode"].max()) for own in map(_whole, rows) if not own.is_empty())
    said = [f"{own['naam'][0]}{_moment(figure, own)}: {_PER_AREA[figure.recipe](own)}." for own in last]
    return " ".join([*said, _unfinished(figure)]).strip()


def _parts(rows: pl.DataFrame) -> str:
    """Every part with its number: '12 later, 3 onbekend'; an unknown one with its sign, a hidden one at the end."""
    named = rows.with_columns(pl.col("onderdeel").str.head(1).str.to_lowercase() + pl.col("onderdeel").str.slice(1))
    hidden = pl.col("toestand") == "verborgen"
    said = [f"{_count(r)} {r['onderdeel']}" for r in named.filter(~hidden).iter_rows(named=True)]
    small = named.filter(hidden)["onderdeel"].to_list()
    unsaid = f"te klein om te tonen: {text.enumeration(small)}"
    return "; ".join([*([text.enumeration(said)] if said else []), *([unsaid] if small else [])])


def _count(row: dict) -> str:
    """A count inside a sentence: there a none is a 0, because a dash reads as punctuation."""
    return "0" if row["toestand"] == "nul" else text.cell(row["waarde"], row["toestand"])


def _late_reasons(rows: pl.DataFrame) -> str:
    unsplit = rows.filter(pl.col("onderdeel") == UNSPLIT)
    if unsplit.is_empty():
        return _parts(rows)
    return f"{text.number(unsplit['waarde'][0])} na de termijn; de aantallen per reden zijn te klein om te tonen"


def _bounds(rows: pl.DataFrame) -> str:
    row = rows.row(0, named=True)
    share = f"{text.cell(row['waarde'], row['toestand'], 1)} % binnen de termijn"
    if row["waarde"] is None or row["laagst_mogelijk"] is None:
        return f"{share}; de grenzen die de onbekende openlaten kunnen niet getoond worden"
    low, high = (text.number(row[name], 1) for name in ("laagst_mogelijk", "hoogst_mogelijk"))
    return f"{share}; {low} % als geen enkel onbekend dossier erbinnen viel, {high} % als ze er alle binnen vielen"


def _wait(rows: pl.DataFrame) -> str:
    row = rows.row(0, named=True)
    if row["toestand"] == "nvt":
        return f"meer dan de helft wacht nog{_still_open(row)}"
    if row["toestand"] != "bekend":
        return f"mediaan {text.cell(None, row['toestand'])}"
    ends = [text.number(row[name], 1) if row[name] is not None else "niet te zeggen" for name in ("onder", "boven")]
    half = (
        f"de helft had de gebeurtenis na {text.number(row['waarde'], 1)} dagen (95 %-interval {ends[0]} tot {ends[1]})"
    )
    three = f"driekwart na {text.number(row['p75'], 1)} dagen" if row["p75"] is not None else "driekwart nog niet"
    return f"{half}, {three}{_still_open(row)}"


def _still_open(row: dict) -> str:
    return "" if row["aandeel_open"] is None else f"; {text.number(row['aandeel_open'], 1)} % wacht nog"


def _stream(rows: pl.DataFrame) -> str:
    row = rows.row(0, named=True)
    if row["toestand"] not in ("bekend", "nul"):
        return f"lopende trajecten {text.cell(None, row['toestand'])}"
    begin, started, ended, end = (
        text.number(row[name]) for name in ("lopend_begin", "opgestart", "afgerond", "lopend_einde")
    )
    return f"{begin} lopend bij het begin, {started} opgestart, {ended} afgerond en {end} lopend op het einde"


def _duration(rows: pl.DataFrame) -> str:
    row = rows.row(0, named=True)
    running = "" if row["aandeel_open"] is None else f"; {text.number(row['aandeel_open'], 1)} % loopt nog"
    if row["toestand"] == "nvt":
        return f"meer dan de helft loopt nog, de mediaan is nog niet bereikt{running}"
    if row["toestand"] != "bekend":
        return f"mediaan {text.cell(None, row['toestand'])}"
    low, high = (
        text.number(row[name], 1) if row[name] is not None else "niet te zeggen" for name in ("onder", "boven")
    )
    return f"de helft was beëindigd na {text.number(row['waarde'], 1)} dagen (95 %-interval {low} tot {high}){running}"


def _reasons_of_ending(rows: pl.DataFrame) -> str:
    """The share of every known reason, and how many dossiers have none."""
    known = rows.filter(pl.col("rol") == "deel")
    unknown = rows.filter(pl.col("onderdeel") == "onbekend").row(0, named=True)
    shares = [f"{r['onderdeel']} {text.cell(r['waarde'], r['toestand'], 1)} %" for r in known.iter_rows(named=True)]
    apart = text.number(unknown["teller"]) if unknown["teller"] is not None else text.cell(None, unknown["toestand"])
    return f"{text.enumeration(shares)}; reden onbekend: {apart} dossiers"


def _units(rows: pl.DataFrame) -> str:
    row = rows.row(0, named=True)
    if row["toestand"] not in ("bekend", "nul"):
        return f"dossiers {text.cell(None, row['toestand'])}"
    files, clients, families = (text.number(row[name]) for name in ("waarde", "clienten", "gezinnen"))
    return f"{files} dossiers, van {clients} verschillende cliënten uit {families} verschillende gezinnen, voor zover hun pseudoniem bekend is"


def _flows(figure: Figure) -> str:
    """The sums of the flows of one area: as indicated, other, none, nothing indicated and unknown."""
    words = {
        "zoals aangewezen": "vervolghulp zoals aangewezen", "andere": "andere vervolghulp dan aangewezen",
        "geen": "geen vervolghulp terwijl er aangewezen was", "niet aangewezen": "niets aangewezen", "onbekend": "onbekend",
    }  # fmt: skip
    wholes = {row["groep"]: row for row in figure.data.filter(pl.col("rol") == "geheel").iter_rows(named=True)}
    said = [
        f"{text.cell(wholes[g]['waarde'], wholes[g]['toestand'])} {word}" for g, word in words.items() if g in wholes
    ]
    return f"{figure.data['naam'][0]}{_moment(figure, figure.data)}: {text.enumeration(said)}."


# By the name in the catalogue: figures that say the same of Flanders and of each chosen area.
_PER_AREA = {
    "trajecten_stroom": _stream,
    "trajectduur": _duration,
    "trajectduren": _duration,
    "redenen_einde": _reasons_of_ending,
    "eenheden": _units,
    "binnen_de_maand_delen": _parts,
    "binnen_de_maand_grenzen": _bounds,
    "redenen_te_laat": _late_reasons,
    "wachttijd": _wait,
    "wachttijden": _wait,
}
_OWN = {
    "vte": _staff,
    "vte_per_onder25": _staff_rate,
    "oproepen": _calls,
    "aanmeldingen_gepubliceerd": _published,
    "budget_2017": _means_2017,
    "inwoners_partners": _loose,
    "vervolghulp": _flows,
}
# The chosen areas beside Flanders.
_BESIDE = {
    "profiel": intake.profile_sentence,
    "gemeenten_instroom": intake.municipality_sentence,
    "aanmeldingen_gestandaardiseerd": intake.equal_ages_sentence,
    "gebied_kenmerken": lambda figure, _chosen: peers_of_areas.similar_sentence(figure),
}
# What an entry of the catalogue makes of a question that has a sentence of its own.
_OF_ENTRY = {
    "volledigheid_aanmeldingen": expected.completeness_sentence,
    **dict.fromkeys(control.FIGURES, control.control_sentence),
}
