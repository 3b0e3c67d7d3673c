// npm run fuzz [-- --seconds N]: broken input for every decoder of packages/sms; see packages/sms/README.md.
import { BUN, become, ensureInstalled } from "./project.mjs";

ensureInstalled();
become(BUN, ["packages/sms/fuzz/main.ts", ...process.argv.slice(2)]);
