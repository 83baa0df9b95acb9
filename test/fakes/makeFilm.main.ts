/**
 * Made `test/fakes/film.webm` once: a second of moving picture and a tone, recorded by a browser's MediaRecorder.
 * Run again with `node out/test/fakes/makeFilm.main.js` to record another one.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../root';
import { launchBrowser } from '../vscode/browser';
import { install } from '../vscode/install';

/** Runs in the browser. */
const record = `(async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 });
  const pen = canvas.getContext('2d');
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const out = audio.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  const stream = new MediaStream([...canvas.captureStream(15).getTracks(), ...out.stream.getTracks()]);
  const recorder = new MediaRecorder(stream, { mimeType: 'video/webm;codecs=vp8,opus', videoBitsPerSecond: 60000 });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start();
  const begin = performance.now();
  await new Promise((resolve) => {
    const draw = () => {
      const passed = performance.now() - begin;
      pen.fillStyle = '#223344';
      pen.fillRect(0, 0, 160, 90);
      pen.fillStyle = '#e8a33d';
      pen.fillRect(10 + passed / 12, 35, 30, 20);
      if (passed < 1000) setTimeout(draw, 60);
      else resolve();
    };
    draw();
  });
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
})()`;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'runflow-film-'));
  const browser = await launchBrowser(await install(), folder);
  try {
    const page = await browser.newPage();
    const film = Buffer.from(await page.evaluate<string>(record), 'base64');
    writeFileSync(join(projectRoot(), 'test', 'fakes', 'film.webm'), film);
    console.log(`${film.byteLength} bytes`);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
