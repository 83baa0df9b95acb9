import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import {
  aBatch,
  aDelivery,
  aFlow,
  aLog,
  aModel,
  aNodeRun,
  anItem,
  aRun,
  countsOf,
  stamp,
  uuid,
} from '../fakes/builders';
import type { Contents } from '../fakes/dataset';
import { datasetOf } from '../fakes/dataset';
import { assertAccessible } from './axe';
import { chooseFromMenu, clipboard, itemPage, keepsTheKeyToItself, until, useSession } from './session';

let deep: unknown = 'the bottom';
for (let level = 0; level < 1000; level++) deep = { level: deep };

const outputs: Readonly<Record<string, unknown>> = {
  text: 'just words <b>and no markup</b>',
  number: 42,
  list: [1, 'two', { three: 3 }],
  deep,
  large: { rows: Array.from({ length: 30_000 }, (_, row) => ({ row, text: 'x'.repeat(1000) })) },
};
const runOf = (name: string): string => uuid(`details run ${name}`, 30 + name.length);

const resolution = {
  id: uuid('details input', 70),
  name: 'resolution',
  variable_type_code: 'enum',
  default_value: { value: '2K' },
  validator_code: 'one_of',
  validator_attrs: { values: ['1K', '2K'] },
  is_required: false,
};

function contents(): Contents {
  const batch = uuid('details batch', 21);
  const names = Object.keys(outputs);
  const items = names.map((name, index) =>
    anItem({
      id: uuid(`details item ${name}`, 22 + index),
      batch_id: batch,
      run_id: runOf(name),
      client_ref: name,
      sequence_index: index,
      input: { prompt: 'white studio', seed: 7 },
      output: outputs[name],
    }),
  );
  const runs = names.map((name) =>
    aRun({
      id: runOf(name),
      batch_id: batch,
      client_ref: name,
      input: {},
      output: null,
      metadata: { campaign: 'autumn' },
    }),
  );
  const attempt = { id: uuid('an attempt', 50), attempt_number: 1, status_code: 503, response_time_ms: 1200 };
  return {
    models: [aModel({ inputs: [resolution] })],
    flows: [aFlow()],
    batches: [aBatch({ id: batch, created_at: stamp(Date.now()), ...countsOf(items) })],
    items,
    runs,
    nodeRuns: names.map((name, index) =>
      aNodeRun({ id: uuid(`details node ${name}`, 40 + index), run_id: runOf(name) }),
    ),
    logs: names.map((name, index) => aLog({ id: uuid(`details log ${name}`, 60 + index), run_id: runOf(name) })),
    deliveries: [
      aDelivery({
        batch_id: null,
        run_id: runOf('text'),
        attempt_count: 2,
        attempts: [
          { ...attempt, error_message: 'upstream is away' },
          { ...attempt, id: uuid('another attempt', 51), attempt_number: 2, status_code: 200, response_body: 'thanks' },
        ],
      }),
    ],
  };
}

