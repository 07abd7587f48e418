/**
 * nginx on loopback over the mirror's files: ranges, sendfile, and one line per
 * answer (`<bytes sent> <address>`), from which bytes and requests are counted.
 *   /goproxy/…   the GOPROXY tree, with the checksum log below sumdb/
 *   /dl/, /go/   tarballs, their .sha256 and the index page, as download hosts have
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export interface Nginx {
  readonly url: string;
  /** The same files by HTTPS under a certificate made for this run. */
  readonly tlsPort: number;
  /** Where the log ends now; give it to `sent` later. */
  readonly mark: () => number;
  /** What was answered since the mark. */
  readonly sent: (mark: number) => Promise<{ bytes: number; requests: number }>;
  readonly stop: () => void;
}

export interface NginxOptions {
  readonly program: string;
  readonly mirror: string;
  /** A directory of this run's own, for the log and nginx's temporary files. */
  readonly state: string;
  /** Port of a recorder that is asked for what the mirror lacks. */
  readonly recorder?: number;
}

export async function startNginx(options: NginxOptions): Promise<Nginx> {
  const ports = [await freePort(), await freePort()] as const;
  mkdirSync(options.state, { recursive: true });
  makeCertificate(options.state);
  const file = join(options.state, "nginx.conf");
  const log = join(options.state, "access.log");
  writeFileSync(file, configuration(options, ports));
  writeFileSync(log, "");
  const child = spawn(options.program, ["-p", options.state, "-e", "error.log", "-c", file], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  await untilListening(ports[0], child);
  return {
    url: `http://127.0.0.1:${ports[0]}`,
    tlsPort: ports[1],
    mark: () => statSync(log).size,
    sent: (mark) => count(log, mark),
    stop: () => child.kill(),
  };
}

function configuration(options: NginxOptions, [port, tlsPort]: readonly [number, number]): string {
  const { mirror, recorder } = options;
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `daemon off; pid nginx.pid; worker_processes 1;${process.getuid?.() === 0 ? " user root;" : ""}
events { worker_connections 256; }
http {
  default_type application/octet-stream; types { text/html html; application/json json; }
  sendfile on; tcp_nopush on; keepalive_timeout 30; keepalive_requests 100000;
  log_format sent '$bytes_sent $request_uri'; access_log access.log sent;
  ${temporary.map((name) => `${name}_temp_path ${name};`).join(" ")}
  server {
    listen 127.0.0.1:${port};
    listen 127.0.0.1:${tlsPort} ssl; ssl_certificate tls.crt; ssl_certificate_key tls.key;
    location /goproxy/ { alias ${mirror}/goproxy/; ${recorder ? "error_page 404 = @record;" : ""} }
    ${recorder ? `location @record { proxy_pass http://127.0.0.1:${recorder}; }` : ""}
    location /dl/ { alias ${mirror}/dl/; index index.html; }
    location /go/ { alias ${mirror}/dl/; }
  }
}
`;
}

/** Some peers ask by HTTPS only; theirs is told to accept what it finds here. */
function makeCertificate(state: string): void {
  const name = ["-subj", "/CN=loopback", "-addext", "subjectAltName=IP:127.0.0.1"];
  const files = ["-keyout", join(state, "tls.key"), "-out", join(state, "tls.crt")];
  const made = spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"],
    ...[...name, ...files],
  ]);
  if (made.status !== 0) throw new Error(`openssl made no certificate: ${made.stderr}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
    const socket = connect(port, "127.0.0.1");
    const up = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (up) return;
    await pause(50);
  }
  throw new Error(`nginx does not listen on 127.0.0.1:${port}`);
}

/** nginx writes its line after the last byte has left: wait until the log rests. */
async function count(log: string, mark: number): Promise<{ bytes: number; requests: number }> {
  for (let size = -1; size !== statSync(log).size; await pause(30)) size = statSync(log).size;
  const lines = readFileSync(log).subarray(mark).toString().trim().split("\n").filter(Boolean);
  const bytes = lines.reduce((sum, line) => sum + Number(line.split(" ", 1)[0]), 0);
  return { bytes, requests: lines.length };
}
