/** The usual log of a run: what its worker would print, between its first and its last moment. */
import { aLog, stamp, uuid } from './builders';
import type { Raw } from './dataset';
import { randomFrom } from './seed';
import type { Story } from './story';

interface Line {
  readonly time: number;
  readonly level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';
  readonly message: string;
  readonly meta?: Raw;
}

export function linesOf(story: Story): Raw[] {
  const { plan } = story;
  return [...opening(story), ...story.steps.flatMap((_, index) => stepLines(story, index)), ...closing(story)]
    .filter(({ time }) => time <= story.ended)
    .sort((a, b) => a.time - b.time)
    .map(({ time, level, message, meta }, index) =>
      aLog({
        id: uuid(`${plan.runId} log ${index}`, -plan.age + index),
        run_id: plan.runId,
        level_code: level,
        message,
        timestamp: stamp(time),
        meta: meta ?? {},
      }),
    );
}

function opening({ plan, started }: Story): Line[] {
  const { created, queued, dispatching, model, input } = plan;
  return [
    { time: created, level: 'INFO', message: `run accepted for ${model.name}, waiting for a worker` },
    { time: created + queued, level: 'DEBUG', message: `dispatching after ${seconds(queued)} in the queue` },
    { time: started - dispatching * 0.2, level: 'DEBUG', message: 'worker image runflow/worker:2026.11.2 is warm' },
    { time: started, level: 'INFO', message: `worker gpu-eu-${(plan.sequence % 7) + 1} took the run` },
    { time: started, level: 'DEBUG', message: `input keys: ${Object.keys(input).join(', ')}`, meta: { input } },
  ];
}

function stepLines(story: Story, index: number): Line[] {
  const { plan, steps } = story;
  const [time, step] = [steps[index], plan.model.steps[index]];
  if (!time || !step || time.from >= story.ended) return [];
  const random = randomFrom(`${plan.runId} step ${index}`);
  const length = time.to - time.from;
  const tiles = 4 + Math.floor(random() * 8);
  const head = `step ${index + 1} of ${steps.length} (${step.slug})`;
  const lines: Line[] = [{ time: time.from, level: 'INFO', message: `${head} started: ${step.label.toLowerCase()}` }];
  for (let retry = 1; retry <= (plan.retries?.[index] ?? 0); retry++) {
    lines.push({
      time: time.from + length * 0.12 * retry,
      level: 'WARNING',
      message: `provider answered 502 Bad Gateway, retry ${retry} of 3 in ${800 * retry} ms`,
      meta: { attempt: retry, http_status: 502 },
    });
  }
  for (let tile = 1; tile <= tiles; tile++) {
    lines.push({
      time: time.from + length * (0.4 + (0.55 * tile) / tiles),
      level: 'DEBUG',
      message: `tile ${tile} of ${tiles} took ${20 + Math.floor(random() * 90)} ms`,
    });
  }
  if (plan.failure?.step === index) return [...lines.filter((line) => line.time < time.to), ...failing(story, time.to)];
  lines.push({ time: time.to, level: 'INFO', message: `${head} finished in ${seconds(length)}` });
  return lines;
}

function failing({ plan: { failure, model } }: Story, time: number): Line[] {
  if (!failure) return [];
  const { code, message, stage, step } = failure;
  const trace = [
    'Traceback (most recent call last):',
    `  File "/srv/worker/run.py", line 214, in execute`,
    `    result = await node.call(payload)`,
    `  File "/srv/worker/nodes/${model.steps[step]?.slug ?? 'node'}.py", line 88, in call`,
    `    raise ${code}(detail)`,
    `${code}: ${message}`,
  ];
  return [
    { time: time - 3, level: 'ERROR', message: `${code} at ${stage}: ${message}`, meta: { code, stage } },
    { time: time - 2, level: 'ERROR', message: trace.join('\n') },
    { time: time - 1, level: 'INFO', message: 'run failed, nothing is charged' },
  ];
}

function closing({ plan, started, ended }: Story): Line[] {
  if (plan.failure || plan.cancelledAt !== undefined) return [];
  return [
    { time: ended - 1, level: 'DEBUG', message: 'output stored: 1 file, 1.8 MB', meta: { bytes: 1_843_201 } },
    {
      time: ended,
      level: 'INFO',
      message: `run succeeded in ${seconds(ended - started)}, cost ${(plan.cents / 100).toFixed(2)}`,
    },
  ];
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
