"""However a delivery is written, it reads alike; and what is read of a generated delivery is exactly what is true."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from demo import generate
from etl import delimited
from etl.ahead import ahead
from etl.delimited import batches
from etl.extract import FileRefusedError, extract
from etl.facts import load_facts
from etl.harmonise import Vocabulary, is_known_header, layout, read_vocabulary, texts, typed
from etl.load import Warehouse, new_warehouse
from etl.registrations import COUNTS, DeliveryFile, load_registrations

ROOT = Path(__file__).resolve().parents[2]
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be")
SEPARATORS = (";", ",", "\t", "|")
WIDTH = 3
quietly = partial(settings, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def with_facts(warehouse: Warehouse) -> Warehouse:
    load_facts(ROOT / "data" / "raw", warehouse, geojson=ROOT / "data" / "geo" / "werkingsgebieden.geojson")
    return warehouse


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vocabulary]:
    with new_warehouse(tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb") as warehouse:
        yield read_vocabulary(with_facts(warehouse))


# ------------------------------------------------------------------ the quick and the exact reader


def plainly(text: str, separator: str) -> list[tuple] | None:
    """The records of a text the slow way: (line, cells, rest); None where quotation marks cannot be read."""
    reader, found, start = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), [], 1
    try:
        for record in reader:
            cells = [cell or None for cell in [*record, *[""] * WIDTH]][:WIDTH]
            found.append((start, *cells, separator.join(filter(None, record[WIDTH:])) or None))
            start = reader.line_num + 1
    except csv.Error:
        return None
    return found


def as_read(path: Path, encoding: str, separator: str, rows: int = 7) -> list[tuple] | None:
    try:
        return [row for frame in batches(path, encoding, separator, 1, WIDTH, rows) for row in frame.rows()]
    except FileRefusedError:
        return None


def written(records: list[list[str]], separator: str, end: str, quoting: int) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=end, quoting=quoting).writerows(records)
    return stream.getvalue()


SIGNS = st.text(alphabet='ab é€;,|\t"\n\r\0\ufeff\u2028x^', max_size=6)
TEXTS = st.one_of(
    st.lists(SIGNS, max_size=20).map("\n".join),
    st.builds(
        written,
        st.lists(st.lists(SIGNS, min_size=1, max_size=WIDTH + 1), max_size=12),
        st.sampled_from(SEPARATORS),
        st.sampled_from(["\n", "\r\n"]),
        st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    ),
)


@quietly(max_examples=400)
@given(TEXTS, st.sampled_from(SEPARATORS), st.sampled_from(["utf-8", "utf-16-le"]), st.integers(1, 60))
@example('a;b\n"c\nd";e\n\n\nf;g;h;i\n', ";", "utf-8", 4)
@example("\ufeffa;b;c\n\ufeffd\n", ";", "utf-8", 1)
@example('"";"x""y";z\r\n', ";", "utf-8", 60)
def test_both_readers_find_the_same_records_on_the_same_lines(
    tmp_path: Path, text: str, separator: str, encoding: str, block: int
) -> None:
    path = tmp_path / "levering.csv"
    path.write_bytes(text.encode(encoding))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "BLOCK", block)
        in_small_blocks = as_read(path, encoding, separator)
    assert as_read(path, encoding, separator) == in_small_blocks == plainly(text, separator)


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL], ids=["kaal", "alles tussen aanhalingstekens"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_an_ordinary_file_is_read_quickly(separator: str, quoting: int, end: str) -> None:
    records = [["D1", 'zei "neen", weer' if quoting else "x", "é"], ["D2", "", ""], ["D3", f"a{separator}b", "c"]]
    block = written(records, separator, end, quoting).encode()
    assert delimited._quick(block, separator, 5, WIDTH).rows() == [
        (5 + nth, *(cell or None for cell in record), None) for nth, record in enumerate(records)
    ]


@pytest.mark.parametrize("block", [b'a;"b\nc";d\n', b"a;b;c;d\n", b'a;b"c;d\n', b"a;b\rc;d\n", b"a;\xff;b\n"])
def test_what_is_not_certain_is_left_to_the_exact_reader(block: bytes) -> None:
    assert delimited._quick(block, ";", 1, WIDTH) is None


def test_a_stray_quotation_mark_far_in_a_large_file_is_named_by_its_line(tmp_path: Path) -> None:
    path, line = tmp_path / "levering.csv", 30_000
    rows = ["D;x;y"] * 40_000
    rows[line - 1] = 'D;"x"y;z'
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "BLOCK", 10_000)
        with pytest.raises(FileRefusedError, match=f"regel {line} heeft een aanhalingsteken"):
            list(batches(path, "utf-8", ";", 1, WIDTH, 7_000))


def test_an_error_comes_in_the_place_of_the_item_that_made_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise FileRefusedError("B02", Path("a.csv"), "kapot", "opnieuw")

    coming = ahead(items())
    assert [next(coming), next(coming)] == [1, 2]
    with pytest.raises(FileRefusedError):
        next(coming)


# ------------------------------------------------------------------ every way of writing the same


DAY, MOMENT = date(2022, 3, 9), datetime(2022, 3, 9, 14, 5)
DATES = {
    "iso": ("2022-03-09", "2022-03-09 14:05:00"),
    "iso met T": ("2022-03-09", "2022-03-09T14:05:00.000"),
    "met schuine strepen": ("09/03/2022", "09/03/2022 14:05"),
    "kort": ("9/3/22", "9/3/22 14:05"),
    "met streepjes": ("09-03-2022", "09-03-2022 14:05:00"),
    "reeksgetal": ("44629", "44629.586805555555"),
}
NUMBERS = {"kaal": ("2012", "12"), "met komma": ("2.012,0", "12,0"), "met punt": ("2012.0", "12.00")}
COLUMNS = (
    "dossier_id", "samenwerkingsverband", "datum_aanmelding", "datum_opstart", "laatste_wijziging", "geboortejaar",
    "elp_consulten", "aanmelder", "hulpvragen",
)  # fmt: skip
EXPECTED = pl.DataFrame(
    {
        "dossier_id": ["Dé1", "D2"],
        "sv_id": ["waas-dender", "zuid-west-vl"],
        "datum_aanmelding": [DAY, DAY],
        "datum_opstart": [DAY, None],
        "laatste_wijziging": [MOMENT, MOMENT],
        "geboortejaar": [2012, None],
        "elp_consulten": [12, None],
        "aanmelder": ["CAW", None],
        "hulpvragen": ["gedrag|school", None],
    },
    schema_overrides={"laatste_wijziging": pl.Datetime("us")},
)


def one_writing(dates: tuple[str, str], numbers: tuple[str, str]) -> list[list[str]]:
    day, moment = dates
    full = ["Dé1", "Krachtgericht Waas & Dender", day, day, moment, *numbers, "CAW", "school|gedrag"]
    return [list(COLUMNS), full, ["D2", "Konekti", day, "", moment, "n.v.t.", "-", "NULL", ""]]


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_date_and_number_form_reads_alike(
    tmp_path: Path, vocabulary: Vocabulary, encoding: str, separator: str
) -> None:
    path = tmp_path / "levering.csv"
    for dates in DATES.values():
        for numbers in NUMBERS.values():
            rows = written(one_writing(dates, numbers), separator, "\r\n", csv.QUOTE_MINIMAL)
            path.write_bytes(rows.encode(encoding))
            source = extract(path, is_known_header)
            found = typed(texts(pl.concat(source.batches), layout(source.header, path)), vocabulary)
            assert_frame_equal(found.select(EXPECTED.columns), EXPECTED)


FORMS = ("{:%Y-%m-%d %H:%M:%S}", "{:%d/%m/%Y %H:%M:%S}", "{:%d-%m-%YT%H:%M:%S}", "{:%d.%m.%Y  %H:%M:%S}")


@quietly(max_examples=25)
@given(
    moments=st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)), min_size=1, max_size=8),
    form=st.sampled_from(FORMS),
    strays=st.lists(
        st.sampled_from(["gisteren", "2022-13-01 10:00", "01/03/2022 25:00", "5/1/22 8:05", "44621"]), max_size=4
    ),
)
def test_a_column_of_moments_reads_as_each_of_them_alone(
    vocabulary: Vocabulary, moments: list[datetime], form: str, strays: list[str]
) -> None:
    """The short cut for a column of timestamps may not change what any single one of them means."""
    column = [form.format(moment.replace(microsecond=0)) for moment in moments] + strays
    # Beside texts without a time of the day the short cut is not taken.
    alone = [moments_of([text, *["2022-03-01"] * 9], vocabulary)[0] for text in column]
    assert moments_of(column, vocabulary) == alone
    assert alone[: len(moments)] == [moment.replace(microsecond=0) for moment in moments]


def moments_of(column: list[str], vocabulary: Vocabulary) -> list[datetime | None]:
    batch = pl.DataFrame(
        {"regel": range(len(column)), "c0": "D", "c1": "Konekti", "c2": "2022-03-01", "c3": column},
        schema_overrides={"regel": pl.Int64},
    )
    shape = layout(["dossier_id", "samenwerkingsverband", "datum_aanmelding", "laatste_wijziging"], Path("a.csv"))
    return typed(texts(batch, shape), vocabulary)["laatste_wijziging"].to_list()


# ------------------------------------------------------------------ generated deliveries with a known truth


@pytest.mark.parametrize("seed", [1, 20, 300])
def test_a_generated_delivery_is_read_as_it_is_true(tmp_path: Path, seed: int) -> None:
    generate(tmp_path / "demo", seed=seed, dossiers=2500)
    files = [DeliveryFile(path, demo=True) for path in sorted((tmp_path / "demo" / "binc").glob("*[!l]"))]
    with new_warehouse(tmp_path / "warehouse.duckdb") as warehouse:
        outcomes = load_registrations(with_facts(warehouse), files)
        found = warehouse.rows("select d.*, l.bestand from dossier as d join levering as l using (levering_id)")
    true = pl.read_parquet(tmp_path / "demo" / "waarheid" / "dossiers.parquet")
    assert_frame_equal(found.select(true.columns).cast(true.schema), true, check_row_order=False)
    counts = pl.read_parquet(tmp_path / "demo" / "waarheid" / "tellingen.parquet").rows_by_key("bestand", named=True)
    for outcome in outcomes:
        told = {place: getattr(outcome, place) for place in COUNTS}
        assert told == counts[outcome.bestand][0]
        assert told["gelezen"] == sum(count for place, count in told.items() if place != "gelezen")
