"""The five deliveries of the demo, each in another layout, so that together they touch the whole contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from demo.registration import Moment

HEADERS_2022 = {
    "dossier_id": "Dossiernummer",
    "samenwerkingsverband": "Samenwerkingsverband",
    "datum_aanmelding": "Aanmeldingsdatum",
    "datum_eerste_contact": "Datum eerste contact",
    "datum_eerste_interventie": "Datum eerste interventie",
    "datum_opstart": "Startdatum begeleiding",
    "datum_einde": "Einddatum",
    "nis_gemeente": "NIS-code",
    "is_test": "Testdossier",
    "aanmelder": "Verwijzer",
}


@dataclass(frozen=True)
class Layout:
    """How one delivery is written.

    `dates` are (strftime format, share of the cells) and the first one also writes the dirt; "serial" is an Excel
    serial. `missing` are the ways an empty cell is written, None for really empty. `title` stands above the header,
    `total` and `footer` below the rows; `blank_lines` empty lines stand between them.
    """

    extension: str
    encoding: str = "utf-8"
    separator: str | None = None
    line_end: str = "\n"
    dates: tuple[tuple[str, float], ...] = (("%Y-%m-%d", 1.0),)
    yes_no: tuple[str, str | None] = ("ja", "nee")
    missing: tuple[str | None, ...] = (None,)
    headers: Mapping[str, str] = field(default_factory=dict)
    extra: tuple[str, ...] = ()
    title: str | None = None
    total: bool = False
    footer: str | None = None
    header_again: bool = False
    blank_lines: int = 0
    synonyms: bool = False


@dataclass(frozen=True)
class Delivery:
    """One delivery: when it is from and how it is written."""

    moment: Moment
    layout: Layout

    @property
    def bestand(self) -> str:
        """File name, with the peildatum in it."""
        return f"binc_1g1p_dossier_{self.moment.peildatum:%Y%m%d}{self.layout.extension}"


DELIVERIES = (
    Delivery(
        Moment(2022, date(2023, 3, 6), None),
        Layout(
            ".csv",
            "cp1252",
            ";",
            "\r\n",
            dates=(("%d/%m/%Y", 0.95), ("%d-%m-%Y", 0.05)),
            missing=(None, None, None, "NULL", "-", "n.v.t."),
            headers=HEADERS_2022,
            extra=("Naam begeleider",),
            title="Export registraties 1 Gezin 1 Plan, werkjaar 2022",
            total=True,
            footer="Bron: synthetische gegevens, geen echte dossiers",
            blank_lines=1,
            synonyms=True,
        ),
    ),
    Delivery(
        Moment(2023, date(2024, 3, 4), date(2023, 3, 6)),
        Layout(
            ".csv",
            "utf-8-sig",
            ";",
            dates=(("%d/%m/%Y", 0.85), ("%-d/%-m/%y", 0.15)),
            yes_no=("true", "false"),
            missing=(None, None, None, "NULL", "-"),
            extra=("Opmerking",),
            header_again=True,
            blank_lines=2,
            synonyms=True,
        ),
    ),
    Delivery(
        Moment(2024, date(2025, 3, 10), date(2024, 3, 4)),
        Layout(
            ".xlsx",
            dates=(("%Y-%m-%d", 0.9), ("serial", 0.06), ("%d/%m/%Y", 0.04)),
            yes_no=("1", "0"),
            missing=(None, None, None, None, "n.v.t."),
            extra=("Naam begeleider", "Opmerking"),
            total=True,
            blank_lines=1,
        ),
    ),
    Delivery(
        Moment(2025, date(2026, 3, 9), date(2025, 3, 10)),
        Layout(".csv.gz", separator=",", yes_no=("1", "0"), extra=("Opmerking",)),
    ),
    Delivery(
        Moment(2026, date(2026, 9, 15), date(2026, 3, 9)),
        Layout(".tsv", separator="\t", yes_no=("ja", None), missing=(None, None, None, "onbekend")),
    ),
)
