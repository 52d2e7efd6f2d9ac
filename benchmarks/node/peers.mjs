// The peers from npm, on the same works: node peers.mjs WORKLOAD.json prints one line of JSON.
// As in Python: checked against the oracle's answers first, then blocks that take turns with hand-written JavaScript.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { LogicEngine } from "json-logic-engine";
import { Engine } from "json-rules-engine";

const SUBS = ["s_rr", "s_spo2", "s_o2", "s_sbp", "s_pulse", "s_acvpu", "s_temp"];
const KEYS = [...SUBS, "total", "red", "level", "action"];
const NAMES = {
  "<=": "lessThanInclusive", "<": "lessThan", ">": "greaterThan", ">=": "greaterThanInclusive", "==": "equal",
};
const conditions = (tests) => ({
  all: tests.map(([fact, op, value]) => ({ fact, operator: NAMES[op], value })),
});

// NEWS2 ------------------------------------------------------------------------------------------

const handNews2 = (w) => (p) => {
  const { rr, spo2, o2, sbp, pulse, temp } = p;
  const a = rr <= 8 ? 3 : rr <= 11 ? 1 : rr <= 20 ? 0 : rr <= 24 ? 2 : 3;
  let b;
  if (p.scale === 1) b = spo2 <= 91 ? 3 : spo2 <= 93 ? 2 : spo2 <= 95 ? 1 : 0;
  else if (spo2 <= 92) b = spo2 <= 83 ? 3 : spo2 <= 85 ? 2 : spo2 <= 87 ? 1 : 0;
  else if (!o2) b = 0;
  else b = spo2 <= 94 ? 1 : spo2 <= 96 ? 2 : 3;
  const c = o2 ? 2 : 0;
  const d = sbp <= 90 ? 3 : sbp <= 100 ? 2 : sbp <= 110 ? 1 : sbp <= 219 ? 0 : 3;
  const e = pulse <= 40 ? 3 : pulse <= 50 ? 1 : pulse <= 90 ? 0 : pulse <= 110 ? 1 : pulse <= 130 ? 2 : 3;
  const f = p.acvpu === "A" ? 0 : 3;
  const g = temp <= 35 ? 3 : temp <= 36 ? 1 : temp <= 38 ? 0 : temp <= 39 ? 1 : 2;
  const total = a + b + c + d + e + f + g;
  const red = [a, b, d, e, f, g].includes(3);
  const level = total >= 7 ? "high" : total >= 5 ? "medium" : red ? "low-medium" : total >= 1 ? "low" : "none";
  return {
    s_rr: a, s_spo2: b, s_o2: c, s_sbp: d, s_pulse: e, s_acvpu: f, s_temp: g,
    total, red, level, action: w.actions[level],
  };
};

function jsonRulesNews2(w) {
  const engine = new Engine();
  const add = (key, rows, priority) => {
    for (const [tests, value] of rows) {
      engine.addRule({ conditions: conditions(tests), event: { type: key, params: { value } }, priority });
    }
  };
  for (const key of SUBS) add(key, w.rows[key], 30);
  add("level", w.level_rows, 20);
  add("action", Object.entries(w.actions).map(([level, act]) => [[["level", "==", level]], act]), 10);
  // Priorities make stages: what was found becomes a fact of the later ones.
  engine.on("success", (event, almanac) => almanac.addRuntimeFact(event.type, event.params.value));
  const subs = (almanac) => Promise.all(SUBS.map((key) => almanac.factValue(key)));
  engine.addFact("total", async (_, almanac) => (await subs(almanac)).reduce((a, b) => a + b));
  engine.addFact("red", async (_, almanac) => (await subs(almanac)).includes(3));
  return async (p) => {
    const { events, almanac } = await engine.run(p);
    const out = Object.fromEntries(events.map((event) => [event.type, event.params.value]));
    return { ...out, total: await almanac.factValue("total"), red: await almanac.factValue("red") };
  };
}

const logicTests = (tests) => ({ and: tests.map(([field, op, value]) => ({ [op]: [{ var: field }, value] })) });
const logicChain = (rows) => ({
  if: [...rows.slice(0, -1).flatMap(([tests, value]) => [logicTests(tests), value]), rows.at(-1)[1]],
});

