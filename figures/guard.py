"""May two periods of one measure be compared? The one place that answers, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from figures.meaning import Break, Caveat, breaks_between, caveats_for
from queries import Version


@dataclass(frozen=True)
class Verdict:
    """severity: blokkerend (not), waarschuwing (with reserve) or vrij; the breaks and caveats that say why."""

    severity: str
    breaks: tuple[Break, ...] = ()
    caveats: tuple[Caveat, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether a comparison may be computed at all."""
        return self.severity != "blokkerend"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Each reason in one sentence, the breaks first."""
        return (*(b.text for b in self.breaks), *(c.short for c in self.caveats))


Period = tuple[date, date]


def compare_periods(
    version: Version, measures: frozenset[str], areas: frozenset[str], one: Period, other: Period
) -> Verdict:
    """The verdict on comparing two periods (first and last day) of the same measure and areas.

    A break counts when it falls after the first and not after the last day of the two together;
    a caveat counts when it is blocking and touches both periods, or warns about either.
    """
    earlier, later = sorted((one, other))
    breaks = breaks_between(version, measures, earlier[0], max(earlier[1], later[1]))
    touching = [set(caveats_for(version, measures, areas, *period)) for period in (earlier, later)]
    blocking = [c for c in touching[0] & touching[1] if c.severity == "blokkerend" and earlier != later]
    warning = [c for c in touching[0] | touching[1] if c.severity == "waarschuwing"]
    if blocking or any(b.severity == "blokkerend" for b in breaks):
        return Verdict("blokkerend", breaks, tuple(sorted(blocking, key=lambda c: c.id)))
    if warning or breaks:
        return Verdict("waarschuwing", breaks, tuple(sorted(warning, key=lambda c: c.id)))
    return Verdict("vrij")
