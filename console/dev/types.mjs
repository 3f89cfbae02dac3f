// Writes src/api/types.ts from the /openapi.json of a running server:
//   node dev/types.mjs http://127.0.0.1:8080          writes it
//   node dev/types.mjs http://127.0.0.1:8080 --check  fails if it is not what the server describes
import { readFileSync, writeFileSync } from "node:fs";

const FILE = new URL("../src/api/types.ts", import.meta.url);
const [source = "http://127.0.0.1:8080", flag] = process.argv.slice(2);
const description = await (await fetch(new URL("/openapi.json", source))).json();

const quoted = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
const union = (types) => [...new Set(types)].join(" | ") || "never";
const inArray = (type) => (/[|&]/.test(type) ? `(${type})[]` : `${type}[]`);

const PLAIN = { string: "string", integer: "number", number: "number", boolean: "boolean", null: "null" };

function object(schema, depth) {
  const pad = "  ".repeat(depth + 1);
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties ?? {}).map(
    ([name, member]) => `${pad}${quoted(name)}${required.has(name) ? "" : "?"}: ${type(member, depth + 1)};`);
  const more = schema.additionalProperties;
  if (more && typeof more === "object" && rows.length === 0)
    return `Record<string, ${type(more, depth)}>`;
  if (rows.length === 0) return "Record<string, unknown>";
  return `{\n${rows.join("\n")}\n${"  ".repeat(depth)}}`;
}

function type(schema, depth = 0) {
  if (schema === true || schema === undefined || Object.keys(schema).length === 0) return "unknown";
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1);
    return schema.required ? `${name} & Required<Pick<${name}, ${union(schema.required.map((key) => JSON.stringify(key)))}>>` : name;
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  const any = schema.anyOf ?? schema.oneOf;
  if (any) return union(any.map((member) => type(member, depth)));
  if (schema.allOf) return schema.allOf.map((member) => type(member, depth)).join(" & ");
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return union(types.map((name) => {
    if (name === "array") return inArray(type(schema.items, depth));
    if (name === "object" || (name === undefined && schema.properties)) return object(schema, depth);
    return PLAIN[name] ?? "unknown";
  }));
}

// Schemas whose members are values too, so that forms are drawn from what the server describes.
const DRAWN = ["OutsideSystemPatch"];
const members = (schema) => Object.entries(schema.properties).map(([key, { type, description }]) => ({ key, type, about: description }));

const out = [
  "// The schemas of /openapi.json as types. Written by dev/types.mjs; do not edit.",
  ...Object.entries(description.components.schemas).map(([name, schema]) => {
    const about = schema.description ? `/** ${schema.description} */\n` : "";
    // Choices are values too, so that the console lists what the server lists.
    if (schema.enum) return `${about}export const ${name} = ${JSON.stringify(schema.enum)} as const;\n\nexport type ${name} = (typeof ${name})[number];`;
    if (schema.oneOf?.every((choice) => choice.const !== undefined && choice.description)) {
      const meanings = Object.fromEntries(schema.oneOf.map((choice) => [choice.const, choice.description]));
      return `${about}export const ${name} = ${JSON.stringify(meanings)} as const;\n\nexport type ${name} = keyof typeof ${name};`;
    }
    const drawn = DRAWN.includes(name) ? `\n\nexport const ${name}Members = ${JSON.stringify(members(schema))};` : "";
    return `${about}export type ${name} = ${type(schema)};${drawn}`;
  }),
];
const text = out.join("\n\n") + "\n";
if (flag !== "--check") {
  writeFileSync(FILE, text);
} else if (readFileSync(FILE, "utf8") !== text) {
  console.error("src/api/types.ts is not what /openapi.json describes: run `node dev/types.mjs URL`");
  process.exitCode = 1;
}
