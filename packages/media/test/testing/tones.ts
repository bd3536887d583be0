/** Tones, and an ear that knows them: sound both ways is proved by a different tone on each side. */

export function tone(hertz: number, seconds = 1): Int16Array {
  return Int16Array.from({ length: 8000 * seconds }, (_, at) =>
    Math.round(9000 * Math.sin((2 * Math.PI * hertz * at) / 8000)),
  );
}

/** Goertzel: which share of the sound's energy is in one tone, 0 to 1. Silence has none. */
function shareOf(hertz: number, samples: Int16Array): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / 8000);
  let [one, two, energy] = [0, 0, 0];
  for (const sample of samples) {
    [one, two] = [sample + turn * one - two, one];
    energy += sample * sample;
  }
  if (energy < samples.length * 100) return 0;
  return (2 * (one * one + two * two - turn * one * two)) / (samples.length * energy);
}

/** Keeps the last 200 ms of what was heard. */
export class Ear {
  #recent = new Int16Array(1600);
  #heard = 0;

  readonly hear = (samples: Int16Array): void => {
    const joined = new Int16Array(this.#recent.length + samples.length);
    joined.set(this.#recent);
    joined.set(samples, this.#recent.length);
    this.#recent = joined.slice(-1600);
    this.#heard += samples.length;
  };

  get heard(): number {
    return this.#heard;
  }

  /** The tone fills the last 200 ms. */
  hears(hertz: number): boolean {
    return shareOf(hertz, this.#recent) > 0.8;
  }

  /** These tones fill the last 200 ms together, each with its part. */
  hearsTogether(...tones: readonly number[]): boolean {
    const shares = tones.map((hertz) => shareOf(hertz, this.#recent));
    return this.purity(...tones) > 0.8 && shares.every((share) => share > 0.4 / tones.length);
  }

  /** Which share of the last 200 ms these tones are; a gap of 20 ms in one of two leaves 0.95. */
  purity(...tones: readonly number[]): number {
    return tones.reduce((sum, hertz) => sum + shareOf(hertz, this.#recent), 0);
  }

  get quiet(): boolean {
    return this.#recent.every((sample) => Math.abs(sample) < 50);
  }

  forget(): void {
    this.#recent = new Int16Array(1600);
    this.#heard = 0;
  }
}

export function wavOf(samples: Int16Array): Buffer {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + samples.length * 2, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(8000, 24);
  file.writeUInt32LE(16_000, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, at) => file.writeInt16LE(sample, 44 + at * 2));
  return file;
}
