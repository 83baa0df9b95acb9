/**
 * The envelope between a page and the host. Every request is answered, by a reply or by a failure; an event is not.
 * What travels inside is in protocol.ts.
 */
export type Message =
  | { readonly type: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly type: 'reply'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly kind: string; readonly message: string }
  | { readonly type: 'event'; readonly name: string; readonly payload: unknown };

/** Why a request of a page was not fulfilled: `kind` to branch on, `message` for a person. */
export class RequestFailed extends Error {
  constructor(
    readonly kind: string,
    message: string,
  ) {
    super(message);
  }
}

interface Call {
  readonly params: unknown;
  readonly result: unknown;
}

export type Handlers<Requests extends Record<keyof Requests, Call>> = {
  readonly [Method in keyof Requests]: (
    params: Requests[Method]['params'],
  ) => Requests[Method]['result'] | Promise<Requests[Method]['result']>;
};

/** What may be asked, by name. */
export type AnyHandlers = Readonly<Record<string, (params: never) => unknown>>;

/**
 * Answers every request, also when the name is unknown, the handler throws or the handlers cannot be had, so that a page
 * never waits for ever.
 */
export async function answer(
  handlers: AnyHandlers | Promise<AnyHandlers>,
  request: Extract<Message, { type: 'request' }>,
  describe: (error: unknown) => { readonly kind: string; readonly message: string },
): Promise<Message> {
  try {
    const known = await handlers;
    const handler = Object.hasOwn(known, request.method) ? known[request.method] : undefined;
    if (handler === undefined) throw new RequestFailed('unknownMethod', `Unknown request "${request.method}".`);
    return { type: 'reply', id: request.id, result: await handler(request.params as never) };
  } catch (error) {
    return { type: 'failure', id: request.id, ...describe(error) };
  }
}

/** Whether something that arrived is one of our messages at all; who sent it is not known. */
export function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  switch (value.type) {
    case 'request':
      return 'id' in value && typeof value.id === 'number' && 'method' in value && typeof value.method === 'string';
    case 'reply':
    case 'failure':
      return 'id' in value && typeof value.id === 'number';
    case 'event':
      return 'name' in value && typeof value.name === 'string';
    default:
      return false;
  }
}

/** The asking side: matches replies to requests by their number. */
export class Asker<Requests extends Record<keyof Requests, Call>> {
  readonly #send: (message: Message) => void;
  readonly #waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  /** Begins anywhere: after a reload, answers may arrive that the page before it asked for. */
  #lastId = Math.random();

  constructor(send: (message: Message) => void) {
    this.#send = send;
  }

  request<Method extends keyof Requests & string>(
    method: Method,
    params: Requests[Method]['params'],
  ): Promise<Requests[Method]['result']> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ type: 'request', id, method, params });
    });
  }

  /** Takes a message that arrived; replies to nobody are dropped. */
  receive(message: Message): void {
    if (message.type !== 'reply' && message.type !== 'failure') return;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === 'reply') waiting?.resolve(message.result as never);
    else waiting?.reject(new RequestFailed(message.kind, message.message));
  }
}
