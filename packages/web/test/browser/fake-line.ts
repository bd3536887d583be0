import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import {
  DeskPhone,
  DeskSignal,
  FAULTS,
  PledgeForm,
  type AgentStatus,
  type DeskCall,
  type DeskEvent,
  type Fault,
  type HandOverTargets,
  type Me,
  type OutboxMessage,
  type Position,
  type SavedPledge,
  type Totals,
  type Relays,
} from '@pledgeline/contract';
import { WebSocketServer, type WebSocket } from 'ws';
import { FakeTrace } from './fake-trace.ts';
import { FakeBars } from './fake-bars.ts';
import { FakeCharity } from './fake-charity.ts';
import { FakeFloor } from './fake-floor.ts';
import { FakePhones } from './fake-phones.ts';
import { FakeSites } from './fake-sites.ts';
import { FakeNotes } from './fake-notes.ts';
import { FakeShow } from './fake-show.ts';
import { FakePrompts } from './fake-prompts.ts';
import { FakeOutside } from './fake-outside.ts';
import { FakeWallboard } from './fake-wallboard.ts';
import { FakeTrunks } from './fake-trunks.ts';
import { campaign, emptyTotals, fifteenPositions, someTargets } from './evening.ts';

type Answer = { readonly status: number; readonly body: unknown };
type Answerer = (offer: string) => Promise<string>;

/** A server that keeps the contract and has no telephones: what the screens are tested against. */
export class FakeLine {
  me: Me = { person: null, seat: null, trial: true };
  positions: Position[] = fifteenPositions();
  totals: Totals = emptyTotals();
  /** Null: the link opens nothing. */
  readonly wallboard = new FakeWallboard();
  messages: OutboxMessage[] = [];
  readonly trunks = new FakeTrunks();
  readonly prompts = new FakePrompts();
  readonly outside = new FakeOutside();
  readonly trace = new FakeTrace();
  readonly floor = new FakeFloor();
  readonly phones = new FakePhones();
  readonly sites = new FakeSites();
  readonly charity = new FakeCharity((event) => this.say(event));
  targets: HandOverTargets = someTargets();
  refusesHandOver: Fault | null = null;
  readonly handed: { readonly deed: string; readonly body: unknown }[] = [];
  readonly show = new FakeShow();
  readonly notes = new FakeNotes();
  status: AgentStatus = { kind: 'away', because: 'new' };
  call: DeskCall | null = null;
  relays: Relays = { servers: [], renewInSeconds: null };
  lineConnected = false;
  epoch = 'one';
  /** What arrived, in order: the requests by method and path, the signals by kind. */
  readonly asked: string[] = [];
  readonly bars = new FakeBars();
  /** How long a volunteer waits for help before the lines come up. */
  helpAwaitedMs = 10_000;
  readonly signals: DeskSignal[] = [];
  readonly pledges = new Map<string, PledgeForm[]>();
  /** False: requests for pledges get no answer at all. */
  savesPledges = true;
  /** The next save is refused like this. */
  refuses: { readonly fault: Fault; readonly fields: readonly { path: string; message: string }[] } | null =
    null;
  /** How the far end answers an offer; null: the sound cannot be set up. */
  answers: Answerer | null = null;
  #seq = 0;
  readonly #root: string;
  readonly #sockets = new Set<WebSocket>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #live = new WebSocketServer({ noServer: true });

