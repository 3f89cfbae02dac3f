// A session with the official TypeScript SDK: find, explain, rehearse, apply, undo.
//
//   node session.mjs '{"era": "modern", "url": "http://…/mcp", "authorization": "Bearer …",
//                      "customer": 101, "notes": "…"}'
//
// `era` is modern (revision 2026-07-28), legacy (with initialize) or old (the SDK of version 1). With
// `command` (a list of words) in place of `url` the transport is stdio. Prints one line of JSON: what
// each step gave, and what every tool says of itself. A result that does not fit its output schema
// ends the program, because the SDK checks it.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const asked = JSON.parse(process.argv[2]);
const ME = { name: 'Desk', version: '1.0' };

function transport() {
  if (asked.command) {
    const [command, ...args] = asked.command;
    return new StdioClientTransport({ command, args, env: process.env, stderr: 'inherit' });
  }
  const Kind = asked.era === 'old' ? OldTransport : StreamableHTTPClientTransport;
  return new Kind(new URL(asked.url), { requestInit: { headers: { Authorization: asked.authorization } } });
}

function newClient() {
  if (asked.era === 'old') return new OldClient(ME);
  const mode = asked.era === 'modern' ? { pin: '2026-07-28' } : 'legacy';
  return new Client(ME, { versionNegotiation: { mode } });
}

const client = newClient();
await client.connect(transport());
const said = { steps: [] };
said.tools = (await client.listTools()).tools;

async function call(name, args) {
  const result = await client.callTool({ name, arguments: args });
  const text = result.content.map((each) => each.text).join('\n');
  said.steps.push({ name, failed: result.isError === true, structured: result.structuredContent ?? null, text });
  return result.structuredContent ?? {};
}

const customer = asked.customer;
await call('find_customers', { q: 'global trading', limit: 2 });
await call('get_customer', { customer, door: 'everlytic' });
await call('explain_request', {
  door: 'everlytic',
  input: `curl -X PUT http://vendor.example/api/2.0/customers/${customer} -H 'Content-Type: application/json' -d '{"email": "desk@example.org"}'`,
});
const changes = { notes: asked.notes, website: 'www.desk.example' };
const rehearsed = await call('rehearse_change', { customer, changes });
const rehearsal = rehearsed.rehearsal?.id ?? 'none';
await call('apply_change', { customer, changes: { ...changes, notes: 'something else' }, rehearsal });
const applied = await call('apply_change', { customer, changes, rehearsal, reason: 'asked on the phone' });
await call('apply_change', { customer, changes, rehearsal, reason: 'once more' });
const version = applied.data?.version ?? 2;
const undo = { customer, version };
const undone = await call('undo', undo);
await call('undo', { ...undo, rehearsal: undone.rehearsal?.id ?? 'none', reason: 'it was the wrong customer' });
await call('history', { customer, limit: 2 });
await call('translate', { from: 'everlytic', to: 'enswitch', input: `GET /api/2.0/customers/${customer}` });
await call('drift', { system: 999 });

said.resources = (await client.listResources()).resources.map((each) => each.uri);
said.templates = (await client.listResourceTemplates()).resourceTemplates.map((each) => each.uriTemplate);
said.read = {};
for (const uri of [...said.resources, `patchbay://customers/${customer}`])
  said.read[uri] = (await client.readResource({ uri })).contents[0].text.length;
said.prompts = (await client.listPrompts()).prompts.map((each) => each.name);
said.prompt = (await client.getPrompt({ name: 'put_it_back', arguments: { customer: String(customer) } })).messages;
await client.close();
console.log(JSON.stringify(said));
