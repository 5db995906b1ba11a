"""A minimal .xlsx writer: one sheet, real dates, numbers and inline text; the same rows always give the same bytes.

The usual libraries stamp the time of writing into the file and take seconds for ten thousand rows.
"""

from __future__ import annotations

import io
import zipfile

import polars as pl

from demo.sheet import DATES, EXCEL_ZERO, MOMENTS

NUMBERS = ("geboortejaar", "elp_consulten", "nis_gemeente", "is_test")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    f'<sheet name="dossiers" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # Cell style 1 is a day (14), 2 a day with time (22): the built-in date formats of Excel.
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    f'<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    f'<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    f'<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs>'
    f'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def workbook(cells: pl.DataFrame, header: list[str], rows: pl.Series) -> bytes:
    """The bytes of a workbook: header on row 1, each row of text `cells` on the sheet row that `rows` says.

    ISO dates in a date column become real dates, five digits an unstyled serial, digits in a number column a
    number; all else is text, an empty cell is absent, and so is a row without cells.
    """
    top = pl.DataFrame([header], schema=dict.fromkeys(cells.columns, pl.String), orient="row")
    body = _rows(top, pl.Series([1])) + _rows(cells, rows)
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(body)}</sheetData></worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), HEAD + text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _rows(cells: pl.DataFrame, rows: pl.Series) -> list[str]:
    frame = cells.with_columns(rows.cast(pl.String).alias("_r"))
    parts = [_cell(name, _letters(place)) for place, name in enumerate(cells.columns)]
    inside = pl.concat_str(parts, ignore_nulls=True)
    line = pl.concat_str(pl.lit('<row r="'), "_r", pl.lit('">'), inside, pl.lit("</row>"))
    return frame.select(xml=pl.when(inside != "").then(line))["xml"].drop_nulls().to_list()


def _cell(name: str, letters: str) -> pl.Expr:
    """The XML of the cells of one column; null for an empty cell."""
    text = pl.col(name)
    start = pl.concat_str(pl.lit(f'<c r="{letters}'), "_r", pl.lit('"'))
    inline = pl.concat_str(
        start, pl.lit(' t="inlineStr"><is><t xml:space="preserve">'), _escaped(text), pl.lit("</t></is></c>")
    )
    chosen = inline
    for value, style in _typed(name, text):
        number = pl.concat_str(start, pl.lit(f"{style}><v>"), value, pl.lit("</v></c>"))
        chosen = pl.when(value.is_not_null()).then(number).otherwise(chosen)
    return pl.when(text.is_not_null()).then(chosen)


def _typed(name: str, text: pl.Expr) -> list[tuple[pl.Expr, str]]:
    """The ways the text of this column can be a number: value as text (null when it is not one) and cell style."""
    if name in DATES:
        day = text.str.to_date("%Y-%m-%d", strict=False).cast(pl.Int64) + EXCEL_ZERO
        serial = pl.when(text.str.contains(r"^\d{5}$")).then(text)
        return [(day.cast(pl.String), ' s="1"'), (serial, "")]
    if name in MOMENTS:
        moment = text.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False).cast(pl.Int64)
        return [((moment / 86_400_000_000 + EXCEL_ZERO).cast(pl.String), ' s="2"')]
    if name in NUMBERS:
        return [(pl.when(text.str.contains(r"^\d+$")).then(text), "")]
    return []


def _escaped(text: pl.Expr) -> pl.Expr:
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.str.replace_all(sign, entity, literal=True)
    return text


def _letters(place: int) -> str:
    """Column letters of a 0-based position: 0 -> A, 26 -> AA."""
    more, rest = divmod(place, 26)
    return (_letters(more - 1) if more else "") + chr(65 + rest)
