import { isIPv6 } from 'node:net';

/**
 * What counts as one address: an IPv4 address, or the first half of an IPv6 one, since a household gets a whole /64 and
 * may come from anywhere in it (RFC 6177, RFC 4291 section 2.5.1).
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return bare;
  // Two colons stand for as many groups of zeros as there is room for; an IPv4 tail is two groups.
  const [head = '', tail] = bare.split('::');
  const groupsOf = (part: string): string[] =>
    part === '' ? [] : part.split(':').flatMap(group => (group.includes('.') ? ['0', '0'] : [group]));
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return `${groups.map(group => parseInt(group, 16).toString(16)).join(':')}::/64`;
}
