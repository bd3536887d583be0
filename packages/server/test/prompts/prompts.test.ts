import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { FaultBody, PromptList, PromptState } from '@pledgeline/contract';
import { PROMPTS } from '@pledgeline/core';
import { readWav, writeWav } from '@pledgeline/media';
import { promptFinding } from '../../src/commands/prompt-finding.ts';
import { openLog } from '../../src/adapters/log/log.ts';
import { PromptsOnAir } from '../../src/prompts/on-air.ts';
import { promptRoutes } from '../../src/prompts/routes.ts';
import { createTrial } from '../../src/trial/create.ts';
import { addPositions, addStaff, Jar, testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { StillSound } from '../testing/sound.ts';

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
let office: Jar;
let operator: Jar;
let onAir: PromptsOnAir;
const media = new StillSound();

before(async () => {
  database = await testDatabase();
  await createTrial(database.db);
  await addPositions(database.db);
  await addStaff(database.db, 'office', ['office']);
  await addStaff(database.db, 'carrier', ['operator']);
  onAir = await PromptsOnAir.open({ db: database.db, media, log: openLog({ level: 'silent' }) });
  app = await testApp(database.db, {
    routes: (fastify) => promptRoutes(fastify, { db: database.db, onAir }),
  });
  office = await signedIn('office');
  operator = await signedIn('carrier');
});
beforeEach(async () => {
  await database.db.deleteFrom('prompts').execute();
  await database.db.deleteFrom('audit').execute();
  await onAir.reload();
});
after(async () => {
  onAir.stop();
  await app.fastify.close();
  await database.end();
});

async function signedIn(id: string): Promise<Jar> {
  const token = await app.auth.createLinkToken(id);
  const reply = await app.fastify.inject({ method: 'POST', url: '/api/sign-in/link', payload: { token } });
  return new Jar().take(reply.headers['set-cookie']);
}

const ask = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, payload?: object, jar = office) =>
  app.fastify.inject({
    method,
    url: `/api/prompts${path}`,
    headers: { cookie: jar.header },
    ...(payload === undefined ? {} : { payload }),
  });

const tone = (seconds: number, loud = 9_000): Int16Array =>
  Int16Array.from({ length: Math.round(8_000 * seconds) }, (_, at) => Math.round(loud * Math.sin(at / 3)));
const draft = (name: string, file: Uint8Array) =>
  ask('PUT', `/${name}/draft`, { audio: Buffer.from(file).toString('base64') });
const faultOf = async (reply: ReturnType<typeof ask>): Promise<string> =>
  (await reply).json<FaultBody>().fault;

async function stateOf(name: string): Promise<PromptState> {
  const reply = await ask('GET', '');
  equal(reply.statusCode, 200, reply.body);
  const found = reply.json<PromptList>().prompts.find((prompt) => prompt.name === name);
  ok(found);
  return found;
}
/** Recorded and put on air. */
async function air(name: string, samples: Int16Array): Promise<string> {
  equal((await draft(name, writeWav(samples))).statusCode, 200);
  const id = (await stateOf(name)).draft?.id ?? '';
  const reply = await ask('POST', `/${name}/live`, { draft: id });
  equal(reply.statusCode, 200, reply.body);
  return id;
}

test('[PRO-3] every prompt is listed; nothing is recorded yet', async () => {
  const list = (await ask('GET', '')).json<PromptList>();
  deepEqual(
    list.prompts.map(({ name }) => name),
    PROMPTS.map(({ name }) => name),
  );
  ok(
    list.prompts.every(
      ({ live, draft: tried, shippedMilliseconds }) => !live && !tried && shippedMilliseconds > 100,
    ),
  );
});

test('[PRO-3] a draft is heard by nobody; the one that was listened to goes on air, and no later one', async () => {
  await draft('hold-fr', writeWav(tone(1)));
  const first = (await stateOf('hold-fr')).draft;
  equal(first?.milliseconds, 1_000);
  equal(first?.by, 'Staff office');
  equal(media.prompts.size, 0);
  await draft('hold-fr', writeWav(tone(2)));
  const second = (await stateOf('hold-fr')).draft;
  notEqual(second?.id, first?.id);
  equal(await faultOf(ask('POST', '/hold-fr/live', { draft: first?.id })), 'PROMPT_CHANGED');
  equal(await faultOf(ask('POST', '/hold-en/live', { draft: second?.id })), 'PROMPT_CHANGED');
  equal(media.prompts.size, 0);
  equal((await ask('POST', '/hold-fr/live', { draft: second?.id })).statusCode, 200);
  const { live, draft: none } = await stateOf('hold-fr');
  deepEqual([live?.id, none], [second?.id, null]);
  await air('hold-fr', tone(3));
  equal((await stateOf('hold-fr')).live?.milliseconds, 3_000);
  equal((await database.db.selectFrom('prompts').select('id').execute()).length, 1);
});

