import { BlockList, isIP } from 'node:net';

/**
 * Where a media link may lead. Links come out of free-form outputs, so anyone can write one, and a request of ours
 * starts inside the user's network.
 */
type Subnet = readonly [network: string, prefix: number];

/** https://www.iana.org/assignments/iana-ipv4-special-registry, and two addresses of clouds that are not in it. */
const refusedV4: readonly (readonly [reason: string, subnets: readonly Subnet[]])[] = [
  [
    'metadata',
    [
      ['169.254.169.254', 32],
      ['100.100.100.200', 32],
      ['168.63.129.16', 32],
      ['192.0.0.192', 32],
    ],
  ],
  ['unspecified', [['0.0.0.0', 8]]],
  ['loopback', [['127.0.0.0', 8]]],
  [
    'private',
    [
      ['10.0.0.0', 8],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
    ],
  ],
  ['carrier', [['100.64.0.0', 10]]],
  ['link-local', [['169.254.0.0', 16]]],
  ['multicast', [['224.0.0.0', 4]]],
  [
    'reserved',
    [
      ['192.0.0.0', 24],
      ['192.0.2.0', 24],
      ['192.88.99.0', 24],
      ['198.18.0.0', 15],
      ['198.51.100.0', 24],
      ['203.0.113.0', 24],
      ['240.0.0.0', 4],
    ],
  ],
];

/** https://www.iana.org/assignments/iana-ipv6-special-registry; outside 2000::/3 nothing is public. */
const refusedV6: readonly (readonly [reason: string, subnets: readonly Subnet[]])[] = [
  [
    'metadata',
    [
      ['fd00:ec2::254', 128],
      ['fd20:ce::254', 128],
    ],
  ],
  ['unspecified', [['::', 128]]],
  ['loopback', [['::1', 128]]],
  [
    'private',
    [
      ['fc00::', 7],
      ['fec0::', 10],
    ],
  ],
  ['link-local', [['fe80::', 10]]],
  ['multicast', [['ff00::', 8]]],
  [
    'reserved',
    [
      ['::', 3],
      ['4000::', 2],
      ['8000::', 1],
      ['2001::', 23],
      ['2001:db8::', 32],
      ['2002::', 16],
      ['3fff::', 20],
    ],
  ],
];

/** Addresses that carry an IPv4 address in their last 32 bits: mapped, and NAT64 (RFC 6052). */
const embedding = toList('ipv6', [
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
]);

/** The kind of address that is refused, in one word, or undefined for a public one. */
export function refusedAddress(address: string): string | undefined {
  const [plain = ''] = address.split('%', 1);
  const family = isIP(plain);
  if (family === 4) return find(listsV4, plain, 'ipv4');
  if (family !== 6) return 'unknown';
  return embedding.check(plain, 'ipv6') ? find(listsV4, lastFourBytes(plain), 'ipv4') : find(listsV6, plain, 'ipv6');
}

type Lists = readonly { readonly reason: string; readonly list: BlockList }[];
const listsV4: Lists = refusedV4.map(([reason, subnets]) => ({ reason, list: toList('ipv4', subnets) }));
const listsV6: Lists = refusedV6.map(([reason, subnets]) => ({ reason, list: toList('ipv6', subnets) }));

function toList(family: 'ipv4' | 'ipv6', subnets: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family);
  return list;
}

function find(lists: Lists, address: string, family: 'ipv4' | 'ipv6'): string | undefined {
  return lists.find(({ list }) => list.check(address, family))?.reason;
}

/** The URL parser writes every IPv6 address with hexadecimal groups only. */
function lastFourBytes(address: string): string {
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':');
  const [high = 0, low = 0] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
