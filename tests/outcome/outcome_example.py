"""An outcome with something in every field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from decisionsupport.outcome.care import Caution, Draft, Evidence, Gap, Proposal, Reason, Repeat, Withheld
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.record import FormState, ItemState, PackUsed, ParameterUse, Problem
from decisionsupport.outcome.texts import Line, Number, NumberRange, Text, Words, sections
from decisionsupport.outcome.unknowns import Failed, NotKnown, OpenQuestion, Undecided, Wait
from decisionsupport.outcome.values import NOT_APPLICABLE, Unknown

WINTER = timezone(timedelta(hours=1))
AT = datetime(2026, 11, 23, 9, tzinfo=WINTER)


def example(*, at: datetime = AT, findings: Mapping[str, Any] | None = None) -> Outcome:
    """The outcome of a NEWS2 with two answers missing."""
    reason = Reason(
        rule="deterioration.emergency",
        title="Hög risk enligt NEWS2",
        because=Text(
            "sv",
            (Line("NEWS2 {{ news2.total }} p.", ReadOnly({"news2.total": NumberRange(5, 11)})),),
            ("puls", "temperatur"),
        ),
        evidence=(Evidence(source="rcp_news2", title="NEWS2", certainty="guideline", year=2017),),
    )
    caution = Caution(
        kind="unchecked",
        rule="deterioration.emergency",
        text=Text.plain("Behandlingsbegränsning är inte känd."),
        waits_for=(Wait(item="patient.treatment_limits"),),
    )
    parts = ReadOnly(
        {
            "situation": Text("sv", (Line("Feber {{ t }}.", ReadOnly({"t": Number(386, 1, "Cel")})),)),
            "background": Text("sv", (Line("{{ d }}", ReadOnly({"d": Words("{{ 7*7 }}")})),), ("mediciner",)),
        }
    )
    return Outcome(
        id="0" * 64,
        pack=PackUsed(name="home_care", version="1.0.0", digest="1" * 64),
        site="skovde",
        at=at,
        language="sv",
        forms=ReadOnly(
            {
                "news2": FormState(
                    version="1.0.0",
                    status="active",
                    complete=False,
                    items=ReadOnly({"pulse": ItemState(True, False), "wound": ItemState(None, False)}),
                )
            }
        ),
        parameters=(ParameterUse(parameter="downton_limit", value=4, from_="site"),),
        values=ReadOnly(
            {
                "news2": ReadOnly(
                    {
                        "total": Unknown(5, 11),
                        "risk": Unknown(one_of=("medium", "high")),
                        "red": NOT_APPLICABLE,
                    }
                )
            }
        ),
        findings=ReadOnly({"fall_risk": "high"} if findings is None else findings),
        proposals=(
            Proposal(
                id="2" * 64,
                action="call_112",
                title="Ring 112",
                for_patient="Vi ringer efter ambulans.",
                priority="emergency",
                due="now",
                due_at=at,
                repeat=(Repeat(every="1 hours", for_="4 hours"),),
                performer="registered_nurse",
                with_=("physician",),
                decided_by="registered_nurse",
                delegable=False,
                codes=ReadOnly({"kva": "XS100"}),
                reasons=(reason,),
                cautions=(caution,),
            ),
            Proposal(id="3" * 64, assess="nutrition", title="Nutritionsbedömning", priority="soon"),
        ),
        withheld=(Withheld(action="bed_rails", for_=(reason,), against=(reason,)),),
        drafts=(
            Draft(
                request="home_care_enrolment",
                title="Vårdbegäran om hemsjukvård",
                to="municipal_home_care",
                urgency="urgent",
                sections=parts,
                text=sections("sv", parts),
                reasons=(reason,),
                cautions=(caution,),
                gaps=(
                    Gap(needs="patient.contact", ask="Kontakt", state="unknown"),
                    Gap(needs="consent.given", text=Text.plain("Samtycke saknas."), state="false"),
                ),
            ),
        ),
        undecided=(
            Undecided(
                rule="deterioration.emergency",
                title="Hög risk",
                priority="emergency",
                waits_for=(Wait(item="news2.pulse"), Wait(form="downton")),
            ),
        ),
        failed=(Failed(rule="fall.broken", message="division"),),
        open_questions=(
            OpenQuestion(
                item="news2.pulse", ask="Puls", required=True, could_decide=("deterioration.emergency",)
            ),
        ),
        not_known=(NotKnown(item="downton.gait", reason="declined"),),
        problems=(
            Problem(
                path="news2.temperature",
                severity="error",
                message="off the grid",
                found="38.65",
                allowed="steps of 0.1 from 25.0 to 45.0",
            ),
        ),
        notes=ReadOnly({"news2": Text("sv", (Line("NEWS2 ej klar."),), ("puls",), incomplete=True)}),
    )