describe('What an item holds', () => {
  const session = useSession({
    runflow: { variants: { batchList: true }, data: datasetOf(contents()) },
    workbench: () => ({ settings: { 'runflow.refresh': 'manual' }, viewport: { width: 1280, height: 900 } }),
  });
  const page = (selector: string): Locator => itemPage(session().workbench, selector);
  const open = async (name: string): Promise<void> => {
    await session().workbench.click(name);
    await page('h1').getByText(name, { exact: true }).waitFor();
    await page('.log .line').first().waitFor();
  };
  const choose = async (target: Locator, label: string): Promise<void> => {
    const { page: window } = session().workbench;
    await window.evaluate(() => navigator.clipboard.writeText(''));
    await chooseFromMenu(session().workbench, target, label);
  };
  const copied = async (what: RegExp): Promise<void> => {
    const { page: window } = session().workbench;
    await until(`${String(what)} is on the clipboard`, async () => what.test(await clipboard(window)));
  };

  it('an output that is a text is shown as text', async () => {
    const { workbench } = session();
    await workbench.openContainer('Runflow');
    await workbench.expand('smart-resize');
    await open('text');
    await page('.side').getByText('just words <b>and no markup</b>').waitFor();
    assert.equal(await page('.side b').count(), 0);
  });

  it('everything that was received can be searched, and a hit is copied by a click', async () => {
    await page('.search input').fill('CAMPAIGN');
    await page('.found-values .found-value').getByText('run.metadata.campaign').click();
    await copied(/^autumn$/);
    await page('.search input').fill('nowhere to be found');
    await page('[role="status"]').getByText('0 hits').waitFor();
    await page('.search input').fill('');
  });

  it('the model says of each input its type, its default and what it is checked by', async () => {
    await page('.twist.title').getByText('Model', { exact: true }).click();
    const row = page('[aria-label="Inputs"] tbody tr');
    await row.waitFor();
    assert.match(
      await row.innerText(),
      /resolution\s+enum\s+no\s+\{"value":"2K"\}\s+one_of \{"values":\["1K","2K"\]\}/,
    );
  });

  it('callback deliveries are asked for once somebody unfolds them', async () => {
    const { runflow } = session();
    const asked = (): number => runflow.requests.filter(({ url }) => url.endsWith('/callback')).length;
    assert.equal(asked(), 0);
    await page('.twist.title').getByText('Callback deliveries').click();
    const delivery = page('.delivery');
    await delivery.getByText('upstream is away').waitFor();
    assert.match(
      await delivery.innerText(),
      /delivered\s+2 of 8 attempts[\s\S]*hooks\.hold-out\.example[\s\S]*503\s+1\.2 s/,
    );
    assert.equal(asked(), 1);
  });

  it('deliveries and tables are as good for everyone', async () => {
    const frame = await session().workbench.webviewFrame('text');
    await page('[aria-label="Inputs"] tbody tr').waitFor();
    await assertAccessible(frame, 'with the model and deliveries unfolded');
  });

  it('what the server says about deliveries instead is one sentence', async () => {
    const { runflow } = session();
    runflow.fault = ({ url }) =>
      url.endsWith('/callback')
        ? { status: 403, body: '{"code":"PERMISSION_DENIED","message":"no","errors":null}' }
        : undefined;
    await open('number');
    await page('.fold').getByText('This API key lacks the permission to read that').waitFor();
    runflow.fault = undefined;
    await page('.fold').getByText('Try again').click();
    await page('.fold').getByText('No callback was sent for this run.').waitFor();
  });

  it('a value has a menu that copies it, and the way to it', async () => {
    await open('list');
    await choose(page('.side dt').getByText('prompt').locator('xpath=following-sibling::dd[1]'), 'Copy Value');
    await copied(/^white studio$/);
    await page('.side .json .twist').getByText('2').first().click();
    await choose(page('.side .json').getByText('three'), 'Copy Path');
    await copied(/^\[2\]\.three$/);
    await choose(page('.side .json .twist').first(), 'Copy Value');
    await copied(/^\{\s+"three": 3\s+\}$/);
  });

  it('node runs and log lines have menus too', async () => {
    const { workbench } = session();
    await choose(page('.log .line').first(), 'Copy Line');
    await copied(/INFO[\s\S]*run started/);
    await choose(page('button.node-row').first(), 'Copy ID');
    await copied(/^[0-9a-f-]{36}$/);
    await choose(page('button.node-row').first(), 'Open Node Run JSON');
    await workbench.waitForTab(/^list · .+\.json$/);
  });

  it('an id is copied by a click', async () => {
    const { workbench } = session();
    await workbench.runCommand('View: Close All Editors');
    await open('number');
    await page('.side').getByText('42').waitFor();
    await page('button.id').first().click();
    await copied(/^[0-9a-f-]{36}$/);
  });

  it('an output of a thousand levels unfolds level by level and can be searched', async () => {
    await open('deep');
    await page('.search input').fill('the bottom');
    await page('.found-values .found-value').first().waitFor();
    await page('.search input').fill('');
    for (let level = 0; level < 5; level++) await page('.side .twist[aria-expanded="false"]').first().click();
    await page('.side .twist').nth(5).waitFor();
  });

  it('an output of 30 MB is shown in parts, and the page goes on', async () => {
    await open('large');
    await page('.side .twist').getByText('30,000 values').click();
    await page('.side').getByText('Show 100 more of 30,000').waitFor();
    await page('button.node-row').first().click();
    await page('.node-details').waitFor();
  });

  keepsTheKeyToItself(session);
});
