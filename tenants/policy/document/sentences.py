"""Each rule said in one plain Chinese sentence, as a principal would say it. Pure."""

from tenants.policy.document import labels
from tenants.policy.document.kinds import (
    Archive,
    Assessment,
    CalendarRule,
    Conduct,
    Content,
    FocusGroup,
    Form,
    ModesRule,
    Quota,
    Rule,
    Scope,
    Tone,
    Trigger,
    Window,
    Workflow,
    per_student,
)

DIGITS = "零一二三四五六七八九十"
SHARES = {50: "一半", 33.33: "三分之一", 66.67: "三分之二"}
DAYS = {"MO": "一", "TU": "二", "WE": "三", "TH": "四", "FR": "五", "SA": "六", "SU": "日"}
ALL_MODES = 5


def sentence(rule: Rule) -> str:
    """The rule in words, without a full stop."""
    match rule:
        case Quota():
            return _quota(rule)
        case Trigger():
            return _trigger(rule)
        case FocusGroup():
            return _focus(rule)
        case Content():
            return f"谈话和记录要有：{labels.CONTENT[rule.item]}"
        case Form():
            return f"记录表要填：{labels.FIELDS[rule.field]}"
        case Tone():
            return _tone(rule)
        case ModesRule():
            return f"算作家访的方式：{modes_words(rule.modes)}"
        case Workflow():
            by = f"（{labels.WHO.get(rule.by, rule.by)}）" if rule.by else ""
            return f"{labels.STEPS[rule.step]}{by}"
        case Archive():
            to = f"交{rule.to}" if rule.to else ""
            return f"{labels.ARCHIVES[rule.when]}家访记录{to}存档"
        case Assessment():
            return _assessment(rule)
        case CalendarRule():
            return _calendar(rule)
        case Conduct():
            return rule.text


def quota_when(rule: Quota) -> str:
    """When a quota binds: `每学期`, `开学前一个月内`."""
    if rule.window and rule.window.by_week:
        return f"每学期第 {rule.window.by_week} 周以前"
    return (_window(rule.window) if rule.window else "") or labels.PERIODS.get(rule.per, "")


def quota_pupils(rule: Quota) -> str:
    """Whom a quota is about: `本班学生`, `留守学生`."""
    return _whose(rule.scope) + (labels.GROUPS[rule.scope.group] if rule.scope.group else "学生")


def quota_amount(rule: Quota) -> str:
    """How much a quota asks for: `全部`, `不少于一半`, `3—5 次`."""
    if rule.measure == "share":
        if rule.min >= 100:
            return "全部"
        return f"不少于{SHARES.get(rule.min, f' {number_words(rule.min)}%')}"
    said = _range(rule.min, rule.max, "名" if rule.measure == "students" else "次").strip()
    each = "每人" if per_student(rule) else ""
    return f"{each}{said.replace('至少', '不少于', 1)}"


def _quota(rule: Quota) -> str:
    who = labels.WHO[rule.who]
    when = quota_when(rule)
    verb = _verb(rule)
    tail = "（方式不限）" if rule.modes and len(set(rule.modes)) == ALL_MODES else ""
    if not tail and rule.modes and set(rule.modes) != {"home"}:
        tail = (
            f"（{modes_words(rule.modes)}都算）" if len(rule.modes) > 1 else f"（{modes_words(rule.modes)}）"
        )
    return f"{who}{when}{_object(rule, verb)}{tail}"


def _object(rule: Quota, verb: str) -> str:
    whose = _whose(rule.scope)
    pupils = labels.GROUPS[rule.scope.group] if rule.scope.group else "学生"
    if rule.measure == "share":
        if rule.min >= 100:
            return f"{verb}{whose}每一名{pupils}"
        share = SHARES.get(rule.min, f" {number_words(rule.min)}% 的")
        return f"{verb}{whose}至少{share}{pupils}"
    if rule.measure == "students":
        return f"{verb}{whose}{_range(rule.min, rule.max, '名')}{pupils}"
    if per_student(rule):
        return f"对{whose}每一名{pupils}{verb}{_range(rule.min, rule.max, '次')}"
    return f"{verb}{whose}{pupils}{_range(rule.min, rule.max, '次')}"


def _verb(rule: Quota) -> str:
    if rule.measure == "contacts":
        return "联系"
    modes = set(rule.modes or ())
    if modes == {"home"}:
        return "上门走访"
    return "走访或联系" if modes else "走访"


def _whose(scope: Scope) -> str:
    if scope.of == "grade":
        return "、".join(_grade(grade) for grade in scope.grades or ())
    return {
        "class": "本班",
        "taught": "所教",
        "school": "全校",
        "entry_grade": "起始年级本班",
        "new_class": "新接班级",
        "group": "",
    }[scope.of]


def _grade(grade: int) -> str:
    names = {7: "七年级", 8: "八年级", 9: "九年级", 10: "高一", 11: "高二", 12: "高三"}
    return names.get(grade, f"{DIGITS[min(grade, 10)]}年级")


