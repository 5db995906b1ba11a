"""Make the next item while the last one is used: polars and DuckDB leave a core free when they take turns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The same items in the same order, made in another thread, at most one too early.

    An error while making an item is raised where that item would have come; nothing is made before the first is asked.
    """
    rest, end = iter(items), object()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="vooruit") as worker:
        coming = worker.submit(next, rest, end)
        while (item := coming.result()) is not end:
            coming = worker.submit(next, rest, end)
            yield item
