/** Text that wants to be more than text. Everything in here must come out as harmless characters. */
import { aLog, media, stamp, uuid } from './builders';
import { contentsOf } from './batchStory';
import type { Contents, Raw } from './dataset';
import { ages, batchId, runId } from './demoIds';
import { backgroundReplace } from './demoModels';
import { ordinary } from './demoOdd';
import { holdOutStudio } from './organizations';
import type { Plan } from './story';

const escape = '\u001b';

/** One item for each; the same text is its `client_ref`, prompt, error, output text and log lines. */
export const hostileTexts = {
  handler: '<img src=x onerror="globalThis.pwned=1">',
  script: '</script><script>globalThis.pwned=2</script>',
  style: '</style><style>body{display:none}</style>',
  ansi: `${escape}[31mred${escape}[0m ${escape}]8;;https://evil.example${escape}\\link${escape}]8;;${escape}\\ ${escape}[2J${escape}[1A`,
  command: '[click](command:workbench.action.quit) $(trash) **bold** ![x](https://evil.example/x.png)',
  bidi: 'invoice\u202egpj.exe \u2066\u2067hidden\u2069 \u200b\u200d\ufeff',
  nul: 'before\u0000after\u0007\b\r\nnext\u2028line\u0085',
  long: 'x'.repeat(200) + ' and on '.repeat(6000),
  link: 'javascript:globalThis.pwned=3',
  surrogate: 'lone \ud83d surrogate, \udc4d family 👨‍👩‍👧‍👦 zal\u0337\u0322\u0308go',
  template: '${globalThis.pwned=4} {{constructor.constructor("pwned")()}} %s %n %00 ../../etc/passwd',
  formula: '=HYPERLINK("https://evil.example","open")',
  autolink: '<command:workbench.action.quit> **bold** __bold__',
} as const;

export type HostileText = keyof typeof hostileTexts;

export const hostileKinds = Object.keys(hostileTexts) as HostileText[];

/** The item that holds all of them. */
export const everythingHostile = 'all of them';

export function hostileBatch(start: number): Contents {
  const model = hostileModel();
  const stories = hostileKinds.map((kind, index) => {
    const text = hostileTexts[kind];
    const failed = index % 3 === 0;
    return ordinary('hostile', index, start, {
      model,
      clientRef: text.slice(0, 255),
      ...hostileParts(index, [text], start),
      ...(failed && { failure: { step: 1, stage: text.slice(0, 60), code: 'HOSTILE_<b>', message: text } }),
    });
  });
  const all = hostileParts(stories.length, Object.values(hostileTexts), start);
  stories.push(ordinary('hostile', stories.length, start, { model, clientRef: everythingHostile, ...all }));
  const batch = { metadata: { note: hostileTexts.handler, ...prototypeKeys() } };
  const created = start - ages.hostile;
  return {
    ...contentsOf({ id: batchId('hostile'), model, created, org: holdOutStudio.id, stories, batch }),
    models: [model.raw],
  };
}

function hostileParts(index: number, texts: readonly string[], start: number): Partial<Plan> {
  const [first = ''] = texts;
  const run = runId('hostile', index);
  return {
    input: { image_url: first, prompt: texts.length === 1 ? first : texts, ...prototypeKeys() },
    output: {
      outputs: [
        { url: media(`mug-${700 + index}/after.png`), type: 'image' },
        { url: 'javascript:globalThis.pwned=5', type: 'image' },
        { url: 'data:text/html,<script>globalThis.pwned=6</script>', type: first },
        { url: 'file:///etc/passwd', type: 'image' },
        { url: 'http://169.254.169.254/latest/meta-data/x.png', type: 'image' },
        { url: 'runflow://assets/0197', type: 'image' },
        { url: 'command:workbench.action.quit', type: 'image' },
      ],
      ...Object.fromEntries(texts.map((text) => [text.slice(0, 80), text])),
      ...prototypeKeys(),
    },
    run: {
      metadata: { ...prototypeKeys(), notes: texts },
      callback_url: 'javascript:globalThis.pwned=7',
    },
    lines: texts.flatMap((text) => hostileLines(run, text, start - ages.hostile)),
  };
}

/** Keys that reach a prototype when they are assigned; as own properties, the way JSON.parse makes them. */
function prototypeKeys(): Raw {
  return JSON.parse(
    '{"__proto__":{"pwned":8},"constructor":{"prototype":{"pwned":9}},"toString":"no","hasOwnProperty":1}',
  ) as Raw;
}

function hostileModel(): typeof backgroundReplace {
  const name = `<b>bold</b> ${hostileTexts.command}`;
  const modelId = uuid('model hostile', -5e9);
  return { ...backgroundReplace, name, modelId, raw: { ...backgroundReplace.raw, id: modelId, name, slug: '../<i>' } };
}

function hostileLines(run: string, text: string, from: number): Raw[] {
  const levels = ['INFO', 'ERROR', '<b>LEVEL</b>', '__proto__', 'WARNING', 'DEBUG'];
  return levels.map((level, index) =>
    aLog({
      id: uuid(`${run} hostile ${text.slice(0, 40)} ${index}`, -ages.hostile + index),
      run_id: run,
      level_code: level,
      message: index % 2 === 0 ? text : `${escape}[1;33mwarning${escape}[0m ${text}`,
      timestamp: stamp(from + index * 40),
      meta: { text, ...prototypeKeys() },
    }),
  );
}
