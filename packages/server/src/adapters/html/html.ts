/** A piece of a page: everything in it that came from outside is escaped. */
export interface Html {
  readonly html: string;
}

type Value = string | number | Html | null | readonly Html[];

/** The only way to make a piece: texts that are put in are escaped, pieces are put in as they are, null is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  let made = parts[0] ?? '';
  values.forEach((value, at) => {
    made += written(value) + (parts[at + 1] ?? '');
  });
  return { html: made };
}

function written(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  if ('html' in value) return value.html;
  return value.map((piece) => piece.html).join('');
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Fit for a text and for an attribute in quotes. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
}