  constructor(root: string) {
    this.#root = root;
    this.floor.tell = (event) => this.#tell(event);
    this.#server.on('upgrade', (request, socket, head) => {
      this.#live.handleUpgrade(request, socket, head, (client) => this.#connected(client, request.url ?? ''));
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://localhost:${address.port}`;
  }
  async close(): Promise<void> {
    this.cut();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Every live connection breaks. */
  cut(): void {
    for (const socket of this.#sockets) socket.terminate();
    this.#sockets.clear();
  }

  seatAt(number: number): void {
    const position = this.positions[number - 1];
    if (position === undefined) throw new Error('no such position');
    position.takenBy = 'Camille';
    const { id, site, phone } = position;
    const sound = phone === '' ? ('browser' as const) : ('phone' as const);
    const seat = { agent: 'agent-1', position: id, positionNumber: number, site, name: 'Camille' };
    this.me = { ...this.me, seat: { ...seat, sound, phone } };
  }
  signInStaff(): void {
    this.me = { ...this.me, person: { name: 'Camille', roles: ['supervisor', 'office', 'operator'] } };
  }

  say(event: DeskEvent): void {
    if (event.kind === 'status') this.status = event.status;
    if (event.kind === 'offered' || event.kind === 'call') this.call = event.call;
    if (event.kind === 'line') this.lineConnected = event.connected;
    this.#tell(event);
  }
  become(status: AgentStatus): void {
    this.say({ kind: 'status', status });
  }
  offer(call: DeskCall): void {
    this.say({ kind: 'offered', call });
    this.become({ kind: 'offered' });
  }
  /** The call goes on: found out, connected or ended. */
  change(change: Partial<DeskCall>): void {
    if (this.call === null) throw new Error('no call');
    this.say({ kind: 'call', call: { ...this.call, ...change } });
  }
  connect(): void {
    this.change({ state: 'talking', connectedAt: Date.now() });
    this.become({ kind: 'talking' });
  }
  tellTotals(totals: Totals): void {
    this.totals = totals;
    this.#tell({ kind: 'totals', totals });
  }

  #tell(event: unknown): void {
    this.#seq += 1;
    const message = JSON.stringify({ epoch: this.epoch, seq: this.#seq, event });
    for (const socket of this.#sockets) socket.send(message);
  }

  #connected(client: WebSocket, path: string): void {
    this.#sockets.add(client);
    client.on('close', () => this.#sockets.delete(client));
    client.on('message', (data: Buffer) =>
      this.signals.push(DeskSignal.parse(JSON.parse(data.toString('utf8')))),
    );
    this.#seq += 1;
    const { status, call, lineConnected, totals, epoch } = this;
    const event = path.includes('/totals')
      ? { kind: 'totals', totals }
      : path.includes('/floor')
        ? { kind: 'floor', floor: this.floor.state() }
        : { kind: 'desk', status, call, lineConnected };
    client.send(JSON.stringify({ epoch, seq: this.#seq, event }));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://line').pathname;
    if (!path.startsWith('/api/')) return this.#file(path, response);
    const said = `${request.method ?? ''} ${path}`;
    this.asked.push(said);
    if (path.endsWith('.wav')) return this.#sound(path, response);
    const body = await bodyOf(request);
    if (said.startsWith('PUT /api/pledges/') && !this.savesPledges) return void request.socket.destroy();
    const answer = await this.#answer(said, body);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  }

  async #answer(said: string, body: unknown): Promise<Answer> {
    if (said.startsWith('PUT /api/pledges/')) return this.#save(said.split('/').at(-1) ?? '', body);
    if (/^POST \/api\/desk\/calls\/.*\/hang-up$/.test(said)) return this.#hangUp();
    if (/^POST \/api\/positions\/.*\/take$/.test(said)) return this.#take(said.split('/').at(-2) ?? '');
    if (said.includes(' /api/trace')) return this.#trace(said);
    if (/^PUT \/api\/positions\/.*\/phone$/.test(said))
      return this.#givePhone(said.split('/').at(-2) ?? '', body);
    const ofOthers =
      this.sites.answer(said, body, this.positions) ??
      this.phones.answer(said, body, this.positions) ??
      this.charity.answer(said, body) ??
      this.wallboard.answer(said) ??
      this.bars.answer(said);
    if (ofOthers !== null) return answered(ofOthers);
    if (said === 'GET /api/desk/hand-over') return fine(this.targets);
    if (/^POST \/api\/desk\/calls\/[^/]*\/(hand-over|consult|together|complete|take-back)$/.test(said))
      return this.#handOver(said.split('/').at(-1) ?? '', body);
    if (/^POST \/api\/desk\/calls\/[^/]*\/help$/.test(said)) return this.#help(body);
    if (said.includes(' /api/prompts')) return this.#prompts(said, body);
    if (said.includes(' /api/trunks')) return this.#parted(this.trunks, said, body);
    if (said.includes(' /api/outside')) return this.#parted(this.outside, said, body);
    if (/ \/api\/seat\/(next|pass)$/.test(said)) return this.#passSeat(said, body);
    const ofNotes = this.notes.answer(said, body);
    if (ofNotes !== null) {
      if (said === 'POST /api/desk/break')
        queueMicrotask(() => this.become({ kind: 'away', because: 'chosen' }));
      return fine(ofNotes);
    }
    if (said.includes(' /api/floor')) return answered(this.floor.answer(said, body));
    const ofShow = this.show.answer(said, body);
    if (ofShow !== null) return answered(ofShow);
    switch (said) {
      case 'GET /api/me':
        return fine(this.me);
      case 'POST /api/sign-in/link':
        this.signInStaff();
        return fine(this.me);
      case 'POST /api/seat':
        this.sites.sat(body);
        this.seatAt(3);
        return fine(this.me);
      case 'GET /api/campaign':
        return fine(campaign);
      case 'GET /api/positions':
        return fine({ positions: this.positions });
      case 'GET /api/totals':
        return fine(this.totals);
      case 'GET /api/outbox':
        return fine({ messages: this.messages });
      case 'GET /api/desk/relays':
        return fine(this.relays);
      case 'POST /api/desk/line':
        return this.#openLine(body);
      case 'POST /api/desk/ready':
        if (!this.lineConnected) return fault('NO_SOUND');
        this.notes.desk = { ...this.notes.desk, break: null };
        queueMicrotask(() => this.become({ kind: 'free' }));
        return fine({ done: true });
      case 'POST /api/desk/away':
        queueMicrotask(() => this.become({ kind: 'away', because: 'chosen' }));
        return fine({ done: true });
      case 'POST /api/desk/echo':
      case 'POST /api/desk/call-me':
        return fine({ done: true });
      default:
        return fault('NOT_FOUND');
    }
  }

  /** As the real one: what is asked for is told by a `call`. */
  #handOver(deed: string, body: unknown): Answer {
    if (this.refusesHandOver !== null) return fault(this.refusesHandOver);
    this.handed.push({ deed, body });
    const other = { role: 'asks', name: 'Inès', positionNumber: 4 } as const;
    if (deed === 'consult') this.change({ consultation: { ...other, stage: 'ringing' } });
    else if (deed === 'together') this.change({ consultation: { ...other, stage: 'together' } });
    else if (deed === 'take-back') this.change({ consultation: null });
    else {
      this.change({ state: 'ended', endedBy: 'handed-over', consultation: null });
      this.become({ kind: 'wrapping-up', until: Date.now() + 20_000, latest: Date.now() + 60_000 });
    }
    return fine({ done: true });
  }

  #help(body: unknown): Answer {
    const { asked } = body as { asked: boolean };
    this.change({
      hoax: asked ? { state: 'asked', linesAt: Date.now() + this.helpAwaitedMs, by: null } : null,
    });
    return fine({ done: true });
  }

  #passSeat(said: string, body: unknown): Answer {
    const people = [
      { name: 'Odile', languages: ['fr'] },
      { name: 'Samir', languages: ['fr', 'en'] },
    ];
    if (said.startsWith('GET')) return fine({ people });
    const { seat } = this.me;
    if (seat === null) return fault('NO_SEAT');
    const { name } = body as { name: string };
    this.say({ kind: 'unseated' });
    this.cut();
    this.me = {
      ...this.me,
      person: { name, roles: ['volunteer'] },
      seat: { ...seat, agent: `of-${name}`, name },
    };
    this.status = { kind: 'away', because: 'new' };
    this.call = null;
    return fine(this.me);
  }

  #take(id: string): Answer {
    this.seatAt(this.positions.findIndex((position) => position.id === id) + 1);
    return fine(this.me);
  }

  /** As the real one, it judges by the contract and tells the desk that is open there. */
  #givePhone(id: string, body: unknown): Answer {
    const given = DeskPhone.safeParse((body as { phone: unknown }).phone);
    if (!given.success) return fault('BAD_INPUT');
    this.positions = this.positions.map((one) => (one.id === id ? { ...one, phone: given.data } : one));
    const { seat } = this.me;
    if (seat?.position === id) {
      this.seatAt(seat.positionNumber);
      this.say({ kind: 'line', connected: given.data !== '' });
    }
    return fine({ positions: this.positions });
  }

  async #openLine(body: unknown): Promise<Answer> {
    if (this.answers === null) return fault('SOUND_FAILED');
    const answer = await this.answers((body as { offer: string }).offer);
    this.say({ kind: 'line', connected: true });
    return fine({ answer });
  }

  #trace(said: string): Answer {
    const body = this.trace.answer(said.split(' ')[1] ?? '');
    return body === null ? fault('NOT_FOUND') : fine(body);
  }

