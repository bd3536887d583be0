import { deepEqual, equal, ok } from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { call, ENGINES, evening } from './testing/evening.ts';

for (const [name, open] of ENGINES)
  test(`[MEDIA-38] ${name}: a leg that is open towards nowhere has its port, and is aimed by being opened again`, async () => {
    await using line = await evening(open);
    const phone = createSocket('udp4').bind(0, '127.0.0.1');
    await once(phone, 'listening');
    const leg = { call: call('a'), codec: 'PCMA', keysPayloadType: null } as const;
    const address = '127.0.0.1';
    const nowhere = await line.media.openLeg({ ...leg, remote: { address, port: 0 } });
    ok(nowhere.ok);
    const heard = once(phone, 'message');
    const aimed = await line.media.openLeg({ ...leg, remote: { address, port: phone.address().port } });
    deepEqual(aimed, nowhere);
    const to = { kind: 'caller', call: leg.call } as const;
    deepEqual(await line.media.play({ to, prompt: 'hold-fr', repeat: false }), { ok: true, value: null });
    const [packet, from] = (await heard) as [Buffer, { readonly port: number }];
    equal(from.port, nowhere.value.local.port);
    equal(packet[0], 0x80);
    phone.close();
  });
