/** What every request has to pass before an endpoint sees it. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Dataset, Raw } from './dataset';
import type { Endpoint } from './endpoints';
import { endpoints } from './endpoints';
import { invalid, Problem } from './problem';
import type { Variants } from './world';

export interface Match {
  readonly endpoint: Endpoint;
  /** The parameters in the path, as they came. */
  readonly raw: Readonly<Record<string, string>>;
}

/** Finds the endpoint of a path; fixed segments win over parameters. */
export function match(method: string, path: string, variants: Variants): Match {
  for (const { pattern, endpoint } of patterns) {
    const groups = pattern.exec(path)?.groups;
    if (!groups || (endpoint.variant && !variants[endpoint.variant])) continue;
    if (method !== 'GET') throw new Problem(405, 'METHOD_NOT_ALLOWED', `${method} is not allowed here`);
    return { endpoint, raw: groups };
  }
  throw new Problem(404, 'NOT_FOUND', 'Not Found');
}

const patterns = endpoints
  .toSorted((a, b) => placeholders(a) - placeholders(b))
  .map((endpoint) => ({
    endpoint,
    pattern: new RegExp(`^(?<path>${endpoint.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')})/?$`),
  }));

function placeholders(endpoint: Endpoint): number {
  return endpoint.path.split('{').length;
}

const uuidPattern = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/;

/** Ids in any case, with or without dashes; 422 where the documentation wants a uuid and none comes. */
export function idsFrom({ raw, endpoint }: Match): Record<string, string> {
  const ids = Object.entries(raw).map(([name, segment]) => {
    const text = safelyDecoded(segment);
    const parts = uuidPattern.exec(text.toLowerCase());
    if (!parts && endpoint.uuids?.includes(name)) throw invalid(['path', name], 'Input should be a valid UUID');
    return [name, parts ? parts.slice(1).join('-') : text];
  });
  return Object.fromEntries(ids) as Record<string, string>;
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** https://docs.runflow.io/concepts/authentication */
export function checkKey(headers: IncomingHttpHeaders, key: string): void {
  if (headers.authorization !== `Bearer ${key}`) {
    throw new Problem(401, 'UNAUTHORIZED', 'Missing or invalid API key');
  }
}

/** The organization that the request names, else the key's own. */
export function organizationOf(headers: IncomingHttpHeaders, data: Dataset): Raw {
  const wanted = headers['x-organization-id'] ?? data.own?.['id'];
  const organization = data.organizations.find((candidate) => candidate['id'] === wanted);
  if (!organization) {
    throw new Problem(403, 'ORGANIZATION_MEMBERSHIP_REQUIRED', 'You are not a member of this organization');
  }
  return organization;
}

/** Stricter than the real API may be, so that nothing undocumented is relied upon by accident. */
export function checkQuery(query: URLSearchParams, endpoint: Endpoint, variants: Variants): void {
  for (const name of query.keys()) {
    if (!endpoint.query?.includes(name)) throw invalid(['query', name], 'Unknown query parameter');
  }
  const embed = query.get('embed');
  if (embed === null) return;
  for (const relation of embed.split(',')) {
    const refused = relation === 'run' && variants.embed === 'refused';
    if (refused || !endpoint.embeds?.includes(relation)) {
      throw invalid(['query', 'embed'], `Unknown relation '${relation}'`);
    }
  }
}
