import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeSipPort, isFreeForUdp } from './ports.ts';
import { until } from './wait.ts';

/** Towards carriers, over UDP. */
const OUTSIDE = '127.0.0.1';
/** Towards the line, over TLS: an address of its own, by which a trunk knows it. */
export const INSIDE = '127.0.0.5';

interface EdgeSetting {
  /** Where the line listens for SIP over TLS. */
  readonly line: { readonly address: string; readonly port: number };
  /** File with the authority that the line's certificate must come from. */
  readonly authority: string;
}

/**
 * A SIP edge between carrier and line: Kamailio, which takes calls over UDP, hands them on over TLS, stays in the path
 * with an address for each side, and keeps what passes.
 */
export class Edge {
  readonly outside: { readonly address: string; readonly port: number };
  readonly inside: { readonly address: string; readonly port: number };
  readonly #folder: string;
  readonly #program: ChildProcess;
  #output = '';

  static async open(setting: EdgeSetting): Promise<Edge> {
    const edge = new Edge(setting, await freeSipPort(), await freeSipPort());
    await until('Kamailio listens', 10_000, async () => {
      if (edge.#program.exitCode !== null) throw new Error(`Kamailio ended:\n${edge.#output}`);
      return !(await isFreeForUdp(edge.outside.port));
    });
    return edge;
  }

  private constructor(setting: EdgeSetting, outside: number, inside: number) {
    this.outside = { address: OUTSIDE, port: outside };
    this.inside = { address: INSIDE, port: inside };
    this.#folder = mkdtempSync(join(tmpdir(), 'pledgeline-edge-'));
    makeCertificate(this.#folder);
    writeFileSync(join(this.#folder, 'tls.cfg'), tlsText(this.#folder, setting.authority));
    writeFileSync(join(this.#folder, 'kamailio.cfg'), configText(this.#folder, this, setting.line));
    const files = ['-f', join(this.#folder, 'kamailio.cfg'), '-Y', this.#folder];
    const run = ['-P', join(this.#folder, 'pid'), '-DD', '-E', '-m', '32', '-M', '4'];
    this.#program = spawn('kamailio', [...files, ...run], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#program.stderr?.on('data', (chunk: Buffer) => void (this.#output += chunk.toString('utf8')));
  }

  /** Of our own making, and its own authority. */
  get certificate(): string {
    return readFileSync(join(this.#folder, 'edge.pem'), 'utf8');
  }

  /** Requests that went through, in their order, with the transport that they came by: `BYE tls`. Said again is said once. */
  get passed(): readonly string[] {
    const all = [...this.#output.matchAll(/ passes (\w+ \w+)/g)].map(([, what]) => what ?? '');
    return all.filter((what, at) => what !== all[at - 1]);
  }

  async end(): Promise<void> {
    this.#program.kill('SIGTERM');
    await until('Kamailio ends', 5_000, () => this.#program.exitCode !== null || this.#program.signalCode);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function makeCertificate(folder: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const names = ['-subj', '/CN=edge', '-addext', `subjectAltName=IP:${INSIDE}`];
  const files = ['-keyout', join(folder, 'edge.key'), '-out', join(folder, 'edge.pem')];
  const made = spawnSync('openssl', ['req', '-x509', '-days', '2', ...key, ...names, ...files]);
  if (made.status !== 0) throw new Error(`no certificate was made:\n${made.stderr.toString('utf8')}`);
}

const tlsText = (folder: string, authority: string): string => `
[server:default]
method = TLSv1.2+
private_key = ${folder}/edge.key
certificate = ${folder}/edge.pem
[client:default]
method = TLSv1.2+
verify_certificate = yes
require_certificate = yes
ca_list = ${authority}
`;

const configText = (
  folder: string,
  { outside, inside }: Pick<Edge, 'outside' | 'inside'>,
  line: EdgeSetting['line'],
): string => `#!KAMAILIO
debug=1
log_stderror=yes
children=2
tcp_children=2
auto_aliases=no
enable_tls=yes
listen=udp:${outside.address}:${outside.port}
listen=tls:${inside.address}:${inside.port}
tcp_source_ipv4=${inside.address}
loadmodule "tls.so"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "xlog.so"
modparam("tls", "config", "${folder}/tls.cfg")
# One Record-Route for each side, since they speak different transports.
modparam("rr", "enable_double_rr", 1)

request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (is_method("CANCEL")) {
    if (t_check_trans()) { xlog("L_NOTICE", " passes $rm $proto\\n"); t_relay(); }
    exit;
  }
  if (has_totag()) {
    if (loose_route()) { xlog("L_NOTICE", " passes $rm $proto\\n"); t_relay(); exit; }
    # The ACK of a refusal is the transaction's own.
    if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
    sl_send_reply("404", "Not here");
    exit;
  }
  if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); exit; }
  if (!is_method("INVITE")) { sl_send_reply("405", "Method Not Allowed"); exit; }
  t_check_trans();
  xlog("L_NOTICE", " passes $rm $proto\\n");
  record_route();
  $fs = "tls:${inside.address}:${inside.port}";
  $ru = "sip:" + $rU + "@${line.address}:${line.port};transport=tls";
  if (!t_relay()) sl_reply_error();
}
`;
