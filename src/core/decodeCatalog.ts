import type { Account, JsonObject, Organization } from '../shared/model';
import { asArray, asMoney, asNumber, asObject, asText, decodeRows } from './decode';
import { ApiError } from './errors';

/** Whose key it is: https://docs.runflow.io/api-reference/account/get-current-user. A service key may be nobody's. */
export function decodeAccount(json: unknown): Account {
  const row = asObject(json);
  if (row === undefined)
    throw new ApiError('badResponse', { code: 'WRONG_SHAPE', detail: 'An account that is not an object.' });
  const rows = [
    ...(decodeRows(row['memberships'], decodeMembership) ?? []),
    ...(decodeRows(row['organizations'], decodeOrganization) ?? []),
  ];
  const byId = new Map<string, Organization>();
  for (const organization of rows) {
    if (byId.get(organization.id)?.name === undefined) byId.set(organization.id, organization);
  }
  return { userId: asText(row['id']), email: asText(row['email']), organizations: [...byId.values()] };
}

/**
 * The credit as a decimal string. Three shapes are documented: `balance`
 * (https://docs.runflow.io/api-reference/account/get-organization-credit-balance), `balance_cents`
 * (https://docs.runflow.io/concepts/pricing), and a list whose first row has `balance_usd` or `balance`.
 */
export function decodeBalance(json: unknown): string | undefined {
  const outer = asObject(json);
  const row = asObject(asArray(outer?.['items'])?.[0]) ?? outer;
  const cents = asNumber(row?.['balance_cents']);
  return (
    asMoney(row?.['balance']) ??
    asMoney(row?.['balance_usd']) ??
    (cents === undefined ? undefined : (cents / 100).toFixed(2))
  );
}

function decodeMembership(json: unknown): Organization | undefined {
  const row = asObject(json);
  const embedded = decodeOrganization(row?.['org']) ?? decodeOrganization(row?.['organization']);
  const id = embedded?.id ?? asText(row?.['org_id']);
  return embedded ?? (id === undefined ? undefined : { id, name: undefined });
}

function decodeOrganization(json: unknown): Organization | undefined {
  const row = asObject(json);
  const id = asText(row?.['id']);
  return id === undefined ? undefined : { id, name: asText(row?.['name']) ?? asText(row?.['slug']) };
}

/** Something that has a name, as a row of `GET /v1/models`. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export function decodeNamed(json: unknown): Named | undefined {
  const row = asObject(json);
  const id = asText(row?.['id']);
  const name = row === undefined ? undefined : nameOf(row);
  return id === undefined || name === undefined ? undefined : { id, name };
}

/** A flow with the names of its nodes. */
export interface FlowNodes {
  readonly id: string;
  readonly nodes: readonly Named[];
}

/**
 * https://docs.runflow.io/api-reference/flows/search-flows shows `nodes[]` with label, slug and type_code. Nodes are
 * also looked for one level down, in case a flow keeps them in its version or graph.
 */
export function decodeFlow(json: unknown): FlowNodes | undefined {
  const row = asObject(json);
  const id = asText(row?.['id']);
  if (row === undefined || id === undefined) return undefined;
  const inside = Object.values(row).flatMap((value) => [value, ...(asArray(value) ?? [])]);
  const holders = [row, ...inside.map(asObject).filter((holder) => holder !== undefined)];
  return { id, nodes: holders.flatMap((holder) => decodeNodes(holder['nodes'])) };
}

function decodeNodes(json: unknown): readonly Named[] {
  const byId = asObject(json);
  if (byId === undefined) return decodeRows(json, decodeNode) ?? [];
  return Object.entries(byId).flatMap(([id, node]) => decodeNode({ id, ...asObject(node) }) ?? []);
}

function decodeNode(json: unknown): Named | undefined {
  const row = asObject(json);
  const id = asText(row?.['id']) ?? asText(row?.['node_id']);
  const name = row === undefined ? undefined : nameOf(row);
  return id === undefined || name === undefined ? undefined : { id, name };
}

function nameOf(row: JsonObject): string | undefined {
  return ['label', 'name', 'slug', 'type_code'].map((key) => asText(row[key])).find((text) => text !== undefined);
}
