import { pagePath, type PageTarget } from './links';

export interface Asked {
  readonly origin: string;
  /** Undefined where the key's own organization is meant. */
  readonly organizationId: string | undefined;
}

/** The request for an item, a batch or a run as a command of a shell. The key stays where it is: in the environment. */
export function curlOf({ origin, organizationId }: Asked, target: PageTarget): string {
  const organization =
    organizationId === undefined ? [] : ['-H', quoted(`X-Organization-Id: ${oneHeader(organizationId)}`)];
  const key = '"Authorization: Bearer $RUNFLOW_API_KEY"';
  return ['curl', '-sS', '-H', key, ...organization, quoted(`${origin}/v1${pagePath(target)}`)].join(' ');
}

/** One word to a shell, whatever is in it: within single quotes nothing but these has a meaning. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A line break would start another header, and end the command where it is pasted. */
function oneHeader(value: string): string {
  return value.replace(/[\u0000-\u001F\u007F]/g, '');
}