  #parted(part: FakeTrunks | FakeOutside, said: string, body: unknown): Answer {
    const [method = '', path = ''] = said.split(' ');
    return answered(part.answer(method, path, body));
  }

  #prompts(said: string, body: unknown): Answer {
    const [method = '', path = ''] = said.split(' ');
    return answered(this.prompts.answer(method, path, body));
  }

  async #sound(path: string, response: ServerResponse): Promise<void> {
    const bytes = await this.prompts.sound(path);
    if (bytes === null) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'audio/wav' }).end(bytes);
  }

  #hangUp(): Answer {
    this.change({ state: 'ended', endedBy: 'agent' });
    this.become({ kind: 'wrapping-up', until: Date.now() + 20_000, latest: Date.now() + 60_000 });
    return fine({ done: true });
  }

  #save(id: string, body: unknown): Answer {
    const pledge = PledgeForm.safeParse(body);
    if (!pledge.success) return fault('BAD_INPUT');
    if (this.refuses !== null) {
      const { fault: refused, fields } = this.refuses;
      this.refuses = null;
      return { status: FAULTS[refused].status, body: { fault: refused, message: refused, fields } };
    }
    this.pledges.set(id, [...(this.pledges.get(id) ?? []), pledge.data]);
    const { revision, amountCents } = pledge.data;
    const saved: SavedPledge = { id, revision, amountCents, savedAt: new Date().toISOString() };
    return fine(saved);
  }

  async #file(path: string, response: ServerResponse): Promise<void> {
    const wanted = extname(path) === '' ? '/index.html' : normalize(path);
    try {
      const bytes = await readFile(join(this.#root, wanted));
      response.writeHead(200, { 'content-type': TYPES[extname(wanted)] ?? 'application/octet-stream' });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const fine = (body: unknown): Answer => ({ status: 200, body });
function answered(body: unknown): Answer {
  const { fault: refused } = body as { fault?: Fault };
  return { status: refused === undefined ? 200 : FAULTS[refused].status, body };
}
const fault = (name: Fault): Answer => ({
  status: FAULTS[name].status,
  body: { fault: name, message: FAULTS[name].en },
});

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? null : (JSON.parse(text) as unknown);
}
