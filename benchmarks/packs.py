"""The benchmarks' tables as packs of ours: NEWS2 with eight rules, N rules over one form, a thousand forms."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.news2 import ACTIONS, LEVELS, SUBS
from benchmarks.rules import FIELDS, FLAGS, Rule
from decisionsupport.loading import File

_PACK = """\
pack: bench
version: 1.0.0
languages: [en]
timezone: Europe/Stockholm
"""
_NEWS2 = """\
assessment: news2
version: 1.0.0
title: NEWS2
items:
  rr: {kind: integer, between: 0..120, points: {..8: 3, 9..11: 1, 12..20: 0, 21..24: 2, 25..: 3}}
  scale: {kind: integer, between: 1..2}
  spo2:
    kind: integer
    between: 0..100
    points:
      - {when: scale == 1, bands: {..91: 3, 92..93: 2, 94..95: 1, 96..: 0}}
      - {when: not o2, bands: {..83: 3, 84..85: 2, 86..87: 1, 88..: 0}}
      - bands: {..83: 3, 84..85: 2, 86..87: 1, 88..92: 0, 93..94: 1, 95..96: 2, 97..: 3}
  o2: {kind: boolean, points: 2}
  sbp: {kind: integer, between: 20..350, points: {..90: 3, 91..100: 2, 101..110: 1, 111..219: 0, 220..: 3}}
  pulse:
    kind: integer
    between: 0..300
    points: {..40: 3, 41..50: 1, 51..90: 0, 91..110: 1, 111..130: 2, 131..: 3}
  acvpu:
    kind: choice
    options:
      a: {text: Alert, points: 0}
      c: {text: Confusion, points: 3}
      v: {text: Voice, points: 3}
      p: {text: Pain, points: 3}
      u: {text: Unresponsive, points: 3}
  temp:
    kind: decimal
    step: 0.1
    between: 25.0..45.0
    points: {..35.0: 3, 35.1..36.0: 1, 36.1..38.0: 0, 38.1..39.0: 1, 39.1..: 2}
computed:
"""
_SUMMED = """\
  total: {value: sum(points), title: Total}
  red: {value: max(points) == 3, title: Any single score of 3}
  level:
    title: Level
    ordered: true
    options: {none: {text: none}, low: {text: low}, low_medium: {text: low-medium}, medium: {text: medium}, high: {text: high}}
    first:
      - {when: total >= 7, is: high}
      - {when: total >= 5, is: medium}
      - {when: red, is: low_medium}
      - {when: total >= 1, is: low}
      - {is: none}
"""
_RESPONSE = """\
set: response
version: 1.0.0
title: Response
actions:
  call: {title: Call the emergency team, priority: emergency, due: now}
  review: {title: Urgent review, priority: urgent, due: 30 minutes}
  doctor: {title: Ward doctor, priority: urgent, due: 1 hours}
  observe: {title: Observe again, priority: soon, due: 4 hours}
  go_on: {title: Go on as planned, priority: routine}
  oxygen: {title: Look over the oxygen, priority: soon, due: 4 hours}
  airway: {title: Guard the airway, priority: emergency, due: now}
rules:
  high: {title: Seven or more, when: news2.level is high, propose: [call], because: "NEWS2 {{ news2.total }} p."}
  medium: {title: Five or more, when: news2.level >= medium, propose: [review], because: "NEWS2 {{ news2.total }} p."}
  red: {title: A single 3, when: news2.red, propose: [doctor], because: "A single score is 3."}
  low: {title: One to four, when: news2.level is low, propose: [observe], because: "NEWS2 {{ news2.total }} p."}
  none: {title: Nought, when: news2.total == 0, propose: [go_on], because: "NEWS2 0 p."}
  oxygen: {title: On oxygen, when: "news2.o2 and news2.spo2 >= 97", propose: [oxygen], because: "SpO2 {{ news2.spo2 }}."}
  unconscious: {title: Unresponsive, when: "news2.acvpu in [p, u]", propose: [airway], because: "{{ news2.acvpu }}."}
  shock: {title: Low pressure, when: "news2.sbp <= 90 and news2.pulse >= 111", propose: [review], because: "{{ news2.sbp }}."}
