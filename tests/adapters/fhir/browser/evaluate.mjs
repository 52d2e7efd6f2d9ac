// Evaluates the FHIRPath of Questionnaires with HL7's fhirpath.js.
// Standard input: {"packages", "cases": [{"questionnaire", "response"}]}. Standard output: for each case, what
// each calculated item gives (null where it is empty).
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const given = JSON.parse(fs.readFileSync(0, 'utf8'));
const require = createRequire(path.join(given.packages, 'node_modules', 'x.js'));
const fhirpath = require('fhirpath');
const model = require('fhirpath/fhir-context/r4');
const CALCULATED = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression';

const compiled = new Map();
const evaluate = (text, resource, env) => {
  if (!compiled.has(text)) compiled.set(text, fhirpath.compile(text, model));
  return compiled.get(text)(resource, env);
};
const results = given.cases.map(({ questionnaire, response }) => {
  const env = { resource: response, questionnaire };
  for (const { valueExpression: it } of questionnaire.extension ?? []) {
    if (it) env[it.name] = evaluate(it.expression, response, env);
  }
  const values = {};
  for (const item of questionnaire.item) {
    for (const { url, valueExpression } of item.extension ?? []) {
      if (url !== CALCULATED) continue;
      const [first = null] = evaluate(valueExpression.expression, response, env);
      values[item.linkId] = first?.code ?? first;
    }
  }
  return values;
});
process.stdout.write(JSON.stringify(results));
