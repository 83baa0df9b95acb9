import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { aBatch, aFlow, aModel, aNodeRun, anItem, aRun, countsOf, media, stamp, uuid } from '../fakes/builders';
import type { Contents, Raw } from '../fakes/dataset';
import { datasetOf } from '../fakes/dataset';
import type { Fault } from '../fakes/fault';
import { chooseFromMenu, clipboard, itemPage, keepsTheKeyToItself, until, useSession } from './session';

const png = (width: number, height: number): Buffer => {
  const head = Buffer.from('89504e470d0a1a0a0000000d4948445200000000000000000806000000', 'hex');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
};

/** One item for each thing that an output can lead to. */
const outputs: Readonly<Record<string, Raw | string | number | readonly unknown[]>> = {
  shoes: { outputs: [{ url: media('mug-1/after.png') }, { url: media('mug-2/after.png') }], seed: 7 },
  expired: { outputs: [{ url: media('mug-3/after.png') }] },
  bomb: { outputs: [{ url: media('bomb-1/after.png') }] },
  page: { outputs: [{ url: media('html-1/after.png') }] },
  film: { outputs: [{ url: media('film-1/spin.webm'), type: 'video' }] },
  silent: { outputs: [{ url: media('aac-1/spin.mov'), type: 'video' }] },
  archive: { archive: media('mesh-1/stages.zip') },
  refused: {
    image_url: 'https://10.0.0.1/a.png',
    mask_url: 'http://example.com/b.png',
    icon: 'https://[fe80::1]/c.png',
    thumbnail: 'https://169.254.169.254/latest/d.png',
  },
  schemes: {
    image_url: 'javascript:globalThis.pwned=1',
    mask_url: 'data:image/svg+xml,<svg onload=1>',
    file_url: 'file:///etc/passwd',
    asset: 'runflow://assets/0197',
  },
};
const names = Object.keys(outputs);

function contents(): Contents {
  const batch = uuid('media batch', 1);
  const rows = names.map((name, index) => {
    const run = uuid(`media run ${name}`, 3 + index);
    const input = name === 'shoes' ? { image_url: media('mug-1/before.png') } : {};
    const ids = { batch_id: batch, client_ref: name, input, output: outputs[name] };
    return {
      item: anItem({ ...ids, id: uuid(`media item ${name}`, 2 + index), run_id: run, sequence_index: index }),
      run: aRun({ ...ids, id: run }),
      node: aNodeRun({
        id: uuid(`media node ${name}`, 4 + index),
        run_id: run,
        preview_type: name === 'shoes' ? 'image' : null,
        preview_value: name === 'shoes' ? media('mug-1/cutout.png') : null,
      }),
    };
  });
  const items = rows.map(({ item }) => item);
  return {
    models: [aModel()],
    flows: [aFlow()],
    batches: [aBatch({ id: batch, created_at: stamp(Date.now()), ...countsOf(items) })],
    items,
    runs: rows.map(({ run }) => run),
    nodeRuns: rows.map(({ node }) => node),
  };
}

/** A movie whose sound is AAC, by the description of its tracks. */
const aacFilm = Buffer.concat([
  Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'latin1'),
  Buffer.from('\0\0\0\x10moovtrakmp4a', 'latin1'),
]);

