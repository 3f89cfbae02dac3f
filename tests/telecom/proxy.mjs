// Validating proxies before a server: node proxy.mjs DESCRIPTION UPSTREAM… It prints the port of each
// in a line, and ends with its standard input. A request or reply that its description does not allow
// is passed on, and the reply has the header `sl-violations`.
import { createRequire } from 'node:module';

// What the command `prism proxy` is made of: the command itself says its port within its log only.
const require = createRequire(createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json'));
const { createLogger } = require('@stoplight/prism-core');
const { getHttpOperationsFromSpec } = require('@stoplight/prism-http');
const { createServer } = require('@stoplight/prism-http-server');

async function proxy(description, upstream) {
  const server = createServer(await getHttpOperationsFromSpec(description), {
    cors: false,
    config: {
      isProxy: true,
      upstream: new URL(upstream),
      validateRequest: true,
      validateResponse: true,
      checkSecurity: false,
      errors: false,
      mock: { dynamic: false },
    },
    components: { logger: createLogger('proxy', { level: 'silent' }) },
  });
  return new URL(await server.listen(0, '127.0.0.1')).port;
}

const wanted = process.argv.slice(2);
for (let each = 0; each < wanted.length; each += 2)
  process.stdout.write(`${await proxy(wanted[each], wanted[each + 1])}\n`);
process.stdin.resume().on('end', () => process.exit(0));
