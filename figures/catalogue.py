"""Every figure the monitor shows, by name: how it is made, in which forms, with which table, and where it stands.

A page shows views of this catalogue, an address is a view written down, and an export is a view in a file: so the same
view is the same figure wherever it is met.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from figures import measures, text
from figures.drawing.charts import Chart
from figures.figure import Choice, Figure, area_names, figure
from figures.topics import areas as area_parts
from figures.topics import comparing, control, expected, funnels, intake, peers_of_areas, quality, timeliness, trajecten
from figures.wording.tables import Table, long_table
from queries import current_version, parameters

LINE, PANELS, MAP, BARS, STACK, TABLE = "lijn", "panelen", "kaart", "staaf", "gestapeld", "tabel"
FUNNEL, CONTROL, FLOW = "trechter", "regelkaart", "stroom"
OVER_TIME = (LINE, PANELS, MAP, BARS, TABLE)
ONE_PERIOD = (MAP, BARS)


class UnknownFigure(ValueError):
    """No figure has this name or form; the message is one Dutch sentence."""


@dataclass(frozen=True)
class View:
    """What a reader looks at: a figure by name, a form, a choice, and the areas in colour."""

    name: str
    form: str
    choice: Choice = field(default_factory=Choice)
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A figure of the catalogue. `forms`: the first is the default. `page`: the address of the page it stands on.

    `make` and `table` take the choice and the areas in colour; without `make` the figure is the answer to `question`.
    """

    name: str
    question: str
    page: str
    forms: tuple[str, ...]
    make: Callable[[Choice, tuple[str, ...]], Figure] | None = None
    table: Callable[[Figure, tuple[str, ...]], Table] | None = None
    fixed: tuple[str, ...] = ()  # parameters of the question that this figure sets by itself
    more: tuple[str, ...] = ()  # fields of the choice it takes besides the parameters of the question
    single: bool = False  # shows one period, whatever the form
    coloured: bool = True  # the areas in colour make a difference
    base: Choice = field(default_factory=Choice)  # what stands where nothing was chosen
    fields: tuple[str, ...] = ()  # the columns of table dossier it can be about
    say: Callable[[Figure, tuple[str, ...]], str] | None = None  # a sentence of its own
    complete: Callable[[Choice], Choice] | None = None  # fills in what was not chosen, so that an address says it
    draw: Mapping[str, Callable[[Figure, tuple[str, ...]], Chart]] = field(default_factory=dict)  # forms of its own

    @property
    def takes(self) -> tuple[str, ...]:
        """The fields of the choice that make a difference, in the order of Choice."""
        wanted = (parameters(self.question) - set(self.fixed)) | set(self.more)
        return tuple(name for name in Choice.__dataclass_fields__ if name in wanted)


def _columns(columns: dict[str, str]) -> Callable[[Figure, tuple[str, ...]], Table]:
    return lambda found, _areas: long_table(found, columns)


def _control(name: str, question_: str) -> Entry:
    """Per month and one area: is it more than chance?"""
    return Entry(
        name, question_, "trends", (CONTROL, TABLE), fixed=("per",),
        make=lambda choice, areas: control.control(question_, choice, areas),
        table=lambda found, _areas: control.control_table(found),
        draw={CONTROL: lambda found, _areas: control.control_chart(found)},
    )  # fmt: skip


def _plain(name: str, page: str, columns: dict[str, str]) -> Entry:
    """A table of facts: the answer to a question, with these columns."""
    return Entry(name, name, page, (TABLE,), table=_columns(columns), coloured=False)


def _over_time(name: str) -> Entry:
    return Entry(name, name, "trends", OVER_TIME)


def _judged(name: str, question_: str, make: Callable, forms: tuple[str, ...], **more) -> Entry:
    """A figure of registratiekwaliteit: areas beside the spread of the 16."""
    return Entry(name, question_, "registratiekwaliteit", forms, make=lambda choice, _areas: make(choice), **more)


def _beside(name: str) -> Entry:
    """Two periods of a figure beside each other, with the difference where the guard allows one."""
    return Entry(
        f"{name}_vergelijking", name, "trends", (TABLE,), fixed=("van", "tot"), more=("een", "ander", "gebieden"), coloured=False,
        make=lambda choice, _areas: comparing.beside(name, choice), complete=lambda choice: comparing.chosen(name, choice),
        table=lambda found, _areas: comparing.comparison_table(found),
        say=lambda found, _areas: comparing.comparison_sentence(found),
    )  # fmt: skip


