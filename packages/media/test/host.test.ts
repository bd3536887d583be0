import { deepEqual, ok as holds } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ok, type AgentId, type CallId } from '@pledgeline/core';
import type { Media, MediaEvent } from '../src/port.ts';
import { MediaClient } from '../src/process/client.ts';
import { MediaHost } from '../src/process/host.ts';

const agent = 'agent-1' as AgentId;
const call = 'call-1' as CallId;

test('[MEDIA-24] what sessions has told of a line is not taken back by older news; what it cannot tell is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'media-host-'));
  let tell: (event: MediaEvent) => void = () => undefined;
  const engine: Partial<Media> = {
    listen: (hear) => (tell = hear),
    sessions: async () =>
      ok({ legs: [], lines: [{ agent, connected: true, kind: 'browser', consults: null }] }),
  };
  const path = join(folder, 'socket');
  const host = new MediaHost(engine as Media, path, { id: 'one', complain: () => undefined });
  holds((await host.open()).ok);
  tell({ kind: 'line-lost', agent });
  tell({ kind: 'leg-silent', call });
  tell({ kind: 'line-up', agent });
  const client = new MediaClient({ socketPath: path });
  await client.sessions();
  const heard = await new Promise<MediaEvent>((hear) => client.listen(hear));
  deepEqual(heard, { kind: 'leg-silent', call });
  client.close();
  host.close();
  rmSync(folder, { recursive: true });
});
