/** Starts the demo server: `node out/test/fakes/demo.main.js [--port N] [--sample] [--speed N]`. */
import { parseArgs } from 'node:util';
import { startRunflow } from './runflow';

const { values } = parseArgs({
  options: { port: { type: 'string' }, sample: { type: 'boolean' }, speed: { type: 'string' } },
});

async function main(): Promise<void> {
  const runflow = await startRunflow({
    port: Number(values.port ?? 0),
    sample: values.sample ?? false,
    speed: Number(values.speed ?? 1),
  });
  console.log(`RUNFLOW_API_URL=${runflow.origin}`);
  console.log(`RUNFLOW_API_KEY=${runflow.key}`);
}

void main();