# Shares that are made of the answer to a question, and are no answer by themselves.
_MADE_SHARES = {"trechter_uitval": trajecten.drop_out, "trechter_vervolghulp": trajecten.realised}


def _funnel(name: str, question_: str, hits: str, whole: str) -> Entry:
    """A share with the areas beside each other: where each lies between the limits of chance."""
    share = _MADE_SHARES.get(name, lambda choice: figure(question_, choice))
    return Entry(
        name, question_, "vergelijken", (FUNNEL, TABLE), single=True, table=funnels.places_table,
        make=lambda choice, _areas: funnels.compared(share(choice), hits, whole),
        draw={FUNNEL: lambda found, areas: funnels.funnel_chart(found, hits, whole, areas)},
    )  # fmt: skip


def _together(name: str, question_: str, make: Callable, fixed: tuple[str, ...]) -> Entry:
    """Several comparisons of registratiekwaliteit in one table."""
    return _judged(
        name, question_, make, (TABLE,), table=quality.spread_table, fixed=fixed, single=True, say=quality.together_sentence
    )  # fmt: skip


def _story(name: str, table: Callable[[Figure], Table]) -> Entry:
    """A part of the story of an area."""
    return Entry(
        name, name, "kaart", (TABLE,), table=lambda found, _areas: table(found), more=("gebieden",), coloured=False
    )


def _published(name: str, question_: str, make: Callable[[Choice], Figure], columns: dict[str, str]) -> Entry:
    """What the documents say of the predecessors of an area; of all of them together it stands on the page Personeel."""
    return Entry(
        name, question_, "personeel", (TABLE,), make=lambda choice, _areas: make(choice), table=_columns(columns),
        more=("gebieden",), coloured=False,
    )  # fmt: skip


def _in_time(name: str, question_: str, forms: tuple[str, ...], table: Callable[[Figure], Table], **more) -> Entry:
    """A figure of binnen de maand about one period."""
    return Entry(
        name, question_, "binnen-de-maand", forms, table=lambda found, _areas: table(found), single=True, **more
    )


def _ended(
    name: str, question_: str, table: Callable[[Figure], Table], forms: tuple[str, ...] = (BARS, MAP, TABLE), **more
) -> Entry:
    """A figure of trajecten about one period."""
    return Entry(name, question_, "trajecten", forms, table=lambda found, _areas: table(found), single=True, **more)


