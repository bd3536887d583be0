import type { Refusal } from './call.ts';

/** Which field is at fault, and by which word: a fault of the catalogue, or a schema's. */
export type FormFaults<Field extends string> = ReadonlyMap<Field, string>;

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The first fault of each field; `fieldAt` says whose a path is. */
export function faultsAt<Field extends string>(
  issues: readonly Issue[],
  fieldAt: (path: readonly PropertyKey[]) => Field | null,
): FormFaults<Field> {
  const faults = new Map<Field, string>();
  for (const { path, message } of issues) {
    const field = fieldAt(path);
    if (field !== null && !faults.has(field)) faults.set(field, message);
  }
  return faults;
}

/** Where a form said in `form.…` is at fault; empty: the refusal is about the whole. */
export const issuesIn = (refusal: Refusal): readonly Issue[] =>
  refusal.kind === 'fault'
    ? refusal.fields.map(({ path, message }) => ({ path: path.replace(/^form\./, '').split('.'), message }))
    : [];

/** Whoever works by keyboard is taken to what is to be put right. */
export function focusFirst(faults: FormFaults<string>, prefix: string): void {
  const [field] = faults.keys();
  if (field !== undefined) document.getElementById(`${prefix}-${field}`)?.focus();
}
