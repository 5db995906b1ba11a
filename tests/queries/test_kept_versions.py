"""Asking a version that stood before, or a question as it was defined before, leaves the present alone."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import queries
from figures import Choice, figure
from queries import (
    UnknownQuestion,
    Version,
    WarehouseMissing,
    as_it_was,
    ask,
    current_version,
    definition,
    kept_versions,
    parameters,
    question,
)

EVERYTHING = {"per": "jaar", "van": date(2018, 9, 1), "tot": date(2100, 12, 31)}
DOUBLE = ("then sum(aanmeldingen) end", "then 2 * sum(aanmeldingen) end")


def doubled() -> dict[str, str]:
    text = definition("aanmeldingen")
    assert DOUBLE[0] in text
    return {"aanmeldingen": text.replace(*DOUBLE)}


@pytest.mark.parametrize("name", sorted(queries.questions()))
def test_a_kept_version_answers_every_question_the_same(on_demo: Version, name: str) -> None:
    (kept,) = kept_versions().values()
    values = {key: getattr(Choice(), key) for key in parameters(name)}
    assert ask(name, values, version=kept).equals(ask(name, values, version=on_demo))


def test_there_are_no_kept_versions_where_none_were_kept(stand, empty_warehouse: Path, tmp_path: Path) -> None:
    shutil.copyfile(empty_warehouse, tmp_path / "warehouse.duckdb")
    stand(tmp_path / "warehouse.duckdb")
    assert kept_versions() == {}


def test_asking_many_kept_versions_keeps_the_warehouse_open(stand, real_warehouse: Path, tmp_path: Path) -> None:
    shutil.copyfile(real_warehouse, tmp_path / "warehouse.duckdb")
    (tmp_path / "versies").mkdir()
    (slim,) = (real_warehouse.parent / "versies").glob("*.duckdb")
    for nth in range(12):
        shutil.copyfile(slim, tmp_path / "versies" / f"{nth:012x}.duckdb")
    now = stand(tmp_path / "warehouse.duckdb")
    ask("versie")
    connection = queries._connections[now]
    assert len(kept_versions()) == 12
    for _ in range(2):
        assert {ask("versie", version=kept)["data_versie"].item() for kept in kept_versions().values()} == {
            ask("versie")["data_versie"].item()
        }
    assert queries._connections[now] is connection
    assert sum(queries._is_kept(version) for version in queries._connections) == queries.KEPT_OPEN


def test_a_kept_version_cannot_be_written(on_demo: Version) -> None:
    (kept,) = kept_versions().values()
    nasty = {
        "versie": "/*\ntitel: a\neenheid: b\ndefinitie: C.\nherkomst: bouw\nmaten: []\n*/\ndelete from bouw returning data_versie"
    }
    with as_it_was(kept, nasty), pytest.raises(Exception, match="read-only"):
        ask("versie")
    head, _ = nasty["versie"].split("delete")
    reading = {"versie": f"{head}from read_text('/etc/hostname')"}
    with as_it_was(kept, reading), pytest.raises(Exception, match="disabled by configuration"):
        ask("versie")
    assert ask("versie", version=kept).height == 1


# ------------------------------------------------------------------ a definition of before


def test_a_definition_of_before_gives_its_own_numbers_and_leaves_nothing_behind(on_demo: Version) -> None:
    now, plain = ask("aanmeldingen", EVERYTHING), figure("aanmeldingen")
    with as_it_was(on_demo, doubled()):
        then, once = ask("aanmeldingen", EVERYTHING), figure("aanmeldingen")
    assert (then["waarde"] == 2 * now["waarde"]).all()
    assert once.data["waarde"].to_list() != plain.data["waarde"].to_list()
    assert figure("aanmeldingen") is plain
    assert ask("aanmeldingen", EVERYTHING).equals(now)
    assert current_version() == on_demo


OLD_FORM = """/*
titel: Ontbrekende waarden
eenheid: procent van de dossiers
definitie: Zoals de vraag was toen elk veld apart gevraagd werd.
herkomst: registraties
maten: [registratie]
*/
select k.sv_id as gebied, m.jaar as periode, cast(sum(k.onbekend) as bigint) as teller
from kwaliteit_veld as k
inner join maand as m on k.maand = m.maand
where k.veld = $veld and m.maand >= $van and m.maand <= $tot and $per = 'jaar'
group by k.sv_id, m.jaar
order by m.jaar, k.sv_id
"""


def test_a_definition_from_before_answers_were_shared_still_runs(on_demo: Version) -> None:
    (kept,) = kept_versions().values()
    values = EVERYTHING | {"veld": "geslacht"}
    now = ask("kwaliteit_ontbrekend", values)
    with as_it_was(kept, {"kwaliteit_ontbrekend": OLD_FORM}):
        then = ask("kwaliteit_ontbrekend", values)
        assert parameters("kwaliteit_ontbrekend") == set(values)
    assert then.equals(now.filter(pl.col("gebied") != "vlaanderen-brussel").select(then.columns))


def test_a_shared_definition_stands_by_itself(on_demo: Version) -> None:
    """What is kept of it holds the SQL too: it does not hang on what the other question became."""
    now = ask("trajecten_opgestart", EVERYTHING)
    text = definition("trajecten_opgestart").replace("titel: Opgestarte", "titel: Begonnen")
    text = text.replace("sum(t.opgestart) as opgestart", "2 * sum(t.opgestart) as opgestart")
    with as_it_was(on_demo, {"trajecten_opgestart": text}):
        assert question("trajecten_opgestart").titel == "Begonnen trajecten"
        assert ask("trajecten_opgestart", EVERYTHING)["waarde"].equals(2 * now["waarde"])
        assert ask("trajecten_stroom", EVERYTHING)["opgestart"].equals(now["opgestart"])


def test_the_same_text_is_no_other_definition(on_demo: Version) -> None:
    with as_it_was(on_demo, {"aanmeldingen": definition("aanmeldingen")}):
        assert current_version() == on_demo


def test_the_meaning_and_the_parameters_are_those_of_the_text(on_demo: Version) -> None:
    text = definition("aanmeldingen").replace("titel: Aanmeldingen", "titel: Meldingen").replace("$per", "'jaar'")
    with as_it_was(on_demo, {"aanmeldingen": text}):
        assert question("aanmeldingen").titel == "Meldingen"
        assert parameters("aanmeldingen") == {"van", "tot"}
    assert question("aanmeldingen").titel == "Aanmeldingen"
    assert parameters("aanmeldingen") == {"van", "tot", "per"}


@pytest.mark.parametrize(
    "text", ["", "geen kop", "/* titel: x */ select 1", "/* [ */ select 1", "/* onbekend: 1 */ select"]
)
def test_what_is_no_question_is_refused_before_it_is_asked(on_demo: Version, text: str) -> None:
    with pytest.raises(UnknownQuestion), as_it_was(on_demo, {"aanmeldingen": text}):
        pytest.fail("dit is geen vraag")
    assert current_version() == on_demo


def test_a_definition_that_does_not_fit_the_data_says_so(on_demo: Version) -> None:
    text = definition("aanmeldingen").replace("t.aanmeldingen", "t.verdwenen")
    with as_it_was(on_demo, {"aanmeldingen": text}), pytest.raises(WarehouseMissing):
        ask("aanmeldingen", EVERYTHING)


def test_only_the_thread_that_asks_looks_back(on_demo: Version) -> None:
    (kept,) = kept_versions().values()
    with as_it_was(kept), ThreadPoolExecutor(1) as pool:
        assert current_version() == kept
        assert pool.submit(current_version).result() == on_demo
