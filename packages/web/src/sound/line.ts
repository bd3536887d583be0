import { getRelays, openLine, type Relays } from '@pledgeline/contract';
import { waitMs } from '../app/backoff.ts';
import { call } from '../app/call.ts';
import { askForMicrophone, type NoMicrophone } from './microphone.ts';

/** The sound of this desk. `open` is the only state in which calls can be heard. */
export type LineState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'no-microphone'; readonly why: NoMicrophone }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open' }
  | { readonly kind: 'reopening' };

const RETRY = { firstMs: 500, mostMs: 10_000 };
/** Local candidates are there at once, those of a relay after some words with it; one that is silent is not waited for. */
const GATHER_WITHIN_MS = { local: 1_500, relayed: 4_000 };
/** Where new passwords could not be had. */
const RENEW_AGAIN_S = 60;
/** `disconnected` often heals by itself; this long it may. */
const HEAL_WITHIN_MS = 3_000;

/** One connection to the line for the whole shift. It asks for the microphone once, and comes back by itself. */
export class SoundLine {
  readonly #changed: () => void;
  readonly #ears: HTMLAudioElement;
  #state: LineState = { kind: 'closed' };
  #stream: MediaStream | null = null;
  #connection: RTCPeerConnection | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  /** Whoever waited for an answer meanwhile has been overtaken. */
  #attempt = 0;
  #blocked = false;

  constructor(ears: HTMLAudioElement, changed: () => void) {
    this.#ears = ears;
    this.#changed = changed;
  }

  get state(): LineState {
    return this.#state;
  }
  get stream(): MediaStream | null {
    return this.#stream;
  }
  /** The browser holds the caller's voice back until somebody presses a key. */
  get blocked(): boolean {
    return this.#blocked;
  }

