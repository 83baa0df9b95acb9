import type { Raw } from '../../fakes/dataset';
import type { Runflow, RunflowOptions } from '../../fakes/runflow';
import { startRunflow } from '../../fakes/runflow';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Raw;
}

/** The rows of a list, whatever else its envelope holds. */
export function rows(reply: Reply): Raw[] {
  return reply.body['items'] as Raw[];
}

/** Asks with the right key, unless `headers` says otherwise. */
export async function ask(runflow: Runflow, path: string, headers: Record<string, string> = {}): Promise<Reply> {
  const response = await fetch(runflow.origin + path, {
    headers: { authorization: `Bearer ${runflow.key}`, ...headers },
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Raw };
}

/** A server for each test that asks for one; all are closed after it. */
export function servers(): (options?: RunflowOptions) => Promise<Runflow> {
  const started: Runflow[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((runflow) => runflow.close()));
  });
  return async (options) => {
    const runflow = await startRunflow(options);
    started.push(runflow);
    return runflow;
  };
}
