// The same task as a Patchbay door, written as a good engineer would write it with Fastify and
// better-sqlite3: node fastify.mjs FILE PORT TOKEN
import { createHash, timingSafeEqual } from "node:crypto";
import Fastify from "fastify";
import Database from "better-sqlite3";

const [file, port, token] = process.argv.slice(2);
const database = new Database(file);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.pragma("cache_size = -65536");

const find = database.prepare("SELECT * FROM customers WHERE id = ?");
const page = database.prepare("SELECT * FROM customers WHERE id > ? ORDER BY id LIMIT ?");
const save = database.prepare(
  "UPDATE customers SET version = ?, website = ?, notes = ?, tax_number = ? WHERE id = ?",
);
const note = database.prepare(
  "INSERT INTO history (customer, version, time_us, principal, differences) VALUES (?, ?, ?, ?, ?)",
);

const kFields = ["website", "notes", "tax_number"];

// Changes the record and adds its history in one transaction. Returns the new record, or nothing if
// there is none.
const amend = database.transaction((id, changes) => {
  const before = find.get(id);
  if (!before) return undefined;
  const after = { ...before, ...changes, version: before.version + 1 };
  const differences = {};
  for (const field of kFields)
    if (before[field] !== after[field]) differences[field] = [before[field], after[field]];
  save.run(after.version, after.website, after.notes, after.tax_number, id);
  note.run(id, after.version, Date.now() * 1000, "username", JSON.stringify(differences));
  return after;
});

const customer = {
  type: "object",
  properties: {
    id: { type: "integer" },
    version: { type: "integer" },
    website: { type: "string" },
    notes: { type: "string" },
    tax_number: { type: "string" },
    rest: { type: "string" },
  },
};
const params = { type: "object", properties: { id: { type: "integer", minimum: 1 } } };
const body = {
  type: "object",
  additionalProperties: false,
  properties: {
    website: { type: "string", maxLength: 255 },
    notes: { type: "string", maxLength: 500 },
    tax_number: { type: "string", maxLength: 255 },
  },
};
const querystring = {
  type: "object",
  properties: {
    after: { type: "integer", default: 0 },
    limit: { type: "integer", default: 50, maximum: 500 },
  },
};

const hash = (text) => createHash("sha256").update(text).digest();
const wanted = hash(`Bearer ${token}`);

const server = Fastify();
server.addHook("onRequest", async (request, reply) => {
  if (!timingSafeEqual(hash(request.headers.authorization ?? ""), wanted))
    return reply.code(401).send({ error: "no good credentials" });
});
server.get("/customers/:id", { schema: { params, response: { 200: customer } } }, (request, reply) => {
  const found = find.get(request.params.id);
  return reply.code(found ? 200 : 404).send(found ?? { error: "no such customer" });
});
server.get(
  "/customers",
  { schema: { querystring, response: { 200: { type: "array", items: customer } } } },
  (request, reply) => reply.send(page.all(request.query.after, request.query.limit)),
);
server.patch("/customers/:id", { schema: { params, body, response: { 200: customer } } }, (request, reply) => {
  const after = amend.immediate(request.params.id, request.body);
  return reply.code(after ? 200 : 404).send(after ?? { error: "no such customer" });
});
await server.listen({ host: "127.0.0.1", port: Number(port) });
