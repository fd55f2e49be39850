"""Tone: no telling-on, no sweet talk alone, merits first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.regulations.readers.base import Found, Source

_COMPLAINT = re.compile(
    r"告状|告[^，。；]{1,4}的?状|算(?:旧|总|老)账|数落|诉苦|揭短|兴师问罪|批斗|翻旧账|批判会|控诉|(?:不|忌|勿|禁|避免|杜绝|别)[^，。；]{0,8}(?:只|光|一味|专|单纯|全)(?:是|地|讲|说|谈|挑|批评|反映)*[^，。；]{0,6}(?:缺点|不足|毛病|问题|坏话|错误|短处|批评|指责|训斥|不是|坏处)|(?:不要|不能|不得|避免|切忌|严禁|不可)[^，。；]{0,6}(?:一味(?:批评|指责|责备)|训斥(?!、?[^，。；]{0,6}家长)|指责(?:学生|孩子)|责备(?:学生|孩子))"
)
_LATE = re.compile(
    r"(?:不能|不要|不是|别)只(?:有)?在?(?:学生|孩子)(?:犯错|出问题|出事|违纪|闯祸)[^，。；]{0,6}才|(?:只有在?学生|学生|孩子)?出了?(?:问题|事)(?:时|后)?(?:才|再)(?:会)?(?:想到|找|想起|联系)家长"
)
_PRAISE = re.compile(
    r"报喜不报忧|(?:只|光|一味|单|净|专)(?:是|事|门)?报喜|报喜式|(?:不|忌|勿|禁|避免|杜绝|别)[^，。；]{0,8}(?:只|光|一味|专|净|单|尽)(?:是|地|拣|捡|挑|讲|说|谈|报|夸|唱)*[^，。；]{0,6}(?:好听|好话|喜|优点|好的|好的一面|好处|赞歌|成绩好|长处|成绩|表扬|夸奖|说好)|只(?:说|讲|报|拣|挑)[^，。；]{0,4}(?:好话|好听|喜|优点)[^，。；]{0,8}(?:等于|不如|没用|不算|不可取|要不得)|只唱赞歌|专拣好"
)
_GOOD = r"(?:优点|成绩|长处|好的|好话|好处|肯定|表扬|闪光点|进步|亮点|鼓励|优势|成功|优良|可取|称赞|夸|好)"
_BAD = r"(?:不足|缺点|问题|短处|改进|毛病|缺陷|差距|不是|希望|建议|努力方向|批评|要求|弱点|欠缺)"
_FIRST = re.compile(
    rf"先[^，。；]{{0,10}}?{_GOOD}[^，。；]{{0,6}}，(?:再|然后|后|接着|最后|才)[^，。；]{{0,4}}?(?:讲|说|谈|聊|提|指)|先(?:说|讲|谈)[^，。；]{{2,10}}，(?:后|再)(?:说|讲|谈)[^，。；]{{0,6}}(?:改|不足|缺|毛病|问题)|先[^，。；]{{0,4}}褒[^，。；]{{0,4}}贬|{_BAD}(?:之)?前[^，。；]{{0,4}}先(?:讲|说|谈)|褒[^，。；]{{0,6}}在[前先]|以?{_GOOD}[^，。；]{{0,4}}(?:为先|在先|在前|打头)|先(?:多)?(?:讲|说|谈|摆|聊|夸|报|提|肯定|表扬)[^，。；]{{0,8}}?{_GOOD}[^，。；]{{0,4}}，?(?:再|然后|后|接着|最后|才)|先[^。；]{{0,12}}?{_GOOD}[^。；]{{0,12}}?(?:后|再|然后|最后|接着)[^。；]{{0,10}}?{_BAD}|{_GOOD}(?:说|讲|谈)?在(?:前|先)[^。；]{{0,8}}{_BAD}[^。；]{{0,4}}在后|从{_GOOD}(?:说起|谈起|讲起|入手)|{_GOOD}先(?:讲|说|谈)[^。；]{{0,6}}{_BAD}(?:后|再)|以(?:表扬|鼓励|肯定|正面|赏识)[、，和与]?(?:表扬|鼓励|肯定|引导|激励)?(?:学生)?为主|{_GOOD}[^。；]{{0,4}}(?:放在前|摆在前|在先)|(?:多|先)(?:表扬|肯定|鼓励)[^。；]{{0,8}}(?:再|后)[^。；]{{0,6}}{_BAD}|{_BAD}(?:放在?|摆在?|留到?|置于)(?:后|最后|末)"
)


def read(source: Source) -> Iterator[Found]:
    """At most one rule of each sort from a sentence."""
    text = source.text
    if source.sentence.heading or source.elsewhere:
        return
    match = _COMPLAINT.search(text)
    if match:
        yield source.found("tone", match.start(), match.end(), 0.9, forbid="complaint_only")
    elif _LATE.search(text):
        match = _LATE.search(text)
        if match:
            yield source.found("tone", match.start(), match.end(), 0.5, forbid="complaint_only")
    match = _PRAISE.search(text)
    if match:
        yield source.found("tone", match.start(), match.end(), 0.9, forbid="praise_only")
    match = _FIRST.search(text)
    if match:
        yield source.found("tone", match.start(), match.end(), 0.9, praise_first=True)
