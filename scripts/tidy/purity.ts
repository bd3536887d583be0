import { importsOf } from './imports.ts';
import { lineAt, parse, walk, type AstNode, type Finding, type SourceFile } from './source.ts';

const PURE = /^packages\/(core|sip|acd|calls|simulator|contract)\/src\//;
/** The step machines go further than the contract: nothing in them is ever waited for. */
const STEPPED = /^packages\/(core|sip|acd|calls|simulator)\/src\//;
const PRODUCT_SOURCE = /^packages\/[^/]+\/src\//;
/** The one file that reads the environment; everything else is handed its settings. */
const ENVIRONMENT = 'packages/server/src/main.ts';

const WORLD: Readonly<Record<string, string>> = {
  Date: 'the time comes in as `now`',
  setTimeout: 'a timer is a moment in the state, told by wakeAt',
  setInterval: 'a timer is a moment in the state, told by wakeAt',
  setImmediate: 'a timer is a moment in the state, told by wakeAt',
  queueMicrotask: 'a step is done when it returns',
  performance: 'the time comes in as `now`',
  process: 'settings come in as arguments',
  fetch: 'ask for it with an effect; the shell does it',
  crypto: 'randomness and hashes come in as arguments',
  globalThis: 'name what you need, so that this check can see it',
};

export function purityFindings(file: SourceFile): Finding[] {
  const found: Finding[] = [];
  const say = (node: AstNode, text: string): void => {
    found.push({ path: file.path, line: lineAt(file.text, node.start), text });
  };
  if (PRODUCT_SOURCE.test(file.path) && file.path !== ENVIRONMENT) findEnvironment(file, say);
  if (!PURE.test(file.path)) return found;
  for (const { from, line } of importsOf(file))
    if (from.startsWith('node:'))
      found.push({ path: file.path, line, text: `'${from}' in a pure package: the shell in server owns it` });
  walk(parse(file).program, (node, parent, field) => {
    const reason = impurity(node, parent, field, STEPPED.test(file.path));
    if (reason !== null) say(node, reason);
  });
  return found;
}

function impurity(node: AstNode, parent: AstNode | null, field: string, stepped: boolean): string | null {
  if (isMember(node, 'Math', 'random')) return 'Math.random in a pure package: take a seeded Random instead';
  if (stepped && (node.type === 'AwaitExpression' || node['async'] === true))
    return 'nothing is waited for in a step machine: return an effect, and take its answer as an input';
  if (node.type !== 'Identifier' || isOnlyAName(parent, field)) return null;
  const name = String(node['name']);
  if (stepped && name === 'Promise')
    return 'Promise in a step machine: return an effect, and take its answer as an input';
  const instead = Object.hasOwn(WORLD, name) ? WORLD[name] : undefined;
  return instead === undefined ? null : `${name} in a pure package: ${instead}`;
}

function findEnvironment(file: SourceFile, say: (node: AstNode, text: string) => void): void {
  walk(parse(file).program, (node) => {
    if (isMember(node, 'process', 'env'))
      say(node, `process.env outside ${ENVIRONMENT}: take the setting as an argument`);
  });
}

function isMember(node: AstNode, object: string, property: string): boolean {
  if (node.type !== 'MemberExpression') return false;
  const { object: left, property: right } = node;
  return named(left) === object && named(right) === property;
}

const named = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? ((value as AstNode)['name'] ?? (value as AstNode)['value'])
    : undefined;

/** `event.process`, `{ fetch: 1 }` and `import { Date as … }` name a field, not the thing. */
function isOnlyAName(parent: AstNode | null, field: string): boolean {
  if (parent === null) return false;
  if (field === 'property') return parent['computed'] !== true;
  if (field === 'key') return parent['computed'] !== true;
  if (field === 'right') return parent.type === 'TSQualifiedName';
  return field === 'imported' || field === 'exported' || field === 'label';
}
