import { spawnSync } from 'node:child_process';
import type { TestContext } from 'node:test';

/** Which Debian package brings each program that the tests meet the line with. */
const PACKAGES = {
  chromium: 'chromium',
  baresip: 'baresip',
  linphonec: 'linphone-cli',
  sipp: 'sip-tester',
  ip: 'iproute2',
  svmap: 'sipvicious',
  // Its TLS is a package of its own.
  kamailio: 'kamailio kamailio-tls-modules',
  openssl: 'openssl',
  sipsak: 'sipsak',
  turnserver: 'coturn',
} as const;
export type Program = keyof typeof PACKAGES;

/** True, and the test says so, where one of the programs is not there. */
export function lacks(t: TestContext, ...programs: readonly Program[]): boolean {
  const missing = programs.filter((program) => spawnSync('which', [program]).status !== 0);
  if (missing.length === 0) return false;
  const packages = missing.map((program) => PACKAGES[program]);
  t.skip(`needs ${missing.join(', ')}: apt-get install ${packages.join(' ')}`);
  return true;
}

/** Network namespaces are the superuser's. */
export function lacksNamespaces(t: TestContext): boolean {
  if (lacks(t, 'ip')) return true;
  const probe = `pledgeline-probe-${process.pid}`;
  const made = spawnSync('ip', ['netns', 'add', probe]).status === 0;
  if (made) spawnSync('ip', ['netns', 'del', probe]);
  if (!made) t.skip('needs root with network namespaces: run the tests as root');
  return !made;
}
