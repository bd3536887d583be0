import { failed, ok, type Result } from '@pledgeline/core';
import { createTransport } from 'nodemailer';

interface Mail {
  /** The same for the same message, so that a mail server can tell a second copy. */
  readonly id: string;
  readonly to: string;
  /** The name beside the sender's address. */
  readonly fromName: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

type MailFault =
  /** Perhaps later: the server is away, or says so (4xx). */
  | { readonly kind: 'later'; readonly code: string }
  /** Never: this address does not take it (5xx). */
  | { readonly kind: 'never'; readonly code: string };

/** The port through which an e-mail leaves. */
export interface Mailer {
  send(mail: Mail): Promise<Result<null, MailFault>>;
  /** Whether its server answers and takes us for who we are; nothing is sent. */
  isReachable(): Promise<boolean>;
  close(): void;
}

export interface SmtpOptions {
  /** smtp:// or smtps://, with user and password where the server wants them. */
  readonly url: string;
  readonly fromAddress: string;
}

const CONNECT_WITHIN_MS = 10_000;
const SILENT_AT_MOST_MS = 30_000;

export function smtpMailer({ url, fromAddress }: SmtpOptions): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    socketTimeout: SILENT_AT_MOST_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = fromAddress.slice(fromAddress.lastIndexOf('@') + 1);
  return {
    async send(mail) {
      if (!ONE_ADDRESS.test(mail.to)) return failed({ kind: 'never', code: 'BAD_ADDRESS' });
      try {
        await transport.sendMail({
          messageId: `<${oneLine(mail.id)}@${host}>`,
          // As objects, so that a comma or an angle in a name is a name and not one more address.
          from: { name: oneLine(mail.fromName), address: fromAddress },
          to: { name: '', address: mail.to },
          subject: oneLine(mail.subject),
          text: mail.text,
          html: mail.html,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        });
        return ok(null);
      } catch (error) {
        return failed(faultOf(error));
      }
    },
    isReachable: () =>
      transport.verify().then(
        () => true,
        () => false,
      ),
    close: () => transport.close(),
  };
}

/** The form has judged it already; here only that it is one, and nothing besides. */
const ONE_ADDRESS = /^[^\s\p{Cc}<>(),;:"]+@[^\s\p{Cc}<>(),;:"@]+$/u;

/** RFC 5322 §2.2: a header ends at a line break, so none gets in, however it is written. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** RFC 5321 §4.2.1: 5yz is final for this message; all else may pass. The server's words may name the donor: only its code is kept. */
function faultOf(error: unknown): MailFault {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  if (typeof responseCode === 'number' && responseCode >= 500 && code !== 'EAUTH')
    return { kind: 'never', code: String(responseCode) };
  if (typeof responseCode === 'number') return { kind: 'later', code: String(responseCode) };
  return { kind: 'later', code: typeof code === 'string' ? code : 'UNKNOWN' };
}
