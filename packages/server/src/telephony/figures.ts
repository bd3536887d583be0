import { Counter, Gauge, type Registry } from 'prom-client';

/** What operators see of the telephone side: counts only, nothing of any caller. */
export interface TelephonyFigures {
  readonly calls: Counter<'reason'>;
  readonly announced: Counter;
  readonly dropped: Counter<'because'>;
  readonly refused: Counter<'status'>;
  readonly keys: Counter<'by'>;
  readonly logFailures: Counter;
  readonly faults: Counter<'machine'>;
}

export function telephonyFigures(
  registry: Registry,
  live: { readonly calls: () => number; readonly agents: () => number },
): TelephonyFigures {
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  gauge('pledgeline_calls_live', 'Calls on the exchange now', live.calls);
  gauge('pledgeline_agents', 'Agents on the floor now', live.agents);
  return {
    calls: new Counter({
      name: 'pledgeline_calls_total',
      help: 'Calls that ended, by why',
      labelNames: ['reason'],
      registers,
    }),
    announced: new Counter({
      name: 'pledgeline_calls_announced_total',
      help: 'Callers who heard that the line is closed',
      registers,
    }),
    dropped: new Counter({
      name: 'pledgeline_sip_dropped_total',
      help: 'What came to the SIP port and was not answered, by why',
      labelNames: ['because'],
      registers,
    }),
    refused: new Counter({
      name: 'pledgeline_sip_refused_total',
      help: 'Calls refused before the exchange, by status',
      labelNames: ['status'],
      registers,
    }),
    keys: new Counter({
      name: 'pledgeline_caller_keys_total',
      help: 'Keys that callers pressed, by how the carrier told them',
      labelNames: ['by'],
      registers,
    }),
    logFailures: new Counter({
      name: 'pledgeline_floor_log_failures_total',
      help: 'Records that could not be written to the log of the floor',
      registers,
    }),
    faults: new Counter({
      name: 'pledgeline_machine_faults_total',
      help: 'Bugs that cost one input of a machine',
      labelNames: ['machine'],
      registers,
    }),
  };
}
