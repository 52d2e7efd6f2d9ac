"""From declarations to a program: cells made in order, then everything that names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from decisionsupport.diagnostics import Related, Report
from decisionsupport.documents.pack import Pack
from decisionsupport.loading.building import PRIORITY_TEXTS, Building
from decisionsupport.loading.declare import Declared, names_of
from decisionsupport.loading.forms import FormMaker, define_applies
from decisionsupport.loading.names import Scope
from decisionsupport.loading.order import in_order
from decisionsupport.loading.parameters import make_parameter, site_values
from decisionsupport.loading.requests import make_request
from decisionsupport.loading.resting import Resting
from decisionsupport.loading.rules import RuleMaker, make_action, rule_makers
from decisionsupport.loading.tables import define_table
from decisionsupport.loading.texts import TextMaker
from decisionsupport.program import expressions as x
from decisionsupport.program import model
from decisionsupport.program.texts import Words
from decisionsupport.values import kinds
from decisionsupport.values.kinds import everything
from decisionsupport.values.time import zone_named

BOOLEAN = kinds.Boolean()


def build(
    declared: Declared, report: Report, site: str | None, lost: frozenset[str] = frozenset()
) -> model.Program | None:
    """The program of a pack for a site; None where none is declared. `lost`: words of files with errors."""
    info = _pack(declared, report)
    if info is None:
        return None
    building = Building(declared, names_of(declared, lost), info, report, zone=zone_named(info.timezone))
    building.option_texts["priority"] = dict(PRIORITY_TEXTS)
    building.option_texts["action"] = {
        action_id: building.words(action.title) for action_id, action in declared.actions.items()
    }
    forms = [FormMaker(form, building) for _, form in sorted(declared.forms.items())]
    for form in forms:
        form.define()
    makers = rule_makers(building)
    for maker in makers:
        maker.define()
    parameters = _parameters(building, site)
    findings = _define_findings(makers, building)
    _define_sets(building)
    for table_id, (_, table) in sorted(declared.tables.items()):
        define_table(table_id, table, Scope(), building, declared.places["table", table_id])
    for definition in in_order(building.definitions, report):
        cell = definition.make()
        if cell is not None:
            building.cells[cell.id] = cell
    return _finish(building, site, forms, makers, parameters, findings)


def _pack(declared: Declared, report: Report) -> model.PackInfo | None:
    if not declared.packs:
        report.add(
            "no-pack",
            "no file says `pack:`",
            None,
            help="add a file with `pack:`, `version:` and `languages:`",
        )
        return None
    first, *others = declared.packs
    for other in others:
        related = (Related("the first is here", first.pack.span),)
        report.add(
            "repeated-id", "a second pack", other.pack.span, help="one file says `pack:`", related=related
        )
    return _info(first)


def _info(pack: Pack) -> model.PackInfo:
    languages = tuple(word.text for word in pack.languages)

    def words(entries: object) -> Mapping[str, Words]:
        found = {}
        for word, text in entries:  # type: ignore[attr-defined]
            by_language = [(language, text.lines(language)) for language in languages]
            found[word.text] = Words(
                tuple(
                    (language, "\n".join(line.say.value for line in lines))
                    for language, lines in by_language
                    if lines
                )
            )
        return dict(sorted(found.items())) if entries is not pack.occasions else found

    return model.PackInfo(
        name=pack.pack.text,
        version=pack.version.text,
        languages=languages,
        timezone=pack.timezone.text,
        roles=words(pack.roles),
        recipients=words(pack.recipients),
        occasions=words(pack.occasions),
    )


# Parameters ----------------------------------------------------------------------------------------------


def _parameters(building: Building, site: str | None) -> dict[str, model.Parameter]:
    declared = building.declared
    found: dict[str, model.Parameter] = {}
    for parameter_id, written in sorted(declared.parameters.items()):
        span = declared.places["parameter", parameter_id]
        parameter = make_parameter(parameter_id, written, span, building)
        if parameter is not None:
            found[parameter_id] = parameter
    sites = {overrides.overrides.text for overrides in declared.overrides}
    if site is not None and site not in sites:
        building.report.add(
            "unknown-site",
            f"no `overrides:` file is for site `{site}`",
            None,
            help="there is " + ", ".join(f"`{name}`" for name in sorted(sites))
            if sites
            else "no site is declared",
        )
    for overrides in declared.overrides:
        for word, override in overrides.parameters:
            if not building.known("parameter", word, declared.parameters) or word.text not in found:
                continue
            parameter = found[word.text]
            values = site_values(override, parameter, declared.parameters[word.text].kind.text, building)
            if overrides.overrides.text == site:
                found[word.text] = replace(
                    parameter, site_values=(*parameter.site_values, *values), site_name=site
                )
    for parameter in found.values():
        _parameter_cell(parameter, building)
    return found


def _parameter_cell(parameter: model.Parameter, building: Building) -> None:
    cell_id = f"parameter.{parameter.id}"
    widest = everything(parameter.kind, parameter.between)
    cell = building.cell(cell_id, None, parameter.kind, parameter.span, title=parameter.title, widest=widest)
    building.cells[cell_id] = cell


# Findings, sets ------------------------------------------------------------------------------------------


def _define_findings(makers: list[RuleMaker], building: Building) -> dict[str, model.Finding]:
    concluded: dict[str, list[tuple[RuleMaker, bool | str]]] = {
        name: [] for name in building.declared.findings
    }
    for maker in makers:
        for finding, value, _ in maker.conclusions():
            concluded[finding].append((maker, value))
    found: dict[str, model.Finding] = {}
    for name, written in sorted(building.declared.findings.items()):
        cell_id, span = f"finding.{name}", building.declared.places["finding", name]
        kind: kinds.Kind = BOOLEAN
        order: tuple[bool | str, ...] = (False, True)
        if written.options is not None:
            order = written.options.words
            kind = kinds.Choice(
                written.options.words, bool(written.ordered and written.ordered.value), of=cell_id
            )
            building.remember_options(cell_id, written.options)
        title = building.words(written.title)
        rules = concluded[name]
        found[name] = model.Finding(name, kind, title, order, tuple(maker.id for maker, _ in rules), span)
        _define_finding(cell_id, found[name], rules, building)
    return found


def _define_finding(
    cell_id: str, finding: model.Finding, rules: list[tuple[RuleMaker, bool | str]], building: Building
) -> None:
    def make() -> model.Cell | None:
        if any(maker.when not in building.cells for maker, _ in rules):
            return None  # a rule that could not be made was reported: nothing follows from the finding
        entries = tuple((_holds(maker, building), value) for maker, value in rules)
        made = x.Concluded(entries, finding.order, finding.kind, finding.span)
        return building.cell(cell_id, made, finding.kind, finding.span, title=finding.title)

    reads = tuple(cell for maker, _ in rules for cell in (maker.when, maker.set_applies))
    building.define(cell_id, reads, make, finding.span)


def _holds(maker: RuleMaker, building: Building) -> x.Expression:
    when = x.Read(maker.when, BOOLEAN, maker.word.span)
    if maker.set_applies not in building.cells:
        return when
    applies = x.Read(maker.set_applies, BOOLEAN, maker.word.span)
    return x.UnlessFalse(applies, when, BOOLEAN, maker.word.span)


def _define_sets(building: Building) -> None:
    for set_id, files in sorted(building.declared.sets.items()):
        written = [file.applies_when for file in files if file.applies_when is not None]
        if written:
            define_applies(f"applies:set:{set_id}", written[0], Scope(), None, building)


# The whole -----------------------------------------------------------------------------------------------


def _finish(
    building: Building,
    site: str | None,
    forms: list[FormMaker],
    makers: list[RuleMaker],
    parameters: dict[str, model.Parameter],
    findings: dict[str, model.Finding],
) -> model.Program:
    declared = building.declared
    made_forms = {form.id: form.finish() for form in forms}
    actions = {
        action_id: make_action(action_id, written, declared.places["action", action_id], building)
        for action_id, written in sorted(declared.actions.items())
    }
    rules = [maker.finish() for maker in makers]
    requests = {
        request_id: make_request(written, building)
        for request_id, written in sorted(declared.requests.items())
    }
    resting = Resting(building.cells)
    words = {form_id: form.word for form_id, form in made_forms.items()}
    return model.Program(
        pack=building.pack,
        site=site,
        digest="",
        forms=made_forms,
        items={item.id: item for form in made_forms.values() for item in _items(form)},
        groups=building.groups,
        cells=dict(building.cells),
        parameters=parameters,
        findings=findings,
        actions=actions,
        sets={set_id: _set(set_id, building) for set_id in sorted(declared.sets)},
        rules={rule.id: _rested(rule, resting, words) for rule in rules if rule is not None},
        requests=requests,
        evidence=_evidence(building),
        option_texts=dict(sorted(building.option_texts.items())),
    )


def _rested(rule: model.Rule, resting: Resting, words: Mapping[str, str]) -> model.Rule:
    return replace(rule, taking_part=resting.taking_part(rule.when, words), rests_on=resting.forms(rule.when))


def _items(form: model.Form) -> list[model.Item]:
    found: list[model.Item] = []
    for entry in form.entries:
        found += entry.items if isinstance(entry, model.RepeatingGroup) else [entry]
    return found


def _set(set_id: str, building: Building) -> model.RuleSet:
    files = building.declared.sets[set_id]
    applies = next((file.applies_when for file in files if file.applies_when is not None), None)
    title = next((file.title for file in files if file.title is not None), None)
    cell = f"applies:set:{set_id}"
    return model.RuleSet(
        id=set_id,
        version=files[0].version.text,
        title=building.words(title, set_id),
        applies_when=cell if cell in building.cells else None,
        not_for=TextMaker(building).make(applies.else_, Scope()) if applies and applies.else_ else None,
    )


def _evidence(building: Building) -> dict[str, model.Evidence]:
    found = {}
    for source_id, source in sorted(building.declared.sources.items()):
        found[source_id] = model.Evidence(
            id=source_id,
            title=building.words(source.title),
            publisher=source.publisher.text if source.publisher else "",
            year=source.year.text if source.year else "",
            url=source.url.text if source.url else "",
            licence=source.licence.text if source.licence else "",
            accessed=source.accessed.value.isoformat() if source.accessed else "",
            certainty=source.certainty.text,  # type: ignore[arg-type]
        )
    return found
