"""What the documents say of themselves, checked in the warehouse: sums, counts and words that must agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from etl.fact_problems import nearest
from etl.load import Warehouse

MATEN = (
    *("aanmeldingen", "tijdigheid", "trajecten", "vte", "middelen", "per_hoofd"),
    *("inwoners", "partners", "gemeente", "registratie"),
)


@dataclass(frozen=True)
class Check:
    """Something a document says of itself: `sql` gives rows (plek, verwacht, gevonden); the last two must be equal."""

    wat: str
    sql: str
    raad: str


CHECKS = (
    Check(
        "De som van de budgetten op 1 januari 2021",
        "select null as plek, 23999998 as verwacht, sum(bedrag_euro) as gevonden from budget",
        "Vergelijk budgetten.csv met de tabel in schriftelijke vraag 237.",
    ),
    Check(
        "Het aantal budgetten",
        """select s.naam as plek, 1 as verwacht, count(b.sv_id) as gevonden
        from samenwerkingsverband s left join budget b on b.sv_id = s.sv_id group by s.naam order by s.naam""",
        "Vul budgetten.csv aan.",
    ),
    Check(
        "Het aantal eerstelijnszones",
        "select null as plek, 60 as verwacht, count(*) as gevonden from elz",
        "Vergelijk eerstelijnszones.csv met de tabel in schriftelijke vraag 190.",
    ),
    Check(
        "De eerstelijnszones van het werkingsgebied",
        """select s.naam as plek, 'minstens één' as verwacht,
            if(count(e.elz_id) > 0, 'minstens één', 'geen') as gevonden
        from samenwerkingsverband s left join elz e on e.sv_id = s.sv_id group by s.naam order by s.naam""",
        "Vul eerstelijnszones.csv aan.",
    ),
    Check(
        "De gemeenten van de eerstelijnszone",
        """select e.naam as plek, 'minstens één' as verwacht, if(count(g.nis5) > 0, 'minstens één', 'geen') as gevonden
        from elz e left join gemeente_elz g on g.elz_id = e.elz_id group by e.naam order by e.naam""",
        "Vul de kolom elz in gemeenten.csv aan.",
    ),
    Check(
        "Het werkingsgebied",
        """select g.naam || ', ' || e.naam as plek, e.sv_id as verwacht, g.sv_id as gevonden
        from gemeente_elz m join gemeente g on g.nis5 = m.nis5 join elz e on e.elz_id = m.elz_id order by 1""",
        "Laat gemeenten.csv en eerstelijnszones.csv hetzelfde werkingsgebied noemen.",
    ),
    Check(
        "Het aantal samenwerkingsverbanden",
        """select w.golf as plek, w.verwacht, count(s.sv_id) as gevonden
        from (values ('eerste golf', 8), ('tweede golf', 7), ('nvt', 1)) w(golf, verwacht)
        left join samenwerkingsverband s on s.golf = w.golf group by w.golf, w.verwacht order by w.verwacht desc""",
        "Vergelijk de kolom golf in samenwerkingsverbanden.csv met schriftelijke vraag 190 (8 + 7 + 1).",
    ),
    Check(
        "De volgorde van de samenwerkingsverbanden",
        """select naam as plek, row_number() over (order by lower(naam)) as verwacht, volgorde as gevonden
        from samenwerkingsverband order by lower(naam)""",
        "Zet de namen in samenwerkingsverbanden.csv in alfabetische volgorde.",
    ),
    Check(
        "De telling 15 - 1 + 2 = 16",
        """select t.plek, t.verwacht, t.gevonden from (
            select 1 as nr, 'voorgangers' as plek, 15 as verwacht, (select count(*) from voorganger) as gevonden
            union all select 2, 'samengevoegd', 1,
                (select coalesce(sum(n - 1), 0)
                 from (select count(voorganger_id) n from herkomst group by sv_id) where n > 1)
            union all select 3, 'nieuw', 2, (select count(*) from herkomst where voorganger_id is null)
            union all select 4, 'samenwerkingsverbanden', 16, (select count(distinct sv_id) from herkomst)
        ) t order by t.nr""",
        "Kijk herkomst.csv na.",
    ),
    Check(
        "De herkomst",
        """select v.naam as plek, 1 as verwacht, count(h.herkomst_id) as gevonden
        from voorganger v left join herkomst h on h.voorganger_id = v.voorganger_id group by v.naam order by v.naam""",
        "Geef elke voorganger precies één rij in herkomst.csv.",
    ),
    Check(
        "Het gebied van de voorganger",
        """select g.voorganger_id as plek, 'in herkomst' as verwacht,
            if(h.herkomst_id is null, 'niet in herkomst', 'in herkomst') as gevonden
        from voorganger_gebied g
        left join herkomst h on h.voorganger_id = g.voorganger_id and h.sv_id = g.sv_id order by g.voorganger_id""",
        "Een voorganger met hetzelfde gebied is ook herkomst: laat voorganger_gebieden.csv en herkomst.csv hetzelfde zeggen.",
    ),
    Check(
        "De relatie in de herkomst",
        """select herkomst_id as plek, if(voorganger_id is null, 'nieuw', 'niet nieuw') as verwacht,
        if(relatie = 'nieuw', 'nieuw', 'niet nieuw') as gevonden from herkomst order by herkomst_id""",
        "Alleen een rij zonder voorganger is nieuw; kijk herkomst.csv na.",
    ),
    Check(
        "De schrijfwijze",
        """select naam || ', ' || vindplaats as plek, 1 as verwacht,
        (sv_id is not null)::int + (voorganger_id is not null)::int as gevonden from naamvariant order by 1""",
        "Vul in naamvarianten.csv precies één van sv_id en voorganger_id in.",
    ),
    Check(
        "De som van de VTE",
        """select v.naam || ', ' || d.onderdeel as plek, d.totaal as verwacht, d.delen as gevonden
        from (select voorganger_id, onderdeel,
                sum(vte) filter (where functie = 'totaal') as totaal,
                sum(vte) filter (where functie <> 'totaal') as delen
            from vte group by voorganger_id, onderdeel) d
        join voorganger v on v.voorganger_id = d.voorganger_id
        where d.totaal is not null and d.delen is not null order by 1""",
        "Vergelijk vte.csv met de personeelstabel van de evaluatienota.",
    ),
    Check(
        "Het totaal van de VTE",
        """select null as plek, 208.79::decimal(38, 2) as verwacht, sum(vte) as gevonden from vte where in_totaal
        union all select 'gepubliceerd', 208.79, sum(waarde) from gepubliceerd_cijfer where maat = 'vte_totaal'""",
        "Kijk in vte.csv welke rijen meetellen (in_totaal), en het cijfer in gepubliceerde_cijfers.csv.",
    ),
    Check(
        "De VTE van Trawant",
        """select null as plek, '13.00 afgeleid' as verwacht,
            string_agg(vte || ' ' || precisie, ' + ' order by vte_id) as gevonden
        from vte where voorganger_id = 'v-trawant' and in_totaal""",
        "Zet Trawant in vte.csv op 13.00, afgeleid: wat overblijft van 208,79.",
    ),
    Check(
        "Het aantal gemeenten",
        """select t.plek, t.verwacht, t.gevonden from (
            select 1 as nr, 'samen' as plek, 319 as verwacht, (select count(*) from gemeente) as gevonden
            union all select 2, 'Vlaanderen', 300, (select count(*) from gemeente where sv_id <> 'brussel')
            union all select 3, 'Brussel', 19, (select count(*) from gemeente where sv_id = 'brussel')
        ) t order by t.nr""",
        "Kijk gemeenten.csv na.",
    ),
    Check(
        "Het aantal gemeenten met inwoners",
        """select jaar::text as plek, (select count(*) from gemeente) as verwacht, count(*) as gevonden
        from bevolking group by jaar order by jaar""",
        "Vul bevolking.csv aan voor dat jaar.",
    ),
    Check(
        "De aanmeldingen in Vlaanderen en Brussel",
        """select j.jaar::text as plek, j.verwacht::decimal(38, 2) as verwacht, sum(c.waarde) as gevonden
        from (values (2020, 4313), (2021, 7782)) j(jaar, verwacht)
        left join gepubliceerd_cijfer c on c.maat = 'aanmeldingen' and year(c.van) = j.jaar and year(c.tot) = j.jaar
        group by j.jaar, j.verwacht order by j.jaar""",
        "Vergelijk gepubliceerde_cijfers.csv met het jaarverslag jeugdhulp.",
    ),
    Check(
        "Het gebied van het gepubliceerde cijfer",
        """select c.cijfer_id as plek, 'bekend' as verwacht, if(c.gebied in (
            select sv_id from samenwerkingsverband where c.gebied_soort = 'samenwerkingsverband'
            union all select voorganger_id from voorganger where c.gebied_soort = 'voorganger'
            union all select unnest(['vlaanderen', 'vlaanderen-brussel', 'alle-voorgangers'])
            where c.gebied_soort = 'vlaanderen'), 'bekend', c.gebied) as gevonden
        from gepubliceerd_cijfer c order by c.cijfer_id""",
        "Verbeter gebied of gebied_soort in gepubliceerde_cijfers.csv.",
    ),
    Check(
        "De kanttekening",
        """select 'C' || r.n as plek, 'aanwezig' as verwacht,
            if(k.kanttekening_id is null, 'niets', 'aanwezig') as gevonden
        from range(1, 25) r(n) left join kanttekening k on k.kanttekening_id = 'C' || r.n order by r.n""",
        "Zet de kanttekening terug in kanttekeningen.csv.",
    ),
    Check(
        "De ernst van de breuk",
        """select b.datum::text as plek, 'blokkerend' as verwacht, coalesce(min(k.ernst), 'geen') as gevonden
        from (values (date '2021-01-01'), (date '2022-01-01')) b(datum)
        left join breuk k on k.datum = b.datum group by b.datum order by b.datum""",
        "Over deze dag mag niet vergeleken worden; kijk breuken.csv na.",
    ),
    Check(
        "De omtrek",
        """select s.naam as plek, 1 as verwacht, count(o.sv_id) as gevonden
        from samenwerkingsverband s left join omtrek o on o.sv_id = s.sv_id group by s.naam order by s.naam""",
        "Maak werkingsgebieden.geojson opnieuw met python -m etl.geo.",
    ),
)


def check_documents(warehouse: Warehouse) -> list[str]:
    """What does not hold of what the documents say of themselves: one Dutch sentence each, none when all holds."""
    failures = [
        _failure(check, row)
        for check in CHECKS
        for row in warehouse.rows(check.sql).iter_rows(named=True)
        if row["verwacht"] != row["gevonden"]
    ]
    return failures + list(_unknown_maten(warehouse))


def _failure(check: Check, row: Mapping[str, object]) -> str:
    place = f" ({row['plek']})" if row["plek"] is not None else ""
    return f"{check.wat}{place}: verwacht {_shown(row['verwacht'])}, gevonden {_shown(row['gevonden'])}. {check.raad}"


def _shown(value: object) -> str:
    """A number the Belgian way (23.999.998 and 208,79), a text as it is, nothing as 'niets'."""
    if isinstance(value, int | Decimal):
        text = f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
        return text.removesuffix(",00")
    return "niets" if value is None else str(value)


def _unknown_maten(warehouse: Warehouse) -> Iterator[str]:
    used = """
        select 'kanttekeningen.csv' as bestand, kanttekening_id as sleutel, maat from kanttekening_maat
        union all select 'breuken.csv', breuk_id, maat from breuk_maat
        union all select 'datanotas.csv', nota_id, maat from datanota order by 1, 2, 3"""
    for file, key, maat in warehouse.rows(used).iter_rows():
        if maat not in MATEN:
            near = nearest(maat, MATEN)
            yield f"De maat '{maat}' in {file} ({key}) is niet bekend{near}. Kies uit: {', '.join(MATEN)}."
