// The same task as a Patchbay door, written as a good engineer would write it with Fastify and
// better-sqlite3: node fastify.mjs FILE PORT TOKEN [grouped]. With `grouped`, all changes that arrive
// in one turn of the event loop are written in one transaction, and answered after its commit.
import { createHash, timingSafeEqual } from "node:crypto";
import Fastify from "fastify";
import Database from "better-sqlite3";

const [file, port, token, mode] = process.argv.slice(2);
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

// Changes the record and adds its history, within the caller's transaction. Returns the new record,
// or nothing if there is none.
const amend = (id, changes) => {
  const before = find.get(id);
  if (!before) return undefined;
  const after = { ...before, ...changes, version: before.version + 1 };
  const differences = {};
  for (const field of kFields)
    if (before[field] !== after[field]) differences[field] = [before[field], after[field]];
  save.run(after.version, after.website, after.notes, after.tax_number, id);
  note.run(id, after.version, Date.now() * 1000, "username", JSON.stringify(differences));
  return after;
};

const alone = database.transaction(amend);
const together = database.transaction((batch) => {
  for (const each of batch) each.after = amend(each.id, each.changes);
});

// The changes that wait for the next commit. It comes when the event loop has read all sockets that
// are ready; what arrives during a commit waits for the one after it.
let waiting = [];

function commit() {
  const batch = waiting;
  waiting = [];
  try {
    together.immediate(batch);
  } catch (error) {
    for (const each of batch) each.reject(error);
    return;
  }
  for (const each of batch) each.resolve(each.after);
}

const grouped = (id, changes) =>
  new Promise((resolve, reject) => {
    if (waiting.length === 0) setImmediate(commit);
    waiting.push({ id, changes, resolve, reject });
  });

const change = mode === "grouped" ? grouped : (id, changes) => alone.immediate(id, changes);

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
server.patch("/customers/:id", { schema: { params, body, response: { 200: customer } } }, async (request, reply) => {
  const after = await change(request.params.id, request.body);
  return reply.code(after ? 200 : 404).send(after ?? { error: "no such customer" });
});
await server.listen({ host: "127.0.0.1", port: Number(port) });