  async open(): Promise<void> {
    if (this.#state.kind !== 'closed' && this.#state.kind !== 'no-microphone') return;
    this.#to({ kind: 'asking' });
    if (!(await this.#takeMicrophone())) return;
    navigator.mediaDevices.addEventListener('devicechange', this.#devicesChanged);
    this.#to({ kind: 'opening' });
    await this.#connect();
  }

  close(): void {
    clearTimeout(this.#timer);
    navigator.mediaDevices?.removeEventListener('devicechange', this.#devicesChanged);
    this.#drop();
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#to({ kind: 'closed' });
  }

  /** The server says that it no longer has this line (it, or its media, was restarted). */
  serverLostIt(): void {
    if (this.#state.kind === 'open') this.#again();
  }

  /** The tone is heard first, then the caller. */
  mute(on: boolean): void {
    this.#ears.muted = on;
  }

  /** From a gesture: lets the voice through where the browser held it back. */
  unlock = (): void => {
    if (this.#blocked) void this.#play();
  };

  async #takeMicrophone(): Promise<boolean> {
    const microphone = await askForMicrophone();
    if (microphone.kind === 'none') {
      this.#to({ kind: 'no-microphone', why: microphone.why });
      return false;
    }
    this.#stream = microphone.stream;
    for (const track of microphone.stream.getAudioTracks())
      track.addEventListener('ended', this.#microphoneEnded);
    return true;
  }

  async #connect(): Promise<void> {
    this.#drop();
    const attempt = this.#attempt;
    const relays = await call(getRelays, {});
    if (attempt !== this.#attempt) return;
    if (!relays.ok) return this.#again();
    const connection = new RTCPeerConnection({ iceServers: iceServersOf(relays.value) });
    this.#connection = connection;
    this.#renewLater(connection, relays.value);
    const track = this.#stream?.getAudioTracks()[0];
    const transceiver = connection.addTransceiver(track ?? 'audio', { direction: 'sendrecv' });
    preferTelephoneCodecs(transceiver);
    connection.ontrack = ({ track: voice }) => this.#hear(voice);
    connection.onconnectionstatechange = () => this.#watch(connection);
    try {
      await connection.setLocalDescription();
      await gathered(connection, GATHER_WITHIN_MS[relays.value.servers.length > 0 ? 'relayed' : 'local']);
      const answered = await call(openLine, { body: { offer: connection.localDescription?.sdp ?? '' } });
      if (connection !== this.#connection) return;
      if (!answered.ok) return this.#again();
      await connection.setRemoteDescription({ type: 'answer', sdp: answered.value.answer });
    } catch {
      if (connection === this.#connection) this.#again();
    }
  }

  /** What is open goes on with the passwords that it has; the next word with a relay is said with new ones. */
  #renewLater(connection: RTCPeerConnection, { renewInSeconds }: Relays): void {
    clearTimeout(this.#renewal);
    if (renewInSeconds === null) return;
    const renew = async (): Promise<void> => {
      const relays = await call(getRelays, {});
      if (connection !== this.#connection) return;
      if (relays.ok) connection.setConfiguration({ iceServers: iceServersOf(relays.value) });
      this.#renewLater(connection, {
        servers: [],
        renewInSeconds: relays.ok ? renewInSeconds : RENEW_AGAIN_S,
      });
    };
    this.#renewal = setTimeout(() => void renew(), 1_000 * renewInSeconds);
  }

  #watch(connection: RTCPeerConnection): void {
    if (connection !== this.#connection) return;
    const { connectionState } = connection;
    if (connectionState === 'connected') {
      clearTimeout(this.#timer);
      this.#tries = 0;
      this.#to({ kind: 'open' });
    } else if (connectionState === 'failed') this.#again();
    else if (connectionState === 'disconnected') {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#again(), HEAL_WITHIN_MS);
    }
  }

  #again(): void {
    this.#drop();
    this.#to({ kind: 'reopening' });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), waitMs(RETRY, this.#tries, Math.random()));
    this.#tries += 1;
  }

  #drop(): void {
    const connection = this.#connection;
    this.#connection = null;
    this.#attempt += 1;
    clearTimeout(this.#renewal);
    connection?.close();
  }

  #hear(voice: MediaStreamTrack): void {
    this.#ears.srcObject = new MediaStream([voice]);
    void this.#play();
  }

  async #play(): Promise<void> {
    try {
      await this.#ears.play();
      this.#blocked = false;
    } catch {
      this.#blocked = true;
    }
    this.#changed();
  }

  /** The headset was pulled out, or the system withdrew it: another one is taken without a new connection. */
  readonly #microphoneEnded = (): void => {
    void this.#replaceMicrophone();
  };
  readonly #devicesChanged = (): void => {
    const ended = this.#stream?.getAudioTracks().every((track) => track.readyState === 'ended') ?? true;
    if (ended) void this.#replaceMicrophone();
  };

  async #replaceMicrophone(): Promise<void> {
    if (!(await this.#takeMicrophone())) return;
    const track = this.#stream?.getAudioTracks()[0] ?? null;
    const sender = this.#connection?.getSenders()[0];
    if (sender === undefined) return this.#again();
    await sender.replaceTrack(track);
    this.#to({ kind: this.#connection?.connectionState === 'connected' ? 'open' : 'reopening' });
  }

  #to(state: LineState): void {
    this.#state = state;
    this.#changed();
  }
}

const iceServersOf = ({ servers }: Relays): RTCIceServer[] =>
  servers.map(({ urls, username, credential }) =>
    username === undefined || credential === undefined ? { urls } : { urls, username, credential },
  );

/** The carrier speaks G.711: anything else would be translated on the way. */
function preferTelephoneCodecs(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [];
  const telephone = codecs.filter((codec) => /\/(PCMA|PCMU|telephone-event)$/i.test(codec.mimeType));
  if (telephone.length > 0) transceiver.setCodecPreferences(telephone);
}

function gathered(connection: RTCPeerConnection, withinMs: number): Promise<void> {
  if (connection.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, withinMs);
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState !== 'complete') return;
      clearTimeout(timer);
      resolve();
    });
  });
}
