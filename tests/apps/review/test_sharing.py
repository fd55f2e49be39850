"""A school agrees to share decided notes, without names; the export takes those of agreeing schools only."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kernel import audit, clock, tenancy
from tenants.review import services
from tenants.review.errors import SharingForbidden
from tenants.review.learning import pseudonyms
from tenants.review.models import Flag, SharingConsent
from tests.support.schools import TestSchool
from tests.support.visits import COMPLAINT, NOW, World, submitted, world

PRIVATE = (
    "子墨上课总是睡觉，作业连着两周没有交，还和王小禾打架。爸爸刘水生电话13912345678，"
    "家里由爷爷照看，晚上玩手机到十二点。甲小学以后每天早上问一次。"
)


@pytest.fixture
def here(in_alpha: TestSchool) -> World:
    return world(in_alpha)


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def decide(here: World, text: str, code: str, decision: str, *, excused: bool = False) -> None:
    visit_id = submitted(here, here.zimo, text)
    flag = Flag.objects.get(visit_id=visit_id, code=code)
    services.flag_decide(
        actor=here.actor("principal"), flag_id=flag.pk, decision=decision, reason="看过了", excused=excused
    )


def agree(here: World, agreed: bool = True, *, by: str = "principal") -> Any:
    return services.sharing_set(actor=here.actor(by), agreed=agreed)


def exported(tmp_path: Path, *args: str) -> tuple[list[dict[str, Any]], str]:
    said = io.StringIO()
    target = tmp_path / "out.jsonl"
    call_command("export_decisions", *args, "--bureau", "east", "-o", str(target), stderr=said)
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()], said.getvalue()


def test_a_school_agrees_and_takes_it_back(here: World) -> None:
    decide(here, COMPLAINT, "tone.complaint_only", "upheld")
    assert (agree(here).agreed, agree(here).notes) == (True, 1)
    standing = SharingConsent.objects.get()
    assert (standing.agreed_by_name, standing.agreed_at, standing.ended_at) == ("甲小学校长", NOW, None)
    back = agree(here, agreed=False)
    assert (back.agreed, back.at, back.by) == (False, NOW, "甲小学校长")
    agree(here, agreed=False)
    agree(here)
    assert SharingConsent.objects.count() == 2
    school = f"school:{here.school.schema_name}"
    assert audit.actions(subject=school)[-3:] == ["sharing.agree", "sharing.end", "sharing.agree"]


@pytest.mark.parametrize("person", ["office", "leader", "homeroom"])
def test_only_the_principal_agrees(here: World, person: str) -> None:
    with pytest.raises(SharingForbidden):
        agree(here, by=person)
    assert SharingConsent.objects.count() == 0


def test_without_consent_nothing_leaves(here: World, tmp_path: Path) -> None:
    decide(here, COMPLAINT, "tone.complaint_only", "upheld")
    assert exported(tmp_path) == ([], "甲小学：没有同意共享，未导出\n")
    agree(here)
    agree(here, agreed=False)
    assert exported(tmp_path)[0] == []


def test_a_decided_note_goes_without_names_and_private_data(here: World, tmp_path: Path) -> None:
    decide(here, PRIVATE, "tone.complaint_only", "upheld")
    submitted(here, here.yinuo, "只有一句话，没有决定过。", by="homeroom2")
    agree(here)
    (line,), said = exported(tmp_path)
    assert said == "甲小学：1 条\n"
    assert sorted(line) == ["id", "labels", "student", "text"]
    assert line["labels"] == {"tone": "complaint_only"}
    for word in ("刘子墨", "子墨", "王小禾", "刘水生", "13912345678", "甲小学"):
        assert word not in line["text"] + line["student"]
    assert len(line["student"]) == 3
    assert line["text"].startswith(f"{line['student'][1:]}上课总是睡觉，")
    assert "〔手机号〕" in line["text"]
    assert audit.actions(subject=f"school:{here.school.schema_name}")[-1] == "sharing.export"
    assert exported(tmp_path)[0] == [line]


def test_a_dismissal_that_excuses_says_the_finding_was_right(here: World, tmp_path: Path) -> None:
    text = COMPLAINT.replace("和爷爷说好，每晚九点由爷爷收走手机，我每天早上问一次。", "")
    decide(here, text, "content.agreed_measures", "dismissed", excused=True)
    decide(here, text + "那天下着大雨，路不好走。", "content.agreed_measures", "dismissed")
    agree(here)
    lines, _ = exported(tmp_path)
    labels = [line["labels"]["content"]["agreed_measures"] for line in lines]
    assert sorted(labels) == ["absent", "present"]


def test_only_the_schools_that_are_named(here: World, beta: TestSchool, tmp_path: Path) -> None:
    agree(here)
    assert exported(tmp_path, "alpha")[1] == "甲小学：0 条\n"
    for wrong in (["beta"], ["nowhere"]):
        with pytest.raises(CommandError, match="没有这些学校"):
            exported(tmp_path, *wrong)
    with pytest.raises(CommandError, match="没有代号为"):
        call_command("export_decisions", "--bureau", "nowhere")


def test_made_up_names_keep_the_shape_of_real_ones(in_alpha: TestSchool, beta: TestSchool) -> None:
    people = pseudonyms.People(names=frozenset({"唐小晗", "王大力"}), school="甲小学")
    name, text = pseudonyms.masked("唐小晗", "唐小晗和王大力同桌。小晗爱笑，晗晗在家帮忙。", people)
    assert len(name) == 3
    assert name not in ("唐小晗", "王大力")
    other = text.split("和")[1].split("同桌")[0]
    assert text == f"{name}和{other}同桌。{name[1:]}爱笑，{name[2] * 2}在家帮忙。"
    assert other not in ("王大力", name)
    assert pseudonyms.masked("唐小晗", "王大力来了。", people)[1] == f"{other}来了。"
    doubled, text = pseudonyms.masked("李丽丽", "李丽丽的爸爸说丽丽懂事。", people)
    assert doubled[1] == doubled[2]
    assert text == f"{doubled}的爸爸说{doubled[1:]}懂事。"
    with tenancy.school(beta.schema_name):
        assert pseudonyms.pseudonym("唐小晗", taken=frozenset()) != name
