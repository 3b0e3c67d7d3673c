// npm run build: what npm start does before it serves, for a server that may not write its own folder.
import { ensureBuilt, ensureInstalled } from "./project.mjs";

ensureInstalled();
ensureBuilt();
