import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startJobWorker } from '../../src/adapters/jobs/worker.ts';
import { smtpMailer } from '../../src/messages/mail.ts';
import { sendTask } from '../../src/messages/send.ts';
import { messageTasks } from '../../src/messages/tasks.ts';
import { save } from '../../src/pledges/store.ts';
import { ACTORS, ANNE, moneyHouse, newId, pledgeForm } from '../pledges/house.ts';
import type { TestDatabase } from '../testing/database.ts';
import { smtpListener } from './smtp-listener.ts';
import { until } from './until.ts';

let house: TestDatabase;
before(async () => {
  house = await moneyHouse();
});
after(() => house.end());

const FROM = 'dons@example.org';
const publicUrl = () => 'https://don.example.org';

/** A pledge by e-mail whose message waits to be sent. */
async function waitingMessage(mailer: ReturnType<typeof smtpMailer>, email = ANNE.email): Promise<string> {
  const id = newId();
  const actor = ACTORS['zoe'];
  assert.ok(actor);
  const form = pledgeForm({ way: 'email', donor: { ...ANNE, email } });
  assert.ok((await save(house.db, { id, form, actor, trialCall: false })).ok);
  await messageTasks({ db: house.db, mailer, publicUrl })['invite-donor']?.({
    payload: { pledge: id, revision: 1 },
    last: false,
  });
  return `${id}.1`;
}

const stateOf = (id: string) =>
  house.db
    .selectFrom('messages')
    .select(['state', 'attempts', 'error'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

test('[MESSAGE-5] from the saved pledge to the mail server, with text and HTML, by the worker alone', async (t) => {
  const smtp = await smtpListener();
  t.after(() => smtp.end());
  const mailer = smtpMailer({ url: smtp.url, fromAddress: FROM });
  t.after(() => mailer.close());
  const worker = await startJobWorker({
    url: house.url,
    tasks: messageTasks({ db: house.db, mailer, publicUrl }),
    log: { warn: () => {} },
  });
  const arrived = smtp.next();
  const actor = ACTORS['zoe'];
  assert.ok(actor);
  const id = newId();
  await save(house.db, { id, form: pledgeForm({ way: 'email' }), actor, trialCall: false });
  const mail = await arrived;
  await until(async () => ((await stateOf(`${id}.1`)).state === 'sent' ? true : null));
  await worker.stop();
  assert.match(mail.from, /<dons@example\.org>/);
  assert.deepEqual(mail.to.length, 1);
  assert.match(mail.to[0] ?? '', /<anne@example\.org>/);
  assert.match(mail.data, /^Subject: Votre promesse de don =\?UTF-8\?|^Subject: =\?UTF-8\?/m);
  assert.match(mail.data, new RegExp(`^Message-ID: <${id}\\.1@example\\.org>`, 'm'));
  assert.match(mail.data, /Content-Type: text\/plain/);
  assert.match(mail.data, /Content-Type: text\/html/);
});

test('[MESSAGE-5] "later" is tried again, "never" and the last "later" end as failed, without the server’s words', async (t) => {
  const smtp = await smtpListener();
  t.after(() => smtp.end());
  const mailer = smtpMailer({ url: smtp.url, fromAddress: FROM });
  t.after(() => mailer.close());
  const send = sendTask({ db: house.db, mailer });
  const id = await waitingMessage(mailer);
  smtp.answerRcpt('451 anne@example.org: try later');
  await assert.rejects(send({ payload: { message: id }, last: false }));
  assert.deepEqual(await stateOf(id), { state: 'waiting', attempts: 1, error: '451' });
  await send({ payload: { message: id }, last: true });
  assert.deepEqual(await stateOf(id), { state: 'failed', attempts: 2, error: '451' });
  const other = await waitingMessage(mailer);
  smtp.answerRcpt('550 no such anne@example.org');
  await send({ payload: { message: other }, last: false });
  assert.deepEqual(await stateOf(other), { state: 'failed', attempts: 1, error: '550' });
  assert.equal(smtp.mails.length, 0);
});

test('[MESSAGE-5] a mail server that is away is tried again', async (t) => {
  const mailer = smtpMailer({ url: 'smtp://127.0.0.1:1', fromAddress: FROM });
  t.after(() => mailer.close());
  const id = await waitingMessage(mailer);
  await assert.rejects(sendTask({ db: house.db, mailer })({ payload: { message: id }, last: false }));
  assert.equal((await stateOf(id)).state, 'waiting');
});

test('[MESSAGE-6] after a crash in the middle of sending it is sent at most once more', async (t) => {
  const smtp = await smtpListener();
  t.after(() => smtp.end());
  const mailer = smtpMailer({ url: smtp.url, fromAddress: FROM });
  t.after(() => mailer.close());
  const send = sendTask({ db: house.db, mailer });
  const id = await waitingMessage(mailer);
  const crash = (error: string | null) =>
    house.db.updateTable('messages').set({ state: 'sending', error }).where('id', '=', id).execute();
  await crash(null);
  await send({ payload: { message: id }, last: false });
  assert.deepEqual([smtp.mails.length, (await stateOf(id)).state], [1, 'sent']);
  await send({ payload: { message: id }, last: false });
  assert.equal(smtp.mails.length, 1);
  await crash('OUTCOME_UNKNOWN');
  await send({ payload: { message: id }, last: false });
  assert.deepEqual([smtp.mails.length, (await stateOf(id)).state], [1, 'failed']);
});

test('[MESSAGE-4] no value gets a line of its own into a header, nor a second address', async (t) => {
  const smtp = await smtpListener();
  t.after(() => smtp.end());
  const mailer = smtpMailer({ url: smtp.url, fromAddress: FROM });
  t.after(() => mailer.close());
  const sent = await mailer.send({
    id: 'm1\r\nX-Bad: 1',
    to: 'anne@example.org',
    fromName: 'Amis\r\nBcc: spy@example.org, "<spy@example.org>"',
    subject: 'Merci\r\nBcc: spy@example.org\u2028X-Bad: 2\u0000',
    text: 'text',
    html: '<p>text</p>',
  });
  assert.ok(sent.ok);
  assert.equal(smtp.mails.length, 1);
  for (const mail of smtp.mails) {
    assert.doesNotMatch(mail.data, /^(Bcc|X-Bad):/im);
    assert.deepEqual(mail.to, ['RCPT TO:<anne@example.org>']);
  }
});

test('[MESSAGE-4] what is not one plain address is written to nobody', async (t) => {
  const smtp = await smtpListener();
  t.after(() => smtp.end());
  const mailer = smtpMailer({ url: smtp.url, fromAddress: FROM });
  t.after(() => mailer.close());
  for (const to of [
    'a@example.org\r\nBcc: b@example.org',
    'a@example.org, b@example.org',
    'a@example.org <b@example.org>',
    '',
  ]) {
    const sent = await mailer.send({ id: 'm', to, fromName: 'Amis', subject: 's', text: 't', html: 'h' });
    assert.deepEqual(sent, { ok: false, failure: { kind: 'never', code: 'BAD_ADDRESS' } });
  }
  assert.equal(smtp.mails.length, 0);
});
