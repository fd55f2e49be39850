"""What each code of the exchange format is called on a page."""

MODES = {"home": "上门", "phone": "电话", "online": "网络", "school": "来校面谈", "letter": "书信"}

WHO = {"homeroom": "班主任", "subject": "科任教师", "leader": "学校领导", "teacher": "每位教师"}

GROUPS = {
    "potential": "学有潜力的学生",
    "talented": "有特长的学生",
    "poor": "家庭困难的学生",
    "single_parent": "单亲家庭的学生",
    "struggling": "学习有困难的学生",
    "left_behind": "留守学生",
    "unstable": "情绪心理不稳定的学生",
    "dropped_out": "已辍学的学生",
    "dropout_risk": "有辍学倾向的学生",
    "lopsided": "偏科的学生",
    "disciplined": "有违纪情况的学生",
    "disabled": "随班就读的残疾学生",
    "disaster": "家中受灾的学生",
    "parent_disability": "父母智力或精神残疾的学生",
    "migrant": "随迁子女",
    "changed": "近期变化大的学生",
    "weak_habits": "习惯态度需要帮助的学生",
    "special": "重点关注的学生",
}

EVENTS = {
    "illness_absence": "学生因病缺课",
    "family_misfortune": "学生家中遭遇变故",
    "school_injury": "学生在校受伤",
    "unexplained_absence": "学生无故迟到或缺课",
    "sudden_decline": "学生成绩或品行突然下滑",
    "progress": "学生有了进步",
    "dropout": "学生辍学",
    "dropout_risk": "学生有辍学苗头",
    "special": "出现特殊情况",
}

CONTENT = {
    "in_school_report": "在校情况",
    "home_situation": "在家情况",
    "family_background": "家庭状况",
    "agreed_measures": "商定措施",
    "relationship": "亲子关系",
    "rapport": "情感交流",
    "parent_feedback": "家长意见",
    "purpose": "家访目的",
    "countermeasures": "教育对策",
    "cause": "原因分析",
}

FIELDS = {
    "time": "家访时间",
    "place": "家访地点",
    "student": "学生姓名",
    "guardian": "家长姓名",
    "teacher": "家访教师",
    "purpose": "家访事由",
    "mode": "家访方式",
    "content": "谈话内容",
    "feedback": "家长意见",
    "measures": "后续措施",
    "signature": "家长签字或盖章",
    "needs": "家庭困难与需求",
    "photo": "照片",
}

STEPS = {
    "plan": "家访前先订计划",
    "appointment": "家访前先与家长预约时间",
    "approval_in_school_hours": "上班时间外出家访须先经批准",
    "oral_report": "家访回校后作口头汇报",
    "co_visitor": "家访时有同事陪同",
    "student_present": "家访时学生要在场",
    "guardian_present": "家访时家长要在场",
    "escalation": "重大情况及时上报",
    "written_notice": "重要事项书面通知家长",
    "excuse_unreachable": "确实无法到达的学生，说明原因后可以不计",
    "spot_check": "学校随时抽查家访记录",
}

EFFECTS = {
    "credit": "计入考核",
    "deduction": "考核扣分",
    "bonus": "给予奖励",
    "forfeit": "取消全部奖励",
    "ranking": "影响评先评优",
    "survey": "以座谈、问卷了解",
}

CAUSES = {
    "quota_met": "按要求完成家访的",
    "quota_missed": "没有按要求完成家访的",
    "falsified": "家访记录弄虚作假的",
    "late": "逾期的",
    "misconduct": "违反纪律的",
    "overall": "家访总体情况",
}

MEETINGS = {
    "parent_meeting": "家长会",
    "symposium": "家长座谈会",
    "open_day": "家长开放日",
    "reception": "家长接待日",
    "committee": "家长委员会",
    "training": "家长学校培训",
}

ARCHIVES = {"month_end": "每月末", "term_end": "每学期末", "year_end": "每学年末"}

PERIODS = {"week": "每周", "month": "每月", "term": "每学期", "year": "每学年", "holiday": "每个假期"}

STAGES = {
    "kindergarten": "幼儿园",
    "primary": "小学",
    "junior": "初中",
    "nine_year": "九年一贯制",
    "senior": "高中",
    "vocational": "中职",
}
