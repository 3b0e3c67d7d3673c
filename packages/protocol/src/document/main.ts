import { REFERENCE_FOLDER, writeReference } from "./folder.ts";
import { renderMarkdown } from "./index.ts";

const files = renderMarkdown();
await writeReference(REFERENCE_FOLDER, files);
console.log(`docs/protocol: ${files.size} files`);
