import { isCode, isNode, lineAt, packageOf, parse, walk, type Finding, type SourceFile } from './source.ts';

const SPEC = /^packages\/[^/]+\/SPEC\.md$/;
const TEST = /(^|\/)test\/.*\.test\.tsx?$|^interop\/.*\.test\.ts$/;
/** A rule stands where its id begins the line: `- [ACD-3] …`, `### [ACD-3] …`, `| [ACD-3] | …`. */
const DEFINITION = /^[\s>|#*\-\d.]*\[([A-Z][A-Z0-9]*-\d+)\]/;
const ID = /\[([A-Z][A-Z0-9]*-\d+)\]/g;

interface Place {
  readonly id: string;
  readonly path: string;
  readonly line: number;
}

/** Rules and tests hold each other: a rule that nothing proves, a test of a rule that is not there. */
export function ruleFindings(files: readonly SourceFile[]): Finding[] {
  const rules = files.filter((file) => SPEC.test(file.path)).flatMap(rulesOf);
  const tests = files.filter((file) => isCode(file) && TEST.test(file.path)).flatMap(idsInTests);
  const known = new Set(rules.map((rule) => rule.id));
  return [
    ...twice(rules),
    ...unproven(rules, tests),
    ...tests
      .filter((test) => !known.has(test.id))
      .map((test) =>
        at(test, `a test bears [${test.id}], which no SPEC.md has: write the rule or correct the id`),
      ),
    ...quotedInSource(files, known),
  ];
}

const at = (place: Place, text: string): Finding => ({ path: place.path, line: place.line, text });

function rulesOf(file: SourceFile): Place[] {
  return file.text.split('\n').flatMap((text, index) => {
    const id = DEFINITION.exec(text)?.[1];
    return id === undefined ? [] : [{ id, path: file.path, line: index + 1 }];
  });
}

function twice(rules: readonly Place[]): Finding[] {
  const first = new Map<string, Place>();
  const found: Finding[] = [];
  for (const rule of rules) {
    const other = first.get(rule.id);
    if (other === undefined) first.set(rule.id, rule);
    else
      found.push(
        at(rule, `[${rule.id}] is already a rule at ${other.path}:${other.line}: give it its own id`),
      );
  }
  return found;
}

/** A rule is proved in its own package, or against the running line in interop. */
function unproven(rules: readonly Place[], tests: readonly Place[]): Finding[] {
  const proved = new Set(tests.map((test) => `${packageOf(test.path)} ${test.id}`));
  return rules
    .filter((rule) => !proved.has(`${packageOf(rule.path)} ${rule.id}`) && !proved.has(`interop ${rule.id}`))
    .map((rule) => at(rule, `no test bears [${rule.id}]: write one in ${packageOf(rule.path)}/test`));
}

const TESTERS = new Set(['test', 'it', 'describe', 'suite']);

function idsInTests(file: SourceFile): Place[] {
  const found: Place[] = [];
  walk(parse(file).program, (node) => {
    if (node.type !== 'CallExpression' || !isTester(node['callee'])) return;
    const title: unknown = (node['arguments'] as unknown[])[0];
    if (!isNode(title)) return;
    const text = file.text.slice(title.start, title.end);
    for (const match of text.matchAll(ID))
      found.push({ id: match[1] ?? '', path: file.path, line: lineAt(file.text, title.start + match.index) });
  });
  return found;
}

function isTester(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  const name = callee.type === 'MemberExpression' ? callee['property'] : callee;
  return isNode(name) && typeof name['name'] === 'string' && TESTERS.has(name['name']);
}

/** A comment that quotes a rule of a family we keep must quote one that exists. */
function quotedInSource(files: readonly SourceFile[], known: ReadonlySet<string>): Finding[] {
  const families = new Set([...known].map(familyOf));
  return files
    .filter((file) => isCode(file) && /^packages\/[^/]+\/src\//.test(file.path))
    .flatMap((file) =>
      parse(file).comments.flatMap((comment) =>
        [...comment.value.matchAll(ID)]
          .map((match) => match[1] ?? '')
          .filter((id) => families.has(familyOf(id)) && !known.has(id))
          .map((id) => ({
            path: file.path,
            line: lineAt(file.text, comment.start),
            text: `the comment quotes [${id}], which no SPEC.md has: correct the id`,
          })),
      ),
    );
}

const familyOf = (id: string): string => id.slice(0, id.lastIndexOf('-'));
