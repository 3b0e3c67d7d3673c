import { cacheContract } from "./cache.contract.ts";
import { indexedDbCache } from "./indexeddb.ts";

/** The script of the page in which a browser keeps the contract with IndexedDB. */
declare global {
  var openCache: typeof indexedDbCache;
  var checkRule: (rule: string) => Promise<void>;
}

const rules = cacheContract(indexedDbCache);

globalThis.openCache = indexedDbCache;
globalThis.checkRule = async (title) => await rules.find(({ rule }) => rule === title)?.check();
