import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { importDirectory, type ImportFault } from '../../src/callers/import-directory.ts';
import { lookUpCaller } from '../../src/callers/look-up.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

let house: TestDatabase;
before(async () => {
  house = await testDatabase();
});
after(() => house.end());

/** A file as it comes from a disk: in pieces that end anywhere. */
async function* inPieces(file: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(file as string);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const take = (file: string | Uint8Array, size?: number) =>
  importDirectory({ db: house.db, source: inPieces(file, size), name: 'test.csv' });

async function taken(file: string | Uint8Array) {
  const result = await take(file);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

async function entries() {
  const rows = await house.db.selectFrom('directory_entries').selectAll().orderBy('phone').execute();
  return rows.map((row) =>
    [row.phone, row.title, row.first_name, row.last_name, row.street, row.postcode, row.town].join('|'),
  );
}

const HEADER = 'Civilité;Prénom;Nom;Téléphone;Adresse;Code postal;Ville';
const ANNE = 'Mme;Anne;Lefèvre;06 12 34 56 78;12 rue des Lilas;75002;Paris';
const LUC = 'M.;Luc;Noël;01.99.00.12.34;3 quai Émile;69001;Lyon';
const ANNE_KEPT = '+33612345678|mrs|Anne|Lefèvre|12 rue des Lilas|75002|Paris';
const LUC_KEPT = '+33199001234|mr|Luc|Noël|3 quai Émile|69001|Lyon';

test('[DIRECTORY-1] semicolons or commas, UTF-8 with or without its mark, Latin-1 and gzip say the same', async () => {
  const file = `${HEADER}\r\n${ANNE}\r\n${LUC}\r\n`;
  const forms = [
    file,
    `\ufeff${file}`,
    Buffer.from(file, 'latin1'),
    gzipSync(file),
    gzipSync(Buffer.from(file, 'latin1')),
    file.replaceAll(';', ','),
    file.replaceAll(';', '\t'),
    `${HEADER}\n${ANNE}\n${LUC}`,
    file.replace('12 rue des Lilas', '"12 rue des Lilas"'),
  ];
  for (const form of forms) {
    assert.deepEqual(await taken(form), { rows: 2, refused: [], refusedCount: 0 });
    assert.deepEqual(await entries(), [LUC_KEPT, ANNE_KEPT]);
  }
});

test('[DIRECTORY-1] English headers in any order, other columns passed over', async () => {
  const file =
    'Id,Phone,Last name,First name,Zip,City,Country\n7,+44 20 7946 0958,Smith,Ann,SW1A 1AA,London,gb\n';
  assert.equal((await taken(file)).rows, 1);
  assert.deepEqual(await entries(), ['+442079460958||Ann|Smith||SW1A 1AA|London']);
});

test('[DIRECTORY-2] the good lines are in, each bad one is named with its line and why', async () => {
  const file = [
    HEADER,
    ANNE,
    'Mme;Too;Few',
    'M.;No;Number;;;;',
    'M.;Bad;Number;0612;;;',
    'M.;;;0612345679;;;',
    '',
    'M.;Card;4111 1111 1111 1111;0612345679;;;',
    'M.;Iban;X;0612345679;FR76 3000 6000 0112 3456 7890 189;;',
    'M.;4111;1111;0612345679;1111;1111;',
    'M.;"Broken;Quote;0612345679;;;',
    `M.;Long;${'x'.repeat(81)};0612345679;;;`,
    'M.;Odd\u0000;Sign;0612345679;;;',
    LUC,
  ].join('\n');
  const { rows, refused, refusedCount } = await taken(file);
  assert.equal(rows, 2);
  assert.deepEqual(refused, [
    { line: 3, why: 'WRONG_NUMBER_OF_CELLS' },
    { line: 4, why: 'NO_PHONE' },
    { line: 5, why: 'PHONE_WRONG' },
    { line: 6, why: 'NO_NAME' },
    { line: 8, why: 'CARD_NUMBER' },
    { line: 9, why: 'CARD_NUMBER' },
    { line: 10, why: 'CARD_NUMBER' },
    { line: 11, why: 'BROKEN_QUOTES' },
    { line: 12, why: 'TOO_LONG' },
    { line: 13, why: 'NOT_TEXT' },
  ]);
  assert.equal(refusedCount, 10);
  assert.deepEqual(await entries(), [LUC_KEPT, ANNE_KEPT]);
});

test('[DIRECTORY-2] a thousand refused lines are listed, the rest counted', async () => {
  const { rows, refused, refusedCount } = await taken(
    [HEADER, ANNE, ...Array<string>(1_500).fill('bad')].join('\n'),
  );
  assert.deepEqual([rows, refused.length, refusedCount], [1, 1_000, 1_500]);
});

test('[DIRECTORY-3] a file without a good line, with other headers, empty or broken changes nothing', async () => {
  await taken(`${HEADER}\n${ANNE}`);
  const wrong: [ImportFault['kind'], string | Uint8Array][] = [
    ['WRONG_HEADER', ''],
    ['WRONG_HEADER', 'a;b;c\n1;2;3'],
    ['WRONG_HEADER', 'téléphone;téléphone;nom\n1;2;3'],
    ['NO_GOOD_LINE', HEADER],
    ['NO_GOOD_LINE', `${HEADER}\nbad`],
    ['NOT_READABLE', gzipSync(`${HEADER}\n${ANNE}\n`.repeat(500)).subarray(0, 60)],
    ['NOT_READABLE', Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])],
  ];
  for (const [kind, file] of wrong) {
    const result = await take(file);
    assert.equal(result.ok ? 'ok' : result.failure.kind, kind, kind);
    assert.deepEqual(await entries(), [ANNE_KEPT]);
  }
  const editions = await house.db.selectFrom('directory_editions').select('state').execute();
  assert.deepEqual(editions, [{ state: 'active' }]);
});

