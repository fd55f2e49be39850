"""Reading how far an opening has come."""

from kernel import tenancy
from onboarding.models import Opening, StepDone
from onboarding.registry import steps


def steps_left(school_id: int) -> list[str]:
    """Labels of the steps that this school still has before it."""
    with tenancy.public():
        done = set(StepDone.objects.filter(opening__school_id=school_id).values_list("name", flat=True))
        if not Opening.objects.filter(school_id=school_id).exists():
            return []
    return [step.label for step in steps() if step.name not in done]
