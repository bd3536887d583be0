import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ShowMoment } from '@pledgeline/contract';
import { readShowFile } from '../../src/show/show-file.ts';

test('[RUN-1] a run of show is read with French and English headers, in any order, as spreadsheets write it', () => {
  const moments = [
    { date: '2026-12-04', time: '21:05', title: 'Le clip de Claire', seconds: 45 },
    { date: '2026-12-05', time: '09:30', title: 'Appel; du soir', seconds: 90 },
    { date: '2026-12-05', time: '22:00', title: 'Fil rouge', seconds: 30 },
  ];
  const files = [
    'Date;Heure;Titre;Durée\r\n04/12/2026;21h05;Le clip de Claire;45 s\r\n5/12/2026;9:30;"Appel; du soir";1:30\r\n05/12/2026;22 h;Fil rouge;\r\n',
    '\ufefftitle,seconds on air,time,date\nLe clip de Claire,45,21:05:00,2026-12-04\n"Appel; du soir",90,9h30,5.12.2026\n\nFil rouge,30,22:00,2026-12-05',
    'Jour\tHeure\tSéquence\tCaméra\tDurée (secondes)\n2026-12-04\t21:05\tLe clip de Claire\t2\t45\n2026-12-05\t09:30\tAppel; du soir\t\t90\n2026-12-05\t22:00\tFil rouge\t1\t30',
  ];
  for (const file of files) deepEqual(readShowFile(file), { ok: true, value: { moments, refused: [] } });
});

test('[RUN-2] each bad line is named with its number and why, and costs no other', () => {
  const read = readShowFile(
    [
      'date;heure;titre;durée',
      '31/11/2026;21:00;A;10',
      '04/12/2026;25:00;B;10',
      '04/12/2026;21:00;;10',
      '04/12/2026;21:00;C;0',
      '04/12/2026;21:00',
      '04/12/2026;21:00;4111 1111 1111 1111;10',
      '04/12/2026;21:10;Bien;10',
      '04/12/2026;21h10;La même minute;10',
      `04/12/2026;21:20;${'x'.repeat(81)};10`,
      '04/12/2026;21:30;"Guillemet ouvert;10',
    ].join('\n'),
  );
  equal(read.ok, true);
  if (!read.ok) return;
  deepEqual(
    read.value.moments.map(({ title }) => title),
    ['Bien'],
  );
  deepEqual(
    read.value.refused.map(({ line, why }) => `${line} ${why}`),
    [
      '2 DATE',
      '3 TIME',
      '4 TITLE',
      '5 SECONDS',
      '6 CELLS',
      '7 CARD_NUMBER',
      '9 SAME_MOMENT',
      '10 TITLE',
      '11 CELLS',
    ],
  );
});

test('[RUN-2] a file whose first line names no date, time and title is refused whole', () => {
  for (const file of ['', 'a;b;c', 'date;heure', 'date;heure;titre;date\n', '{"date":1}'])
    deepEqual(readShowFile(file), { ok: false, failure: 'SHOW_HEADER' });
});

test('[RUN-2] whatever stands in a file, what is taken of it is a moment, and every line is accounted for', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom('04/12/2026', '2026-12-04', '21:00', '21h', 'Fil', '"', '30'),
  );
  const file = fc.array(
    fc.array(cell, { maxLength: 5 }).map((cells) => cells.join(';')),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(file, (lines) => {
      const read = readShowFile(['date;heure;titre;durée', ...lines].join('\n'));
      equal(read.ok, true);
      if (!read.ok) return;
      for (const moment of read.value.moments) equal(ShowMoment.safeParse(moment).success, true);
      const filled = lines
        .join('\n')
        .split(/\r\n|\r|\n/)
        .filter((line) => line.trim() !== '').length;
      equal(read.value.moments.length + read.value.refused.length, filled);
    }),
  );
});
