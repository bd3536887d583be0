import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { stay, type Instant } from '@pledgeline/core';
import {
  client,
  clientWakesAt,
  stepClient,
  type ClientInput,
  type ClientState,
} from '../src/transaction/client.ts';
import {
  inviteClient,
  inviteClientWakesAt,
  stepInviteClient,
  type InviteClientInput,
  type InviteClientState,
} from '../src/transaction/invite-client.ts';
import {
  inviteServer,
  inviteServerWakesAt,
  stepInviteServer,
  type InviteServerInput,
  type InviteServerState,
} from '../src/transaction/invite-server.ts';
import {
  server,
  serverWakesAt,
  stepServer,
  type ServerInput,
  type ServerState,
} from '../src/transaction/server.ts';
import type { Transport } from '../src/transaction/transaction.ts';
import { ladder, RELIABLE, UNRELIABLE, type Machine } from './testing/ladder.ts';

const wire = new Uint8Array([1]);
const T0 = 0 as Instant;
const respond = (status: number) => ({ kind: 'respond', status, wire }) as const;
const response = (status: number) => ({ kind: 'response', status, ack: wire }) as const;

const anInviteServer = (on: Transport): Machine<InviteServerState, InviteServerInput> => ({
  start: stay(inviteServer),
  step: (state, input, now) => stepInviteServer(state, input, now, on),
  wakeAt: inviteServerWakesAt,
});
const aServer = (on: Transport): Machine<ServerState, ServerInput> => ({
  start: stay(server),
  step: (state, input, now) => stepServer(state, input, now, on),
  wakeAt: serverWakesAt,
});
const anInviteClient = (on: Transport): Machine<InviteClientState, InviteClientInput> => ({
  start: inviteClient(wire, T0, on),
  step: (state, input, now) => stepInviteClient(state, input, now, on),
  wakeAt: inviteClientWakesAt,
});
const aClient = (on: Transport): Machine<ClientState, ClientInput> => ({
  start: client(wire, T0, on),
  step: (state, input, now) => stepClient(state, input, now, on),
  wakeAt: clientWakesAt,
});

test('[IST-1] a repeated INVITE gets the latest provisional response', () => {
  deepEqual(
    ladder(anInviteServer(UNRELIABLE), [
      [0, { kind: 'invite-again' }],
      [1, respond(100)],
      [2, { kind: 'invite-again' }],
      [3, respond(180)],
      [4, { kind: 'invite-again' }],
    ]),
    [
      '1 respond: proceeding→proceeding send',
      '2 invite-again: proceeding→proceeding send',
      '3 respond: proceeding→proceeding send',
      '4 invite-again: proceeding→proceeding send',
    ],
  );
});

test('[IST-2] [IST-6] after a 2xx repeated INVITEs are swallowed for 32 s', () => {
  deepEqual(
    ladder(anInviteServer(UNRELIABLE), [
      [0, respond(200)],
      [10, { kind: 'invite-again' }],
      [20, respond(200)],
      [30, { kind: 'ack' }],
    ]),
    [
      '0 respond: proceeding→accepted send',
      '20 respond: accepted→accepted send',
      '30 ack: accepted→accepted ack-for-2xx',
      '32000 clock: accepted→terminated',
    ],
  );
});

test('[IST-3] [IST-4] over UDP a refusal is sent again at 0.5, 1.5, 3.5, 7.5, then every 4 s, until H at 32 s', () => {
  deepEqual(
    ladder(anInviteServer(UNRELIABLE), [
      [0, respond(486)],
      [100, { kind: 'invite-again' }],
    ]),
    [
      '0 respond: proceeding→completed send',
      '100 invite-again: completed→completed send',
      '500 clock: completed→completed send',
      '1500 clock: completed→completed send',
      '3500 clock: completed→completed send',
      '7500 clock: completed→completed send',
      '11500 clock: completed→completed send',
      '15500 clock: completed→completed send',
      '19500 clock: completed→completed send',
      '23500 clock: completed→completed send',
      '27500 clock: completed→completed send',
      '31500 clock: completed→completed send',
      '32000 clock: completed→terminated no-ack',
    ],
  );
});

test('[IST-3] [IST-4] over TCP a refusal is sent once, and H still ends it', () => {
  deepEqual(ladder(anInviteServer(RELIABLE), [[0, respond(486)]]), [
    '0 respond: proceeding→completed send',
    '32000 clock: completed→terminated no-ack',
  ]);
});

test('[IST-5] after the ACK it stays for T4 over UDP, not at all over TCP', () => {
  const script = [
    [0, respond(486)],
    [40, { kind: 'ack' }],
    [50, { kind: 'ack' }],
  ] as const;
  deepEqual(ladder(anInviteServer(UNRELIABLE), script).slice(1), [
    '40 ack: completed→confirmed',
    '5040 clock: confirmed→terminated',
  ]);
  deepEqual(ladder(anInviteServer(RELIABLE), script).slice(1), [
    '40 ack: completed→confirmed',
    '40 clock: confirmed→terminated',
  ]);
});

