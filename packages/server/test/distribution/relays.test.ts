import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import type { Relays } from '@pledgeline/contract';
import type { AgentId, Instant, PositionId } from '@pledgeline/core';
import { NOBODY, type Actor } from '../../src/access/actor.ts';
import { turnFindings } from '../../src/commands/turn-findings.ts';
import { relaysFor } from '../../src/distribution/relays.ts';
import { distributionRoutes } from '../../src/distribution/routes.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { StillSound } from '../testing/sound.ts';

const AGENT = 'agent-1' as AgentId;
const NOW = 1_700_000_000_000 as Instant;
const SECRET = { kind: 'secret', secret: 'a secret of this test' } as const;
const URLS = ['turn:192.0.2.1', 'stun:192.0.2.2', 'turns:192.0.2.1:443?transport=tcp'];
const SEATED: Actor = {
  kind: 'seat',
  seat: {
    agent: AGENT,
    position: 'p1' as PositionId,
    positionNumber: 1,
    site: 'Caen',
    siteId: 'caen',
    name: 'Louise',
    phone: '',
    account: null,
    languages: ['fr'],
    professional: false,
    listener: false,
  },
  roles: ['volunteer'],
};

test('[TURN-2] a desk gets a user that says until when it is good, and the password that proves it', () => {
  const { servers, renewInSeconds } = relaysFor({ urls: URLS, key: SECRET }, AGENT, NOW);
  const [stun, turn] = servers;
  deepEqual(stun, { urls: ['stun:192.0.2.2'] });
  deepEqual(turn?.urls, ['turn:192.0.2.1', 'turns:192.0.2.1:443?transport=tcp']);
  const until = Number(turn?.username?.split(':')[0]);
  equal(until, 1_700_000_000 + 12 * 3_600);
  equal(turn?.username, `${until}:${AGENT}`);
  equal(turn?.credential, createHmac('sha1', SECRET.secret).update(`${until}:${AGENT}`).digest('base64'));
  equal(renewInSeconds, 6 * 3_600);
});

test('[TURN-2] a fixed user is given as it is, and is good for ever; without servers there are none', () => {
  const key = { kind: 'fixed', user: 'desk', password: 'word' } as const;
  deepEqual(relaysFor({ urls: ['turn:192.0.2.1'], key }, AGENT, NOW), {
    servers: [{ urls: ['turn:192.0.2.1'], username: 'desk', credential: 'word' }],
    renewInSeconds: null,
  });
  deepEqual(relaysFor(null, AGENT, NOW), { servers: [], renewInSeconds: null });
});

test('[TURN-2] only whoever has a seat gets them, and no log has', async () => {
  const { db, end } = await testDatabase();
  let actor: Actor = NOBODY;
  const app = await testApp(db, {
    deps: { whoIs: async () => actor },
    routes: (fastify) =>
      distributionRoutes(fastify, {
        telephony: { exchange: () => ({}) as never, feed: () => undefined },
        media: new StillSound(),
        turn: { urls: ['turn:192.0.2.1'], key: SECRET },
        clock: () => NOW,
        callLine: null,
        breakOver: async () => {},
      }),
  });
  const ask = () => app.fastify.inject({ method: 'GET', url: '/api/desk/relays' });
  equal((await ask()).statusCode, 401);
  actor = { kind: 'staff', id: 's', name: 's', roles: ['supervisor'], seat: null };
  equal((await ask()).statusCode, 409);
  actor = SEATED;
  const given = await ask();
  equal(given.statusCode, 200);
  equal(given.headers['cache-control'], 'no-store');
  const [server] = given.json<Relays>().servers;
  match(server?.credential ?? '', /^[\w+/]+=*$/);
  for (const word of [server?.credential ?? '', server?.username ?? '', SECRET.secret])
    equal(
      app.lines.some((line) => line.includes(word)),
      false,
    );
  await app.fastify.close();
  await end();
});

test('[TURN-4] the check says of each server whether it is there, and no password', async () => {
  const server = createSocket('udp4');
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  server.on('message', (request, from) => {
    const answer = Buffer.from(request);
    answer.writeUInt16BE(0x01_01, 0);
    server.send(answer, from.port, from.address);
  });
  const there = `turn:127.0.0.1:${server.address().port}`;
  // Nothing listens at the discard port of this machine.
  const gone = 'turn:127.0.0.1:9?transport=tcp';
  const found = await turnFindings({ urls: [there, gone], key: SECRET });
  deepEqual(
    found.map(({ sound }) => sound),
    [true, false],
  );
  for (const { sentence } of found) doesNotMatch(sentence, /a secret of this test/);
  server.close();
});
