// Checks signed messages with the packages `standardwebhooks` and `svix`, and the signatures of the
// key pair with Node's own Ed25519. Reads the lines {"id","time","body","signature","secret",
// "public"} of the file that is named, and prints how many messages each of them accepted, and how
// many altered ones.
import { createPublicKey, verify as verifySignature } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

import { Webhook as Standard } from "standardwebhooks";
import { Webhook as Svix } from "svix";

// The beginning of every Ed25519 public key in DER.
const DER = Buffer.from("302a300506032b6570032100", "hex");

const counts = { messages: 0, standardwebhooks: 0, svix: 0, ed25519: 0, altered: 0 };
const known = new Map();

function verifiers(line) {
  const key = line.secret + line.public;
  if (!known.has(key)) {
    const raw = Buffer.from(line.public.replace("whpk_", ""), "base64");
    known.set(key, {
      standard: new Standard(line.secret),
      svix: new Svix(line.secret),
      public: createPublicKey({ key: Buffer.concat([DER, raw]), format: "der", type: "spki" }),
    });
  }
  return known.get(key);
}

function accepts(webhook, body, headers) {
  try {
    webhook.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

for await (const text of createInterface({ input: createReadStream(process.argv[2]) })) {
  const line = JSON.parse(text);
  const { standard, svix, public: key } = verifiers(line);
  const headers = {
    "webhook-id": line.id,
    "webhook-timestamp": line.time,
    "webhook-signature": line.signature,
  };
  counts.messages += 1;
  if (accepts(standard, line.body, headers)) counts.standardwebhooks += 1;
  if (accepts(svix, line.body, headers)) counts.svix += 1;
  const signed = `${line.id}.${line.time}.${line.body}`;
  const ours = line.signature.split(" ").filter((each) => each.startsWith("v1a,"));
  if (ours.some((each) => verifySignature(null, Buffer.from(signed), key, Buffer.from(each.slice(4), "base64"))))
    counts.ed25519 += 1;
  // One altered byte must be noticed.
  if (accepts(standard, `${line.body} `, headers) || accepts(svix, line.body, { ...headers, "webhook-id": `${line.id}x` }))
    counts.altered += 1;
}
console.log(JSON.stringify(counts));
