import { doesNotMatch, equal, match } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Relays } from '@pledgeline/contract';
import { addNeighbour, hiddenAddress } from './namespace.ts';
import { Phone } from './phone.ts';
import { freeTcpPort } from './ports.ts';
import { lacks, lacksNamespaces } from './program.ts';
import { LISTED, Setting } from './setting.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ } from './tone.ts';
import { TurnServer } from './turnserver.ts';
import { until } from './wait.ts';

const SECRET = 'a secret that no log may hold';

/** What a house's firewall lets through to the web: its TCP, and nothing else. */
class Door {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  static async open(
    from: string,
    port: number,
    to: () => { readonly address: string; readonly port: number },
  ): Promise<Door> {
    const door = new Door(to);
    door.#server.listen(port, from);
    await once(door.#server, 'listening');
    return door;
  }

  private constructor(to: () => { readonly address: string; readonly port: number }) {
    this.#server = createServer((near) => {
      const { address, port } = to();
      const far = connect(port, address);
      near.pipe(far).pipe(near);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => [near, far].forEach((one) => one.destroy()));
        socket.on('close', () => this.#sockets.delete(socket));
      }
    });
  }

  /** Whoever is gone with its network says no goodbye. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

test('[TURN-5] where only a TURN server can be reached, there is sound both ways', async (t) => {
  if (lacks(t, 'chromium', 'baresip', 'turnserver') || lacksNamespaces(t)) return;
  // The line is at an address to which no way leads from over there; the web is passed on, and the sound is not.
  const hidden = hiddenAddress();
  t.after(() => hidden.remove());
  const neighbour = addNeighbour();
  t.after(() => neighbour.remove());
  const turn = await TurnServer.start({
    address: neighbour.address,
    // What the line sends to its own address comes from there too, which is whom the browser let in.
    relayAddress: hidden.address,
    secret: SECRET,
  });
  t.after(() => turn.end());
  const port = await freeTcpPort();
  let httpsPort = 0;
  const door = await Door.open(neighbour.address, port, () => ({ address: hidden.address, port: httpsPort }));
  t.after(() => door.close());
  const url = `https://${neighbour.address}:${port}`;
  const setting = await Setting.open({
    environment: {
      PLEDGELINE_ADDRESS: hidden.address,
      PLEDGELINE_PUBLIC_URL: url,
      PLEDGELINE_TURN_URLS: turn.url,
      PLEDGELINE_TURN_SECRET: SECRET,
    },
    within: neighbour.within,
    url: (line) => {
      ({ httpsPort } = line);
      return url;
    },
  });
  t.after(() => setting.end());
  const { desk, line, number, sip } = setting;

  const phone = await Phone.open({ transport: 'udp', number: LISTED[0].phone });
  t.after(() => phone.end());
  phone.dial({ number, ...sip });
  await desk.waitForForm(LISTED[0].lastName);
  await desk.waitForTone(TONE_A_HZ);
  await until('the volunteer is heard by the caller', 8_000, () => secondsOf(phone.heard(), TONE_B_HZ) > 1);
  await until('coturn has told of the relay', 8_000, () => turn.log.includes('ALLOCATE processed, success'));
  await desk.hangUp();
  await phone.sees('CALL_CLOSED', 5_000);

  const { servers } = await desk.get<Relays>('/api/desk/relays');
  equal(servers.length, 1);
  match(servers[0]?.username ?? '', /^\d{10}:/);
  const logs = join(line.dataDir, 'logs');
  const written = readdirSync(logs).map((name) => readFileSync(join(logs, name), 'utf8'));
  doesNotMatch(written.join('\n') + line.output, /a secret that no log may hold/);
  equal(
    written.some((text) => text.includes(servers[0]?.credential ?? SECRET)),
    false,
  );
  const { printed } = line.command('check');
  match(printed, /ok {2}turn:\S+ is there/);
  doesNotMatch(printed, /a secret that no log may hold/);
});
