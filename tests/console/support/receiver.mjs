// A receiver of webhooks on loopback that keeps what it is sent. It does not keep the program alive.
import { createServer } from "node:http";

// Long enough for a busy machine; nothing waits for it but a failure.
const WAIT_MS = 30_000;

export class Receiver {
  /** `answer(event)` gives the status and the body of the reply. */
  static async start(answer = () => [200, "ok"]) {
    const receiver = new Receiver();
    receiver.answer = answer;
    receiver.requests = [];
    receiver.waiting = [];
    receiver.server = createServer((request, response) => {
      let body = "";
      request.on("data", (bytes) => { body += bytes; });
      request.on("end", () => {
        const event = JSON.parse(body);
        receiver.requests.push({ headers: request.headers, body, event });
        const [status, text] = receiver.answer(event);
        response.writeHead(status, { "Content-Type": "text/plain" }).end(text);
        for (const look of receiver.waiting) look();
      });
    });
    await new Promise((resolve) => { receiver.server.listen(0, "127.0.0.1", resolve); });
    receiver.server.unref();
    receiver.url = `http://127.0.0.1:${receiver.server.address().port}/hook`;
    return receiver;
  }

  /** Resolves once so many requests came. */
  gets(count) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`only ${this.requests.length} of ${count} requests came`)), WAIT_MS);
      const look = () => {
        if (this.requests.length < count) return;
        clearTimeout(late);
        this.waiting = this.waiting.filter((each) => each !== look);
        resolve(this.requests);
      };
      this.waiting.push(look);
      look();
    });
  }
}
