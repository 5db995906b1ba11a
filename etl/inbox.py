"""Take in an uploaded file that nobody vouches for.

Its name is only a hint, its type is what its content says, and it waits in a folder that only this user can read.
"""

from __future__ import annotations

import gzip
import io
import re
import shutil
import tempfile
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from etl.build import DELIVERY_SUFFIXES
from etl.insz import holds_insz
from etl.load import PRIVATE

SIZE_LIMIT_MB = 200
UNPACKED_LIMIT_MB = 2_000
CHUNK = 1 << 20
KEPT_SECONDS = 24 * 3600  # an upload that nobody loaded; a page stays open for a day at most
LONGEST_NAME = 80
NO_NAME = "levering"
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])")  # devices on Windows, whatever the extension
_SAVE_AGAIN = f"Bewaar het opnieuw in een van deze formaten: {', '.join(DELIVERY_SUFFIXES)}."
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "dit is een oud of met een wachtwoord beveiligd Office-bestand. Bewaar het als .xlsx, zonder wachtwoord."),
    (b"%PDF", f"dit is een pdf. {_SAVE_AGAIN}"),
    (b"\x89PNG", f"dit is een afbeelding. {_SAVE_AGAIN}"),
    (b"\xff\xd8\xff", f"dit is een afbeelding. {_SAVE_AGAIN}"),
    (b"Rar!", f"dit is een archief. Pak het eerst uit. {_SAVE_AGAIN}"),
    (b"7z\xbc\xaf", f"dit is een archief. Pak het eerst uit. {_SAVE_AGAIN}"),
)  # fmt: skip


class DeliveryError(ValueError):
    """A delivery that is not taken, loaded or taken back; the message is one Dutch sentence or two: what, what next."""


def receive(name: str, content: BinaryIO | bytes, inbox: Path | None = None) -> Path:
    """Keep an upload in a private folder of its own (in `inbox`, or where temporary files go) and give its path.

    `name` gives at most letters, digits, dashes and underscores to the name of the file. Raises DeliveryError when it
    is too large, empty, or no file of an accepted format; then nothing of it stays. `discard` removes it again.
    """
    _sweep(inbox or Path(tempfile.gettempdir()))
    suffix = _suffix(name)
    folder = Path(tempfile.mkdtemp(prefix=PRIVATE, dir=inbox))
    try:
        path = folder / (_safe_stem(name, suffix) + suffix)
        _copy(io.BytesIO(content) if isinstance(content, bytes) else content, path)
        _require_content(path, suffix)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise DeliveryError(
            "Het bestand kan niet bewaard worden: de schijf is vol of niet beschrijfbaar. Maak ruimte vrij en probeer opnieuw."
        ) from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return path


def discard(path: Path) -> None:
    """Remove an upload that `receive` kept; a file that stands anywhere else is left alone."""
    if path.parent.name.startswith(PRIVATE):
        shutil.rmtree(path.parent, ignore_errors=True)


def _sweep(inbox: Path) -> None:
    """Remove what was uploaded and never loaded, and what a killed check left."""
    for left in inbox.glob(f"{PRIVATE}*"):
        with suppress(OSError):  # of another user, or just gone
            if time.time() - left.lstat().st_mtime > KEPT_SECONDS and not left.is_symlink():
                shutil.rmtree(left)


# ------------------------------------------------------------------ the name


def _suffix(name: str) -> str:
    for suffix in DELIVERY_SUFFIXES:
        if name.strip().lower().endswith(suffix):
            return suffix
    raise DeliveryError(f"Dit soort bestand wordt niet gelezen. {_SAVE_AGAIN}")


def _safe_stem(name: str, suffix: str) -> str:
    """A file name of our own that still reminds of the one it had."""
    last = re.split(r"[/\\]", name.strip())[-1][: -len(suffix)]
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9-]+", "_", plain).strip("_-")[:LONGEST_NAME].rstrip("_-")
    if not stem or holds_insz(last) or holds_insz(stem.replace("_", " ")):
        return NO_NAME
    return f"{NO_NAME}_{stem}" if _RESERVED.fullmatch(stem) else stem


# ------------------------------------------------------------------ the content


def _copy(content: BinaryIO, path: Path) -> None:
    if content.seekable():
        content.seek(0)
    size = 0
    with path.open("xb") as file:
        while chunk := content.read(CHUNK):
            size += len(chunk)
            if size > SIZE_LIMIT_MB << 20:
                raise DeliveryError(
                    f"Het bestand is groter dan {SIZE_LIMIT_MB} MB. "
                    "Vraag wie de monitor beheert om het rechtstreeks in data/raw/binc te zetten."
                )
            file.write(chunk)
    if size == 0:
        raise DeliveryError("Het bestand is leeg. Vraag de afzender een nieuwe export.")


def _require_content(path: Path, suffix: str) -> None:
    """Raise DeliveryError unless the first bytes are what the extension says, and unpacking them has an end."""
    with path.open("rb") as file:
        start = file.read(8)
    if wrong := next((what for mark, what in _FOREIGN if start.startswith(mark)), None):
        raise _not_accepted(path, wrong)
    found = _format(start)
    if found != _FORMAT_OF[suffix]:
        raise _not_accepted(path, f"de inhoud is {_SHOWN[found]}, de extensie zegt iets anders. {_SAVE_AGAIN}")
    if found == "zip":
        _require_workbook(path)
    if found == "gzip":
        _require_end(path)


_FORMAT_OF = {".csv.gz": "gzip", ".csv": "tekst", ".tsv": "tekst", ".xlsx": "zip", ".parquet": "parquet"}
_SHOWN = {"gzip": "een gzip-archief", "tekst": "tekst", "zip": "een zip-archief", "parquet": "Parquet"}


def _format(start: bytes) -> str:
    marks = ((b"PK\x03\x04", "zip"), (b"\x1f\x8b", "gzip"), (b"PAR1", "parquet"))
    return next((kind for mark, kind in marks if start.startswith(mark)), "tekst")


def _require_workbook(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        raise _damaged(path) from None
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise _not_accepted(path, f"dit is een zip-archief, geen Excel-bestand. Pak het eerst uit. {_SAVE_AGAIN}")
    # What an archive says of its size holds: unpacking stops there.
    if sum(part.file_size for part in parts) > UNPACKED_LIMIT_MB << 20:
        raise _bomb(path)


def _require_end(path: Path) -> None:
    if any(size > UNPACKED_LIMIT_MB << 20 for size in _unpacked_sizes(path)):
        raise _bomb(path)


def _unpacked_sizes(path: Path) -> Iterator[int]:
    size = 0
    try:
        with gzip.open(path) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                yield size
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise _damaged(path) from None


def _not_accepted(path: Path, what: str) -> DeliveryError:
    return DeliveryError(f"{path.name}: {what}")


def _damaged(path: Path) -> DeliveryError:
    return _not_accepted(path, "het bestand is afgekapt of beschadigd. Download of verstuur het opnieuw.")


def _bomb(path: Path) -> DeliveryError:
    return _not_accepted(
        path, "het bestand wordt uitgepakt verdacht groot. Vraag de afzender een gewone export in .csv of .xlsx."
    )