_ENTRIES = (
    *(_over_time(name) for name in measures.TREND_MEASURES.values()),
    *(_beside(name) for name in measures.TREND_MEASURES.values()),
    *(_control(name, question_) for name, question_ in control.FIGURES.items()),
    Entry("volledigheid_aanmeldingen", "aanmeldingen", "trends", (LINE, TABLE), fixed=("per",), make=expected.completeness,
          table=lambda found, _areas: expected.completeness_table(found), draw={LINE: lambda found, _areas: expected.completeness_chart(found)}),
    Entry("aanmeldingen_gepubliceerd", "aanmeldingen_gepubliceerd", "trends", (TABLE,),
          table=lambda found, _areas: measures.published_table(found)),
    Entry("vte", "vte", "personeel", (STACK, TABLE), make=lambda _choice, areas: measures.staff_of(figure("vte"), areas),
          table=lambda found, _areas: measures.staff_table(found),
          draw={STACK: lambda found, _areas: measures.staff_chart(found)}),
    _plain("vte_per_onder25", "personeel", measures.STAFF_RATE_COLUMNS),
    _plain("organisatiemodellen", "personeel", measures.MODEL_COLUMNS),
    _plain("inwoners_partners", "personeel", measures.LOOSE_COLUMNS),
    Entry("budget", "budget", "middelen", (BARS, MAP, TABLE)),
    Entry("budget_per_onder25", "budget_per_onder25", "middelen", (BARS, MAP, TABLE)),
    _plain("oproepen", "middelen", measures.CALL_COLUMNS),
    _plain("budget_2017", "middelen", measures.MEANS_COLUMNS),
    *(_funnel(*one) for one in funnels.FUNNELS.values()),
    Entry("wat_veranderde", "wat_veranderde", "overzicht", (TABLE,)),
    _plain("leveringen", "leveringen", measures.DELIVERY_COLUMNS),
    _story("gebied_zones", area_parts.zones_table),
    _story("gebied_noemer", area_parts.people_table),
    _story("gebied_herkomst", area_parts.lineage_table),
    _story("gebied_namen", area_parts.names_table),
    _published("gebied_partners", "inwoners_partners", area_parts.published_of, measures.LOOSE_COLUMNS),
    _published("gebied_model", "organisatiemodellen", area_parts.models_of, measures.MODEL_COLUMNS),
    Entry("vergelijkbare_gebieden", "gebied_kenmerken", "kaart", (TABLE,), more=("gebieden",), coloured=False,
          make=lambda choice, _areas: peers_of_areas.similar_areas(choice),
          table=lambda found, _areas: peers_of_areas.similar_table(found)),
    Entry("profiel", "profiel", "instroom", (BARS, TABLE), single=True, make=lambda choice, _areas: intake.profile(choice),
          table=intake.profile_table, draw={BARS: intake.profile_chart}),
    Entry("gemeenten_instroom", "gemeenten_instroom", "instroom", (TABLE, BARS), single=True, make=intake.municipalities,
          table=intake.municipality_table, draw={BARS: intake.municipality_chart}),
    Entry("aanmeldingen_gestandaardiseerd", "aanmeldingen_gestandaardiseerd", "instroom", (TABLE,), single=True,
          table=intake.equal_ages_table),
    _together("kwaliteit_velden", "kwaliteit_ontbrekend", quality.all_missing, ("veld",)),
    _judged("kwaliteit_ontbrekend", "kwaliteit_ontbrekend", lambda c: quality.missing(c, c.veld), (BARS, MAP, TABLE), single=True, fields=tuple(quality.FIELDS)),
    _together("kwaliteit_late_registratie", "kwaliteit_achterstand", quality.delays, ("procent",)),
    _judged("kwaliteit_achterstand", "kwaliteit_achterstand", lambda c: quality.delay(c, c.procent), (BARS, MAP, TABLE), single=True),
    _together("kwaliteit_regels", "kwaliteit_onmogelijk", quality.impossible, ("regel",)),
    _judged("kwaliteit_zonder_einde", "kwaliteit_zonder_einde", quality.without_end, (BARS, MAP, TABLE), single=True),
    _together("kwaliteit_eerste_dagen", "kwaliteit_eerste_dag", quality.all_first_of_month, ("veld",)),
    _judged("kwaliteit_eerste_dag", "kwaliteit_eerste_dag", lambda c: quality.first_of_month(c, c.veld), (BARS, MAP, TABLE),
            single=True, base=Choice(veld="datum_einde"), fields=tuple(quality.DATES)),
    _together("kwaliteit_drukste_dagen", "kwaliteit_grootste_dag", quality.busiest_day, ("veld",)),
    _judged("kwaliteit_niveausprong", "kwaliteit_niveausprong", quality.shifts, (TABLE,), table=quality.shift_table),
    _judged("kwaliteit_nulmaanden", "kwaliteit_nulmaanden", quality.empty_months, (TABLE,), table=quality.empty_month_table),
    Entry("kwaliteit_geweigerd", "kwaliteit_geweigerd", "registratiekwaliteit", (TABLE,),
          table=lambda found, _areas: quality.refused_table(found)),
    _in_time("binnen_de_maand_delen", "binnen_de_maand", (STACK, TABLE), timeliness.parts_table,
             make=lambda choice, _areas: timeliness.parts(choice), draw={STACK: lambda found, _areas: timeliness.parts_chart(found)}),
    _in_time("binnen_de_maand_grenzen", "binnen_de_maand", (TABLE,), timeliness.bounds_table,
             make=lambda choice, _areas: timeliness.bounds(choice)),
    Entry("wachttijd", "wachttijd", "binnen-de-maand", OVER_TIME, table=lambda found, _areas: timeliness.waits_over_time(found)),
    _in_time("wachttijden", "wachttijd", (TABLE,), timeliness.waits_table, make=lambda choice, _areas: timeliness.waits(choice)),
    _in_time("redenen_te_laat", "redenen_te_laat", (STACK, TABLE), timeliness.reasons_table,
             make=lambda choice, _areas: timeliness.reasons(choice), draw={STACK: lambda found, _areas: timeliness.reasons_chart(found)}),
    _plain("formuleringen", "binnen-de-maand", timeliness.WORDINGS),
    _ended("trajecten_stroom", "trajecten_stroom", trajecten.stream_table, (TABLE,)),
    Entry("trajecten_opgestart", "trajecten_opgestart", "trajecten", OVER_TIME),
    Entry("trajecten_afgerond", "trajecten_afgerond", "trajecten", OVER_TIME),
    Entry("trajectduur", "trajectduur", "trajecten", OVER_TIME, table=lambda found, _areas: trajecten.durations_over_time(found)),
    _ended("trajectduren", "trajectduur", trajecten.duration_table, (TABLE,)),
    _ended("redenen_einde", "redenen_einde", trajecten.reasons_table, (STACK, TABLE), make=trajecten.reasons,
           draw={STACK: lambda found, _areas: trajecten.reasons_chart(found)}),
    _ended("uitval", "redenen_einde", trajecten.drop_out_table, make=lambda choice, _areas: trajecten.drop_out(choice)),
    _ended("vervolghulp", "vervolghulp", trajecten.flows_table, (FLOW, TABLE), make=lambda choice, _areas: trajecten.flows(choice),
           more=("gebieden",), coloured=False, draw={FLOW: lambda found, _areas: trajecten.flows_chart(found)}),
    _ended("vervolghulp_gerealiseerd", "vervolghulp_gerealiseerd", trajecten.realised_table,
           make=lambda choice, _areas: trajecten.realised(choice)),
    _ended("terugkeer", "terugkeer", trajecten.returned_table),
    _ended("eenheden", "eenheden", trajecten.units_table, (TABLE,)),
    _plain("kanttekeningen", "kanttekeningen", measures.CAVEAT_COLUMNS),
    _plain("breuken", "kanttekeningen", measures.BREAK_COLUMNS),
    _plain("datanotas", "kanttekeningen", measures.NOTE_COLUMNS),
    _plain("bestanden", "definities", measures.FILE_COLUMNS),
    _plain("documenten", "definities", measures.DOCUMENT_COLUMNS),
)  # fmt: skip
ENTRIES = {entry.name: entry for entry in _ENTRIES}


