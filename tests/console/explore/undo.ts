// What an undo did is held against what its dialog said. The page asks the server, and a later step has the answer.
import { extract } from "@antithesishq/bombadil/browser";

type Json = Record<string, unknown>;
interface Asked { customer: number; version: number; paths: string[] }
/** Kept by the window, because only it lives as long as the dialog does. */
interface Kept { asked?: Asked; begun: string[]; judged: Record<string, string> }

// What the server says of a record, beside what is kept of it.
const NOT_KEPT = ["version", "resolved"];

async function read(window: Window, path: string, csrf = ""): Promise<Json> {
  const reply = await window.fetch(path, csrf ? { headers: { "X-CSRF-Token": csrf } } : {});
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  return await reply.json() as Json;
}

/** A record as paths and values, as its history names them. */
function flat(record: Json): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(record)) {
    if (NOT_KEPT.includes(key)) continue;
    if (key !== "addresses" && key !== "contacts") all.set(key, JSON.stringify(value));
    else for (const [uuid, part] of Object.entries(value as Record<string, Json>))
      for (const [member, each] of Object.entries(part)) all.set(`${key}/${uuid}/${member}`, JSON.stringify(each));
  }
  return all;
}

/** What is wrong with version `made` of a customer, which took `asked` back; "" if nothing is. */
async function judge(window: Window, asked: Asked | undefined, made: number): Promise<string> {
  if (!asked) return `version ${made} is said to be taken back, and nobody asked for it`;
  const csrf = String((await read(window, "/v1/session"))["csrf"]);
  const customer = `/v1/customers/${asked.customer}`;
  const entry = ((await read(window, `${customer}/history?before=${made + 1}&limit=1`, csrf))["items"] as Json[])[0]!;
  const changed = (entry["changes"] as { path: string }[]).map((each) => each.path);
  const said = `${customer}: version ${made} takes back ${asked.paths.join(", ")} of version ${asked.version}`;
  if (entry["action"] !== "undo" || entry["version"] !== made) return `${said}; history has ${entry["action"]} as version ${entry["version"]}`;
  if ([...changed].sort().join() !== [...asked.paths].sort().join()) return `${said}; history has ${changed.join(", ")}`;
  const as_of = async (version: number) => flat(await read(window, `${customer}?version=${version}`, csrf));
  const [after, last] = [await as_of(made), await as_of(made - 1)];
  // Version 1 made the customer; to take it back is to delete it.
  const before = asked.version > 1 ? await as_of(asked.version - 1) : new Map([["deleted", "true"]]);
  const wrong = [...new Set([...after.keys(), ...last.keys()])].filter((path) =>
    after.get(path) !== (changed.includes(path) ? before : last).get(path));
  return wrong.length === 0 ? "" : `${said}; ${wrong.map((path) => `${path} is ${after.get(path)}`).join(", ")}`;
}

/** By version of an undo that a notice tells of: what is wrong with it, or "". */
export const undos = extract((state) => {
  const window = state.window as Window & { patchbay_walk?: Kept };
  const kept = (window.patchbay_walk ??= { begun: [], judged: {} });
  const dialog = state.document.querySelector("dialog:modal");
  const title = /^Take back (?:.* of )?version (\d+) of customer (\d+)$/.exec(dialog?.querySelector("h2")?.textContent ?? "");
  if (title && dialog?.querySelector(".changes"))
    kept.asked = { version: Number(title[1]), customer: Number(title[2]), paths: [...dialog.querySelectorAll<HTMLElement>(".changes [data-path]")].map((row) => row.dataset["path"]!) };
  for (const notice of state.document.querySelectorAll(".toast")) {
    const made = /Customer (\d+): taken back, as version (\d+)/.exec(notice.textContent ?? "");
    const name = made ? `customer ${made[1]} version ${made[2]}` : "";
    if (!made || kept.begun.includes(name)) continue;
    kept.begun.push(name);
    judge(window, kept.asked?.customer === Number(made[1]) ? kept.asked : undefined, Number(made[2]))
      .then((trouble) => { kept.judged[name] = trouble; }, (error: unknown) => { kept.judged[name] = String(error); });
  }
  return kept.judged;
}).named("undos");
