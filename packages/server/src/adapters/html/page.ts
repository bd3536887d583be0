import type { Language } from '@pledgeline/contract';
import type { FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { html, type Html } from './html.ts';

export interface PageContent {
  readonly language: Language;
  readonly title: string;
  /** Style sheet; put into the page, so that one request shows it. */
  readonly style: string;
  readonly body: Html;
  /** Origins, besides our own, to which its forms may lead. */
  readonly formOrigins?: readonly string[];
  /** Asks for another page by itself, without any script. */
  readonly refresh?: { readonly seconds: number; readonly path: string };
}

/** Answers a page that runs no script, loads nothing, is kept nowhere and tells no other site where the reader was. */
export function sendPage(reply: FastifyReply, status: number, content: PageContent): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-language', content.language)
    .header('content-security-policy', policyOf(content))
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex, nofollow')
    .send(documentOf(content));
}

function policyOf({ style, formOrigins = [] }: PageContent): string {
  const hash = createHash('sha256').update(style).digest('base64');
  const forms = ["'self'", ...formOrigins].join(' ');
  return [
    `default-src 'none'`,
    `style-src 'sha256-${hash}'`,
    `img-src 'self' data:`,
    `form-action ${forms}`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

function documentOf({ language, title, style, body, refresh }: PageContent): string {
  const again =
    refresh === undefined
      ? null
      : html`<meta http-equiv="refresh" content="${refresh.seconds};url=${refresh.path}" />`;
  const page = html`<html lang="${language}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${title}</title>
      ${again}${{ html: `<style>${style}</style>` }}
    </head>
    <body>
      ${body}
    </body>
  </html>`;
  return `<!doctype html>${page.html}`;
}
