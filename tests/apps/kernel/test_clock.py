from datetime import UTC, date, datetime

import pytest

from kernel import clock


def test_today_is_chinas_day_not_utcs() -> None:
    with clock.frozen(datetime(2026, 9, 1, 16, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 9, 2)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"), clock.frozen(datetime(2026, 9, 1, 8, 0)):  # noqa: DTZ001
        pass