test('[NST-1] [NST-2] [NST-3] a request is answered once and for all, the same for 32 s over UDP', () => {
  deepEqual(
    ladder(aServer(UNRELIABLE), [
      [0, { kind: 'request-again' }],
      [10, respond(100)],
      [20, { kind: 'request-again' }],
      [30, respond(200)],
      [40, { kind: 'request-again' }],
      [50, respond(500)],
    ]),
    [
      '10 respond: trying→proceeding send',
      '20 request-again: proceeding→proceeding send',
      '30 respond: proceeding→completed send',
      '40 request-again: completed→completed send',
      '32030 clock: completed→terminated',
    ],
  );
  deepEqual(ladder(aServer(RELIABLE), [[30, respond(200)]]), [
    '30 respond: trying→completed send',
    '30 clock: completed→terminated',
  ]);
});

test('[ICT-1] [ICT-2] an INVITE is sent again at 0.5, 1.5, 3.5 … over UDP and given up after 32 s', () => {
  deepEqual(ladder(anInviteClient(UNRELIABLE)), [
    '500 clock: calling→calling send',
    '1500 clock: calling→calling send',
    '3500 clock: calling→calling send',
    '7500 clock: calling→calling send',
    '15500 clock: calling→calling send',
    '31500 clock: calling→calling send',
    '32000 clock: calling→terminated timeout',
  ]);
  deepEqual(ladder(anInviteClient(RELIABLE)), ['32000 clock: calling→terminated timeout']);
});

test('[ICT-1] while it rings nothing is sent again and nothing ends it', () => {
  deepEqual(ladder(anInviteClient(UNRELIABLE), [[100, response(180)]], 600_000), [
    '100 response: calling→proceeding pass-up',
  ]);
});

test('[ICT-3] a refusal is acknowledged, again when it repeats', () => {
  const script = [
    [100, response(486)],
    [600, response(486)],
  ] as const;
  deepEqual(ladder(anInviteClient(UNRELIABLE), script), [
    '100 response: calling→completed send pass-up',
    '600 response: completed→completed send',
    '32100 clock: completed→terminated',
  ]);
  deepEqual(ladder(anInviteClient(RELIABLE), script), [
    '100 response: calling→completed send pass-up',
    '100 clock: completed→terminated',
  ]);
});

test('[ICT-4] after a 2xx every further 2xx reaches the user for 32 s', () => {
  deepEqual(
    ladder(anInviteClient(UNRELIABLE), [
      [100, response(180)],
      [200, response(200)],
      [700, response(200)],
      [800, response(180)],
    ]),
    [
      '100 response: calling→proceeding pass-up',
      '200 response: proceeding→accepted pass-up',
      '700 response: accepted→accepted pass-up',
      '32200 clock: accepted→terminated',
    ],
  );
});

test('[NCT-1] [NCT-2] any other request: E doubles to 4 s, F at 32 s', () => {
  deepEqual(ladder(aClient(UNRELIABLE)), [
    '500 clock: trying→trying send',
    '1500 clock: trying→trying send',
    '3500 clock: trying→trying send',
    '7500 clock: trying→trying send',
    '11500 clock: trying→trying send',
    '15500 clock: trying→trying send',
    '19500 clock: trying→trying send',
    '23500 clock: trying→trying send',
    '27500 clock: trying→trying send',
    '31500 clock: trying→trying send',
    '32000 clock: trying→terminated timeout',
  ]);
  deepEqual(ladder(aClient(RELIABLE)), ['32000 clock: trying→terminated timeout']);
});

test('[NCT-2] once something provisional came it is every 4 s', () => {
  deepEqual(ladder(aClient(UNRELIABLE), [[100, response(100)]], 12_000), [
    '100 response: trying→proceeding pass-up',
    '500 clock: proceeding→proceeding send',
    '4500 clock: proceeding→proceeding send',
    '8500 clock: proceeding→proceeding send',
  ]);
});

test('[NCT-3] after the final response it stays for T4 over UDP, not at all over TCP', () => {
  const script = [
    [100, response(200)],
    [600, response(200)],
  ] as const;
  deepEqual(ladder(aClient(UNRELIABLE), script), [
    '100 response: trying→completed pass-up',
    '5100 clock: completed→terminated',
  ]);
  deepEqual(ladder(aClient(RELIABLE), script), [
    '100 response: trying→completed pass-up',
    '100 clock: completed→terminated',
  ]);
});

test('[UA-11] a failed transport ends each transaction and is told once', () => {
  const fail = { kind: 'transport-failed' } as const;
  const told = (state: string): string[] => [`5 transport-failed: ${state}→terminated transport-failed`];
  deepEqual(
    ladder(anInviteServer(RELIABLE), [
      [5, fail],
      [6, fail],
    ]),
    told('proceeding'),
  );
  deepEqual(
    ladder(anInviteClient(RELIABLE), [
      [5, fail],
      [6, fail],
    ]),
    told('calling'),
  );
  deepEqual(
    ladder(aClient(RELIABLE), [
      [5, fail],
      [6, fail],
    ]),
    told('trying'),
  );
  deepEqual(ladder(aServer(RELIABLE), [[5, fail]]), ['5 transport-failed: trying→terminated']);
});
