"""Errors of the benchmarking app, each with a stable code."""

from kernel.errors import NotFound


class MeasureNotFound(NotFound):
    """No measure has that code."""

    code = "benchmark.measure_not_found"
    message = "没有这项指标。请从列表里选一项。"
