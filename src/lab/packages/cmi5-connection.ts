/**
 * The way to a learning record store: the token of a session, documents, and statements in their order.
 *
 * What must hold: statements leave in the order in which they were made, each until the store has taken it; one that was
 * perhaps taken goes again under the same id, which a store counts once. What is under way when the page closes goes on by itself
 * (browsers allow that for small requests), so it is not sent twice. Nothing here rejects but what says so.
 */
import type { Launch } from './cmi5.ts';

/** What a connection needs of the browser. */
export interface WebPorts {
  readonly fetch: typeof fetch;
  /** Kept until the window is closed: a token can be fetched only once. */
  readonly session: Pick<Storage, 'getItem' | 'setItem'> | undefined;
}

export class Cmi5Connection {
  readonly #launch: Launch;
  readonly #ports: WebPorts;
  readonly #token: string;
  #waiting: object[] = [];
  #sending: Promise<boolean> = Promise.resolve(true);

  private constructor(launch: Launch, ports: WebPorts, token: string) {
    this.#launch = launch;
    this.#ports = ports;
    this.#token = token;
  }

  /** Connects; rejects with a sentence when the course gives no token. */
  static async open(launch: Launch, ports: WebPorts): Promise<Cmi5Connection> {
    const key = `glass:cmi5:token:${launch.fetch.href}`;
    const kept = ports.session?.getItem(key);
    if (kept) return new Cmi5Connection(launch, ports, kept);
    const response = await ports.fetch(launch.fetch, { method: 'POST' });
    const answer = (await response.json()) as Readonly<Record<string, unknown>>;
    const token = answer['auth-token'];
    if (typeof token !== 'string' || token === '') {
      throw new Error(String(answer['error-text'] ?? answer['error-code'] ?? response.status).slice(0, 200));
    }
    ports.session?.setItem(key, token);
    return new Cmi5Connection(launch, ports, token);
  }

  #ask(path: string, query: Readonly<Record<string, string>>, init: RequestInit): Promise<Response> {
    const address = new URL(path, this.#launch.endpoint);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    const authorization = /^basic /i.test(this.#token) ? this.#token : `Basic ${this.#token}`;
    return this.#ports.fetch(address, {
      ...init,
      headers: {
        Authorization: authorization,
        'X-Experience-API-Version': '1.0.3',
        ...(init.body ? { 'Content-Type': 'application/json' } : {}),
      },
    });
  }

  #place(stateId: string) {
    const { activityId, actor, registration } = this.#launch;
    return { stateId, activityId, agent: JSON.stringify(actor), registration };
  }

  /** A state document; undefined when there is none. Rejects when the store does not answer. */
  readState(stateId: string): Promise<unknown> {
    return this.#read('activities/state', this.#place(stateId));
  }

  /** A document about the learner; undefined when there is none, or the store does not say. */
  readProfile(profileId: string): Promise<unknown> {
    const agent = JSON.stringify(this.#launch.actor);
    return this.#read('agents/profile', { profileId, agent }).catch(() => undefined);
  }

  async #read(path: string, query: Readonly<Record<string, string>>): Promise<unknown> {
    const response = await this.#ask(path, query, {});
    if (response.status === 404 || response.status === 204) return undefined;
    if (!response.ok) throw new Error(String(response.status));
    const text = await response.text();
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }

  /** Keeps a state document; true when the store has it. */
  async writeState(stateId: string, value: unknown): Promise<boolean> {
    try {
      const init = { method: 'PUT', ...lasting(JSON.stringify(value)) };
      return (await this.#ask('activities/state', this.#place(stateId), init)).ok;
    } catch {
      return false;
    }
  }

  /** Sends statements after those that wait; true when the store has taken all. `isLast`: the page is closing. */
  send(statements: readonly object[], isLast = false): Promise<boolean> {
    this.#waiting.push(...statements);
    if (isLast) return this.#post();
    this.#sending = this.#sending.then(() => this.#post());
    return this.#sending;
  }

  async #post(): Promise<boolean> {
    const batch = this.#waiting;
    if (batch.length === 0) return true;
    this.#waiting = [];
    let isTaken = false;
    try {
      const response = await this.#ask('statements', {}, { method: 'POST', ...lasting(JSON.stringify(batch)) });
      // A conflict: the store has them.
      isTaken = response.ok || response.status === 409;
    } catch {
      // Not reached: they wait.
    }
    if (!isTaken) this.#waiting = [...batch, ...this.#waiting];
    return isTaken;
  }
}

/** Browsers let 64 KB in all go on when its page has closed; a character may take three bytes. */
const LASTING_MAX = 15_000;

function lasting(body: string): Pick<RequestInit, 'body' | 'keepalive'> {
  return { body, keepalive: body.length < LASTING_MAX };
}