describe('Pictures and other files', () => {
  let expired = 0;
  const fault: Fault = ({ url }) => {
    if (url.startsWith('/media/bomb-1')) return { status: 200, body: png(40_000, 40_000) };
    if (url.startsWith('/media/html-1')) {
      return { status: 200, headers: { 'Content-Type': 'image/png' }, body: '<!DOCTYPE html><p>hello' };
    }
    if (url.startsWith('/media/aac-1')) return { status: 200, body: aacFilm };
    if (url.startsWith('/media/mug-3') && expired++ === 0) return { status: 403, body: '<Error/>' };
    return undefined;
  };
  const session = useSession({
    runflow: { variants: { batchList: true }, data: datasetOf(contents()) },
    workbench: () => ({ settings: { 'runflow.refresh': 'manual' }, viewport: { width: 1280, height: 900 } }),
  });
  const page = (selector: string): Locator => itemPage(session().workbench, selector);
  const dialog = (): Locator => page('dialog.viewer');
  const press = (key: string): Promise<void> => session().workbench.page.keyboard.press(key);
  const open = async (name: string): Promise<void> => {
    await session().workbench.click(name);
    await page('h1').getByText(name, { exact: true }).waitFor();
  };
  const zoom = async (): Promise<number> => Number.parseInt(await dialog().locator('.viewer-zoom').innerText(), 10);

  it('says once who sees the address of this machine', async () => {
    const { workbench, runflow } = session();
    runflow.fault = fault;
    await workbench.openContainer('Runflow');
    await workbench.expand('smart-resize');
    await open('shoes');
    await page('.banner.note').getByText('those hosts see the network address of this machine').waitFor();
    await page('.banner.note').getByText('OK').click();
    await page('.banner.note').waitFor({ state: 'detached' });
    await page('.side .stage.picture img').nth(2).waitFor();
  });

  // One after the other: mocha would run a describe of its own only at the end.
  it('the large view opens with Enter on a thumbnail and says what the file is', async () => {
    await page('.side .stage.picture').first().focus();
    await press('Enter');
    await dialog().locator('.viewer-stage img.measured').waitFor();
    const title = await dialog().locator('.viewer-title').innerText();
    assert.match(title, /outputs\[0\]\.url[\s\S]*640 × 640 · \d+ KB · PNG · link expires in 2[34] h/);
    await dialog().getByText('1 of 4').waitFor();
  });

  it('the large view zooms with keys, and with the wheel where the pointer is', async () => {
    await press('1');
    await until('full size', async () => (await zoom()) === 100);
    await press('+');
    await press('+');
    await until('larger', async () => (await zoom()) === 156);
    await dialog().locator('.viewer-stage').hover();
    await session().workbench.page.mouse.wheel(0, -400);
    await until('larger still', async () => (await zoom()) > 200);
  });

  it('the large view moves the picture with keys and by dragging, and not out of sight', async () => {
    const image = dialog().locator('.viewer-stage img');
    const left = async (): Promise<number> => (await image.boundingBox())?.x ?? Number.NaN;
    const before = await left();
    await press('Shift+ArrowRight');
    await until('it went left', async () => (await left()) < before);
    const { page: window } = session().workbench;
    const stage = await dialog().locator('.viewer-stage').boundingBox();
    assert.ok(stage);
    await window.mouse.move(stage.x + 100, stage.y + 100);
    await window.mouse.down();
    await window.mouse.move(stage.x + 5000, stage.y + 100, { steps: 3 });
    await window.mouse.up();
    await until('its left edge is at that of the stage', async () => Math.abs((await left()) - stage.x) < 2);
  });

  it('the large view fits again, and goes through all files of the item and no further', async () => {
    await press('0');
    await press('ArrowRight');
    await dialog().getByText('2 of 4').waitFor();
    await dialog().getByText('outputs[1].url').waitFor();
    await press('ArrowRight');
    await dialog().getByText('image_url').first().waitFor();
    await press('ArrowRight');
    await dialog().getByText('preview_value').waitFor();
    await dialog().locator('.viewer-stage img.measured').waitFor();
    await press('ArrowRight');
    await dialog().getByText('4 of 4').waitFor();
    assert.equal(await dialog().getByTitle('Next (→)').isDisabled(), true);
  });

  it('the large view copies the picture, and the link as it is', async () => {
    const { page: window } = session().workbench;
    await press('ArrowLeft');
    await dialog().getByTitle('Copy Image').click();
    const types = (): Promise<readonly string[]> =>
      window.evaluate(async () => (await navigator.clipboard.read()).flatMap(({ types }) => types));
    await until('a picture is on the clipboard', async () => (await types()).includes('image/png'));
    await dialog().getByRole('status').getByText('Copied').waitFor();
    await dialog().getByTitle('Copy Link').click();
    await until('the link is on the clipboard', async () => (await clipboard(window)).startsWith('http'));
    const link = await clipboard(window);
    assert.match(link, /\/media\/mug-1\/before\.png\?X-Amz-.*%2F.*X-Amz-Signature=/);
    assert.equal((await fetch(link)).status, 200);
  });

  it('the large view saves the bytes where one wants them', async () => {
    const { workbench } = session();
    const target = join(workbench.serverDataDir, 'saved.png');
    await dialog().getByTitle('Save As…').click();
    const input = workbench.page.locator('.quick-input-widget input').first();
    // The box first fills itself with the name it proposes, and would write over ours.
    await until('a name is proposed', async () => (await input.inputValue()).endsWith('before.png'));
    await input.fill(target);
    await workbench.page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    const saved = (): Buffer | undefined => {
      try {
        return readFileSync(target);
      } catch {
        return undefined;
      }
    };
    await until('the file is there', () => (saved()?.byteLength ?? 0) > 1000);
    assert.equal(saved()?.toString('latin1', 1, 4), 'PNG');
  });

  it('the large view closes with Escape, and the focus is on the thumbnail', async () => {
    await dialog().locator('.viewer-stage').focus();
    await press('Escape');
    await dialog().waitFor({ state: 'detached' });
    const focused = page('.side .stage.picture:focus');
    await focused.waitFor();
    assert.equal(await focused.getAttribute('aria-label'), 'Open picture image_url');
  });

  it('a picture has a menu', async () => {
    const { workbench } = session();
    await workbench.page.evaluate(() => navigator.clipboard.writeText(''));
    await chooseFromMenu(workbench, page('.side .stage.picture').first(), 'Copy Image');
    const types = (): Promise<readonly string[]> =>
      workbench.page.evaluate(async () => (await navigator.clipboard.read()).flatMap(({ types }) => types));
    await until('a picture is on the clipboard', async () => (await types()).includes('image/png'));
    await page('.copied-note').getByText('Copied').waitFor();
    await chooseFromMenu(workbench, page('.side .stage.picture').first(), 'Copy Link to File');
    await until('its link is', async () => (await clipboard(workbench.page)).includes('/media/mug-1/after.png'));
  });

  it('its menu saves it, and opens it outside the editor by the link that was signed', async () => {
    const { workbench } = session();
    const target = join(workbench.serverDataDir, 'from the menu.png');
    await chooseFromMenu(workbench, page('.side .stage.picture').first(), 'Save File As…');
    const input = workbench.page.locator('.quick-input-widget input').first();
    await until('a name is proposed', async () => (await input.inputValue()).endsWith('after.png'));
    await input.fill(target);
    await workbench.page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    await until(
      'the file is there',
      () => existsSync(target) && readFileSync(target).toString('latin1', 1, 4) === 'PNG',
    );

    const opened = workbench.page.context().waitForEvent('page');
    await chooseFromMenu(workbench, page('.side .stage.picture').first(), 'Open File Externally');
    const outside = await opened;
    // A web window leads addresses of its server's machine through a tunnel, which is not ours to test.
    await outside.waitForLoadState();
    assert.match(outside.url(), /\/media\/mug-1\/after\.png\?X-Amz-.*X-Amz-Signature=/);
    await outside.close();
  });

  it('before and after lie over each other, under a slider that keys move', async () => {
    await page('.section-head').getByText('Compare').click();
    const slider = dialog().getByRole('slider');
    await slider.focus();
    for (const [key, value] of [
      ['ArrowRight', '52'],
      ['PageUp', '62'],
      ['Home', '0'],
      ['End', '100'],
      ['ArrowLeft', '98'],
    ] as const) {
      await press(key);
      await until(`${key} leads to ${value}`, async () => (await slider.getAttribute('aria-valuenow')) === value);
    }
    assert.equal(await slider.getAttribute('aria-valuetext'), '98 % input, 2 % output');
    const box = await dialog().locator('.compare').boundingBox();
    assert.ok(box);
    await session().workbench.page.mouse.click(box.x + box.width / 4, box.y + 30);
    await until('the slider is where one clicked', async () => (await slider.getAttribute('aria-valuenow')) === '25');
    await press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('the large view is there again after a reload, as it was', async () => {
    const { workbench } = session();
    await page('.side .stage.picture').nth(1).click();
    await dialog().locator('img.measured').waitFor();
    await press('1');
    await press('+');
    await until('it is larger', async () => (await zoom()) === 125);
    await until('the page has told the editor', () =>
      dialog().evaluate(() => (globalThis.keptStates ?? []).some((state) => state.includes('"scale":1.25'))),
    );
    await workbench.reload();
    await workbench.openContainer('Runflow');
    await workbench.expand('smart-resize');
    await dialog().locator('img.measured').waitFor();
    await dialog().getByText('outputs[1].url').waitFor();
    assert.equal(await zoom(), 125);
    await dialog().locator('.viewer-stage').focus();
    await press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('a preview of a node run stands with that node run', async () => {
    await page('.node-row:not(.axis)').first().click();
    await page('.node-details .stage.picture img').waitFor();
    await page('.node-details figcaption').getByText('preview_value').waitFor();
    await page('.node-row:not(.axis)').first().click();
  });

  it('a link that has expired is signed anew once, without a word', async () => {
    const { runflow } = session();
    const asked = (part: string): number => runflow.requests.filter(({ url }) => url.includes(part)).length;
    const items = asked('/items/');
    await open('expired');
    await page('.side .stage.picture img').waitFor();
    assert.equal(asked('/media/mug-3'), 2);
    assert.ok(asked('/items/') >= items + 2);
  });

  it('one that stays expired is told as such, and can be loaded again', async () => {
    const { runflow, workbench } = session();
    runflow.fault = (request) => (request.url.startsWith('/media/') ? { status: 403, body: '' } : fault(request));
    await workbench.runCommand('View: Close All Editors');
    await open('expired');
    await page('.stage.failed').getByText('This file is no longer there.').waitFor();
    runflow.fault = fault;
    await page('.stage.failed').getByText('Try again').click();
    await page('.side .stage.picture img').waitFor();
  });

  it('a picture of 40,000 × 40,000 pixels is refused in words', async () => {
    await open('bomb');
    await page('.stage.failed').getByText('40,000 × 40,000 pixels are more than').waitFor();
    assert.equal(await page('.side img').count(), 0);
    await page('.stage.failed').getByText('Save As…').waitFor();
  });

  it('a web page that calls itself a picture is refused in words', async () => {
    await open('page');
    await page('.stage.failed').getByText('The link leads to a web page, not to a file.').waitFor();
    assert.equal(await page('.side img').count(), 0);
  });

  it('links into private networks and without TLS are refused in words', async () => {
    await open('refused');
    for (const why of ['private address', 'Only https links are read', 'link-local address', 'metadata address']) {
      await page('.stage.failed').getByText(why).first().waitFor();
    }
    assert.equal(await page('.side img').count(), 0);
  });

  it('links of other kinds are text and nothing else', async () => {
    await open('schemes');
    for (const text of Object.values(outputs['schemes'] as Record<string, string>)) {
      await page('.side').getByText(text).waitFor();
    }
    assert.equal(await page('.side .gallery').count(), 0);
    assert.equal(await page('a[href]').count(), 0);
  });

  it('a film plays where it was found', async () => {
    await open('film');
    await page('.stage.file').getByText('spin.webm').click();
    const film = page('.side video');
    await film.waitFor();
    await until('it knows how long it is', () =>
      film.evaluate((video) => (video as HTMLVideoElement).readyState >= HTMLMediaElement.HAVE_CURRENT_DATA),
    );
    await film.evaluate((video) => (video as HTMLVideoElement).play());
    await until('it moves', () => film.evaluate((video) => (video as HTMLVideoElement).currentTime > 0));
    assert.equal(await page('.silence').count(), 0);
  });

  it('a film whose sound the editor cannot play says so', async () => {
    await open('silent');
    await page('.stage.file').getByText('spin.mov').click();
    const canPlay = await page('main').evaluate(
      () => document.createElement('video').canPlayType('video/mp4; codecs="mp4a.40.2"') !== '',
    );
    // This file holds no film at all, so what is said of its sound is soon followed by that.
    await page('.side')
      .getByText(canPlay ? 'The editor cannot play this file.' : /sound \(AAC\) cannot be played|cannot play this file/)
      .waitFor();
  });

  it('any other file has its name, its size and a way to be saved', async () => {
    await open('archive');
    const file = page('.stage.file');
    await file.getByText('stages.zip').waitFor();
    await file.getByText('22 B').waitFor();
    await file.getByText('Save As…').waitFor();
  });

  it('nothing is loaded by itself where the user wants that', async () => {
    const { workbench, runflow } = session();
    await workbench.changeSettings({ 'runflow.media': 'onClick' });
    await workbench.runCommand('View: Close All Editors');
    const before = runflow.requests.filter(({ url }) => url.startsWith('/media/')).length;
    const loads = (): number => runflow.requests.filter(({ url }) => url.startsWith('/media/')).length - before;
    await open('shoes');
    await page('.stage.file').getByText('Load picture').nth(2).waitFor();
    await page('.node-row:not(.axis)').first().waitFor();
    assert.equal(loads(), 0);
    await page('.stage.file').first().click();
    await page('.side .stage.picture img').waitFor();
    assert.equal(loads(), 1);
    await page('.section-head').getByText('Load all pictures').first().click();
    await page('.side .stage.picture img').nth(1).waitFor();
    assert.equal(loads(), 2);
  });

  keepsTheKeyToItself(session);
});
