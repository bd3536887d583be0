import { createSocket, type Socket } from 'node:dgram';
import datachannel, { type PeerConnection, type Track } from 'node-datachannel';
import type { AgentId, CallId } from '@pledgeline/core';
import type { Media, MonitorMode } from '@pledgeline/media';
import { Samples, Way } from './way.ts';

const HERE = '127.0.0.1';
/** What is not held is collected, and falls silent. */
const held: unknown[] = [];

async function openSocket(): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', lookup: (name, _options, found) => found(null, name, 4) });
  await new Promise<void>((resolve) => socket.bind(0, HERE, resolve));
  return socket;
}

/** One call through the relay: a caller with plain RTP, a browser with DTLS-SRTP. Answers both directions. */
export async function openCall(media: Media, number: number, samples: Samples): Promise<readonly Way[]> {
  const call = `call-${number}` as CallId;
  const agent = `agent-${number}` as AgentId;
  const socket = await openSocket();
  const remote = { address: HERE, port: socket.address().port };
  const leg = await media.openLeg({ call, remote, codec: 'PCMA', keysPayloadType: null });
  if (!leg.ok) throw new Error(`no leg: ${leg.failure}`);
  const { port } = leg.value.local;
  const { track, sendable } = await openBrowser(media, agent, 2 * number + 2);
  const fromCaller = new Way(2 * number + 1, samples, (packet) => socket.send(packet, port, HERE));
  const fromAgent = new Way(2 * number + 2, samples, (packet) => {
    if (sendable()) track.sendMessageBinary(packet);
  });
  track.onMessage((packet) => fromCaller.hear(packet));
  socket.on('message', (packet) => fromAgent.hear(packet));
  const joined = await media.bridge({ call, agent });
  if (!joined.ok) throw new Error(`not joined: ${joined.failure}`);
  return [fromCaller, fromAgent];
}

/** A supervisor's browser. What it hears is a mix, which tells nothing of when it was said: it only counts as heard. */
export async function openSupervisor(media: Media, number: number): Promise<Way> {
  const ssrc = 1_000_000 + number;
  const { track, sendable } = await openBrowser(media, supervisorOf(number), ssrc);
  const way = new Way(ssrc, new Samples(), (packet) => {
    if (sendable()) track.sendMessageBinary(packet);
  });
  track.onMessage((packet) => way.hear(packet));
  return way;
}

export async function monitorCall(media: Media, number: number, mode: MonitorMode): Promise<void> {
  const call = `call-${number}` as CallId;
  const monitored = await media.monitor({ call, agent: supervisorOf(number), mode });
  if (!monitored.ok) throw new Error(`not monitored: ${monitored.failure}`);
}

const supervisorOf = (number: number): AgentId => `supervisor-${number}` as AgentId;

async function openBrowser(
  media: Media,
  agent: AgentId,
  ssrc: number,
): Promise<{ readonly track: Track; readonly sendable: () => boolean }> {
  const connection = new datachannel.PeerConnection('browser', {
    iceServers: [],
    bindAddress: HERE,
    disableAutoNegotiation: true,
    forceMediaTransport: true,
  });
  const sound = new datachannel.Audio('0', 'SendRecv');
  sound.addAudioCodec(8, 'PCMA');
  sound.addSSRC(ssrc, 'browser');
  const track = connection.addTrack(sound);
  held.push(connection, track);
  let open = false;
  track.onOpen(() => {
    open = true;
  });
  const line = await media.openLine({ agent, offer: await offerOf(connection) });
  if (!line.ok) throw new Error(`no line: ${line.failure}`);
  connection.setRemoteDescription(line.value.answer, 'answer');
  return { track, sendable: () => open };
}

function offerOf(connection: PeerConnection): Promise<string> {
  return new Promise((resolve) => {
    connection.onGatheringStateChange((state) => {
      if (state === 'complete') resolve(connection.localDescription()?.sdp ?? '');
    });
    connection.setLocalDescription('offer');
  });
}

/** From socket to socket without a relay: what this process and the machine add by themselves. */
export async function openDirectWay(samples: Samples): Promise<Way> {
  const [mouth, ear] = [await openSocket(), await openSocket()];
  const { port } = ear.address();
  const way = new Way(0, samples, (packet) => mouth.send(packet, port, HERE));
  ear.on('message', (packet) => way.hear(packet));
  return way;
}
