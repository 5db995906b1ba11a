"""The story of one samenwerkingsverband for a regiodialoog: who it is, its figures in a fair context, what stands out and by
which rule, what one may ask, and what the figures cannot tell.

Nothing is computed here: every sentence says what a figure of the catalogue holds, and carries that figure. Years are compared
with years, so that the season plays no part; months are judged by the control chart. No item is a judgement or a rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import polars as pl

from figures import text
from figures.catalogue import BARS, CONTROL, ENTRIES, FUNNEL, LINE, view
from figures.exhibit import Exhibit, exhibit
from figures.figure import Choice, area_names, figure
from figures.guard import MARK
from figures.meaning import Caveat
from figures.measures import TREND_MEASURES
from figures.topics import comparing, control, funnels, quality
from figures.topics.areas import area_story
from queries import UnknownQuestion, current_version, question

GENERAL = "Deze cijfers zeggen hoeveel en wanneer. Ze zeggen niet waarom, en niet wat een gezin aan de hulp had."
WITH_RESERVE = f"{MARK} = met voorbehoud: lees eerst de kanttekeningen bij de figuur."
ASKED = (
    "Vragen om het gesprek te openen. Ze volgen uit de cijfers; ze zijn geen oordeel, en een antwoord staat er niet in."
)
NO_QUESTIONS = "Uit deze cijfers volgt geen vraag: er zijn te weinig getallen die getoond mogen worden, of geen enkele regel wijst iets aan."
NOTHING_STANDS_OUT = "Geen enkele regel wijst iets aan. Dat zegt niet dat er niets veranderde: een kleine verandering blijft vaak onopgemerkt."
LATE_BELOW = 90  # percent of what is expected; a whole month below it is asked about
LATE_RULE = (
    f"Een maand die voorbij is, staat hier als volgens de gewone vertraging minder dan {LATE_BELOW} % ervan al geregistreerd is. "
    "Dat is een schatting."
)
EMPTY_RULE = "Een maand zonder aanmeldingen staat hier als er in de maanden eromheen gemiddeld minstens 10 waren."
_WHO = (
    "gebied_zones", "gebied_noemer", "gebied_partners", "gebied_model", "vergelijkbare_gebieden", "gebied_herkomst",
    "gebied_namen",
)  # fmt: skip
_SHIFT, _EMPTY, _COMPLETE, _FUNNEL = (
    "kwaliteit_niveausprong", "kwaliteit_nulmaanden", "volledigheid_aanmeldingen", "trechter_binnen_de_maand",
)  # fmt: skip
# What one may ask when an area is 'hoger' in a comparison of registratiekwaliteit.
_ASK_HIGHER = {
    "kwaliteit_ontbrekend": "Is dat niet geweten, of wel geweten maar niet ingevuld?",
    "kwaliteit_achterstand": "Wanneer wordt een dossier geregistreerd, en wie doet dat?",
    "kwaliteit_onmogelijk": "Waar in de registratie ontstaan die waarden?",
    "kwaliteit_zonder_einde": "Welke van die dossiers lopen echt nog?",
    "kwaliteit_eerste_dag": "Zijn die datums geschat, of achteraf ingevuld?",
    "kwaliteit_grootste_dag": "Was er een invoer achteraf, of een overzetting uit een ander systeem?",
}
_ASK_SHIFT = "Wat veranderde er toen: de hulp, het bereik of de manier van registreren?"


def areas() -> dict[str, str]:
    """The ids of the 16 by their names, in alphabetical order."""
    return {name: area for area, name in area_names(current_version()).items() if area not in text.AREAS}


def title_of(name: str) -> str:
    """The title of the question or figure a note is about; the name itself when it no longer exists."""
    try:
        return question(ENTRIES[name].question if name in ENTRIES else name).titel
    except UnknownQuestion:
        return name


@dataclass(frozen=True)
class Item:
    """One sentence and the figure it comes from; `rule` says what made it stand out."""

    sentence: str
    exhibit: Exhibit
    rule: str = ""


@dataclass(frozen=True)
class Part:
    """Figures that belong together, none of them empty, under a heading; `reading` are sentences before them."""

    heading: str
    exhibits: tuple[Exhibit, ...]
    reading: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weighing:
    """A caveat that weighs (not only informs), with the titles of the figures it belongs to."""

    caveat: Caveat
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Dialogue:
    """The story of one area. `brief`: its figures in a sentence each; `parts` in the order of reading."""

    area: str
    name: str
    lead: str
    brief: tuple[Item, ...]
    findings: tuple[Item, ...]
    questions: tuple[Item, ...]
    untold: tuple[Item, ...]
    caveats: tuple[Weighing, ...]
    parts: tuple[Part, ...]
    then_and_now: Part

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """Every figure of the story, once."""
        found = {one.view: one for part in (*self.parts, self.then_and_now) for one in part.exhibits}
        return tuple(found.values())

    @property
    def demo(self) -> bool:
        """Whether something in it is made up."""
        return any(one.figure.demo for one in self.exhibits)


def story(area: str, choice: Choice) -> Dialogue:
    """The story of one area (its id) for the years of a choice; the same data give the same story.

    Raises queries.WarehouseMissing, and KeyError for an id that is no area.
    """
    told = area_story(area)
    made = _Material(area, replace(choice, per="jaar", gebieden=()))
    parts = (_who(made), *_figures(made), _quality(made))
    then = _then_and_now(made)
    shown = tuple(part for part in parts if part.exhibits)
    all_shown = [one for part in (*shown, then) for one in part.exhibits]
    return Dialogue(
        area, told.name, told.lead, tuple(_brief(made)), tuple(_findings(made)), tuple(_questions(made)),
        tuple(_untold(made, all_shown)), _weighing(all_shown), shown, then,
    )  # fmt: skip


class _Material:
    """The figures of one story, each made once: exhibits are kept by figures.exhibit."""

    def __init__(self, area: str, choice: Choice) -> None:
        self.area, self.choice = area, choice
        self.periods = quality.periods(choice)

    def get(self, name: str, form: str = "", choice: Choice | None = None) -> Exhibit:
        """A figure of the catalogue with the area in colour."""
        return exhibit(view(name, form, choice or self.choice, (self.area,)))

    def alone(self, name: str) -> Exhibit:
        """A figure that is about the area alone."""
        return self.get(name, choice=replace(self.choice, gebieden=(self.area,)))

    def compared(self) -> list[Exhibit]:
        """The last two whole years of each measure beside each other, for the area and for Flanders; the earlier one first.

        Years that were only published are no part of it: nobody registered in them.
        """
        return [shown for name in TREND_MEASURES.values() for shown in self._compared(name)]

    def _compared(self, name: str) -> Iterator[Exhibit]:
        registered = set(figure(name, self.choice).data["periode"])
        starts = [start for start in comparing.options(name, self.choice).values() if start in registered]
        if len(starts) > 1:
            one, other = sorted(starts[:2])
            choice = replace(self.choice, een=one, ander=other, gebieden=(self.area,))
            yield self.get(f"{name}_vergelijking", choice=choice)

    def judged(self) -> list[Exhibit]:
        """The comparisons of registratiekwaliteit of the latest whole year, and the level shift."""
        if not self.periods:
            return []
        year = quality.of_period(self.choice, next(iter(self.periods.values())))
        return [*(self.get(name, choice=year) for name in quality.COMPARED), self.get(_SHIFT)]

    def charts(self) -> list[Exhibit]:
        """The control charts of the area."""
        return _filled(self.get(name) for name in control.FIGURES)

    def title(self, shown: Exhibit) -> str:
        """The title of a figure in the story of its area: of a control chart only what it counts, for the rest goes without
        saying."""
        if shown.view.form != CONTROL:
            return shown.figure.title
        return f"{replace(shown.figure, question=question(shown.figure.name)).title}, per maand"

    def row(self, shown: Exhibit) -> dict | None:
        """The last row of the area in a figure."""
        data = shown.figure.data
        own = data.filter(pl.col("gebied") == self.area) if "gebied" in data.columns else data.clear()
        return None if own.is_empty() else own.row(-1, named=True)


def _filled(shown: Iterable[Exhibit]) -> list[Exhibit]:
    return [one for one in shown if not one.figure.empty]


# ------------------------------------------------------------------ the figures, in the order of reading


def _who(made: _Material) -> Part:
    return Part("Wie", tuple(_filled(map(made.alone, _WHO))))


def _figures(made: _Material) -> list[Part]:
    """Each measure beside the spread of the 16 and, where the method can judge it, its own months."""
    wanted = {
        "Aanmeldingen": (("aanmeldingen", LINE), ("aanmeldingen_per_1000", BARS), ("regelkaart_aanmeldingen", "")),
        "Binnen de maand": (
            (_FUNNEL, FUNNEL), ("binnen_de_maand_grenzen", ""), ("wachttijd", LINE), ("regelkaart_binnen_de_maand", ""),
        ),
        "Trajecten": (
            ("lopende_trajecten", LINE), ("regelkaart_opgestart", ""), ("trajectduur", LINE), ("uitval", BARS),
        ),
        "Personeel en middelen": (("vte", ""), ("budget", BARS)),
    }  # fmt: skip
    reading = {"Binnen de maand": tuple(_funnel_reading(made))}
    return [
        Part(heading, tuple(_filled(made.get(*one) for one in names)), reading.get(heading, ()))
        for heading, names in wanted.items()
    ]


def _funnel_reading(made: _Material) -> list[str]:
    found = made.get(_FUNNEL, FUNNEL).figure
    return [] if found.empty else funnels.reading(found, next(iter(funnels.FUNNELS)))


def _quality(made: _Material) -> Part:
    """How the area registers, beside the spread of the 16; and how complete its last months are."""
    judged = made.judged()
    figures = [one.figure for one in judged]
    words = (quality.closing(figures, made.area), quality.RULE) if judged else ()
    rows = [one for one in (*judged, made.get(_EMPTY)) if one.table.rows]
    return Part("Registratiekwaliteit", tuple(_filled([*rows, made.get(_COMPLETE)])), words)


def _then_and_now(made: _Material) -> Part:
    """The last two whole years of each measure beside each other; the guard says what may be compared."""
    shown = _filled(made.compared())
    words = () if shown else ("Er zijn nog geen twee perioden om te vergelijken.",)
    return Part("Toen en nu", tuple(shown), words)


# ------------------------------------------------------------------ in brief


def _brief(made: _Material) -> Iterator[Item]:
    """Each measure of the area in its last two whole years, then its place in the funnel and who resembles it."""
    for shown in made.compared():
        row = made.row(shown)
        if row and "bekend" in (row["toestand"], row["toestand_2"]):
            said = comparing.area_sentence(shown.figure, made.area).removeprefix(f"{row['naam']}: ")
            yield Item(f"{_measure(shown)}: {said}", shown)
    if (row := _placed(made)) and row["ligging"] == funnels.SAME:
        shown = made.get(_FUNNEL, FUNNEL)
        yield Item(f"{shown.figure.title}, {shown.figure.period}: {row['ligging']}.", shown)
    alike = made.alone("vergelijkbare_gebieden")
    yield Item(alike.sentence, alike)


def _measure(shown: Exhibit) -> str:
    """The title without the words that say it is a comparison."""
    return shown.figure.title.replace(", twee perioden naast elkaar", "")


def _placed(made: _Material) -> dict | None:
    """The row of the area in the funnel; None when it has no number there."""
    row = made.row(made.get(_FUNNEL, FUNNEL))
    return row if row and row["toestand"] in ("bekend", "nul") else None


# ------------------------------------------------------------------ what stands out


def _findings(made: _Material) -> Iterator[Item]:
    """Everything that a rule of the house pointed out, with that rule."""
    yield from _outside_funnel(made)
    for shown in made.charts():
        said, worth = control.stands_out(shown.figure)
        if said:
            yield Item(f"{made.title(shown)}. {said}", shown, f"De regels van de regelkaart. {worth}")
    for shown in made.judged():
        rule = quality.SHIFT_RULE if shown.view.name == _SHIFT else quality.RULE
        yield from (Item(said, shown, rule) for said, _effect in quality.different([shown.figure], made.area))
    yield from (Item(said, shown, LATE_RULE) for said, shown in _late_months(made))
    yield from (Item(said, shown, EMPTY_RULE) for said, shown in _empty_months(made))


def _outside_funnel(made: _Material) -> Iterator[Item]:
    shown, row = made.get(_FUNNEL, FUNNEL), _placed(made)
    if row and row["ligging"] not in (funnels.SAME, funnels.UNTOLD):
        value = text.number(row["waarde"], shown.figure.decimals)
        said = f"{shown.figure.title}, {shown.figure.period}: {value} % van {text.number(row['noemer'])} dossiers: {row['ligging']}."
        yield Item(said, shown, " ".join(_funnel_reading(made)))


def _late_months(made: _Material) -> Iterator[tuple[str, Exhibit]]:
    """The whole months of which the method expects that too little is registered yet."""
    shown = made.get(_COMPLETE)
    if shown.figure.empty:
        return
    late = pl.col("volledig") & (pl.col("aandeel") < LATE_BELOW)
    for row in shown.figure.data.filter(late).iter_rows(named=True):
        month, share = text.period_label(row["periode"], "maand"), text.number(row["aandeel"], 1)
        so_far, in_the_end = text.number(row["waarde"]), text.number(row["verwacht"])
        yield f"Aanmeldingen in {month}: {so_far} gemeld, ongeveer {in_the_end} verwacht: {share} % volledig.", shown


def _empty_months(made: _Material) -> Iterator[tuple[str, Exhibit]]:
    shown = made.get(_EMPTY)
    own = shown.figure.data.filter(pl.col("gebied") == made.area)
    for row in own.iter_rows(named=True):
        month = text.period_label(row["periode"], "maand")
        yield f"In {month} is er geen enkele aanmelding geregistreerd.", shown


def by_rule(findings: Iterable[Item]) -> dict[str, list[Item]]:
    """The findings under the rule that made them stand out, in the order they came."""
    found: dict[str, list[Item]] = {}
    for one in findings:
        found.setdefault(one.rule, []).append(one)
    return found


# ------------------------------------------------------------------ what one may ask


def _questions(made: _Material) -> Iterator[Item]:
    """Questions to open the conversation, each from a number of its figure."""
    yield from (Item(f"{one.sentence} Wat herkent u daarin?", one.exhibit) for one in _outside_funnel(made))
    yield from _about_unknown(made)
    for shown in made.charts():
        yield from _about_months(made, shown)
    for said, shown in _late_months(made):
        yield Item(f"{said} Hoe lang duurt het gewoonlijk voor een aanmelding geregistreerd is?", shown)
    for said, shown in _empty_months(made):
        yield Item(f"{said} Waren er geen, of ontbreken ze?", shown)
    for shown in made.judged():
        yield from _about_quality(shown, made.area)


def _about_unknown(made: _Material) -> Iterator[Item]:
    shown = made.get("binnen_de_maand_grenzen")
    row = made.row(shown)
    if row and row["onbekend"]:
        count = text.number(row["onbekend"])
        files = "1 aanmelding" if row["onbekend"] == 1 else f"{count} aanmeldingen"
        said = f"Van {files} in {shown.figure.period} is niet bekend of de gebeurtenis binnen de termijn viel."
        yield Item(f"{said} Wat is er over die dossiers wel geweten?", shown)


def _about_months(made: _Material, shown: Exhibit) -> Iterator[Item]:
    """A signal asks what was recognised; no signal asks after a change that was expected."""
    said, worth = control.stands_out(shown.figure)
    title = made.title(shown)
    if said:
        yield Item(f"{title}. {said} Welke gebeurtenis herkent u in die maanden, of is het toeval?", shown)
    elif worth:
        yield Item(
            f"{title}: geen enkele regel geeft een signaal. Was er in deze periode een verandering die u wel verwachtte te zien?",
            shown,
        )


def _about_quality(shown: Exhibit, area: str) -> Iterator[Item]:
    name = shown.figure.name
    for said, _effect in quality.different([shown.figure], area):
        if shown.view.name == _SHIFT:
            yield Item(f"{said} {_ASK_SHIFT}", shown)
        elif said.endswith(f": {quality.HIGHER}."):
            yield Item(f"{said} {_ASK_HIGHER[name]}", shown)


# ------------------------------------------------------------------ what the figures cannot tell


def _untold(made: _Material, shown: list[Exhibit]) -> Iterator[Item]:
    """What is hidden, unknown, not finished, too short or not comparable for this area, each with its figure."""
    if not made.periods:
        yield Item("Er zijn geen registraties voor deze keuze van jaren.", made.get("aanmeldingen", LINE))
    partners = made.alone("gebied_partners")
    if "partners" not in set(partners.figure.data["maat"]):
        yield Item("Hoeveel partners het samenwerkingsverband telt, staat niet in de bronnen.", partners)
    for one in shown:
        yield from _missing_cells(made, one)
    yield from _unfinished(made)
    yield from _not_judged(made)
    for one in made.judged():
        yield from _too_small(one, made.area)


def _missing_cells(made: _Material, shown: Exhibit) -> Iterator[Item]:
    """How many numbers of the area are hidden or unknown, out of all that the figure has of it."""
    data = shown.figure.data
    if not {"gebied", "toestand"} <= set(data.columns) or shown.view.name.endswith("_vergelijking"):
        return
    states = data.filter(pl.col("gebied") == made.area)["toestand"]
    for state in ("verborgen", "onbekend"):
        count = int((states == state).sum())
        if count:
            yield Item(f"{made.title(shown)}: {_missing_said(count, len(states), state)}", shown)


def _missing_said(count: int, whole: int, state: str) -> str:
    """Hidden is not unknown: the one is known but small."""
    why = "" if state == "onbekend" else " (te klein om te tonen)"
    if whole == 1:
        return f"het cijfer van dit gebied is {state}{why}."
    return f"{count} van de {whole} cijfers van dit gebied {'is' if count == 1 else 'zijn'} {state}{why}."


def _unfinished(made: _Material) -> Iterator[Item]:
    shown = made.get("aanmeldingen", LINE)
    row = made.row(shown)
    if row and not row["volledig"]:
        until = text.long_date(shown.figure.last)
        yield Item(f"{row['periode'].year} is onvolledig: de gegevens lopen tot en met {until}.", shown)


def _not_judged(made: _Material) -> Iterator[Item]:
    """Charts without limits, a funnel without a place, years that may not be compared."""
    for shown in made.charts():
        if not any(control.stands_out(shown.figure)):
            yield Item(f"{made.title(shown)}. {shown.sentence}", shown)
    shown = made.get(_FUNNEL, FUNNEL)
    if (row := made.row(shown)) and row["ligging"] == funnels.UNTOLD:
        yield Item(f"{shown.figure.title}, {shown.figure.period}: {funnels.UNTOLD}.", shown)
    for both in made.compared():
        row = made.row(both)
        if row and row["oordeel"] == "blokkerend":
            yield Item(f"{_measure(both)}, {both.figure.period}. {row['reden'].removesuffix('.')}.", both)


def _too_small(shown: Exhibit, area: str) -> Iterator[Item]:
    """In how many comparisons of a figure the area got no word."""
    found = shown.figure
    if found.empty:
        return
    count = found.data.filter((pl.col("gebied") == area) & (pl.col("ligging") == quality.UNSAID)).height
    if count:
        times = "1 vergelijking is" if count == 1 else f"{count} vergelijkingen zijn"
        yield Item(f"{found.title}: {times} voor dit gebied niet te maken, want er zijn te weinig cijfers.", shown)


def _weighing(shown: list[Exhibit]) -> tuple[Weighing, ...]:
    """The caveats that weigh, each once, with the figures they belong to."""
    titles: dict[Caveat, list[str]] = {}
    for one in shown:
        for caveat in one.figure.caveats:
            if caveat.severity != "info":
                titles.setdefault(caveat, []).append(one.figure.title)
    order = sorted(titles, key=lambda c: (c.severity != "blokkerend", c.id))
    return tuple(Weighing(caveat, tuple(dict.fromkeys(titles[caveat]))) for caveat in order)
