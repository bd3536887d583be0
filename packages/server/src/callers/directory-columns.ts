import { failed, ok, type Result } from '@pledgeline/core';

const COLUMNS = ['phone', 'title', 'firstName', 'lastName', 'street', 'postcode', 'town', 'country'] as const;
export type Column = (typeof COLUMNS)[number];

/** How headers name a column in French and English files, without accents, case or signs. docs/import-directory.md lists them. */
const NAMES: Readonly<Record<Column, readonly string[]>> = {
  phone: [
    'telephone',
    'tel',
    'numero',
    'numerodetelephone',
    'portable',
    'mobile',
    'phone',
    'phonenumber',
    'number',
  ],
  title: ['civilite', 'titre', 'title'],
  firstName: ['prenom', 'prenoms', 'firstname', 'givenname', 'forename'],
  lastName: ['nom', 'nomdefamille', 'lastname', 'surname', 'familyname', 'name'],
  street: ['adresse', 'rue', 'voie', 'street', 'address', 'streetaddress'],
  postcode: ['codepostal', 'cp', 'postcode', 'postalcode', 'zip', 'zipcode'],
  town: ['ville', 'commune', 'localite', 'town', 'city'],
  country: ['pays', 'country'],
};

export interface Columns {
  readonly delimiter: ';' | ',' | '\t';
  /** For each cell of a line, the column that it belongs to; null: nobody asked for it. */
  readonly order: readonly (Column | null)[];
}

/** Reads the header; a file without a number and a name column is no directory. */
export function readColumns(header: string): Result<Columns, 'WRONG_HEADER'> {
  const delimiter = commonest(header);
  const order = header.split(delimiter).map(columnNamed);
  const named = order.filter((column) => column !== null);
  const isDirectory =
    named.includes('phone') && named.includes('lastName') && new Set(named).size === named.length;
  return isDirectory ? ok({ delimiter, order }) : failed('WRONG_HEADER');
}

function commonest(header: string): Columns['delimiter'] {
  const count = (sign: string): number => header.split(sign).length;
  const signs = [';', ',', '\t'] as const;
  return signs.toSorted((one, other) => count(other) - count(one))[0] ?? ';';
}

function columnNamed(cell: string): Column | null {
  const plain = cell
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
  return COLUMNS.find((column) => NAMES[column].includes(plain)) ?? null;
}
