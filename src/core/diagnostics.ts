import { plain } from '../shared/format';
import { diagnosticsWords as words } from '../shared/words/diagnostics';
import type { NetworkSettings } from './network';
import type { Environment } from './proxy';
import { redact } from './redact';

type Facts = Readonly<Record<string, unknown>>;

export interface Diagnostics {
  readonly versions: Facts;
  /** Of whom and what is asked. */
  readonly state: Facts;
  /** Ours, by name. */
  readonly settings: Facts;
  readonly network: Pick<NetworkSettings, 'proxy' | 'systemCertificates'>;
  readonly environment: Environment;
  /** What the log says of the last requests and failures. */
  readonly recent: readonly string[];
  /** Is removed wherever it is found. */
  readonly key: string | undefined;
}

/** Of these only whether they are set is told. */
const variables = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'RUNFLOW_API_URL',
  'RUNFLOW_API_KEY',
];

/** What somebody who helps would ask for, as text to paste where others can read it: it holds no secrets. */
export function composeDiagnostics(diagnostics: Diagnostics): string {
  const { versions, state, settings, environment, recent, key } = diagnostics;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [words.versions, factLines(versions)],
    [words.state, factLines(state)],
    [words.settings, factLines(settings)],
    [words.network, factLines(networkFacts(diagnostics.network))],
    [words.environment, factLines(environmentFacts(environment))],
    [words.log, recent.length === 0 ? [words.noLines] : recent.map((line) => plain(line, 2_000))],
  ];
  const text = sections.map(([title, lines]) =>
    [`## ${title}`, '', ...lines.map((line) => `- ${line}`), ''].join('\n'),
  );
  return redact(text.join('\n'), key);
}

function factLines(facts: Facts): readonly string[] {
  return Object.entries(facts).map(([name, value]) => `${name}: ${shown(value)}`);
}

function shown(value: unknown): string {
  if (value === undefined || value === '') return words.notSet;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return plain(text, 500);
}

function networkFacts({ proxy, systemCertificates }: Diagnostics['network']): Facts {
  return {
    'http.proxySupport': proxy.enabled ? 'on' : 'off',
    'http.proxy': proxy.address,
    'http.noProxy': proxy.bypass,
    'http.proxyAuthorization': isSet(proxy.authorization),
    'http.proxyStrictSSL': proxy.strictTls,
    'http.systemCertificates': systemCertificates,
  };
}

function environmentFacts(environment: Environment): Facts {
  const isThere = (name: string) => isSet(environment[name] ?? environment[name.toLowerCase()]);
  return Object.fromEntries(variables.map((name) => [name, isThere(name)]));
}

function isSet(value: string | undefined): string {
  return value === undefined || value === '' ? words.notSet : words.set;
}
