"""Whether a recurrence (RFC 5545) names days that a school can be told. Pure."""

from datetime import datetime

from dateutil.rrule import rrulestr

COARSE = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
LONGEST = 200


def recurrence_fault(recurrence: str) -> str | None:
    """What is wrong with a recurrence in Chinese, None when it can be followed."""
    parts = dict(part.partition("=")[::2] for part in recurrence.removeprefix("RRULE:").split(";"))
    if len(recurrence) > LONGEST or parts.get("FREQ") not in COARSE or "\n" in recurrence:
        return "应是按日、周、月或年的重复，如 FREQ=WEEKLY;BYDAY=FR"
    try:
        rrulestr(recurrence, dtstart=datetime(2000, 1, 1))  # noqa: DTZ001 (days, no moments)
    except (ValueError, TypeError, KeyError) as problem:
        return f"这条重复读不懂：{problem}"
    return None
