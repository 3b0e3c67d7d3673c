import { readConfig } from "./platform/config.ts";
import { createServer } from "./server.ts";

const server = await createServer(readConfig(process.env));
console.log(`Feiliao is ready: ${server.url}`);

let closing = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, async () => {
    if (closing) return;
    closing = true;
    await server.close();
    process.exit(0);
  });
}
