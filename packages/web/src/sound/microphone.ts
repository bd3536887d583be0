/** Why there is no microphone: each has its own remedy, and its own sentence. */
export type NoMicrophone = 'insecure' | 'refused' | 'missing' | 'busy';
export type Microphone =
  | { readonly kind: 'there'; readonly stream: MediaStream }
  | { readonly kind: 'none'; readonly why: NoMicrophone };

/** A headset in a full room: echo and noise are taken out, the level is kept even. */
const WANTED = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };

export async function askForMicrophone(wanted: MediaTrackConstraints = WANTED): Promise<Microphone> {
  // Browsers give no microphone to plain HTTP beyond localhost; there is nothing to ask.
  if (!globalThis.isSecureContext || navigator.mediaDevices === undefined)
    return { kind: 'none', why: 'insecure' };
  try {
    return { kind: 'there', stream: await navigator.mediaDevices.getUserMedia({ audio: wanted }) };
  } catch (error) {
    return { kind: 'none', why: whyNot(error instanceof DOMException ? error.name : '') };
  }
}

/** The names are those of the Media Capture specification, §10.3.5. */
export function whyNot(name: string): NoMicrophone {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'missing';
}

/** Allowed before: then a reload needs no key to bring the sound back. */
export async function isMicrophoneAllowed(): Promise<boolean> {
  try {
    const permission = await navigator.permissions.query({ name: 'microphone' });
    return permission.state === 'granted';
  } catch {
    return false;
  }
}
