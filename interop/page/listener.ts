/**
 * Runs in the page before anything else: listens to every sound that arrives over WebRTC, and notes which tones it
 * holds and when. Handed over as text (see page.ts), so it imports nothing.
 */
const STEP_MS = 10;
const QUIET_DB = -55;
const AS_LOUD_DB = 10;
/** Where a sound begins or ends, every frequency is in it for a moment: a tone lasts longer than the analyser looks back. */
const TONE_STEPS = 4;
const TONES_HZ = [1_000, 1_700, 2_300] as const;

interface Tone {
  windows: number;
  firstAt: number | null;
}
/** How many steps in a row of one track have had a tone by now, and when the first of them was. */
interface Run {
  steps: number;
  from: number;
}

const silent = (): Tone => ({ windows: 0, firstAt: null });
const heard = new Map<number, Tone>(TONES_HZ.map((hz) => [hz, silent()]));
Object.assign(globalThis, {
  pledgelineHeard: (hz: number) => heard.get(hz),
  pledgelineForget: () => {
    for (const tone of heard.values()) Object.assign(tone, silent());
  },
});

function watch(track: MediaStreamTrack): void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024, smoothingTimeConstant: 0 });
  const mediaStream = new MediaStream([track]);
  // Chromium lets a remote track flow only where an element plays it.
  const player = new Audio();
  player.muted = true;
  player.srcObject = mediaStream;
  player.play().catch(() => null);
  new MediaStreamAudioSourceNode(context, { mediaStream }).connect(analyser);
  const levels = new Float32Array(analyser.frequencyBinCount);
  const runs = new Map<number, Run>(TONES_HZ.map((hz) => [hz, { steps: 0, from: 0 }]));
  setInterval(() => {
    analyser.getFloatFrequencyData(levels);
    note(levels, context.sampleRate / analyser.fftSize, runs);
  }, STEP_MS);
}

/** Several may speak at once: every tone counts that is about as loud as the loudest. */
function note(levels: Float32Array, hzOfBin: number, runs: ReadonlyMap<number, Run>): void {
  const loudest = levels.reduce((most, level) => Math.max(most, level), -Infinity);
  for (const [hz, tone] of heard) {
    const bin = Math.round(hz / hzOfBin);
    const level = Math.max(...levels.subarray(bin - 1, bin + 2));
    const run = runs.get(hz);
    if (run === undefined) continue;
    if (loudest < QUIET_DB || level < loudest - AS_LOUD_DB) run.steps = 0;
    else count(hz, tone, run);
  }
}

function count(hz: number, tone: Tone, run: Run): void {
  run.steps += 1;
  if (run.steps === 1) run.from = now();
  if (run.steps < TONE_STEPS) return;
  tone.windows += run.steps === TONE_STEPS ? TONE_STEPS : 1;
  if (tone.firstAt !== null) return;
  tone.firstAt = run.from;
  tell({ kind: 'heard', hz, at: tone.firstAt });
}

const Original = globalThis.RTCPeerConnection;
globalThis.RTCPeerConnection = class extends Original {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    this.addEventListener('track', (event) => {
      if (event.track.kind === 'audio') watch(event.track);
    });
  }
};

/** When what a form shows was first on the glass, by the value of its field; `form` for the form itself. */
const shown = new Map<string, number>();
Object.assign(globalThis, {
  pledgelineShown: () => Object.fromEntries(shown),
  pledgelineForgetShown: () => shown.clear(),
});

function noteForms(): void {
  const seen = document.querySelector('form') === null ? [] : ['form'];
  // The next one is another call's.
  if (seen.length === 0) shown.delete('form');
  for (const field of document.querySelectorAll<HTMLInputElement>('form input'))
    if (field.value !== '') seen.push(field.value);
  const fresh = seen.filter((what) => !shown.has(what));
  if (fresh.length === 0) return;
  afterPaint(() => {
    for (const what of fresh) shown.set(what, now());
    tell({ kind: 'shown', what: fresh, at: now() });
  });
}

/** A message that is sent in a frame is delivered after that frame was painted. */
function afterPaint(then: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', then, { once: true });
  port1.start();
  port2.postMessage(null);
}

let asked = false;
const observer = new MutationObserver(() => {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    noteForms();
  });
});
// A script that comes before everything else comes before the root element too.
observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['value'] });

function now(): number {
  return performance.timeOrigin + performance.now();
}

/** To the test, where it listens (room.ts). */
function tell(news: unknown): void {
  const { pledgelineTell } = globalThis as { pledgelineTell?: (news: unknown) => void };
  pledgelineTell?.(news);
}