test('[PRO-3] a draft is thrown away; what is not there is not found', async () => {
  await draft('closed-fr', writeWav(tone(1)));
  equal((await ask('DELETE', '/closed-fr/draft')).statusCode, 200);
  equal((await stateOf('closed-fr')).draft, null);
  equal(await faultOf(ask('DELETE', '/closed-fr/draft')), 'NOT_FOUND');
  equal(await faultOf(ask('DELETE', '/closed-fr/live')), 'NOT_FOUND');
  equal(await faultOf(ask('DELETE', '/donor-fr/live')), 'BAD_INPUT');
});

test('[PRO-5] callers hear what is on air before it is answered, and the shipped one again', async () => {
  await air('hold-fr', tone(1));
  deepEqual(readWav(Buffer.from(media.prompts.get('hold-fr') ?? [])), { ok: true, value: tone(1) });
  equal((await ask('DELETE', '/hold-fr/live')).statusCode, 200);
  equal(media.prompts.has('hold-fr'), false);
});

test('[PRO-5] a server that starts tells the sound of every prompt, those of before included', async () => {
  await air('hold-fr', tone(1));
  const surviving = new StillSound();
  surviving.prompts.set('busy-en', writeWav(tone(1)));
  const again = await PromptsOnAir.open({
    db: database.db,
    media: surviving,
    log: openLog({ level: 'silent' }),
  });
  again.stop();
  deepEqual([...surviving.prompts.keys()], ['hold-fr']);
  await database.db.deleteFrom('prompts').execute();
  await again.reload();
  equal(surviving.prompts.size, 0);
});

test('[PRO-4] nothing but the samples is kept of what was sent', async () => {
  const plain = writeWav(tone(1));
  const note = Buffer.from('LIST\x14\0\0\0ICMT4970 1012 3456 \0', 'latin1');
  const hostile = Buffer.concat([
    plain.subarray(0, 36),
    note,
    plain.subarray(36),
    Buffer.from('LIST\xff\xff\xff\xff'),
  ]);
  equal((await draft('busy-fr', hostile)).statusCode, 200);
  const sound = await ask('GET', '/busy-fr/draft.wav');
  equal(sound.headers['content-type'], 'audio/wav');
  deepEqual(sound.rawPayload, plain);
});

test('[PRO-4] the longest message is taken, and a second more is not', async () => {
  equal((await draft('hold-fr', writeWav(tone(60)))).statusCode, 200);
  equal(await faultOf(draft('hold-fr', writeWav(tone(60.1)))), 'PROMPT_LENGTH');
  equal(await faultOf(draft('hold-fr', writeWav(tone(75)))), 'TOO_LARGE');
  equal((await draft('heard-2-fr', writeWav(tone(5)))).statusCode, 200);
  equal(await faultOf(draft('heard-2-fr', writeWav(tone(5.1)))), 'PROMPT_LENGTH');
  equal((await stateOf('hold-fr')).draft?.milliseconds, 60_000);
});