test('[DIRECTORY-4] a new edition takes the former one’s place in one stroke', async () => {
  await taken(`${HEADER}\n${ANNE}`);
  const seen: string[] = [];
  async function* slowly(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${HEADER}\n`);
    yield Buffer.from(`${LUC}\n`.repeat(2_500));
    const [anne, luc] = await Promise.all([
      lookUpCaller(house, '0612345678'),
      lookUpCaller(house, '0199001234'),
    ]);
    seen.push(anne.kind, luc.kind);
    yield Buffer.from(LUC);
  }
  const result = await importDirectory({ db: house.db, source: slowly(), name: 'new' });
  assert.ok(result.ok && result.value.rows === 2_501);
  assert.deepEqual(seen, ['found', 'unknown']);
  assert.equal((await lookUpCaller(house, '0612345678')).kind, 'unknown');
  assert.equal((await lookUpCaller(house, '0199001234')).kind, 'found');
});

test('[DIRECTORY-4] two imports at once: the second is told so; what a killed one has left goes', async () => {
  await house.db
    .insertInto('directory_editions')
    .values({ id: 'killed', name: 'x', state: 'loading', rows: 0 })
    .execute();
  let second: unknown = null;
  async function* meanwhile(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${HEADER}\n${ANNE}\n`);
    second = await take(`${HEADER}\n${LUC}`);
  }
  const first = await importDirectory({ db: house.db, source: meanwhile(), name: 'first' });
  assert.ok(first.ok);
  assert.deepEqual(second, { ok: false, failure: { kind: 'ALREADY_RUNNING' } });
  const editions = await house.db.selectFrom('directory_editions').select('name').execute();
  assert.deepEqual(editions, [{ name: 'first' }]);
});

test('[DIRECTORY-5] what looks like a formula is text like any other', async () => {
  await taken(`${HEADER}\nMme;=HYPERLINK("x");+SUM;0612345678;@cmd;-1;Paris`.replace('("x")', '(1)'));
  assert.deepEqual(await entries(), ['+33612345678|mrs|=HYPERLINK(1)|+SUM|@cmd|-1|Paris']);
});
