import { deepEqual, equal, match, ok as holds } from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Campaign, DonorDetails } from '@pledgeline/contract';
import { openCampaign } from '../../src/campaigns/store.ts';
import { createTrial, TRIAL_STAFF } from '../../src/trial/create.ts';
import { TEST_CALLER, trialDirectory, trialDonors } from '../../src/trial/people.ts';
import { testApp, Jar } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.end());

const count = async (table: 'campaigns' | 'positions' | 'directory_entries' | 'donors'): Promise<number> =>
  (await database.db.selectFrom(table).selectAll().execute()).length;

test('an empty database gets one campaign, however many start at once, and keeps it', async () => {
  const made = await Promise.all([
    createTrial(database.db),
    createTrial(database.db),
    createTrial(database.db),
  ]);
  deepEqual(
    made.toSorted((a, b) => Number(a) - Number(b)),
    [false, false, true],
  );
  equal(await createTrial(database.db), false);
  deepEqual(
    [
      await count('campaigns'),
      await count('positions'),
      await count('directory_entries'),
      await count('donors'),
    ],
    [1, 15, 40, 6],
  );
});

test('the campaign is whole in both languages, and as the contract has it', async () => {
  const campaign = Campaign.parse(await openCampaign(database.db));
  deepEqual([campaign.number, campaign.amountsCents.length, campaign.trial], ['110', 6, true]);
  const parts = ['greeting', 'amount', 'identity', 'address', 'way', 'read-back', 'thanks', 'hoax', 'card'];
  for (const language of ['fr', 'en'] as const)
    deepEqual([...new Set(campaign.script[language].map((step) => step.at))], parts);
});

test('what is read aloud in an ordinary call leaves the donor time within 68 seconds', async () => {
  const campaign = Campaign.parse(await openCampaign(database.db));
  // A practised reader says about 16 characters a second.
  for (const language of ['fr', 'en'] as const) {
    const steps = campaign.script[language].filter((step) => step.at !== 'hoax' && step.at !== 'card');
    const said = steps.map((step) => step.say).join(' ') + campaign.information.text[language];
    holds(said.length / 16 < 48, `${language}: ${said.length / 16} s`);
  }
});

test('French is set as French: no straight apostrophe, no breaking space before high punctuation', async () => {
  const campaign = Campaign.parse(await openCampaign(database.db));
  const texts = campaign.script.fr.flatMap((step) => [step.say, step.note ?? '']);
  for (const text of [...texts, campaign.information.text.fr]) {
    equal(/'| [!?;:»]|« /.test(text), false, text);
    equal(/[^\s\u00a0][!?;:»]/.test(text.replaceAll('…', '')), false, text);
  }
});

test('everybody has a number that nobody has, and fits the form', () => {
  const fiction = /^\+33(199 ?00|26191|35301|46571|53649|63998)\d{4}$/;
  for (const { phone, first_name, last_name, ...rest } of [...trialDirectory(), ...trialDonors()]) {
    match(phone, fiction);
    DonorDetails.parse({ ...rest, phone, firstName: first_name, lastName: last_name, country: 'FR' });
  }
  equal(trialDirectory()[0]?.phone, TEST_CALLER);
  equal(new Set(trialDirectory().map((person) => person.phone)).size, 40);
});

test('the trial’s person signs in by a link and takes a position', async () => {
  const app = await testApp(database.db);
  const token = await app.auth.createLinkToken(TRIAL_STAFF);
  const inside = await app.fastify.inject({ method: 'POST', url: '/api/sign-in/link', payload: { token } });
  const { header: cookie } = new Jar().take(inside.headers['set-cookie']);
  const seat = await app.fastify.inject({
    method: 'POST',
    url: '/api/positions/trial-caen-3/take',
    headers: { cookie },
  });
  equal(seat.statusCode, 200, seat.body);
  match(seat.body, /"trial":true/);
  const campaign = await app.fastify.inject({ url: '/api/campaign', headers: { cookie } });
  equal(campaign.json<Campaign>().charity, 'La Ligne d’Espoir');
  await app.fastify.close();
});
