import type { Flow, TransportName } from '@pledgeline/sip';
import type { DeskPhones } from './desk-phones.ts';
import { callOf } from './leg-names.ts';
import type { LineOf } from './lines.ts';
import type { Switchboard, TrunkNews } from './switchboard.ts';
import type { TelephonyDeps } from './telephony.ts';

interface Answering {
  readonly phones: DeskPhones;
  readonly switchboard: Switchboard;
  readonly lineOf: LineOf;
}

/** Whom the SIP side hears, and who is told what it hears. */
export const towardsPeers = (
  {
    trunks,
    carriers,
    registrar,
    trace,
    publicPlace,
  }: Pick<TelephonyDeps, 'trunks' | 'carriers' | 'registrar' | 'trace' | 'publicPlace'>,
  { phones, switchboard, lineOf }: Answering,
) => {
  const isKnown = (address: string): boolean => trunks.admits(address) || phones.admits(address);
  return {
    admits: (address: string, transport: TransportName) =>
      isKnown(address) || registrar.admits(address, transport),
    isStranger: (address: string) => !isKnown(address) && !registrar.knows(address),
    // What is known by its address alone is not looked at again.
    hears: (flow: Flow, bytes: Uint8Array) =>
      flow.transport !== 'tls' || isKnown(flow.remote.address) || registrar.hears(flow, bytes),
    registrar: true,
    ...(trace === null ? {} : { trace }),
    tls: trunks,
    // What somebody has set goes before what a carrier has seen.
    seenAs: (flow: Flow) =>
      publicPlace?.isOutside(flow.remote.address) === true
        ? { address: publicPlace.address, port: flow.local.port }
        : carriers.seenAs(flow),
    flowGone(flow: Flow) {
      carriers.flowGone(flow);
      registrar.flowGone(flow);
    },
    perform(effect: TrunkNews) {
      carriers.told(effect);
      registrar.told(effect);
      if (trace !== null && effect.kind === 'invited') {
        const trunk = trunks.of(effect.flow.remote.address);
        const line = trunk === null ? null : lineOf(effect.dialed, trunk);
        trace.place(callOf(effect.leg), { line: line?.number ?? null, trunk: trunk?.name ?? null });
      }
      switchboard.trunkTold(effect);
    },
  };
};
