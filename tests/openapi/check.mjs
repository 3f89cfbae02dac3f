// Validates with /openapi.json, line by line: the document first, then questions. Each question is
// one line of JSON, and so is its answer.
//
//   {"document": "its text"}                      -> {"valid", "errors"}; with "lint", which takes
//                                                    seconds, also {"lint": ["rule at pointer: message"],
//                                                    "spectral": the same of another linter}
//   {"pointer": "/components/…", "value": …}      -> {"errors": […]}; with "strict" a member that
//                                                    the schema does not name is an error
import readline from 'node:readline';

import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Validator } from '@seriousme/openapi-schema-validator';
import spectralCore from '@stoplight/spectral-core';
import { oas } from '@stoplight/spectral-rulesets';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

// The project has no licence to name.
const RULES = { extends: ['recommended-strict'], rules: { 'info-license': 'off' } };

// The same document, whose objects may hold only the members they name.
function closed(node) {
  if (Array.isArray(node)) return node.map(closed);
  if (node === null || typeof node !== 'object') return node;
  const out = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  if (out.type === 'object' && out.properties && !('additionalProperties' in out))
    out.additionalProperties = false;
  return out;
}

// Checks whether values match the schemas of `document`.
function judge(document) {
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
  ajv.addSchema(document, 'api');
  const known = new Map();
  return (pointer, value) => {
    if (!known.has(pointer)) known.set(pointer, ajv.compile({ $ref: `api#${pointer}` }));
    const fits = known.get(pointer);
    if (fits(value)) return [];
    return fits.errors.map((each) => `${each.instancePath} ${each.message}`).slice(0, 10);
  };
}

// Every rule of Spectral for OpenAPI that is on by default.
async function spectral(text) {
  const linter = new spectralCore.Spectral();
  linter.setRuleset({ extends: [oas] });
  const found = await linter.run(text);
  return found.map((each) => `${each.code} at /${each.path.join('/')}: ${each.message}`);
}

let open, strict;

async function read(text, linted) {
  const document = JSON.parse(text);
  const { valid, errors } = await new Validator().validate(document);
  open = judge(document);
  strict = judge(closed(document));
  if (!linted) return { valid, errors: errors ?? [] };
  const config = await createConfig(RULES);
  const found = await lintFromString({ source: text, absoluteRef: 'openapi.json', config });
  const lint = found.map((each) => `${each.ruleId} at ${each.location[0]?.pointer}: ${each.message}`);
  return { valid, errors: errors ?? [], lint, spectral: await spectral(text) };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  let answer;
  try {
    const asked = JSON.parse(line);
    if (!open) answer = await read(asked.document, asked.lint);
    else answer = { errors: (asked.strict ? strict : open)(asked.pointer, asked.value) };
  } catch (error) {
    answer = { valid: false, errors: [String(error)], lint: [] };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
