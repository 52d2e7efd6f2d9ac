"""A new care request: what it needs, its text by section, a set with the rule that drafts it, and cases."""

from __future__ import annotations

from collections.abc import Mapping

from decisionsupport.authoring.scaffolds.ground import Ground, Unfit
from decisionsupport.authoring.scaffolds.rules import cases, condition_on, source


def request_files(name: str, ground: Ground, *, form: str | None = None) -> Mapping[str, str]:
    """The request, the set with its rule, and the cases."""
    recipient = next(iter(ground.program.pack.recipients), None)
    if recipient is None:
        raise Unfit("the pack declares no recipient", "add `recipients:` to the file with `pack:`")
    item = ground.item(form)
    rules = f"{name}_rules"
    condition = condition_on(item, rules, ground)
    parameters = f"parameters:\n{condition.parameter}" if condition.parameter else ""
    told = ground.told
    return {
        f"{name}.yaml": f"""\
# Say what the receiver must know, and what is asked for.
request: {name}
version: 0.1.0
title: {told(sv=f"Vårdbegäran: {_said(name)}", en=f"Care request: {_said(name)}")}
to: {recipient}
urgency: routine
layout: sbar
needs:
  - {item.id}
sections:
  situation:
    - {told(sv=f"Svaret var: {{{{ {item.id} }}}}.", en=f"The answer was: {{{{ {item.id} }}}}.")}
  recommendation:
    - {told(sv="Vad vi ber om.", en="What we ask for.")}
""",
        f"{rules}.yaml": f"""\
set: {rules}
version: 0.1.0
{source(rules, ground)}{parameters}rules:
  draft:
    title: {told(sv="När den ska skrivas", en="When it is to be drafted")}
    when: {condition.when}
    draft: [{name}]
    because: {told(sv=f"Svaret var: {{{{ {item.id} }}}}.", en=f"The answer was: {{{{ {item.id} }}}}.")}
    evidence: [{rules}_source]
""",
        f"{rules}.cases.yaml": cases(
            rules,
            item,
            condition,
            holds=f"drafts: {{{name}: {{gaps: []}}}}",
            fails=f"drafts_not: [{name}]",
            rule=f"{rules}.draft",
        ),
    }


def _said(name: str) -> str:
    return name.replace("_", " ")
