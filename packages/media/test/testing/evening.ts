import { ok } from 'node:assert/strict';
import type { AgentId, CallId } from '@pledgeline/core';
import { startVoice, type RtpPhone } from '../../src/index.ts';
import type { Codec, Media, MediaEvent, SoundAddress } from '../../src/port.ts';
import { openBrowser, type Browser } from './browser.ts';
import { openEmbedded, openThroughProcess, type OpenEngine } from './engines.ts';
import { Ear, tone } from './tones.ts';
import { until } from './until.ts';

/** The contract of the port: every engine, and the way to it, passes all of it. */
export const ENGINES: readonly (readonly [name: string, open: () => Promise<OpenEngine>])[] = [
  ['the engine', () => openEmbedded()],
  ['the process', openThroughProcess],
];

export const AGENT = 'agent-1' as AgentId;
export const call = (name: string): CallId => name as CallId;

export interface Evening extends AsyncDisposable {
  readonly media: Media;
  readonly events: MediaEvent[];
  happened(kind: MediaEvent['kind']): Promise<void>;
  caller(name: string, hertz: number, codec?: Codec): Promise<Caller>;
  agent(hertz: number, codecs?: readonly Codec[], agent?: AgentId): Promise<Browser>;
  /** A desk phone that is not yet called. */
  phone(hertz: number, codec?: Codec): Promise<DeskPhone>;
}
interface Caller {
  readonly call: CallId;
  readonly ear: Ear;
  readonly local: SoundAddress;
  stop(): void;
}
interface DeskPhone extends RtpPhone {
  readonly ear: Ear;
  /** Opens the agent's line and answers a call on it. */
  answer(agent?: AgentId): Promise<SoundAddress>;
}

export async function evening(open: () => Promise<OpenEngine>): Promise<Evening> {
  const { media, close } = await open();
  const events: MediaEvent[] = [];
  const ends: (() => void)[] = [];
  media.listen((event) => events.push(event));
  const voice = async (hertz: number, codec: Codec): Promise<RtpPhone & { readonly ear: Ear }> => {
    const phone = await startVoice({ bind: '127.0.0.1', wav: tone(hertz, 60), codec });
    ok(phone.ok);
    const ear = new Ear();
    phone.value.listen(ear.hear);
    ends.push(phone.value.stop);
    return { ...phone.value, ear };
  };
  return {
    media,
    events,
    happened: (kind) => until(kind, () => events.some((event) => event.kind === kind)),
    async caller(name, hertz, codec = 'PCMA') {
      const { local, ear, sendTo, stop } = await voice(hertz, codec);
      const leg = await media.openLeg({ call: call(name), remote: local, codec, keysPayloadType: 101 });
      ok(leg.ok);
      sendTo(leg.value.local);
      return { call: call(name), ear, local, stop };
    },
    async agent(hertz, codecs, agent = AGENT) {
      const browser = await openBrowser(hertz, codecs);
      const line = await media.openLine({ agent, offer: browser.offer });
      ok(line.ok);
      browser.accept(line.value.answer);
      ends.push(() => browser.close());
      return browser;
    },
    async phone(hertz, codec = 'PCMA') {
      const phone = await voice(hertz, codec);
      return {
        ...phone,
        async answer(agent = AGENT) {
          const line = await media.openPhoneLine({ agent, near: phone.local.address });
          ok(line.ok);
          const aim = { agent, remote: phone.local, codec, keysPayloadType: 101 };
          ok((await media.aimPhoneLine(aim)).ok);
          phone.sendTo(line.value.local);
          return line.value.local;
        },
      };
    },
    async [Symbol.asyncDispose]() {
      for (const end of ends) end();
      await close();
    },
  };
}
