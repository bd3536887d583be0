import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came over the wire, headers and all. */
  readonly data: string;
}

export interface SmtpListener {
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** What RCPT is answered from now on. */
  answerRcpt(reply: string): void;
  next(): Promise<ReceivedMail>;
  end(): Promise<void>;
}

/** As much of RFC 5321 as one client needs: EHLO, MAIL, RCPT, DATA, QUIT. */
export async function smtpListener(): Promise<SmtpListener> {
  const mails: ReceivedMail[] = [];
  const waiting: ((mail: ReceivedMail) => void)[] = [];
  const sockets = new Set<Socket>();
  let rcpt = '250 ok';
  const take = (mail: ReceivedMail): void => {
    mails.push(mail);
    waiting.shift()?.(mail);
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    serve(socket, { rcpt: () => rcpt, take });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    answerRcpt: (reply) => void (rcpt = reply),
    next: () => new Promise((resolve) => void waiting.push(resolve)),
    end: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

interface House {
  readonly rcpt: () => string;
  readonly take: (mail: ReceivedMail) => void;
}

function serve(socket: Socket, { rcpt, take }: House): void {
  let rest = '';
  let mail: { from: string; to: string[]; data: string[] | null } = { from: '', to: [], data: null };
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'MAIL') mail = { from: line, to: [], data: null };
    if (verb === 'RCPT' && rcpt().startsWith('2')) mail.to.push(line);
    if (verb === 'DATA') mail.data = [];
    if (verb === 'DATA') say('354 go on');
    else if (verb === 'RCPT') say(rcpt());
    else if (verb === 'QUIT') socket.end('221 bye\r\n');
    else say('250 ok');
  };
  const content = (line: string, data: string[]): void => {
    if (line !== '.') {
      data.push(line.startsWith('.') ? line.slice(1) : line);
      return;
    }
    take({ from: mail.from, to: mail.to, data: data.join('\r\n') });
    mail = { from: '', to: [], data: null };
    say('250 taken');
  };
  say('220 test ESMTP');
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('utf8')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (mail.data === null) command(line);
      else content(line, mail.data);
    }
  });
}
