/** Servers that are no good in one way, for sessions: what each is called there, and its address. */
import { serveDns } from "./dnsstub.ts";
import { type Lifespan, makeIdentity, serve } from "./loopback.ts";

const HERE = ["IP:127.0.0.1"];

export const BAD_SERVERS: Readonly<Record<string, (life: Lifespan) => Promise<string>>> = {
  /** https whose certificate ended twelve days ago. */
  async "expired-certificate"(life) {
    const identity = makeIdentity(HERE, { from: -40, to: -12 });
    return (await serve(life, (_, answer) => void answer.writeHead(404).end(), identity)).url;
  },
  /** http by the name `localhost`, which is looked up where an address is not. */
  async "named-host"(life) {
    const { url } = await serve(life, (_, answer) => void answer.writeHead(404).end());
    return url.replace("127.0.0.1", "localhost");
  },
  /** DNS that loses three queries of ten. */
  async "lossy-dns"(life) {
    return (await serveDns(life, (query) => query % 10 < 3)).address;
  },
};
