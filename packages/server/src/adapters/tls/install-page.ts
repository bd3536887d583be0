import type { Language } from '@pledgeline/contract';
import { createHash, type X509Certificate } from 'node:crypto';
import { acceptedLanguage } from '../http/fault-reply.ts';

export interface InstallPage {
  /** Null where a certificate was given: there is nothing to install. */
  readonly authority: X509Certificate | null;
  /** Where HTTPS is served on the same address. */
  readonly httpsUrl: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/**
 * All that is served without HTTPS beyond this machine: a page that explains how to trust it, the authority's
 * certificate, and the way to the secure address. No form, no cookie, no script: nothing worth listening in to.
 */
export function installAnswer(
  request: { readonly method: string; readonly path: string; readonly acceptLanguage: string | undefined },
  page: InstallPage,
): Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'GET only');
  if (page.authority === null) return moved(page.httpsUrl);
  switch (request.path) {
    case '/':
      return moved('/install');
    case '/install':
      return shown(acceptedLanguage(request.acceptLanguage), page.authority, page.httpsUrl);
    case '/install/ca.crt':
      return {
        status: 200,
        headers: {
          'content-type': 'application/x-x509-ca-cert',
          'content-disposition': 'attachment; filename="pledgeline-ca.crt"',
        },
        body: page.authority.raw,
      };
    default:
      return plain(404, 'Only /install is served here; everything else is on HTTPS.');
  }
}

const moved = (location: string): Answer => ({ status: 302, headers: { location }, body: '' });
const plain = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

const STYLE = `body{font:1.1rem/1.55 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:2rem 1.25rem;color:#1b1b1f;background:#fff}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin:1.8rem 0 .3rem}
a.key{display:inline-block;margin:.4rem .6rem .4rem 0;padding:.7rem 1.1rem;border-radius:.4rem;background:#0b4fa8;color:#fff;text-decoration:none}
a.key:focus{outline:3px solid #ffb000;outline-offset:2px}code{overflow-wrap:anywhere;font-size:.95em}
@media(prefers-color-scheme:dark){body{background:#141418;color:#ececf1}a{color:#9cc4ff}}`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

function shown(language: Language, authority: X509Certificate, httpsUrl: string): Answer {
  const text = TEXT[language];
  const steps = text.systems.map(([system, how]) => `<h2>${system}</h2><p>${how}</p>`).join('\n');
  const body = `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${text.title}</title><style>${STYLE}</style></head><body><main>
<h1>${text.title}</h1><p>${text.why}</p>
<p><a class="key" href="/install/ca.crt">${text.fetch}</a> <a class="key" href="${escape(httpsUrl)}">${text.open}</a></p>
<p>${text.check}<br><code>${escape(authority.fingerprint256)}</code></p>
${steps}
<p>${text.limits}</p></main></body></html>`;
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': language,
      'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    },
    body,
  };
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

interface Text {
  readonly title: string;
  readonly why: string;
  readonly fetch: string;
  readonly open: string;
  readonly check: string;
  readonly systems: readonly (readonly [system: string, how: string])[];
  readonly limits: string;
}

const TEXT: Readonly<Record<Language, Text>> = {
  fr: {
    title: 'Préparer ce poste pour la ligne des dons',
    why: 'Un navigateur ne donne le micro qu’à un site en HTTPS auquel il fait confiance. La ligne tourne sur une machine de cette maison : installez une fois son certificat, puis ouvrez l’adresse sécurisée.',
    fetch: '1. Télécharger le certificat',
    open: '2. Ouvrir l’adresse sécurisée',
    check: 'Avant d’accepter, comparez cette empreinte (SHA-256) à celle qu’affiche la machine de la ligne :',
    systems: [
      [
        'Windows (Chrome, Edge)',
        'Ouvrez le fichier, « Installer un certificat », « Utilisateur actuel », « Placer tous les certificats dans le magasin suivant », « Autorités de certification racines de confiance ».',
      ],
      [
        'macOS (Safari, Chrome)',
        'Ouvrez le fichier : il entre dans « Trousseaux d’accès ». Double-cliquez dessus, « Se fier », « Toujours approuver ».',
      ],
      [
        'Linux (Chrome, Chromium)',
        'Ouvrez <code>chrome://certificate-manager</code>, « Certificats locaux », « Certificats installés par vous », « Importer » sous « Certificats de confiance ».',
      ],
      [
        'Firefox, sur tous les systèmes',
        '« Paramètres », « Vie privée et sécurité », « Afficher les certificats », « Autorités », « Importer », puis cochez « Confirmer cette AC pour identifier des sites web ».',
      ],
      [
        'iPhone et iPad',
        'Autorisez le téléchargement, puis « Réglages », « Profil téléchargé », « Installer ». Ensuite « Général », « Informations », « Réglages de confiance des certificats » : activez-le.',
      ],
      [
        'Android',
        '« Paramètres », « Sécurité », « Chiffrement et identifiants », « Installer un certificat », « Certificat CA ».',
      ],
    ],
    limits:
      'Ce certificat ne vaut que pour les machines d’un réseau local : il ne peut servir à imiter aucun site d’Internet. Vous pouvez le retirer après la campagne.',
  },
  en: {
    title: 'Make this desk ready for the pledge line',
    why: 'A browser gives the microphone only to an HTTPS site that it trusts. The line runs on a machine of this house: install its certificate once, then open the secure address.',
    fetch: '1. Download the certificate',
    open: '2. Open the secure address',
    check:
      'Before you accept it, compare this fingerprint (SHA-256) with the one that the line’s machine shows:',
    systems: [
      [
        'Windows (Chrome, Edge)',
        'Open the file, “Install Certificate”, “Current User”, “Place all certificates in the following store”, “Trusted Root Certification Authorities”.',
      ],
      [
        'macOS (Safari, Chrome)',
        'Open the file: it goes into Keychain Access. Double-click it, “Trust”, “Always Trust”.',
      ],
      [
        'Linux (Chrome, Chromium)',
        'Open <code>chrome://certificate-manager</code>, “Local certificates”, “Installed by you”, “Import” under “Trusted certificates”.',
      ],
      [
        'Firefox, on every system',
        '“Settings”, “Privacy &amp; Security”, “View Certificates”, “Authorities”, “Import”, then tick “Trust this CA to identify websites”.',
      ],
      [
        'iPhone and iPad',
        'Allow the download, then “Settings”, “Profile Downloaded”, “Install”. After that “General”, “About”, “Certificate Trust Settings”: switch it on.',
      ],
      [
        'Android',
        '“Settings”, “Security”, “Encryption &amp; credentials”, “Install a certificate”, “CA certificate”.',
      ],
    ],
    limits:
      'This certificate is good for machines of a local network only: nobody can use it to pass for a site on the internet. You may remove it after the campaign.',
  },
};
