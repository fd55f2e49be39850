"""The steps that make a school, in order. Apps add theirs in AppConfig.ready()."""

from collections.abc import Callable

from onboarding.contracts import SchoolSetup, Step

_steps: dict[str, Step] = {}
_template_check: list[Callable[[str, str], bool]] = []


def register_step(name: str, order: int, label: str, run: Callable[[SchoolSetup], None]) -> None:
    """Add a step. It must be idempotent: a broken opening runs the step that failed again."""
    known = _steps.get(name)
    if known is not None and known.run is not run:
        raise ValueError(f"step {name!r} is registered twice")
    _steps[name] = Step(name=name, order=order, label=label, run=run)


def steps() -> list[Step]:
    """All steps in their order."""
    return sorted(_steps.values(), key=lambda step: (step.order, step.name))


def register_template_check(check: Callable[[str, str], bool]) -> None:
    """`check(template, stage)` says whether a 制度 template exists and fits the stage."""
    if check not in _template_check:
        _template_check.append(check)


def template_fits(template: str, stage: str) -> bool:
    """True when no check objects."""
    return all(check(template, stage) for check in _template_check)
