/** How far this browser has heard one channel: the server's life, and the number of its last message. */
export interface Place {
  readonly epoch: string;
  readonly seq: number;
}

/** Null: heard already (a resumed connection says some things twice). A new epoch starts the count again. */
export function heardAt(place: Place | null, message: Place): Place | null {
  if (place !== null && place.epoch === message.epoch && message.seq <= place.seq) return null;
  return { epoch: message.epoch, seq: message.seq };
}

export function liveAddress(path: string, origin: string, place: Place | null): string {
  const address = new URL(path, origin);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  if (place !== null) address.searchParams.set('after', `${place.epoch}.${place.seq}`);
  return address.href;
}
