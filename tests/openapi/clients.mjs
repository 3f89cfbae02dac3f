// Generates clients of a description of an API with three generators and compiles them in strict
// TypeScript, offline: node clients.mjs openapi.json FOLDER [GENERATOR…]. Prints one line of JSON:
//
//   {"openapi-typescript": [], "hey-api": [], "orval": ["file(line): message"]}
//
// FOLDER is new and within the folder of this program, so that what is generated finds its packages.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { createClient } from '@hey-api/openapi-ts';
import openapiTS, { astToString } from 'openapi-typescript';
import { generate } from 'orval';
import ts from 'typescript';

const [input, folder] = process.argv.slice(2, 4).map((each) => path.resolve(each));
const wanted = process.argv.slice(4);

const GENERATORS = {
  'openapi-typescript': async (out) =>
    writeFileSync(path.join(out, 'schema.ts'), astToString(await openapiTS(pathToFileURL(input)))),
  'hey-api': (out) =>
    createClient({
      input,
      output: out,
      plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
      logs: { level: 'silent' },
    }),
  orval: (out) =>
    generate({ input: { target: input }, output: { target: path.join(out, 'client.ts'), client: 'fetch' } }, out),
};

const STRICT = {
  strict: true,
  noEmit: true,
  skipLibCheck: true, // TypeScript's own
  noUncheckedIndexedAccess: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ES2022,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
};

function files(below) {
  return readdirSync(below, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && each.name.endsWith('.ts'))
    .map((each) => path.join(each.parentPath ?? each.path, each.name));
}

function mistakes(below) {
  const all = files(below);
  if (all.length === 0) return ['nothing was generated'];
  const program = ts.createProgram(all, STRICT);
  return ts.getPreEmitDiagnostics(program).slice(0, 20).map((each) => {
    const line = each.file && each.file.getLineAndCharacterOfPosition(each.start).line + 1;
    const where = each.file ? `${path.relative(below, each.file.fileName)}(${line}): ` : '';
    return where + ts.flattenDiagnosticMessageText(each.messageText, ' ');
  });
}

// Hides the output of the generators. The result goes to the real standard output.
const print = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
console.log = () => {};

const verdict = {};
for (const [name, make] of Object.entries(GENERATORS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const out = path.join(folder, name);
  mkdirSync(out, { recursive: true });
  try {
    await make(out);
    verdict[name] = mistakes(out);
  } catch (error) {
    verdict[name] = [String(error)];
  }
}
print(`${JSON.stringify(verdict)}\n`);
