"""What generated requests need that the document cannot say."""

from datetime import date, datetime, timedelta, timezone
from itertools import count

import schemathesis
from hypothesis import strategies as st

# The document's pattern lets only the years pass that calendars and packs know; found by chance they would be rare.
schemathesis.openapi.format("date", st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(str))

# The same for instants: a year of two digits is refused.
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=offsets)
schemathesis.openapi.format("date-time", instants.map(lambda at: at.isoformat(timespec="milliseconds")))

numbers = count(1)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Each write is a request of its own: a good key is made unlike all others, a bad one stays bad."""
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and key and len(key) < 150 and all("!" <= letter <= "~" for letter in key):
        case.headers["Idempotency-Key"] = f"{key}-{next(numbers)}"
