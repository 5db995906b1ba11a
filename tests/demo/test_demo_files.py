"""The form of the deliveries: encodings, separators, line ends, dirt around the rows, sidecars, nothing like an INSZ."""

import gzip
import hashlib
import re
from datetime import date

import openpyxl
import pytest
import yaml

import demo
from demo.layouts import DELIVERIES

NAMES = {delivery.moment.jaar: delivery.bestand for delivery in DELIVERIES}
ELEVEN = re.compile(rb"(?<!\d)(?:\d[.\- ]*){10}\d(?!\d)")


def data(made, year: int) -> bytes:
    return (made / "binc" / NAMES[year]).read_bytes()


def test_names_and_sidecars_follow_the_contract(made, truth):
    rows = dict(truth["tellingen"].select("bestand", "gelezen").iter_rows())
    for delivery in DELIVERIES:
        path = made / "binc" / delivery.bestand
        said = yaml.safe_load(path.with_name(path.name.removesuffix(".gz")).with_suffix(".yml").read_text("utf-8"))
        assert said["status"] == "demo"
        assert said["peildatum"] == delivery.moment.peildatum
        assert said["rijen"] == rows[delivery.bestand]
        assert said["periode_van"] == date(delivery.moment.jaar, 1, 1)
        assert said["periode_tot"] <= said["peildatum"] <= said["ontvangen_op"]


def test_2022_is_windows_1252_with_title_total_and_footer(made):
    raw = data(made, 2022)
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    text = raw.decode("cp1252").split("\r\n")
    assert "materiële nood" in raw.decode("cp1252")
    assert ";" not in text[0]
    assert text[1].startswith("Dossiernummer;Samenwerkingsverband;")
    assert text[-3].startswith("Totaal;")
    assert text[-2].startswith("Bron: ")
    assert "" in text[2:-3]
    assert "\n" not in "".join(text)


def test_2023_has_a_byte_order_mark_a_header_in_the_middle_and_quoted_line_breaks(made):
    raw = data(made, 2023)
    assert raw.startswith(b"\xef\xbb\xbfdossier_id;")
    assert raw.count(b"dossier_id;samenwerkingsverband;") == 2
    assert b'"Eerste gesprek op school\nTweede gesprek thuis"' in raw
    assert b'"Afspraak verzet; gezin belt terug"' in raw
    assert re.search(rb";[1-9]/[1-9]/2[23];", raw)
    assert b"\n\n" in raw


def test_2024_is_a_workbook_with_real_dates_serials_and_text(made):
    sheet = openpyxl.load_workbook(made / "binc" / NAMES[2024]).active
    column = [cell.value for cell in next(sheet.iter_cols(min_col=9, max_col=9))]
    assert column[0] == "datum_aanmelding"
    kinds = {type(value).__name__ for value in column[1:]}
    assert {"datetime", "int", "str"} <= kinds
    assert sheet.cell(sheet.max_row, 1).value == "Totaal"


def test_2025_is_gzip_with_commas_and_2026_has_tabs(made):
    raw = data(made, 2025)
    assert raw[4:8] == bytes(4), "the time of writing must not be in the file"
    assert gzip.decompress(raw).startswith(b"dossier_id,samenwerkingsverband,")
    assert data(made, 2026).startswith(b"dossier_id\tsamenwerkingsverband\t")


def test_free_text_and_names_of_staff_stand_in_columns_that_must_be_dropped(lines):
    for year, columns in {2022: ["Naam begeleider"], 2023: ["Opmerking"], 2025: ["Opmerking"]}.items():
        record = next(iter(lines[NAMES[year]].values()))
        assert set(columns) <= set(record)


def test_nothing_reads_as_a_valid_insz(made):
    for path in (made / "binc").iterdir():
        raw = path.read_bytes()
        if path.suffix == ".xlsx":
            continue
        for found in ELEVEN.findall(gzip.decompress(raw) if path.suffix == ".gz" else raw):
            assert not is_insz(re.sub(rb"\D", b"", found)), path.name


def test_no_cell_of_the_workbook_reads_as_a_valid_insz(lines):
    for record in lines[NAMES[2024]].values():
        for text in record.values():
            for found in ELEVEN.findall(text.encode()):
                assert not is_insz(re.sub(rb"\D", b"", found))


def is_insz(digits: bytes) -> bool:
    """Modulo 97 for both birth centuries."""
    first, check = int(digits[:9]), int(digits[9:])
    return check in {97 - first % 97, 97 - (2_000_000_000 + first) % 97}


def test_the_insz_check_of_this_test_knows_one():
    assert is_insz(b"85073003328")
    assert not is_insz(b"85073003329")


def digests(folder) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path):
    for name, seed in {"a": 1, "b": 1, "c": 2}.items():
        demo.generate(tmp_path / name, seed=seed, dossiers=400)
    one, same, other = (digests(tmp_path / name) for name in "abc")
    assert one == same
    assert len(one) == 17
    differing = {name for name in one if one[name] != other[name]}
    assert {f"binc/{name}" for name in NAMES.values()} <= differing


def test_is_current_only_when_complete_and_untouched(tmp_path, monkeypatch):
    out = tmp_path / "uit"
    assert not demo.is_current(out)
    demo.generate(out, dossiers=300)
    assert demo.is_current(out)
    monkeypatch.setattr("demo.generation.code_hash", lambda: "andere code")
    assert not demo.is_current(out)
    monkeypatch.undo()
    (out / "binc" / NAMES[2025]).unlink()
    assert not demo.is_current(out)
    demo.generate(out, dossiers=300)
    (out / "waarheid" / "dossiers.parquet").unlink()
    assert not demo.is_current(out)
    demo.generate(out, dossiers=300)
    assert demo.is_current(out)
    (out / "klaar.json").write_text("{", encoding="utf-8")
    assert not demo.is_current(out)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "binc").mkdir()
    real = tmp_path / "binc" / "echt.csv"
    real.write_text("dossier_id\n", encoding="utf-8")
    with pytest.raises(demo.DemoError, match="kies een lege map"):
        demo.generate(tmp_path, dossiers=300)
    assert real.read_text(encoding="utf-8") == "dossier_id\n"
    assert not (tmp_path / "klaar.json").exists()


def test_too_few_dossiers_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(demo.DemoError, match="minstens 200"):
        demo.generate(tmp_path / "uit", dossiers=10)
    assert not (tmp_path / "uit").exists()
