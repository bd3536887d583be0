import { equal, ok } from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AgentId, CallId } from '@pledgeline/core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startVoice, type RtpPhone } from '../src/index.ts';
import type { Media } from '../src/port.ts';
import { openThroughProcess } from './testing/engines.ts';
import { Ear, tone, wavOf } from './testing/tones.ts';
import { until } from './testing/until.ts';

const CHROMIUM = '/usr/bin/chromium';
const AGENT = 'agent-1' as AgentId;
const AGENT_HERTZ = 1900;

/** What the desk does, in short; `heard` answers the loudest tone in Hz, 0 when it is quiet. */
const PAGE = `<!doctype html><audio autoplay></audio><script>
const connection = new RTCPeerConnection();
const offered = (async () => {
  const microphone = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  });
  connection.addTrack(microphone.getAudioTracks()[0], microphone);
  await connection.setLocalDescription();
  while (connection.iceGatheringState !== 'complete') await new Promise((next) => setTimeout(next, 5));
  return connection.localDescription.sdp;
})();
let analyser, tracks = 0;
connection.ontrack = ({ track }) => {
  tracks += 1;
  const stream = new MediaStream([track]);
  document.querySelector('audio').srcObject = stream;
  const context = new AudioContext();
  analyser = context.createAnalyser();
  analyser.fftSize = 4096;
  context.createMediaStreamSource(stream).connect(analyser);
};
const accept = (sdp) => connection.setRemoteDescription({ type: 'answer', sdp });
function heard() {
  if (!analyser) return 0;
  const loud = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(loud);
  const best = loud.reduce((at, level, here) => (level > loud[at] ? here : at), 0);
  return loud[best] < -60 ? 0 : (best * analyser.context.sampleRate) / analyser.fftSize;
}
</script>`;

interface Desk {
  readonly page: Page;
  readonly browser: Browser;
  hears(hertz: number): Promise<boolean>;
  close(): Promise<void>;
}

async function openDesk(): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-'));
  const voice = join(folder, 'voice.wav');
  writeFileSync(voice, wavOf(tone(AGENT_HERTZ, 10)));
  // A page of this machine is a secure context, which a microphone needs.
  const server = createServer((_request, reply) => reply.setHeader('content-type', 'text/html').end(PAGE));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${voice}`,
      '--autoplay-policy=no-user-gesture-required',
      '--allow-loopback-in-peer-connection',
    ],
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    page,
    browser,
    hears: async (hertz) => Math.abs((await page.evaluate<number>('heard()')) - hertz) < 30,
    async close() {
      await browser.close();
      await closeServer(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });

async function openCaller(
  media: Media,
  name: string,
  hertz: number,
): Promise<{ phone: RtpPhone; ear: Ear; call: CallId }> {
  const phone = await startVoice({ bind: '127.0.0.1', wav: tone(hertz, 60), codec: 'PCMA' });
  ok(phone.ok);
  const call = name as CallId;
  const leg = await media.openLeg({ call, remote: phone.value.local, codec: 'PCMA', keysPayloadType: null });
  ok(leg.ok);
  const ear = new Ear();
  phone.value.listen(ear.hear);
  phone.value.sendTo(leg.value.local);
  return { phone: phone.value, ear, call };
}

async function untilHeard(desk: Desk, hertz: number): Promise<void> {
  for (let tried = 0; tried < 200; tried += 1) if (await desk.hears(hertz)) return;
  throw new Error(
    `the desk does not hear ${hertz} Hz, but ${await desk.page.evaluate<number>('heard()')} Hz`,
  );
}

test('[MEDIA-26] a real browser: one line for two callers, sound both ways, no second offer, and its death is noticed', async (t) => {
  if (!existsSync(CHROMIUM)) return t.skip('needs chromium: apt-get install chromium');
  const { media, close } = await openThroughProcess();
  const desk = await openDesk();
  const callers = [await openCaller(media, 'a', 700), await openCaller(media, 'b', 1100)] as const;
  try {
    const lost = new Promise<void>((resolve) => {
      media.listen((event) => event.kind === 'line-lost' && resolve());
    });
    const line = await media.openLine({ agent: AGENT, offer: await desk.page.evaluate<string>('offered') });
    ok(line.ok);
    await desk.page.evaluate(`accept(${JSON.stringify(line.value.answer)})`);
    for (const [hertz, { call, ear }] of [
      [700, callers[0]],
      [1100, callers[1]],
    ] as const) {
      ok((await media.bridge({ call, agent: AGENT })).ok);
      await untilHeard(desk, hertz);
      await until('the caller hears the browser', () => ear.hears(AGENT_HERTZ));
    }
    equal(await desk.page.evaluate<number>('tracks'), 1);
    equal(await desk.page.evaluate<string>('connection.signalingState'), 'stable');
    await desk.browser.close();
    await lost;
  } finally {
    for (const { phone } of callers) phone.stop();
    await desk.close();
    await close();
  }
});
