"""What can be paid beside the packages: earlier or later hours, and things taken by number. Pure."""

from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from spaces.local_time import Period, end_instant, instant


@dataclass(frozen=True)
class SupplementFacts:
    """One supplement for one audience, at a price for one in minor units without VAT.

    With hours it opens that stretch of a local day to a booking; without, it is taken up to `most` times.
    """

    kind: str
    resource_id: int | None
    code: str
    name: str
    audience: str
    net_minor: int | None
    vat_bp: int
    valid_from: date
    starts_at: time | None = None
    ends_at: time | None = None
    most: int = 1
    authority: str = ""

    @property
    def is_of_hours(self) -> bool:
        return self.starts_at is not None

    def on(self, day: date, zone: ZoneInfo) -> Period | None:
        """Return the instants it opens on a local day; None: it is no supplement of hours."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return Period(instant(day, self.starts_at, zone), end_instant(day, self.ends_at, zone))