def entry(name: str) -> Entry:
    """The entry of this name; raises UnknownFigure."""
    try:
        return ENTRIES[name]
    except KeyError:
        raise UnknownFigure(
            f"Er is geen figuur met de naam ‘{name}’. Alle namen staan in: python -m figures lijst"
        ) from None


def view(name: str, form: str = "", choice: Choice | None = None, areas: tuple[str, ...] = ()) -> View:
    """A view with what makes no difference left out, so that one figure has one address. Raises UnknownFigure.

    A map, bars and a figure that is about one period get the latest whole one of a longer choice.
    """
    found = entry(name)
    form = form or found.forms[0]
    if form not in found.forms:
        raise UnknownFigure(f"‘{name}’ heeft geen vorm ‘{form}’. Kies uit: {text.enumeration(list(found.forms))}.")
    chosen = {key: getattr(choice, key) for key in found.takes} if choice else {}
    taken = replace(found.base, **{key: said for key, said in chosen.items() if said != getattr(Choice(), key)})
    if found.fields and taken.veld not in found.fields:
        raise UnknownFigure(f"‘{name}’ bestaat niet voor ‘{taken.veld}’. Kies uit: {', '.join(found.fields)}.")
    taken = found.complete(taken) if found.complete else taken
    one = found.single or form in ONE_PERIOD
    return View(name, form, _one_period(found, taken) if one else taken, _in_order(areas) if found.coloured else ())


def _in_order(areas: tuple[str, ...]) -> tuple[str, ...]:
    """Areas in the order of their names: the same areas are the same view, however they were chosen."""
    return tuple(area for area in area_names(current_version()) if area in areas) if areas else ()


def _one_period(found: Entry, choice: Choice) -> Choice:
    """The choice of the latest whole period in a choice; of the latest when none is whole."""
    starts = measures.map_periods(found.question, choice)
    return measures.one_period(choice, next(iter(starts.values()), None))