function jsonLogicNews2(w) {
  const engine = new LogicEngine();
  const said = Object.fromEntries(SUBS.map((key) => [key, logicChain(w.chains[key])]));
  said.total = { "+": SUBS.map((key) => ({ var: key })) };
  said.red = { or: SUBS.map((key) => ({ "==": [{ var: key }, 3] })) };
  said.level = logicChain(w.level_chain);
  said.action = logicChain(w.action_chain);
  const compiled = Object.entries(said).map(([key, logic]) => [key, engine.build(logic)]);
  return (p) => {
    const scope = { ...p };
    for (const [key, run] of compiled) scope[key] = run(scope);
    return scope;
  };
}

// Many rules -------------------------------------------------------------------------------------

function handRules(w) {
  const lines = w.rules.map(
    (rule, k) => `if (${rule.map(([f, op, v]) => `${f} ${op === "==" ? "===" : op} ${v}`).join(" && ")}) fired.push(${k});`,
  );
  return new Function("p", `const fired = []; const {${w.fields.join(", ")}} = p; ${lines.join("\n")} return fired;`);
}

function jsonRulesRules(w) {
  const engine = new Engine();
  w.rules.forEach((rule, k) =>
    engine.addRule({ conditions: conditions(rule), event: { type: "fired", params: { k } } }),
  );
  return async (p) => (await engine.run(p)).events.map((event) => event.params.k);
}

function jsonLogicRules(w) {
  const engine = new LogicEngine();
  const tests = w.rules.map((rule) => engine.build(logicTests(rule)));
  return (p) => tests.flatMap((test, k) => (test(p) ? [k] : []));
}

// The harness ------------------------------------------------------------------------------------

const WORKS = {
  news2: {
    plain: (got) => Object.fromEntries(KEYS.map((key) => [key, got[key]])),
    peers: {
      "hand-written JavaScript": handNews2,
      "json-logic-engine, compiled (Node)": jsonLogicNews2,
      "json-rules-engine (Node)": jsonRulesNews2,
    },
  },
  rules: {
    plain: (got) => [...got].sort((a, b) => a - b),
    peers: {
      "hand-written JavaScript": handRules,
      "json-logic-engine, compiled (Node)": jsonLogicRules,
      "json-rules-engine (Node)": jsonRulesRules,
    },
  },
};

let sink;
async function block(evaluate, isAsync, patients, count, first) {
  const start = performance.now();
  if (isAsync) for (let k = first; k < first + count; k++) sink = await evaluate(patients[k % patients.length]);
  else for (let k = first; k < first + count; k++) sink = evaluate(patients[k % patients.length]);
  return (performance.now() - start) / 1e3;
}

async function ready(name, make, w, plain) {
  const evaluate = make(w);
  let isAsync = false;
  for (let k = 0; k < w.patients.length; k++) {
    const given = evaluate({ ...w.patients[k] });
    isAsync = given instanceof Promise;
    const got = plain(await given);
    if (!isDeepStrictEqual(got, w.expected[k])) {
      throw new Error(`${name}: ${JSON.stringify(w.patients[k])} gave ${JSON.stringify(got)}`);
    }
  }
  let count = 1;
  let spent = 0;
  while ((spent = await block(evaluate, isAsync, w.patients, count, 0)) < w.block / 5) count *= 4;
  return { name, evaluate, isAsync, count: Math.max(1, Math.floor((count * w.block) / spent)), taken: [] };
}

const median = (xs) => {
  const sorted = [...xs].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};
const version = (name) => {
  const found = ["json-logic-engine", "json-rules-engine"].find((each) => name.startsWith(each));
  if (!found) return process.version.slice(1);
  return JSON.parse(readFileSync(new URL(`node_modules/${found}/package.json`, import.meta.url))).version;
};

const workload = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { plain, peers } = WORKS[workload.work];
const timed = [];
for (const [name, make] of Object.entries(peers)) timed.push(await ready(name, make, workload, plain));
for (let round = 0; round < workload.rounds; round++) {
  for (const each of timed) {
    const spent = await block(each.evaluate, each.isAsync, workload.patients, each.count, round * 7);
    each.taken.push((spent / each.count) * 1e6);
  }
}
console.log(
  JSON.stringify(
    timed.map(({ name, taken }) => ({
      name, version: version(name), median: median(taken), least: Math.min(...taken), most: Math.max(...taken),
    })),
  ),
);
