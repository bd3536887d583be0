import type {
  Fault,
  FloorAgent,
  FloorAlarm,
  FloorEvent,
  FloorState,
  MonitorMode,
} from '@pledgeline/contract';

type Answered = FloorState | { readonly fault: Fault; readonly message: string };

/** The floor of an invented evening, in every state that a screen must show; `agent-1` is whoever sits at this browser. */
export class FakeFloor {
  #agents: FloorAgent[] = someAgents();
  tell: (event: FloorEvent) => void = () => undefined;
  alarms: FloorAlarm[] = [];
  /** The next deed is refused like this. */
  refuses: Fault | null = null;

  get agents(): FloorAgent[] {
    return this.#agents;
  }
  /** The screens are told at once. */
  set agents(agents: FloorAgent[]) {
    this.#agents = agents;
    this.tell({ kind: 'floor', floor: this.state() });
  }

  state(): FloorState {
    return {
      agents: this.agents,
      waiting: 2,
      queue: twoWaiting(),
      figures: someFigures(),
      alarms: this.alarms,
    };
  }

  answer(said: string, body: unknown): Answered {
    const [, , , , call, deed] = said.split('/');
    if (this.refuses !== null && said.startsWith('POST')) {
      const fault = this.refuses;
      this.refuses = null;
      return { fault, message: fault };
    }
    if (deed === 'monitor') this.#monitor(call ?? '', (body as { mode: MonitorMode }).mode);
    if (said.endsWith('/stop')) this.#stop();
    if (deed === 'take-over') this.#takeOver(call ?? '');
    return this.state();
  }

  #monitor(call: string, mode: MonitorMode): void {
    this.#stop();
    const agent = this.agents.find((one) => one.call?.id === call)?.agent ?? null;
    this.#own({ status: { kind: 'away', because: 'listening' }, monitors: { call, mode, agent } });
    this.#ofCall(call, mode);
  }

  #stop(): void {
    const call = this.agents[0]?.monitors?.call;
    this.#own({ monitors: null });
    if (call !== undefined) this.#ofCall(call, null);
  }

  #takeOver(id: string): void {
    this.#stop();
    const call = this.agents.find((one) => one.call?.id === id)?.call ?? null;
    this.agents = this.agents.map((one) =>
      one.call?.id === id
        ? {
            ...one,
            call: null,
            status: { kind: 'wrapping-up', until: Date.now() + 20_000, latest: Date.now() + 60_000 },
          }
        : one,
    );
    this.#own({ status: { kind: 'talking' }, call });
  }

  #own(change: Partial<FloorAgent>): void {
    this.agents = this.agents.map((one) => (one.agent === 'agent-1' ? { ...one, ...change } : one));
  }

  #ofCall(id: string, supervised: MonitorMode | null): void {
    this.agents = this.agents.map((one) =>
      one.call?.id === id ? { ...one, call: { ...one.call, supervised } } : one,
    );
  }
}

function someAgents(): FloorAgent[] {
  const seat = (number: number, name: string, status: FloorAgent['status']): FloorAgent => ({
    agent: `agent-${number}`,
    name,
    site: 'Caen',
    positionNumber: number,
    sound: 'browser',
    lineConnected: true,
    status,
    since: Date.now() - number * 47_000,
    call: null,
    monitors: null,
  });
  const talk = (id: string, supervised: MonitorMode | null): FloorAgent['call'] => ({
    id,
    line: '110',
    language: 'fr',
    connectedAt: Date.now() - 60_000,
    supervised,
  });
  return [
    seat(1, 'Camille', { kind: 'away', because: 'new' }),
    { ...seat(2, 'Louise', { kind: 'talking' }), call: talk('call-2', null) },
    { ...seat(3, 'Jean-Baptiste', { kind: 'talking' }), call: talk('call-3', 'whisper') },
    seat(4, 'Inès', { kind: 'free' }),
    seat(5, 'Marc', { kind: 'offered' }),
    seat(6, 'Odile', { kind: 'wrapping-up', until: Date.now() + 9_000, latest: Date.now() + 60_000 }),
    seat(7, 'Samir', { kind: 'away', because: 'missed-offer' }),
    { ...seat(8, 'Ève', { kind: 'away', because: 'sound-lost' }), lineConnected: false, since: null },
  ];
}

const twoWaiting = (): FloorState['queue'] => [
  { call: 'call-8', since: Date.now() - 14_000, line: '110', language: 'fr', doing: 'aside' },
  { call: 'call-9', since: Date.now() - 6_000, line: '110', language: 'fr', doing: 'listening' },
];

function someFigures(): FloorState['figures'] {
  const work = { answered: 412, serviceLevel: 0.93, answerMs: 4_300, occupancy: 0.81, handleMs: 66_400 };
  const evening = { ...work, offered: 431, abandoned: 17, abandonedShort: 5, turnedAway: 2 };
  return {
    since: Date.now() - 3 * 3_600_000,
    boundMs: 10_000,
    evening,
    recent: { ...evening, answered: 61, offered: 70, handleMs: 71_000 },
    sites: [
      { ...work, site: 'Caen' },
      { ...work, site: 'Paris', handleMs: null, occupancy: null },
    ],
  };
}
