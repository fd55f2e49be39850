"""还差谁: from single reasons to one line a student, the most urgent first; and counts for leaders. Pure."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from tenants.policy.contracts import FLOOR, PolicyInForce
from tenants.policy.rules import Quota, RuleBase
from tenants.targets.contracts import (
    Board,
    BoardLine,
    ClassView,
    DueItem,
    DueList,
    DueReason,
    DueStudent,
    Number,
    Person,
    Ring,
)
from tenants.targets.engine.scenario import Scenario
from tenants.targets.rules import Target
from tenants.targets.school.asks import IN_TIME, NEVER, OVERDUE, Ask, Past, asks, by_visits
from tenants.targets.school.scenarios import Judged
from tenants.targets.school.words import places


def due_list(
    judged: list[Judged],
    people: dict[str, str],
    today: date,
    student: Callable[[str], DueStudent],
    class_id: int | None = None,
) -> DueList:
    """The list of these people (names by id), of one class where it is named. `student` names a student
    and today's class."""
    by_student: dict[str, list[Ask]] = {}
    past = _past(judged, frozenset(people), today)
    place = places(one.policy for one in judged)
    for one in judged:
        for ask in asks(one, frozenset(people), past):
            by_student.setdefault(ask.student, []).append(ask)
    groups: tuple[list[DueItem], ...] = ([], [], [])
    for name, reasons in by_student.items():
        found = student(name)
        if class_id is None or found.class_id == class_id:
            reasons.sort(key=lambda ask: ask.order)
            groups[reasons[0].urgency].append(_item(found, reasons, people, past, place))
    for items in groups:
        items.sort(key=lambda item: (item.due or date.max, item.student.class_name, item.student.name))
    return DueList(_ring(judged, frozenset(people), today), *(tuple(items) for items in groups))


def due_board(
    judged: list[Judged],
    people: dict[str, str],
    today: date,
    student: Callable[[str], DueStudent],
    classes: list[ClassView],
) -> Board:
    """How many students are overdue, due soon and not visited yet: for each of these people, and for each
    class, where a student is counted once, under the most urgent reason anybody has."""
    past = _past(judged, frozenset(people), today)
    of_person: dict[tuple[str, str], int] = {}
    of_student: dict[str, int] = {}
    for one in judged:
        for ask in asks(one, frozenset(people), past):
            key = (ask.who, ask.student)
            of_person[key] = min(ask.urgency, of_person.get(key, NEVER))
            of_student[ask.student] = min(ask.urgency, of_student.get(ask.student, NEVER))
    persons: Counter[tuple[Any, int]] = Counter((who, urgency) for (who, _), urgency in of_person.items())
    tried: Counter[str] = Counter(who for who, name in of_person if past.tries(name))
    in_class: Counter[tuple[Any, int]] = Counter()
    tried_in: Counter[int | None] = Counter()
    for name, urgency in of_student.items():
        place = student(name).class_id
        in_class[place, urgency] += 1
        tried_in[place] += bool(past.tries(name))
    asked = {who for who, _ in of_person}
    return Board(
        teachers=tuple(
            _line(int(who), name, persons, who, tried[who])
            for who, name in sorted(people.items(), key=lambda item: (item[1], int(item[0])))
            if who in asked
        ),
        classes=tuple(_line(one.id, one.name, in_class, one.id, tried_in[one.id]) for one in classes),
    )


def _line(number: int, name: str, counts: Counter[tuple[Any, int]], key: Any, tries: int) -> BoardLine:
    overdue, soon, never = (counts[key, urgency] for urgency in (OVERDUE, IN_TIME, NEVER))
    return BoardLine(number, name, overdue, soon, never, tries)


def _past(judged: list[Judged], people: frozenset[str], today: date) -> Past:
    return Past(judged[0].scenario if judged else Scenario(rules=(), today=today), people)


def _item(
    student: DueStudent,
    reasons: list[Ask],
    people: dict[str, str],
    past: Past,
    place: Callable[[PolicyInForce, RuleBase], str],
) -> DueItem:
    def clause(ask: Ask) -> str:
        return place(ask.policy, ask.rule)

    def told(ask: Ask) -> tuple[str, date | str]:
        """What a reader would take for the same reason: 本学期还没去过 is one for each clause that asks."""
        return ask.reason, clause(ask) if ask.urgency == NEVER else ask.due

    first = reasons[0]
    said = {told(first)}
    also = []
    for ask in reasons[1:]:
        # Beside what is urgent, nobody needs to read what is not.
        if (ask.urgency != NEVER or first.urgency == NEVER) and told(ask) not in said:
            said.add(told(ask))
            also.append(DueReason(clause(ask), ask.reason, ask.due))
    return DueItem(
        student=student,
        clause=clause(first),
        reason=first.reason,
        due=first.due,
        days_left=(first.due - past.today).days,
        kind=first.kind,
        also=tuple(also),
        who=Person(int(first.who), people[first.who]),
        tries=past.tries(student.id),
    )


def _ring(judged: list[Judged], people: frozenset[str], today: date) -> Ring:
    """The running target that says most: of students rather than visits, the school's own rather than
    the bureau's, of this term rather than the year, the larger one."""
    best: tuple[tuple[bool, bool, bool, Number], Number, Number] | None = None
    for one in judged:
        sums: dict[int, list[Target]] = {}
        for target in one.targets:
            if target.who in people and target.start <= today <= target.end:
                sums.setdefault(target.rule, []).append(target)
        for index, targets in sums.items():
            rule = one.scenario.rules[index]
            if not isinstance(rule, Quota) or rule.per in ("week", "month") or rule.scope.of == "group":
                continue
            need = sum(target.need for target in targets)
            done = sum(target.done for target in targets)
            rank = (not by_visits(rule), one.policy.id != FLOOR, rule.per == "term", need)
            if best is None or rank > best[0]:
                best = (rank, done, need)
    if best is None:
        return Ring(0, 0, "现在没有家访任务")
    by_students, _, this_term, _ = best[0]
    unit = "已走访学生" if by_students else "已家访次数"
    return Ring(best[1], best[2], f"{'本学期' if this_term else '本学年'}{unit}")
