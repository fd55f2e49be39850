"""Conduct: dress, manners, gifts, privacy and the like, for the checklist before a visit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.regulations.readers.base import Found, Source

_DRESS = r"衣着|着装|穿着|穿戴|仪表|仪容|衣冠|服装|打扮|穿拖鞋|穿背心|仪态|装束"
_MANNER = r"礼貌|礼节|文明|举止|谈吐|言辞|言语(?!障碍)|用语|态度(?!不端|较|不好|差|端正.{0,4}学生|与意见|和意见)|谦和|和蔼|和气|亲切|热情|得体|端架子|彬彬|耐心|尊重|礼仪|居高临下|盛气|训斥家长|指责家长|争吵|口角|顶撞|为人师表|真诚|平等|有声望|入乡随俗|风俗|诚恳|吸烟|抽烟|饮酒|喝酒|换鞋|鞋套|客气|和善"
_GIFT = r"礼[品物金]|吃请|宴请|红包|土特产|收礼|送礼|馈赠|财物|钱物|有价证券|购物卡|一针一线|拿[^，。；]{0,6}东西|吃饭|用餐|就餐|招待|酬谢|谢礼|报酬|推销|有偿|家教|带货|好处费|请吃|留饭|烟酒|一概不收|东西不能拿|不(?:能|得|要|准|许)?(?:收|拿|吃|喝)(?:家长|学生|人家|别人)|(?:家|家里|家中)吃饭|礼绝|请客"
_PRIVACY = r"保密|隐私|私密|泄露|外传|外泄|扩散|公开(?:学生|家庭)|公布[^，。；]{0,6}(?:成绩|家庭|情况)|晒(?:出)?(?:学生|成绩)|烂在肚子|家庭信息|不(?:得|要|能|在|可|许)[^，。；]{0,8}议论|背后议论|谈论别|守口如瓶|私事|外讲|往外说|到处说|传播"
_OTHER = r"回避|静音|接打|人身安全|注意安全|自身安全|自己的安全|注意安全问题|安全问题|避开[^，。；]{0,8}(?:用餐|吃饭|午休|休息|饭点)(?!的钟点)|不(?:虚报|隐瞒)|公正|学生人格|热线|检查签名|通讯录|不占用|打扰"
_SIGNS = re.compile(f"{_DRESS}|{_MANNER}|{_GIFT}|{_PRIVACY}|{_OTHER}")
_STRONG = re.compile(
    rf"{_DRESS}|礼貌|礼节|举止|谈吐|言辞文明|端架子|言行|得体|{_GIFT}|{_PRIVACY}|和蔼|谦和|亲切|热情|用语|态度|尊重(?:家长|学生|孩子|对方|他人)|争吵|口角|吸烟|抽烟|饮酒|喝酒|换鞋|鞋套|礼仪|平等|耐心|真诚|诚恳|文明"
)
_ORDER = re.compile(
    r"不|别|莫|抵制|自觉|静音|责任|义务|要|应|须|必须|严禁|禁止|谢绝|拒绝|注意|做到|保持|切忌|勿|杜绝|得体|整洁|大方|尊重|可要求|一律|请|热情|端庄|亲切|文明|谦和|守|保护|公平|公正|保证|确保|设立|建立"
)
_NOT_HERE = re.compile(
    r"态度(?:不端正|差|较差|恶劣)[^，。；]{0,4}(?:的)?学生|(?:习惯|学习)态度|家长(?:的)?态度|态度与意见|文明(?:校园|班级|城市|单位|礼仪教育|家庭)|精神文明|尊重(?:教育|规律|事实)|扣|取消|处分|考核分|争创|热情(?:高|不高)|家庭氛围|(?<!家教)宣传|记录表|公开栏|平等(?:发展|教育)|礼(?:堂|仪队)|为进一步|为了|根据|奖励|积分|招待所|满意|物质奖励|保护(?:视力|环境)"
)


def read(source: Source) -> Iterator[Found]:
    """One line a sentence."""
    text = source.text
    if source.sentence.heading or source.elsewhere:
        return
    match = _SIGNS.search(text)
    if not match or _NOT_HERE.search(text):
        return
    if not _STRONG.search(text) and not re.search(_OTHER, text):
        return
    if not _ORDER.search(text):
        return
    if re.search(r"表彰|评选|称号|(?:^|[，；、])(?:学生)?家长(?:应|要|须)", text) and not re.search(
        _GIFT, text
    ):
        return
    yield source.found("conduct", 0, len(text), 0.8, text="")
