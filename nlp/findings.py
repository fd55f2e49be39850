"""The catalogue of findings: code, usual severity, and the words a teacher reads.

The words ask rather than accuse; for every missing part there is an example question that helps to
remember what was said at the visit, never a sentence to paste.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nlp.contracts import SEVERITIES, Finding, ReviewRules, SentenceMatch, Severity, Span


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry of the catalogue; ``softer`` is the message when an item is only named."""

    severity: Severity
    title: str
    message: str
    question: str | None = None
    softer: str | None = None


CATALOGUE: dict[str, Kind] = {
    "content.in_school_report": Kind(
        "major",
        "在校情况待补充",
        "没有看到孩子在校的具体情况，是不是漏写了？",
        "和家长说了孩子最近在学校的哪一件事？比如哪门课、哪次作业、和同学相处得怎样？",
        "提到了汇报在校情况，但没有看到具体说了什么，能不能补一件实事？",
    ),
    "content.home_situation": Kind(
        "major",
        "家庭情况待补充",
        "没有看到孩子在家或家庭的具体情况，是不是漏写了？",
        "孩子平时和谁一起住、谁照看？放学回家后怎么写作业、几点睡？",
        "提到了了解家庭情况，但没有看到了解到什么，能不能补一件实事？",
    ),
    "content.agreed_measures": Kind(
        "major",
        "商定的措施待补充",
        "没有看到和家长商定的具体做法，是不是漏写了？",
        "接下来谁来做、做什么、什么时候看结果？比如每天几点、由谁检查？",
        "写了希望或方向，还看不出谁来做什么，能不能写成以后可以查看的做法？",
    ),
    "content.family_background": Kind(
        "hint",
        "家庭背景",
        "学校的制度要求了解家庭结构、经济或成长环境，这一条里没有看到，是不是漏写了？",
        "家里有几口人？主要靠什么收入？住的地方怎样？",
    ),
    "content.relationship": Kind(
        "hint",
        "亲子关系",
        "学校的制度要求了解孩子和家人的关系，这一条里没有看到，是不是漏写了？",
        "孩子和谁最亲？有心事会和谁说？和父母多久联系一次？",
    ),
    "content.rapport": Kind(
        "hint",
        "沟通与感情",
        "学校的制度希望写下与家长的感情交流，这一条里没有看到，是不是漏写了？",
        "家长对这次上门是什么感受？有没有说到心里的顾虑？",
    ),
    "content.parent_feedback": Kind(
        "hint",
        "家长意见",
        "学校的制度要求记下家长的意见和建议，这一条里没有看到，是不是漏写了？",
        "家长对学校或老师提了什么想法、有什么要求？",
    ),
    "content.purpose": Kind(
        "hint",
        "家访目的",
        "学校的制度要求写明为什么去，这一条里没有看到，是不是漏写了？",
        "这次是因为什么事去的？想弄清或解决什么？",
    ),
    "content.countermeasures": Kind(
        "hint",
        "对策",
        "学校的制度要求写下针对问题的对策，这一条里没有看到，是不是漏写了？",
        "针对说到的问题，老师打算先做哪一步？",
    ),
    "content.cause": Kind(
        "hint",
        "原因分析",
        "学校的制度要求写下原因，这一条里没有看到，是不是漏写了？",
        "家长和老师觉得这种情况是从什么时候、因为什么开始的？",
    ),
    "tone.complaint_only": Kind(
        "major",
        "只说了不足",
        "这一条里只看到孩子的不足，没有看到优点或进步，家长听了会不会觉得是来告状？",
        "这段时间孩子有没有哪一点值得当面说给家长听？",
    ),
    "tone.praise_only": Kind(
        "hint",
        "只说了优点",
        "这一条里只看到优点，没有看到还可以更好的地方，是不是还有想和家长一起努力的？",
        "接下来最想帮孩子往前走的是哪一点？",
    ),
    "tone.praise_first": Kind(
        "hint",
        "先说了不足",
        "对孩子的评价是从不足开始的，能不能先说一点优点？",
        None,
    ),
    "name.mismatch": Kind(
        "critical",
        "姓名对不上",
        "记录登记的是{student}，文中却写到{names}，请核对一下是不是写错了人？",
    ),
    "private.data": Kind(
        "major",
        "含隐私号码或地址",
        "文中有{kinds}，能不能改填到受保护的栏目里，在正文中去掉？",
    ),
    "copies.near_duplicate": Kind(
        "critical",
        "与另一条记录大部分相同",
        "这一条和另一条记录的大部分句子相同，请对照看看是不是放错了内容？",
    ),
    "copies.boilerplate": Kind(
        "major",
        "多数句子在别处出现过",
        "这一条的多数句子在其他几条记录里也出现过，能不能补上这个孩子自己的情况？",
    ),
    "copies.elsewhere": Kind(
        "hint",
        "有一句在外校也出现过",
        "划线的句子在本地另一所学校的记录里也出现过，如果是范文里的话，可以换成这个孩子的实际情况。",
    ),
    "copies.shared_sentence": Kind(
        "hint",
        "有一句与别处相同",
        "划线的句子在其他记录里也出现过，如果是套话，可以换成这个孩子的实际情况。",
    ),
}


def raised(code: str, severity: Severity, rules: ReviewRules) -> Severity:
    """The severity after the school's 制度; it may raise one, never lower it."""
    wanted = rules.severities.get(code, severity)
    return max(severity, wanted, key=SEVERITIES.index)


def make(
    code: str,
    rules: ReviewRules,
    *,
    severity: Severity | None = None,
    softer: bool = False,
    spans: Iterable[Span] = (),
    related: Iterable[str] = (),
    matches: Iterable[SentenceMatch] = (),
    words: dict[str, str] | None = None,
) -> Finding:
    """A finding from the catalogue; ``words`` fill the message's places. Unknown codes raise KeyError."""
    kind = CATALOGUE[code]
    message = kind.softer if softer and kind.softer else kind.message
    if words:
        message = message.format(**words)
    return Finding(
        code=code,
        severity=raised(code, severity or kind.severity, rules),
        title=kind.title,
        message=message,
        question=kind.question,
        spans=tuple(spans),
        related=tuple(related),
        matches=tuple(matches),
    )


def most_serious_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Ordered by severity, then by the catalogue's order, so that two runs give the same list."""
    order = {code: number for number, code in enumerate(CATALOGUE)}
    return tuple(sorted(findings, key=lambda f: (-SEVERITIES.index(f.severity), order[f.code])))
