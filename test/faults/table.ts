import { bodies } from './rows/bodies';
import { outages, refusals } from './rows/answers';
import { connections, redirects } from './rows/connections';
import { life, pages } from './rows/life';
import { media } from './rows/media';
import { pauses } from './rows/pauses';
import { certificates, fallbacks, proxies } from './rows/secure';
import type { Group, Row } from './row';

export const groups: readonly Group[] = [
  refusals,
  outages,
  pauses,
  bodies,
  redirects,
  connections,
  certificates,
  proxies,
  fallbacks,
  media,
  life,
  pages,
];

/** The table as a document. */
export function toMarkdown(): string {
  const count = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  return [
    '# What happens when something goes wrong',
    '',
    `Written by the tests in \`test/faults\`, ${count} rows; each is a test of its own. \`UPDATE_FAULTS=1\` rewrites it.`,
    '',
    'Rows on the screen: _old_ are those read before, _new_ those of a reading that went well, _none_ means that nothing',
    'had been read. Requests are those that arrive at the API. In no row does the key, the password of a proxy or a',
    'signature come into the log or an error; in none is a rejection left unhandled, nor a timer, a socket or a listener',
    'left behind.',
    '',
    ...groups.flatMap(toSection),
  ].join('\n');
}

function toSection({ title, rows }: Group): readonly string[] {
  const lines = rows.map(toCells);
  return [
    `## ${title}`,
    '',
    '| fault | what is said | button | rows | requests | besides |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`),
    '',
  ];
}

function toCells({ fault, said, button = '', rows, requests, note = '' }: Row): readonly string[] {
  return [fault, said === undefined ? '–' : sentence(said), button, rows, String(requests), note];
}

function sentence(said: string | RegExp): string {
  if (typeof said === 'string') return said;
  const text = said.source.replace(/^\^|\$$/g, '').replaceAll(/(?:\[\\w \]\*)?\\d\\d:\\d\\d/g, '14:05');
  return text.replaceAll('.*', '…').replaceAll('\\', '');
}
