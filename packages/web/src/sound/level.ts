/** How loud a stream is, from 0 to 1, on the scale of the ear; call the answer's `stop` when nobody looks any more. */
export function watchLevel(
  context: AudioContext,
  stream: MediaStream,
  show: (level: number) => void,
): { readonly stop: () => void } {
  const source = context.createMediaStreamSource(stream);
  const analyser = new AnalyserNode(context, { fftSize: 512 });
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = 0;
  const look = (): void => {
    analyser.getFloatTimeDomainData(samples);
    show(levelOf(samples));
    frame = requestAnimationFrame(look);
  };
  look();
  return {
    stop: () => {
      cancelAnimationFrame(frame);
      source.disconnect();
    },
  };
}

/** Decibels of full scale from -60 (silence) to -6 (as loud as speech gets), drawn out evenly. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-10);
  return Math.min(1, Math.max(0, (decibels + 60) / 54));
}
