import type { Assumptions } from "./assumptions.ts";
import { type Ceiling, ceilingsOf, type Form, formFor } from "./ceilings.ts";
import { type Load, loadOf } from "./load.ts";
import { type Needs, needsOf } from "./needs.ts";

export interface Plan {
  assumptions: Assumptions;
  load: Load;
  needs: Needs;
  /** The simplest form that carries it. */
  form: Form;
  /** What breaks first in front, of all forms. */
  ceilings: Ceiling[];
}

export function planOf(assumptions: Assumptions): Plan {
  const load = loadOf(assumptions);
  const needs = needsOf(assumptions, load);
  const ceilings = ceilingsOf(assumptions, load, needs);
  return { assumptions, load, needs, form: formFor(ceilings), ceilings };
}
