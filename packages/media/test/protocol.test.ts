import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AgentId, CallId } from '@pledgeline/core';
import { Lines } from '../src/process/lines.ts';
import { readRequest, writeLine, type Command } from '../src/process/protocol.ts';

const call = 'c' as CallId;
const agent = 'a' as AgentId;
const COMMANDS: readonly Command[] = [
  {
    kind: 'open-leg',
    leg: { call, remote: { address: '192.0.2.1', port: 4000 }, codec: 'PCMU', keysPayloadType: null },
  },
  { kind: 'open-line', agent, offer: 'v=0\r\n' },
  { kind: 'open-phone-line', agent, near: null },
  {
    kind: 'aim-phone-line',
    agent,
    remote: { address: '2001:db8::7', port: 4000 },
    codec: 'PCMA',
    keysPayloadType: 101,
  },
  { kind: 'rest-phone-line', agent },
  { kind: 'bridge', call, agent },
  { kind: 'unbridge', call },
  { kind: 'join', call, other: 'd' as CallId },
  { kind: 'consult', agent, other: 'b' as AgentId },
  { kind: 'unconsult', agent },
  { kind: 'monitor', call, agent, mode: 'whisper' },
  { kind: 'unmonitor', agent },
  { kind: 'play', to: { kind: 'caller', call }, prompt: 'hold-fr', repeat: true },
  { kind: 'silence', to: { kind: 'agent', agent } },
  { kind: 'echo', agent, on: true },
  { kind: 'close-leg', call },
  { kind: 'close-line', agent },
  { kind: 'renew', leaseMs: 60_000 },
  { kind: 'sessions' },
  { kind: 'listen' },
];

test('[MEDIA-23] every command is read as it was written', () => {
  COMMANDS.forEach((command, id) =>
    deepEqual(readRequest(writeLine({ id, command })), { ok: true, value: { id, command } }),
  );
});

test('[MEDIA-23] a command with anything missing or of another kind is refused', () => {
  for (const command of COMMANDS) {
    for (const field of Object.keys(command)) {
      for (const instead of [undefined, 7.5, [], {}, '']) {
        const line = JSON.stringify({ id: 1, command: { ...command, [field]: instead } });
        equal(readRequest(line).ok, field === 'offer' && instead === '', line);
      }
    }
  }
});

test('[MEDIA-33] a port may be wished for, and is a port', () => {
  const leg = {
    call,
    remote: { address: '192.0.2.1', port: 4000 },
    codec: 'PCMU',
    keysPayloadType: null,
  } as const;
  for (const port of [20_002, 0, 65_536, 1.5, '20002', null]) {
    const commands: readonly unknown[] = [
      { kind: 'open-leg', leg: { ...leg, port } },
      { kind: 'open-phone-line', agent, near: '192.0.2.7', port },
    ];
    for (const command of commands) {
      const read = readRequest(JSON.stringify({ id: 1, command }));
      if (port === 20_002) deepEqual(read, { ok: true, value: { id: 1, command } });
      else equal(read.ok, false);
    }
  }
});

test('[MEDIA-23] whatever comes, the reader does not throw', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => void readRequest(line)));
  fc.assert(
    fc.property(fc.constantFrom(...COMMANDS), fc.jsonValue(), (command, value) => {
      readRequest(JSON.stringify({ id: 1, command: { ...command, leg: value, to: value } }));
    }),
  );
});

test('[MEDIA-23] a stream is cut into lines wherever it was torn; a line too long ends it', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/)), fc.nat(9), (written, size) => {
      const lines = new Lines(9);
      const text = written.map((line) => `${line}\n`).join('');
      const read: string[] = [];
      for (let at = 0; at < text.length; at += size + 1) {
        const whole = lines.take(text.slice(at, at + size + 1));
        ok(whole);
        read.push(...whole);
      }
      deepEqual(read, written);
    }),
  );
  equal(new Lines(9).take('0123456789'), null);
});
