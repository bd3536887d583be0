import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { partiesOf, voicesFor, type Conversation } from '../src/engine/hearing.ts';
import type { MonitorMode } from '../src/port.ts';

const heard = (listener: string, conversation: Conversation<string>): string =>
  voicesFor(listener, conversation).join(' ');

const talk: Conversation<string> = {
  callers: ['caller'],
  agents: ['agent'],
  supervisors: new Map<string, MonitorMode>([
    ['ear', 'listen'],
    ['whisperer', 'whisper'],
    ['barger', 'barge'],
  ]),
};

for (const [listener, voices] of [
  ['caller', 'agent barger'],
  ['agent', 'caller whisperer barger'],
  ['ear', 'caller agent whisperer barger'],
  ['whisperer', 'caller agent barger'],
  ['barger', 'caller agent whisperer'],
] as const) {
  test(`[MEDIA-34] in a call that is monitored in every way, the ${listener} hears: ${voices}`, () => {
    equal(heard(listener, talk), voices);
  });
}

test('[MEDIA-36] two callers who are joined hear each other, and a whisper is for neither', () => {
  const joined = {
    callers: ['one', 'other'],
    agents: [],
    supervisors: new Map<string, MonitorMode>([['w', 'whisper']]),
  };
  deepEqual(
    ['one', 'other', 'w'].map((listener) => heard(listener, joined)),
    ['other', 'one', 'one other'],
  );
});

test('[MEDIA-34] nobody hears himself, nobody hears whoever only listens, and a caller hears no whisper', () => {
  const modes = fc.constantFrom<MonitorMode>('listen', 'whisper', 'barge');
  const conversations = fc.record({
    callers: fc.constantFrom<readonly string[]>([], ['a'], ['a', 'b']),
    agents: fc.constantFrom<readonly string[]>([], ['c'], ['c', 'd']),
    supervisors: fc
      .dictionary(fc.constantFrom('x', 'y', 'z'), modes)
      .map((all) => new Map(Object.entries(all))),
  });
  fc.assert(
    fc.property(conversations, (conversation) =>
      partiesOf(conversation).every((listener) =>
        voicesFor(listener, conversation).every((speaker) => {
          const mode = conversation.supervisors.get(speaker);
          const isCaller = conversation.callers.includes(listener);
          return speaker !== listener && mode !== 'listen' && !(isCaller && mode === 'whisper');
        }),
      ),
    ),
  );
});
