/** Everything here waits for a gesture: a browser plays nothing before one. */
export class Sounds {
  #context: AudioContext | null = null;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Called from a key or click. */
  unlock = (): void => {
    this.#context ??= this.#made();
    if (this.#context.state === 'suspended') void this.#context.resume();
  };

  get context(): AudioContext | null {
    return this.#context;
  }

  /** Nothing can be heard, nor the microphone's level be seen, before somebody presses a key. */
  get waiting(): boolean {
    return this.#context?.state === 'suspended';
  }

  #made(): AudioContext {
    const context = new AudioContext();
    context.addEventListener('statechange', this.#changed);
    return context;
  }

  /** Two short notes before a caller; answers how long they last. */
  callTone(): number {
    this.#note(880, 0, 0.08);
    this.#note(1174.7, 0.09, 0.09);
    return CALL_TONE_MS;
  }

  /** Three falling notes, unlike those of a call: no calls come. */
  alarm(): void {
    for (const [index, pitch] of [659.25, 523.25, 392].entries()) this.#note(pitch, index * 0.2, 0.18);
  }

  /** [CBK-20] What a caller hears while it rings at the other end, in France: 440 Hz, once in five seconds. */
  ring(): void {
    this.#note(440, 0, 1.5);
  }

  /** For the headset check: three rising notes in the ears. */
  testTone(): void {
    for (const [index, pitch] of [523.25, 659.25, 783.99].entries()) this.#note(pitch, index * 0.28, 0.24);
  }

  #note(pitch: number, startsIn: number, seconds: number): void {
    const context = this.#context;
    if (context === null || context.state !== 'running') return;
    const start = context.currentTime + startsIn;
    const oscillator = new OscillatorNode(context, { frequency: pitch });
    const gain = new GainNode(context, { gain: 0 });
    // A ramp at both ends: a note that is cut clicks in the ear.
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(0.18, start + 0.008);
    gain.gain.setValueAtTime(0.18, start + seconds - 0.015);
    gain.gain.linearRampToValueAtTime(0, start + seconds);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + seconds);
  }
}

const CALL_TONE_MS = 180;