"""
ACTION_IDS = {f"do_{level.replace('-', '_')}": text for level, text in ACTIONS.items()}
LEVEL_IDS = {level.replace("-", "_"): level for level in LEVELS}


def _files(texts: dict[str, str]) -> tuple[File, ...]:
    return tuple(File(name, text.encode()) for name, text in texts.items())


def news2(*, rules: bool = False, unrelated: int = 0) -> tuple[File, ...]:
    """The form with the eleven results, with its eight rules, among so many rules of another form."""
    scores = "".join(f"  {key}: {{value: {key[2:]}.points, title: {key}}}\n" for key in SUBS)
    options = "".join(f'      {name}: {{text: "{text}"}}\n' for name, text in ACTION_IDS.items())
    chosen = [(level, name) for level, name in zip(LEVEL_IDS, ACTION_IDS, strict=True) if level != "high"]
    first = "".join(f"      - {{when: level is {level}, is: {name}}}\n" for level, name in chosen)
    action = (
        f"  action:\n    title: Action\n    options:\n{options}    first:\n{first}      - {{is: do_high}}\n"
    )
    texts = {"pack.yaml": _PACK, "news2.yaml": _NEWS2 + scores + _SUMMED + action}
    if rules:
        texts["response.yaml"] = _RESPONSE
    if unrelated:
        texts["person.yaml"], texts["many.yaml"] = _PERSON, _set(_rules_over(unrelated))
    return _files(texts)


def news2_summed() -> tuple[File, ...]:
    """The form with its sum, whether a score is 3, and its level alone."""
    return _files({"pack.yaml": _PACK, "news2.yaml": _NEWS2 + _SUMMED})


_PERSON = "assessment: person\nversion: 1.0.0\ntitle: Person\nitems:\n" + "".join(
    f"  {field}: {{kind: integer, between: {'0..1' if field in FLAGS else '0..120'}}}\n" for field in FIELDS
)


def many_rules(rules: Sequence[Rule]) -> tuple[File, ...]:
    """The rules over one form; all propose the same, so that what fired is the reasons of one proposal."""
    return _files({"pack.yaml": _PACK, "person.yaml": _PERSON, "many.yaml": _set(rules)})


def _set(rules: Sequence[Rule]) -> str:
    head = "set: many\nversion: 1.0.0\ntitle: Many\nactions:\n  call_back: {title: Call back, priority: soon}\nrules:\n"
    return head + "".join(_rule(number, rule) for number, rule in enumerate(rules))


def _rule(number: int, rule: Rule) -> str:
    when = " and ".join(f"person.{field} {op} {limit}" for field, op, limit in rule)
    return f"  r{number}:\n    title: Rule {number}\n    when: {when}\n    propose: [call_back]\n"


def _rules_over(count: int) -> Sequence[Rule]:
    return [
        ((FIELDS[number % 15], ">=", 1 + number % 97), (FIELDS[(number + 3) % 15], "<", 90 - number % 71))
        for number in range(count)
    ]


def large(forms: int, rules: int) -> tuple[File, ...]:
    """So many forms of ten questions and a score, and so many rules over them, fifty in a set."""
    texts = {"pack.yaml": _PACK}
    for number in range(forms):
        texts[f"forms/f{number}.yaml"] = _form(number)
    for start in range(0, rules, 50):
        texts[f"rules/s{start // 50}.yaml"] = _rules_of(start, min(start + 50, rules), forms)
    return _files(texts)


def _form(number: int) -> str:
    items = [
        f"  i{item}:\n    ask: {{en: Question {item} of form {number}?}}\n    kind: integer\n"
        f"    between: 0..100\n    points: {{..{20 + item}: 0, {21 + item}..60: 1, 61..: 2}}\n"
        for item in range(10)
    ]
    total = "computed:\n  total: {value: sum(points), title: Total}\n"
    return f"assessment: f{number}\nversion: 1.0.0\ntitle: Form {number}\nitems:\n{''.join(items)}{total}"


def _rules_of(start: int, end: int, forms: int) -> str:
    number = start // 50
    head = f"set: s{number}\nversion: 1.0.0\ntitle: Set {number}\nactions:\n  a{number}: {{title: Act {number}, priority: soon}}\nrules:\n"
    rules = [
        f"  r{rule}:\n    title: Rule {rule}\n    when: f{rule % forms}.total >= {rule % 19} and not "
        f"f{rule % forms}.i{rule % 10} < {rule % 50}\n    propose: [a{number}]\n"
        f'    because: "{{{{ f{rule % forms}.total }}}} p."\n'
        for rule in range(start, end)
    ]
    return head + "".join(rules)