def _window(window: Window) -> str:
    if window.before_term_months is not None:
        return f"开学前{_months(window.before_term_months)}内"
    if window.before_entry:
        return "在新生入学前"
    if window.first_term:
        return "在新生入学后第一学期内"
    if window.first_year:
        return "在新生入学后第一学年内"
    return ""


def _months(months: float) -> str:
    if months == 0.5:
        return "两周"
    whole = int(months)
    count = "两" if whole == 2 else DIGITS[whole] if whole < len(DIGITS) else f" {whole} "
    return f"{count}个{'半' if months > whole else ''}月"


def _range(least: float, most: float | None, unit: str) -> str:
    if most is not None and most > least:
        return f" {number_words(least)}—{number_words(most)} {unit}"
    return f"至少 {number_words(least)} {unit}"


def number_words(number: float) -> str:
    """3.0 as 3."""
    return f"{number:g}"


def modes_words(modes: tuple[str, ...]) -> str:
    """Modes in a row: `上门、电话`."""
    return "、".join(labels.MODES[mode] for mode in modes)


def _trigger(rule: Trigger) -> str:
    event = labels.EVENTS[rule.event]
    if rule.event == "illness_absence" and rule.min_absence_days:
        event += f"满 {rule.min_absence_days} 天"
    who = labels.WHO[rule.who or "homeroom"]
    soon = "及时" if rule.within_days is None else f"在 {rule.within_days} 天内"
    if rule.within_days == 0:
        soon = "当天"
    modes = set(rule.modes or ())
    how = "上门走访" if modes == {"home"} else "走访或联系"
    tail = f"（{modes_words(rule.modes or ())}）" if modes and modes != {"home"} else ""
    return f"{event}，{who}{soon}{how}{tail}"


def _focus(rule: FocusGroup) -> str:
    said = f"重点关注：{labels.GROUPS[rule.group]}"
    if rule.min is not None and rule.per is not None:
        said += f"，{labels.PERIODS[rule.per]}每人至少 {number_words(rule.min)} 次"
    return f"{said}，持续跟进" if rule.follow_up else said


def _tone(rule: Tone) -> str:
    said = []
    if rule.forbid == "complaint_only":
        said.append("家访不告状，不能只说缺点")
    if rule.forbid == "praise_only":
        said.append("家访不只报喜，问题也要说到")
    if rule.praise_first:
        said.append("先说优点，再说不足")
    return "；".join(said) or "注意谈话的语气"


def _assessment(rule: Assessment) -> str:
    cause = labels.CAUSES[rule.cause or "overall"]
    if rule.by_week:
        cause = f"第 {rule.by_week} 周前{cause}"
    joint = "" if rule.effect == "survey" and cause == labels.CAUSES["overall"] else "，"
    if rule.effect == "survey":
        return f"以座谈、问卷了解{cause}" if not joint else f"{cause}{joint}以座谈、问卷了解"
    return f"{cause}{joint}{labels.EFFECTS[rule.effect]}"


def _calendar(rule: CalendarRule) -> str:
    meeting = labels.MEETINGS[rule.event]
    if rule.rrule:
        times = f" {rule.from_time}—{rule.to_time}" if rule.from_time and rule.to_time else ""
        return f"{_recurrence(rule.rrule)}{times}：{meeting}"
    if rule.min is not None and rule.per is not None:
        return f"{labels.PERIODS[rule.per]}{meeting}{_range(rule.min, rule.max, '次')}"
    return f"设{meeting}" if rule.event == "committee" else f"举行{meeting}"


def _recurrence(rrule: str) -> str:
    """The recurrences that schools use; others are shown as they were written."""
    parts = dict(part.split("=", 1) for part in rrule.removeprefix("RRULE:").split(";") if "=" in part)
    months = "、".join(f"{month} 月" for month in parts.get("BYMONTH", "").split(",") if month)
    match parts.get("FREQ"):
        case "WEEKLY" if "BYDAY" in parts:
            return "每" + "、".join(f"周{DAYS.get(day, day)}" for day in parts["BYDAY"].split(","))
        case "MONTHLY" if "BYMONTHDAY" in parts:
            return f"每月 {parts['BYMONTHDAY']} 日"
        case "MONTHLY" if "BYDAY" in parts:
            return f"每月{_nth(parts['BYDAY'])}"
        case "YEARLY" if months and "BYDAY" in parts:
            return f"每年 {months}的{_nth(parts['BYDAY'])}"
        case "YEARLY" if months and "BYMONTHDAY" in parts:
            return f"每年 {months} {parts['BYMONTHDAY']} 日"
    return rrule


def _nth(by_day: str) -> str:
    number, day = by_day[:-2], DAYS.get(by_day[-2:], by_day[-2:])
    if number == "-1":
        return f"最后一个星期{day}"
    return (
        f"第{DIGITS[int(number)]}个星期{day}" if number.isdigit() and 0 < int(number) <= 5 else f"星期{day}"
    )