test('[PRO-4] what is no telephone recording is refused, whatever its header says, and changes nothing', async () => {
  const wav = writeWav(tone(1));
  const changed = (at: number, value: number): Buffer => {
    const file = Buffer.from(wav);
    file.writeUInt16LE(value, at);
    return file;
  };
  const files: readonly (readonly [string, Buffer, string])[] = [
    ['nothing', Buffer.alloc(0), 'PROMPT_SOUND'],
    ['a page', Buffer.from('<script>alert(1)</script>'), 'PROMPT_SOUND'],
    ['an MP3', Buffer.from('ID3\x04\0\0\0\0\0\0'), 'PROMPT_SOUND'],
    ['stereo', changed(22, 2), 'PROMPT_SOUND'],
    ['44.1 kHz', changed(24, 44_100), 'PROMPT_SOUND'],
    ['8 bits', changed(34, 8), 'PROMPT_SOUND'],
    ['floating point', changed(20, 3), 'PROMPT_SOUND'],
    ['a header alone', wav.subarray(0, 44), 'PROMPT_LENGTH'],
    ['a header cut short', wav.subarray(0, 40), 'PROMPT_SOUND'],
    ['sound before its format', Buffer.concat([wav.subarray(0, 12), wav.subarray(36)]), 'PROMPT_SOUND'],
    ['a chunk that ends beyond the file', changed(16, 0xffff), 'PROMPT_SOUND'],
    ['a click', writeWav(tone(0.05)), 'PROMPT_LENGTH'],
    ['silence', writeWav(new Int16Array(8_000)), 'PROMPT_SILENT'],
    ['a hum that nobody hears', writeWav(tone(1, 200)), 'PROMPT_SILENT'],
  ];
  for (const [what, file, fault] of files) equal(await faultOf(draft('hold-fr', file)), fault, what);
  for (const audio of ['%%%', 7, null])
    equal(await faultOf(ask('PUT', '/hold-fr/draft', { audio })), 'BAD_INPUT');
  equal(await faultOf(ask('PUT', '/..%2Fhold-fr/draft', { audio: wav.toString('base64') })), 'BAD_INPUT');
  equal((await stateOf('hold-fr')).draft, null);
});

test('[PRO-6] an operator hears and changes nothing; nobody else does either', async () => {
  await draft('hold-fr', writeWav(tone(1)));
  const { id = '' } = (await stateOf('hold-fr')).draft ?? {};
  for (const [jar, fault] of [
    [operator, 'NOT_ALLOWED'],
    [new Jar(), 'NOT_SIGNED_IN'],
  ] as const) {
    equal(await faultOf(ask('GET', '', undefined, jar)), fault);
    equal(await faultOf(ask('GET', '/hold-fr/draft.wav', undefined, jar)), fault);
    equal(await faultOf(ask('POST', '/hold-fr/live', { draft: id }, jar)), fault);
  }
  equal((await ask('GET', '/hold-fr/shipped.wav')).statusCode, 200);
  equal(await faultOf(ask('GET', '/hold-fr/live.wav')), 'NOT_FOUND');
  equal(await faultOf(ask('GET', '/..%2Fmake/shipped.wav')), 'NOT_FOUND');
});

test('[PRO-6] every change is in the record with who did it', async () => {
  const id = await air('hold-fr', tone(1));
  await ask('DELETE', '/hold-fr/live');
  const rows = await database.db
    .selectFrom('audit')
    .select(['actor', 'action', 'subject', 'detail'])
    .where('action', 'like', 'prompt.%')
    .orderBy('id')
    .execute();
  deepEqual(
    rows.map(({ actor, action, subject }) => [actor, action, subject]),
    ['prompt.recorded', 'prompt.live', 'prompt.taken-back'].map((action) => ['office', action, id]),
  );
  deepEqual(rows[0]?.detail, { name: 'hold-fr', milliseconds: 1_000 });
});

test('[PRO-7] check says how many prompts are the synthesiser’s, and of a trial nothing', async () => {
  const french = PROMPTS.filter(({ language }) => language === 'fr').length;
  equal(await promptFinding(database.url), null);
  await database.db.updateTable('campaigns').set({ trial: false }).execute();
  await database.db.updateTable('lines').set({ language: 'fr' }).execute();
  try {
    await air('hold-fr', tone(1));
    const finding = await promptFinding(database.url);
    equal(finding?.sound, false);
    ok(finding.sentence.startsWith(`${french - 1} of ${french} prompts `), finding.sentence);
    const [row] = await database.db.selectFrom('prompts').selectAll().execute();
    ok(row);
    for (const { name } of PROMPTS.filter((prompt) => prompt.language === 'fr' && prompt.name !== 'hold-fr'))
      await database.db
        .insertInto('prompts')
        .values({ ...row, name, id: crypto.randomUUID() })
        .execute();
    equal((await promptFinding(database.url))?.sound, true);
  } finally {
    await database.db.updateTable('campaigns').set({ trial: true }).execute();
  }
});
