/** One sound at a time: whoever starts another ends the one before. */
let current: { readonly audio: HTMLAudioElement; readonly ended: (wholly: boolean) => void } | null = null;

/** Plays a WAV file from the server. `ended` is told once: whether it was heard to its end. Throws where there is none. */
export async function play(address: string, ended: (wholly: boolean) => void): Promise<void> {
  silence();
  const reply = await fetch(address);
  if (!reply.ok) throw new Error('no such sound');
  // From memory: some browsers play no file that a server gives only whole.
  const source = URL.createObjectURL(await reply.blob());
  const audio = new Audio(source);
  const own = {
    audio,
    ended: (wholly: boolean) => {
      URL.revokeObjectURL(source);
      if (current === own) current = null;
      ended(wholly);
    },
  };
  silence();
  current = own;
  audio.addEventListener('ended', () => own.ended(true), { once: true });
  await audio.play();
}

export function silence(): void {
  const before = current;
  current = null;
  before?.audio.pause();
  before?.ended(false);
}
