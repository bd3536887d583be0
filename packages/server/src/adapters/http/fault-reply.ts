import { FAULTS, type Fault, type FaultBody, type Language } from '@pledgeline/contract';
import type { FastifyRequest } from 'fastify';

/** French is the line's first language: whoever asks for neither is answered in French. */
const DEFAULT_LANGUAGE: Language = 'fr';

/** `?lang=` wins over Accept-Language, of which the most wanted known language counts. */
export function languageOf(request: FastifyRequest): Language {
  const asked = (request.query as { readonly lang?: unknown } | undefined)?.lang;
  if (asked === 'fr' || asked === 'en') return asked;
  return acceptedLanguage(request.headers['accept-language']);
}

export function acceptedLanguage(header: string | undefined): Language {
  let best: { readonly language: Language; readonly weight: number } | null = null;
  for (const range of (header ?? '').slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const language = tag.split('-')[0];
    if (language !== 'fr' && language !== 'en') continue;
    const weight = weightOf(parameters);
    if (weight > 0 && (best === null || weight > best.weight)) best = { language, weight };
  }
  return best?.language ?? DEFAULT_LANGUAGE;
}

/** RFC 9110 §12.4.2: no weight is a weight of 1. */
function weightOf(parameters: readonly string[]): number {
  const given = parameters.map((parameter) => parameter.trim()).find((text) => text.startsWith('q='));
  if (given === undefined) return 1;
  const weight = Number(given.slice(2));
  return Number.isFinite(weight) ? weight : 0;
}

export function faultBody(
  fault: Fault,
  language: Language,
  fields?: readonly { readonly path: string; readonly message: string }[],
): FaultBody {
  const message = FAULTS[fault][language];
  return fields === undefined || fields.length === 0
    ? { fault, message }
    : { fault, message, fields: [...fields] };
}
